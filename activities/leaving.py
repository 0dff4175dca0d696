"""Whether a letter may leave, asked against the record in the transaction that hands it to the wire."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from activities.books import open_book
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

_ASKING = (LetterKind.CHALLENGE, LetterKind.OBLIGATION)
"""Letters that tell a committee what it owes."""

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

_NEVER_LEFT = columns(col(Letter.workflow_id), col(Letter.step)).where(
    col(Letter.cycle) == bindparam("cycle"),
    col(Letter.state) == LetterState.REFUSED,
    col(Letter.sending_at).is_(None),
    col(Letter.body) == bindparam("body"),
    col(Letter.kind).in_(_ASKING),
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
        reminds = letter.kind in REMINDERS
        silent = reminds and _is_silenced(session, letter.workflow_id, stage, versions)
        return not (silent or (reminds and _was_never_asked(session, letter))) and obligation.still_true(
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


def _was_never_asked(session: Session, letter: Letter) -> bool:
    """Whether the letter about this duty never reached the wire: nobody is reminded of what they were never told."""
    about = {"cycle": letter.cycle, "body": letter.body}
    refused = session.connection().execute(_NEVER_LEFT, about).all()
    if not refused:
        return False
    steps = {planned.step.key: planned.step for planned in open_book(session, letter.cycle).timeline.steps}
    pack = steps[letter.step].letter if letter.step in steps else None
    return any(found.workflow_id == letter.workflow_id or found.step == pack for found in refused)


def _is_stale(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a mail relay was away so long that this reminder's time, or a later one's, has come meanwhile."""
    if letter.formal or letter.kind not in REMINDERS or letter.state is LetterState.SENDING:
        return False
    deadline = letter.facts.get("deadline")
    if deadline and letter.kind in ladder.BEFORE_THE_DEADLINE and now > datetime.fromisoformat(deadline["at"]):
        return True
    about = {"id": letter.workflow_id, "body": letter.recipient_body, "role": letter.recipient_role, "at": letter.at}
    return session.connection().execute(_LATER, about).first() is not None
