"""Whether a letter may leave, asked against the record in the transaction that hands it to the wire."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from activities.invited import invited_by
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation, Submission
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import CommandState, CycleStage, LetterKind, LetterState, ObligationStage
from planning import hearing, ladder, meeting, notices, obligation

REMINDERS = ladder.BEFORE_THE_DEADLINE | ladder.AFTER_THE_DEADLINE
"""Letters of an obligation's ladder."""

_SILENCING = ("submit", "waive")
_GONE = (LetterState.RELEASED, LetterState.SENDING, LetterState.SENT)

# Built once: to build a statement takes longer than to run it, and every letter asks these.
_STAGE = columns(col(Cycle.stage)).where(col(Cycle.slug) == bindparam("cycle"))
_OWED = columns(col(Obligation.state), col(Obligation.stage), col(Obligation.versions)).where(
    col(Obligation.id) == bindparam("id")
)
_MET = columns(col(Meeting.state)).where(col(Meeting.id) == bindparam("id"))
_HEARD = columns(col(Hearing.state)).where(col(Hearing.id) == bindparam("id"))
_NEWER = (
    columns(col(Submission.id))
    .where(col(Submission.obligation) == bindparam("id"), col(Submission.version) > bindparam("versions"))
    .limit(1)
)
_WAITING = (
    columns(col(Command.id))
    .where(
        col(Command.workflow_id) == bindparam("id"),
        col(Command.state) == CommandState.STORED,
        col(Command.name).in_(_SILENCING),
    )
    .limit(1)
)
_LATER = (
    columns(col(Letter.number))
    .where(
        col(Letter.workflow_id) == bindparam("id"),
        col(Letter.recipient_body) == bindparam("body"),
        col(Letter.recipient_role) == bindparam("role"),
        col(Letter.kind).in_(list(REMINDERS)),
        col(Letter.state).in_(list(_GONE)),
        col(Letter.at) > bindparam("at"),
    )
    .limit(1)
)


def verdict(session: Session, letter: Letter, now: datetime) -> LetterState:
    """Return SENDING when it may leave now, RELEASED when it must wait for a pause to end, else WITHDRAWN or FOLDED."""
    stage = session.connection().execute(_STAGE, {"cycle": letter.cycle}).scalar_one()
    if stage is CycleStage.CANCELLED and letter.kind not in notices.FAREWELLS:
        return LetterState.WITHDRAWN
    if not _still_true(session, letter):
        return LetterState.WITHDRAWN
    if stage is CycleStage.PAUSED:
        return LetterState.RELEASED
    return LetterState.FOLDED if _is_stale(session, letter, now) else LetterState.SENDING


def _still_true(session: Session, letter: Letter) -> bool:
    about, ask = {"id": letter.workflow_id}, session.connection().execute
    if owed := ask(_OWED, about).first():
        state, stage, versions = owed
        silent = letter.kind in REMINDERS and _is_silenced(session, letter.workflow_id, stage, versions)
        return not silent and obligation.still_true(
            DeliverableState.model_validate(state), letter.kind, letter.sequence
        )
    if met := ask(_MET, about).first():
        if letter.kind is LetterKind.INVITATION_CANCELLED:
            return invited_by(session, letter) is not None
        return meeting.still_true(MeetingState.model_validate(met[0]), letter.kind, letter.sequence)
    if heard := ask(_HEARD, about).first():
        return hearing.still_true(HearingState.model_validate(heard[0]), letter.kind, respondent(letter))
    return True


def respondent(letter: Letter) -> str | None:
    """Return the respondent's code as a hearing's state has it; None for a letter that is not to one."""
    return f"{letter.recipient_body}.{letter.contact}" if letter.contact else None


def _is_silenced(session: Session, id_: str, stage: ObligationStage, versions: int) -> bool:
    """Whether somebody has handed in, or been waived, without the engine having heard of it yet."""
    ask = session.connection().execute
    if stage is ObligationStage.OPEN and ask(_NEWER, {"id": id_, "versions": versions}).first() is not None:
        return True
    return ask(_WAITING, {"id": id_}).first() is not None


def _is_stale(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a mail relay was away so long that this reminder's time, or a later one's, has come meanwhile."""
    if letter.formal or letter.kind not in REMINDERS or letter.state is LetterState.SENDING:
        return False
    deadline = letter.facts.get("deadline")
    if deadline and letter.kind in ladder.BEFORE_THE_DEADLINE and now > datetime.fromisoformat(deadline["at"]):
        return True
    about = {"id": letter.workflow_id, "body": letter.recipient_body, "role": letter.recipient_role, "at": letter.at}
    return session.connection().execute(_LATER, about).first() is not None
