"""What will be sent in a running year, when and to whom: the forecast from where the record stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from desk.record import cycle_named
from desk.standing import foreseen
from desk.views import CycleRow
from models.correspondence import Letter
from models.schedule import Text
from models.vocabulary import CycleStage, LetterKind, LetterState
from planning.forecast import Foreseen, foresee
from planning.waiting import waits_told

SPAN = timedelta(days=60)
"""How far a forecast looks when nobody says."""

_ON_ITS_WAY = (LetterState.RELEASED, LetterState.SENDING)


@dataclass(frozen=True)
class Leaving:
    """Letters of one kind and step that leave at one moment: about these bodies, to these roles (`BR.member`: 55)."""

    at: datetime
    kind: LetterKind
    step: Text
    bodies: tuple[str, ...]
    to: tuple[tuple[str, int], ...]
    held: bool

    @property
    def count(self) -> int:
        """How many letters."""
        return sum(number for _, number in self.to)


@dataclass(frozen=True)
class Ahead:
    """What leaves from the first to the last day, both included. `held` leave once released, `waiting` are leaving.

    `waits`: what the year waits for when it cannot end.
    """

    cycle: CycleRow
    first: date
    last: date
    leaving: tuple[Leaving, ...]
    later: int
    held: int
    waiting: int
    waits: tuple[Text, ...]

    @property
    def count(self) -> int:
        """How many letters leave in this time."""
        return sum(each.count for each in self.leaving)


def ahead(session: Session, now: datetime, slug: str, first: date | None = None, last: date | None = None) -> Ahead:
    """Return the forecast from a day (today) to a day (`SPAN` later) of the cycle; raises Unknown."""
    row = cycle_named(session, slug)
    zone, moment = ZoneInfo(row.zone), now + timedelta(seconds=row.offset_seconds)
    begins = first or moment.astimezone(zone).date()
    ends = last or begins + SPAN
    year = foreseen(session, row, moment)
    titles = {plan.key: plan.title for plan in year.state.plan}
    held, running = len(year.letters.held), year.state.stage is CycleStage.RUNNING
    found = foresee(year)
    days = [(each.at.astimezone(zone).date(), each) for each in found.letters]
    stopped = found.ended or not running
    return Ahead(
        cycle=CycleRow(**{each.name: getattr(row, each.name) for each in fields(CycleRow)}),
        first=begins,
        last=ends,
        leaving=tuple(together((each for day, each in days if begins <= day <= ends), titles)),
        later=sum(day > ends for day, _ in days),
        held=held,
        waiting=_waiting(session, slug),
        waits=() if stopped else waits_told(year.state),
    )


def together(letters: Iterable[Foreseen], titles: dict[str, Text]) -> Iterator[Leaving]:
    """Yield letters in their order, those of one kind and step that leave at one moment as one."""
    for (at, kind, step, held), found in groupby(letters, lambda each: (each.at, each.kind, each.step, each.held)):
        listed = list(found)
        roles = [".".join(each.to.split(".")[:2]) for each in listed]
        yield Leaving(
            at=at,
            kind=kind,
            step=titles.get(step, Text(da=step, en=step)),
            bodies=tuple(dict.fromkeys(each.body for each in listed if each.body)),
            to=tuple((role, roles.count(role)) for role in dict.fromkeys(roles)),
            held=held,
        )


def _waiting(session: Session, slug: str) -> int:
    question = select(func.count()).where(Letter.cycle == slug, col(Letter.state).in_(_ON_ITS_WAY))
    return session.exec(question).one()
