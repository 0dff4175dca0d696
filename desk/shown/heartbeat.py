"""Whether the office lives: its signs of life, what the engine owes, what waits for the wire, what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.loading import LIVE
from desk.shown.overviews import WAITING
from models.beats import Beat, Part
from models.correspondence import Letter
from models.cycles import Cycle
from models.inbox import Mailbox
from models.journal import Command
from models.obligations import Obligation
from models.schedule import Text
from models.vocabulary import CommandState, CycleStage, LetterState, ObligationStage

PATIENCE = timedelta(minutes=10)
"""How long something may be due before the engine counts as standing still."""

UNREAD = timedelta(hours=1)
"""How long a mailbox may go unread: it is looked into every minute, unless the settings say otherwise."""

_FOR_A_PERSON = (LetterState.UNKNOWN, LetterState.BOUNCED, LetterState.REFUSED)


@dataclass(frozen=True)
class Inbox:
    """The mailbox that has failed longest, else the one read longest ago."""

    read_at: datetime | None
    failing_since: datetime | None
    error: Text | None


@dataclass(frozen=True)
class Life:
    """Signs of life: when the worker gave its last, and since when the office has not reached the engine's server.

    `wanted_since`: since when a year has been running that needs a worker; None when none is.
    """

    worker_at: datetime | None = None
    away_since: datetime | None = None
    wanted_since: datetime | None = None

    @property
    def quiet_since(self) -> datetime | None:
        """Since when nothing has been heard of the worker; None when there was never one, and none was needed."""
        return self.worker_at or self.wanted_since


@dataclass(frozen=True)
class Heartbeat:
    """`due_since`: since when the engine owes its next move, on the clock; None when it owes none.

    `mail_trouble` is what last stood in the way of a letter that waits still.
    """

    now: datetime
    life: Life
    due_since: datetime | None
    last_letter: datetime | None
    waiting: int
    held: int
    for_a_person: int
    inbox: Inbox | None
    mail_trouble: Text | None = None

    @property
    def still_since(self) -> datetime | None:
        """Since when the engine has not moved, where that is longer than `PATIENCE`: it is silent, or owes a move."""
        since = [each for each in (self.due_since, self.life.quiet_since) if each and self.now - each > PATIENCE]
        return min(since, default=None)

    @property
    def stands_still(self) -> bool:
        """Whether the engine has not moved for longer than `PATIENCE`."""
        return self.still_since is not None

    @property
    def unread_since(self) -> datetime | None:
        """Since when nobody has looked into the mailbox, where that is too long."""
        at = self.inbox.read_at if self.inbox and not self.inbox.failing_since else None
        return at if at and self.now - at > UNREAD else None

    @property
    def alarm(self) -> bool:
        """Whether somebody must look after the office."""
        inbox = self.unread_since or (self.inbox and self.inbox.failing_since)
        return bool(self.stands_still or self.life.away_since or self.mail_trouble or inbox)


def heartbeat(session: Session, now: datetime) -> Heartbeat:
    """Return how the office does at this instant of the clock."""
    counted = _letters(session)
    return Heartbeat(
        now=now,
        life=_life(session),
        due_since=min((each for each in (_command(session), *_rungs(session, now)) if each), default=None),
        last_letter=session.connection().execute(select(func.max(col(Letter.sent_at)))).scalar_one(),
        waiting=sum(counted.get(state, 0) for state in WAITING),
        held=counted.get(LetterState.HELD, 0),
        for_a_person=sum(counted.get(state, 0) for state in _FOR_A_PERSON),
        inbox=_inbox(session),
        mail_trouble=_mail_trouble(session),
    )


def _life(session: Session) -> Life:
    question = select(col(Beat.part), col(Beat.at), col(Beat.failing_since))
    beats = {part: (at, failing) for part, at, failing in session.connection().execute(question)}
    wanted = select(func.min(col(Cycle.started_at))).where(col(Cycle.stage).in_(LIVE))
    return Life(
        worker_at=beats.get(Part.WORKER, (None, None))[0],
        away_since=beats.get(Part.ENGINE, (None, None))[1],
        wanted_since=session.connection().execute(wanted).scalar_one(),
    )


def _mail_trouble(session: Session) -> Text | None:
    columns = col(Letter.last_error_da), col(Letter.last_error_en)
    question = select(*columns).where(col(Letter.state).in_(WAITING), col(Letter.last_error_da).is_not(None))
    found = session.connection().execute(question.order_by(col(Letter.number)).limit(1)).first()
    return Text(da=found[0], en=found[1] or found[0]) if found else None


def _command(session: Session) -> datetime | None:
    """The oldest act that the engine has not heard of."""
    question = select(func.min(col(Command.given_at))).where(col(Command.state) == CommandState.STORED)
    return session.connection().execute(question).scalar_one()


def _rungs(session: Session, now: datetime) -> list[datetime]:
    """When the oldest rung of each running year should have been climbed, where that is past."""
    ahead = select(func.max(col(Cycle.offset_seconds))).where(col(Cycle.stage) == CycleStage.RUNNING)
    latest = now + timedelta(seconds=session.connection().execute(ahead).scalar_one() or 0)
    question = (
        select(col(Cycle.offset_seconds), func.min(col(Obligation.next_rung_at)))
        .join(Cycle, col(Cycle.slug) == col(Obligation.cycle))
        .where(col(Cycle.stage) == CycleStage.RUNNING)
        .where(col(Obligation.stage) == ObligationStage.OPEN, col(Obligation.next_rung_at) <= latest)
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
