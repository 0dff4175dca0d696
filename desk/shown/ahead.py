"""What will be sent in a running year, when and to whom: the forecast from where the record stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from desk.record import cycle_named
from desk.shown.rows import CycleRow
from desk.shown.steering import titles_of
from desk.standing import foreseen
from models.correspondence import Letter
from models.schedule import Text
from models.vocabulary import CycleStage, LetterKind, LetterState, Role
from planning.foresight.forecast import Foreseen, foresee
from planning.transitions.waiting import waits_told

SPAN = timedelta(days=60)
"""How far a forecast looks when nobody says."""

_ON_ITS_WAY = (LetterState.RELEASED, LetterState.SENDING)


@dataclass(frozen=True)
class Addressed:
    """So many recipients of one role: of one body, of each of the bodies that the letters are about (`body` empty).

    `named` is the name of a hearing's class, where it is one.
    """

    body: str
    role: Role
    number: int
    named: Text | None = None


@dataclass(frozen=True)
class Leaving:
    """Letters of one kind and step that leave at one moment: about these bodies, to these roles."""

    at: datetime
    kind: LetterKind
    step: Text
    bodies: tuple[str, ...]
    to: tuple[Addressed, ...]
    held: bool

    @property
    def count(self) -> int:
        """How many letters."""
        return sum(each.number for each in self.to)


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
    titles = titles_of(year.state, year.timeline)
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
    """Yield letters in their order, those of one kind and step that leave at one moment as one.

    `titles` are those of steps and of a hearing's classes (`desk.shown.steering.titles`).
    """
    for (at, kind, step, held), found in groupby(letters, lambda each: (each.at, each.kind, each.step, each.held)):
        listed = list(found)
        yield Leaving(
            at=at,
            kind=kind,
            step=titles.get(step, Text(da=step, en=step)),
            bodies=tuple(dict.fromkeys(each.body for each in listed if each.body)),
            to=tuple(_addressed(listed, titles)),
            held=held,
        )


def _addressed(letters: Sequence[Foreseen], titles: dict[str, Text]) -> Iterator[Addressed]:
    parts = [each.to.split(".") for each in letters]
    own = len({each.body for each in letters}) > 1 and all(
        body == each.body for (body, *_), each in zip(parts, letters, strict=True)
    )
    counted = Counter(("" if own else body, role) for body, role, *_ in parts)
    for (body, role), number in counted.items():
        named = titles.get(f"{letters[0].step}/{body}") if role == Role.RESPONDENT else None
        yield Addressed(body, Role(role), number, named)


def _waiting(session: Session, slug: str) -> int:
    question = select(func.count()).where(Letter.cycle == slug, col(Letter.state).in_(_ON_ITS_WAY))
    return session.exec(question).one()
