"""Closed sets and identifiers that the whole house shares. The glossary in `docs/glossary.md` maps them to Danish."""

import hashlib
from enum import StrEnum

ZONE = "Europe/Copenhagen"
"""Where a day begins, unless a definition names another time zone."""


class Language(StrEnum):
    """Languages that a letter or a page can be written in."""

    DA = "da"
    EN = "en"


class Role(StrEnum):
    """Whom a letter addresses. Addresses and substitutes are resolved from roles when the letter is sent."""

    SECRETARY = "secretary"
    HEAD_OF_OFFICE = "head_of_office"
    MANAGER = "manager"
    CHAIR = "chair"
    MEMBER = "member"  # a class: every member of the body gets a letter of their own
    RESPONDENT = "respondent"  # a class: the respondents of one class of a hearing


CLASS_ROLES = frozenset({Role.MEMBER, Role.RESPONDENT})


class StepKind(StrEnum):
    """What a step of a cycle is."""

    LETTER_PACK = "letter_pack"
    DELIVERABLE = "deliverable"
    STATUS_ACCOUNT = "status_account"
    WORKSHOP = "workshop"
    MEETING = "meeting"
    HEARING = "hearing"
    READING = "reading"
    APPROVAL = "approval"


OBLIGATION_KINDS = frozenset({StepKind.DELIVERABLE, StepKind.STATUS_ACCOUNT})
DECIDING_KINDS = frozenset({StepKind.READING, StepKind.APPROVAL})
MEETING_KINDS = frozenset({StepKind.WORKSHOP, StepKind.MEETING}) | DECIDING_KINDS


class Precision(StrEnum):
    """How exactly a date is known. Everything but DAY is *fuzzy*: it mails nothing until somebody sharpens it."""

    DAY = "day"
    WINDOW = "window"
    MONTH = "month"
    SEASON = "season"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What a body decided about a step."""

    APPROVED = "approved"
    APPROVED_WITH_ADDITION = "approved_with_addition"
    APPROVED_WITH_AMENDMENTS = "approved_with_amendments"
    RECOMMENDED = "recommended"
    NOTED = "noted"
    POSTPONED = "postponed"
    SENT_BACK = "sent_back"
    REJECTED = "rejected"


PASSING = frozenset(
    {
        Outcome.APPROVED,
        Outcome.APPROVED_WITH_ADDITION,
        Outcome.APPROVED_WITH_AMENDMENTS,
        Outcome.RECOMMENDED,
        Outcome.NOTED,
    }
)


class LetterKind(StrEnum):
    """Every letter that the house sends; one template per kind and language."""

    CHALLENGE = "challenge"
    CHALLENGE_COPY = "challenge_copy"
    REMINDER_FIRST = "reminder_first"
    REMINDER = "reminder"
    REMINDER_LAST = "reminder_last"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    ESCALATION_SETTLED = "escalation_settled"
    RECEIPT = "receipt"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    WAIVED = "waived"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    OBLIGATION = "obligation"
    DATE_MOVED = "date_moved"
    INVITATION = "invitation"
    INVITATION_CHANGED = "invitation_changed"
    INVITATION_CANCELLED = "invitation_cancelled"
    AGENDA_DEADLINE = "agenda_deadline"
    OUTCOME_WANTED = "outcome_wanted"
    DECISION = "decision"
    HEARING_INVITATION = "hearing_invitation"
    HEARING_REMINDER = "hearing_reminder"
    HEARING_CLOSING_WANTED = "hearing_closing_wanted"
    HEARING_CLOSED = "hearing_closed"
    HEARING_THANKS = "hearing_thanks"
    HEARING_CANCELLED = "hearing_cancelled"
    DAY_WANTED = "day_wanted"
    TRACK_ENDED = "track_ended"
    CYCLE_CANCELLED = "cycle_cancelled"
    NEXT_YEAR = "next_year"
    DIGEST = "digest"  # several letters of one day to one recipient, in one


FORMAL = frozenset(
    {
        LetterKind.CHALLENGE,
        LetterKind.CHALLENGE_COPY,
        LetterKind.OBLIGATION,
        LetterKind.INVITATION,
        LetterKind.INVITATION_CANCELLED,
        LetterKind.DECISION,
        LetterKind.HEARING_INVITATION,
        LetterKind.HEARING_CANCELLED,
        LetterKind.TRACK_ENDED,
        LetterKind.CYCLE_CANCELLED,
    }
)
"""Kinds that are never handed over twice: in doubt after a crash on the wire they wait for a person."""


class LetterState(StrEnum):
    """Where a letter of the outbox is."""

    DRAFTED = "drafted"
    HELD = "held"
    RELEASED = "released"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FOLDED = "folded"  # a rung that an outage or a pause made stale: recorded, never mailed
    PASSED = "passed"  # a rung whose moment had passed when the date moved or the obligation began
    ACKNOWLEDGED = "acknowledged"


class ObligationStage(StrEnum):
    """Where one body's obligation is. Overdue is derived from the deadline, never stored."""

    PLANNED = "planned"  # its letter has not been released
    OPEN = "open"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    CLOSED = "closed"  # the step that needed it is decided; handed in or not


SETTLED = frozenset(
    {ObligationStage.ACCEPTED, ObligationStage.WAIVED, ObligationStage.CANCELLED, ObligationStage.CLOSED}
)


class MeetingStage(StrEnum):
    """Where a workshop, meeting, reading or approval is."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"  # the day has passed and the outcome is wanted
    FINISHED = "finished"  # held and nothing to decide
    DECIDED = "decided"
    CANCELLED = "cancelled"


class HearingStage(StrEnum):
    """Where a hearing is."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class StepStage(StrEnum):
    """Where a step of the year is, as the annual cycle sees it."""

    WAITING = "waiting"
    OPEN = "open"
    FINISHED = "finished"  # obligations settled or past their deadline; meetings held; hearing closed; letters gone
    DECIDED = "decided"
    ENDED = "ended"  # its track was rejected, or the cycle was cancelled


class CycleStage(StrEnum):
    """Where a cycle is."""

    PROPOSED = "proposed"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    ENDED = "ended"


class CommandState(StrEnum):
    """Where a person's command is between the desk and the engine."""

    STORED = "stored"
    DELIVERED = "delivered"
    REFUSED = "refused"  # by the engine, after the desk had accepted it: a task for the secretariat


class FeedScope(StrEnum):
    """What a calendar shows that people subscribe to."""

    COMMITTEE = "committee"
    PERSON = "person"
    CYCLE = "cycle"
    PUBLIC = "public"


class TaskKind(StrEnum):
    """What waits for a person of the secretariat."""

    LETTER_UNKNOWN = "letter_unknown"
    LETTER_REFUSED = "letter_refused"
    LETTER_BOUNCED = "letter_bounced"
    PACK_INCOMPLETE = "pack_incomplete"
    NO_ADDRESS = "no_address"
    COMMAND_REFUSED = "command_refused"
    DATE_TO_SHARPEN = "date_to_sharpen"
    ABSOLUTE_DATE_TO_MOVE = "absolute_date_to_move"
    EXTENSION_TO_ANSWER = "extension_to_answer"
    CYCLE_TO_CONFIRM = "cycle_to_confirm"


def cycle_id(slug: str) -> str:
    """Return the workflow id of a cycle."""
    return f"cycle:{slug}"


def step_id(slug: str, step: str, body: str | None = None, round_: int = 1) -> str:
    """Return the workflow id of a step's child: `cycle:<slug>:<step>[:<body>][:<round>]`, the round only from 2 on."""
    parts = [cycle_id(slug), step, *([body] if body else []), *([str(round_)] if round_ > 1 else [])]
    return ":".join(parts)


def letter_key(workflow_id: str, kind: LetterKind, cause: str, recipient: str) -> str:
    """Return what a letter *is*, unique in the outbox.

    `cause` is a rung at a sequence (`-10@0`) or a command's id; `recipient` is `TMU.secretary` or, for a class,
    `BR.member.07`.
    """
    return f"{workflow_id}:{kind}:{cause}:{recipient}"


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID, with angle brackets, that follows from a letter's key and never changes."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def calendar_uid(workflow_id: str, domain: str) -> str:
    """Return the UID of a calendar entry: for ever the workflow id at the domain."""
    return f"{workflow_id}@{domain}"
