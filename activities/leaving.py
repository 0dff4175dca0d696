"""Whether a letter may leave, asked against the record in the transaction that hands it to the wire."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from activities.books import open_book
from activities.invited import invited_by
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation, Submission
from models.states import DeliverableState, HearingState, MeetingState
from models.types import one_of
from models.vocabulary import CommandState, CycleStage, LetterKind, LetterState, ObligationStage
from planning.transitions import hearing, ladder, meeting, notices, obligation

REMINDERS = ladder.BEFORE_THE_DEADLINE | ladder.AFTER_THE_DEADLINE
"""Letters of an obligation's ladder."""

_SILENCING = ("submit", "waive")
_GONE = (LetterState.RELEASED, LetterState.SENDING, LetterState.SENT)

_ASKING = (LetterKind.CHALLENGE, LetterKind.OBLIGATION)
"""Letters that tell a committee what it owes."""

# Built once: to build a statement takes longer than to run it, and every letter asks these.
_NEWER = exists().where(
    col(Submission.obligation) == bindparam("id"), col(Submission.version) > col(Obligation.versions)
)
_WAITING = exists().where(
    col(Command.workflow_id) == bindparam("id"),
    col(Command.state) == CommandState.STORED,
    or_(*(col(Command.name) == name for name in _SILENCING)),
)
_LATER = exists().where(
    col(Letter.workflow_id) == bindparam("id"),
    col(Letter.recipient_body) == bindparam("body"),
    col(Letter.recipient_role) == bindparam("role"),
    one_of(col(Letter.kind), REMINDERS),
    one_of(col(Letter.state), _GONE),
    col(Letter.at) > bindparam("at"),
)
_REFUSED = (
    col(Letter.cycle) == bindparam("cycle"),
    col(Letter.state) == LetterState.REFUSED,
    col(Letter.sending_at).is_(None),
    col(Letter.body) == bindparam("owner"),
    one_of(col(Letter.kind), _ASKING),
)
_NEVER_LEFT = columns(col(Letter.workflow_id), col(Letter.step)).where(*_REFUSED)
_COLUMNS: tuple[Any, ...] = (
    col(Cycle.stage),
    col(Obligation.state).label("owed"),
    col(Obligation.stage).label("owed_stage"),
    col(Meeting.state).label("met"),
    col(Hearing.state).label("heard"),
    _NEWER.label("newer"),
    _WAITING.label("waiting"),
    _LATER.label("later"),
    exists().where(*_REFUSED).label("refused"),
)
_STANDING = (
    columns(*_COLUMNS)
    .select_from(Cycle)
    .outerjoin(Obligation, col(Obligation.id) == bindparam("id"))
    .outerjoin(Meeting, col(Meeting.id) == bindparam("id"))
    .outerjoin(Hearing, col(Hearing.id) == bindparam("id"))
    .where(col(Cycle.slug) == bindparam("cycle"))
)
"""How everything stands that a letter depends on, in one look."""


def verdict(session: Session, letter: Letter, now: datetime) -> LetterState:
    """Return SENDING when it may leave now, RELEASED when it must wait for a pause to end, else WITHDRAWN or FOLDED."""
    about = {"cycle": letter.cycle, "id": letter.workflow_id, "at": letter.at, "owner": letter.body}
    role = {"body": letter.recipient_body, "role": letter.recipient_role}
    standing = session.connection().execute(_STANDING, {**about, **role}).one()
    if standing.stage is CycleStage.CANCELLED and letter.kind not in notices.FAREWELLS:
        return LetterState.WITHDRAWN
    if not _still_true(session, letter, standing):
        return LetterState.WITHDRAWN
    if standing.stage is CycleStage.PAUSED:
        return LetterState.RELEASED
    return LetterState.FOLDED if _is_stale(letter, standing, now) else LetterState.SENDING


def _still_true(session: Session, letter: Letter, standing: Row[Any]) -> bool:
    if standing.owed is not None:
        if letter.kind in REMINDERS and (_is_silenced(standing) or _was_never_asked(session, letter, standing)):
            return False
        return obligation.still_true(DeliverableState.model_validate(standing.owed), letter.kind, letter.sequence)
    if standing.met is not None:
        if letter.kind is LetterKind.INVITATION_CANCELLED:
            return invited_by(session, letter) is not None
        return meeting.still_true(MeetingState.model_validate(standing.met), letter.kind, letter.sequence)
    if standing.heard is not None:
        return hearing.still_true(HearingState.model_validate(standing.heard), letter.kind, respondent(letter))
    return True


def respondent(letter: Letter) -> str | None:
    """Return the respondent's code as a hearing's state has it; None for a letter that is not to one."""
    return f"{letter.recipient_body}.{letter.contact}" if letter.contact else None


def _is_silenced(standing: Row[Any]) -> bool:
    """Whether somebody has handed in, or been waived, without the engine having heard of it yet."""
    return bool(standing.waiting or (standing.newer and standing.owed_stage is ObligationStage.OPEN))


def _was_never_asked(session: Session, letter: Letter, standing: Row[Any]) -> bool:
    """Whether the letter about this duty never reached the wire: nobody is reminded of what they were never told."""
    if not standing.refused:
        return False
    about = {"cycle": letter.cycle, "owner": letter.body}
    refused = session.connection().execute(_NEVER_LEFT, about).all()
    steps = {planned.step.key: planned.step for planned in open_book(session, letter.cycle).timeline.steps}
    pack = steps[letter.step].letter if letter.step in steps else None
    return any(found.workflow_id == letter.workflow_id or found.step == pack for found in refused)


def _is_stale(letter: Letter, standing: Row[Any], now: datetime) -> bool:
    """Whether a mail relay was away so long that this reminder's time, or a later one's, has come meanwhile."""
    if letter.formal or letter.kind not in REMINDERS or letter.state is LetterState.SENDING:
        return False
    deadline = letter.facts.get("deadline")
    if deadline and letter.kind in ladder.BEFORE_THE_DEADLINE and now > datetime.fromisoformat(deadline["at"]):
        return True
    return bool(standing.later)
