"""Whether the office lives: what the engine should have done and has not, what waits for the wire, what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.overviews import WAITING
from models.correspondence import Letter
from models.cycles import Cycle
from models.inbox import Mailbox
from models.journal import Command
from models.obligations import Obligation
from models.schedule import Text
from models.vocabulary import CommandState, CycleStage, LetterState, ObligationStage

PATIENCE = timedelta(minutes=10)
"""How long something may be due before the engine counts as standing still."""

_FOR_A_PERSON = (LetterState.UNKNOWN, LetterState.BOUNCED, LetterState.REFUSED)


@dataclass(frozen=True)
class Inbox:
    """The mailbox that has failed longest, else the one read longest ago."""

    read_at: datetime | None
    failing_since: datetime | None
    error: Text | None


@dataclass(frozen=True)
class Heartbeat:
    """`due_since`: since when the engine owes its next move, on the clock; None when it owes none."""

    now: datetime
    due_since: datetime | None
    last_letter: datetime | None
    waiting: int
    held: int
    for_a_person: int
    inbox: Inbox | None

    @property
    def stands_still(self) -> bool:
        """Whether something has been due for longer than `PATIENCE`."""
        return self.due_since is not None and self.now - self.due_since > PATIENCE


def heartbeat(session: Session, now: datetime) -> Heartbeat:
    """Return how the office does at this instant of the clock."""
    counted = _letters(session)
    return Heartbeat(
        now=now,
        due_since=min((each for each in (_command(session), *_rungs(session, now)) if each), default=None),
        last_letter=session.connection().execute(select(func.max(col(Letter.sent_at)))).scalar_one(),
        waiting=sum(counted.get(state, 0) for state in WAITING),
        held=counted.get(LetterState.HELD, 0),
        for_a_person=sum(counted.get(state, 0) for state in _FOR_A_PERSON),
        inbox=_inbox(session),
    )


def _command(session: Session) -> datetime | None:
    """The oldest act that the engine has not heard of."""
    question = select(func.min(col(Command.given_at))).where(col(Command.state) == CommandState.STORED)
    return session.connection().execute(question).scalar_one()


def _rungs(session: Session, now: datetime) -> list[datetime]:
    """When the oldest rung of each running year should have been climbed, where that is past."""
    question = (
        select(col(Cycle.offset_seconds), func.min(col(Obligation.next_rung_at)))
        .join(Cycle, col(Cycle.slug) == col(Obligation.cycle))
        .where(col(Cycle.stage) == CycleStage.RUNNING, col(Obligation.stage) == ObligationStage.OPEN)
        .group_by(col(Cycle.slug), col(Cycle.offset_seconds))
    )
    found = session.connection().execute(question).all()
    moments = [rung - timedelta(seconds=offset) for offset, rung in found if rung]
    return [each for each in moments if each <= now]


def _letters(session: Session) -> dict[LetterState, int]:
    question = select(col(Letter.state), func.count()).group_by(col(Letter.state))
    return {state: count for state, count in session.connection().execute(question)}


def _inbox(session: Session) -> Inbox | None:
    columns = col(Mailbox.read_at), col(Mailbox.failing_since), col(Mailbox.error_da), col(Mailbox.error_en)
    rows = [
        Inbox(read, failing, Text(da=da, en=en or da) if da else None)
        for read, failing, da, en in session.connection().execute(select(*columns))
    ]
    return min(rows, key=_worst, default=None)


def _worst(inbox: Inbox) -> tuple[bool, float]:
    since = inbox.failing_since or inbox.read_at
    return inbox.failing_since is None, since.timestamp() if since else 0.0
