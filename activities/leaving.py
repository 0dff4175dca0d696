"""Whether a letter may leave, asked against the record in the transaction that hands it to the wire."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation, Submission
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import CommandState, CycleStage, LetterKind, LetterState, ObligationStage
from planning import hearing, ladder, meeting, obligation

REMINDERS = ladder.BEFORE_THE_DEADLINE | ladder.AFTER_THE_DEADLINE
"""Letters of an obligation's ladder."""

FAREWELLS = frozenset(
    {
        LetterKind.CYCLE_CANCELLED,
        LetterKind.HEARING_CANCELLED,
        LetterKind.INVITATION_CANCELLED,
        LetterKind.TRACK_ENDED,
        LetterKind.DECISION,
        LetterKind.RECEIPT,
        LetterKind.ESCALATION_SETTLED,
    }
)
"""What still leaves after a cycle has been cancelled."""

_SILENCING = ("submit", "waive")
_GONE = (LetterState.RELEASED, LetterState.SENDING, LetterState.SENT)


def verdict(session: Session, letter: Letter, now: datetime) -> LetterState:
    """Return SENDING when it may leave now, RELEASED when it must wait for a pause to end, else WITHDRAWN or FOLDED."""
    stage = session.exec(select(Cycle.stage).where(Cycle.slug == letter.cycle)).one()
    if stage is CycleStage.CANCELLED and letter.kind not in FAREWELLS:
        return LetterState.WITHDRAWN
    if not _still_true(session, letter):
        return LetterState.WITHDRAWN
    if stage is CycleStage.PAUSED:
        return LetterState.RELEASED
    return LetterState.FOLDED if _is_stale(session, letter, now) else LetterState.SENDING


def _still_true(session: Session, letter: Letter) -> bool:
    if owed := session.get(Obligation, letter.workflow_id):
        silent = letter.kind in REMINDERS and _is_silenced(session, owed)
        return not silent and obligation.still_true(
            DeliverableState.model_validate(owed.state), letter.kind, letter.sequence
        )
    if met := session.get(Meeting, letter.workflow_id):
        return meeting.still_true(MeetingState.model_validate(met.state), letter.kind, letter.sequence)
    if heard := session.get(Hearing, letter.workflow_id):
        return hearing.still_true(HearingState.model_validate(heard.state), letter.kind, respondent(letter))
    return True


def respondent(letter: Letter) -> str | None:
    """Return the respondent's code as a hearing's state has it; None for a letter that is not to one."""
    return f"{letter.recipient_body}.{letter.contact}" if letter.contact else None


def _is_silenced(session: Session, owed: Obligation) -> bool:
    """Whether somebody has handed in, or been waived, without the engine having heard of it yet."""
    newer = select(Submission.id).where(Submission.obligation == owed.id, Submission.version > owed.versions)
    if owed.stage is ObligationStage.OPEN and session.exec(newer.limit(1)).first() is not None:
        return True
    waiting = select(Command.id).where(
        Command.workflow_id == owed.id,
        Command.state == CommandState.STORED,
        col(Command.name).in_(_SILENCING),
    )
    return session.exec(waiting.limit(1)).first() is not None


def _is_stale(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a mail relay was away so long that this reminder's time, or a later one's, has come meanwhile."""
    if letter.formal or letter.kind not in REMINDERS or letter.state is LetterState.SENDING:
        return False
    deadline = letter.facts.get("deadline")
    if deadline and letter.kind in ladder.BEFORE_THE_DEADLINE and now > datetime.fromisoformat(deadline["at"]):
        return True
    later = select(Letter.number).where(
        Letter.workflow_id == letter.workflow_id,
        Letter.recipient_body == letter.recipient_body,
        Letter.recipient_role == letter.recipient_role,
        col(Letter.kind).in_(list(REMINDERS)),
        col(Letter.state).in_(list(_GONE)),
        col(Letter.at) > letter.at,
    )
    return session.exec(later.limit(1)).first() is not None
