"""The managers' board: what every body owes in the running years, how far it is, and who is late.

Late is what `overviews.overdue` lists, with its numbers; the other figures follow from the record's rows. However many
there are, a page shows so many at a time: the database counts, and only what is shown is read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from desk.loading import LIVE
from desk.shown import overviews
from desk.shown.board_cells import Matrix, Standing, View, matrix, received
from desk.shown.chances import Chance, chances
from desk.shown.clockwork import Clockwork, clockworks
from desk.shown.late_page import Wanted, late_page
from desk.shown.rows import CycleRow, OverdueRow
from models.bodies import Body
from models.obligations import Obligation
from models.schedule import Text
from models.vocabulary import ObligationStage

SOON = 10
"""Working days ahead that count as soon."""

CELLS_SHOWN = 300
"""Cells of all matrices on a page: when they are reached, the years that follow are only named."""


@dataclass(frozen=True)
class Late:
    """One body that is late, and where it can still approve what it owes."""

    row: OverdueRow
    administration: Text | None
    chance: Chance | None


@dataclass(frozen=True)
class Choice:
    """What the board shall show; empty: everything. The numbers say which part of what is long."""

    cycle: str = ""
    body: str = ""
    administration: str = ""
    late: int = 0
    bodies: int = 0
    steps: int | None = None

    @property
    def is_made(self) -> bool:
        """Whether less than everything is chosen."""
        return bool(self.cycle or self.body or self.administration)

    @property
    def query(self) -> dict[str, object]:
        """What is chosen, without the parts of what is long."""
        return {"cycle": self.cycle, "body": self.body, "administration": self.administration}


@dataclass(frozen=True)
class Board:
    """The board, and what can be chosen on it. `late` are those shown of `late_count`; `further` are not shown."""

    late: tuple[Late, ...]
    late_count: int
    soon: int
    matrices: tuple[Matrix, ...]
    further: tuple[CycleRow, ...]
    cycles: tuple[CycleRow, ...]
    bodies: tuple[tuple[str, Text], ...]
    administrations: tuple[Text, ...]
    counts: Counter[Standing] = field(default_factory=Counter)

    def count(self, *standings: Standing) -> int:
        """Count what stands so: handed in, accepted, waived or cancelled."""
        return sum(self.counts[each] for each in standings)


def board(session: Session, now: datetime, chosen: Choice) -> Board:
    """Return the board at this instant of the clock; each year is shown at its own time."""
    live = tuple(row for row in overviews.cycles(session) if row.stage in LIVE)
    cycles, slugs = [row for row in live if chosen.cycle in ("", row.slug)], [row.slug for row in live]
    years = clockworks(session, chosen.cycle or None)
    within = _within(cycles, chosen)
    came = received(session, within)
    wanted = Wanted(now, _owned(chosen), came)
    late = late_page(session, years, wanted, chosen.late)
    view = View(now, years, came, chosen.body, chosen.bodies, chosen.steps)
    matrices, further = _matrices(session, cycles, view, chosen)
    counts = _counted(session, within, came)
    return Board(
        late=_late(session, late.rows, years, now),
        late_count=late.count,
        soon=_soon(session, years, wanted),
        matrices=matrices,
        further=further,
        cycles=live,
        bodies=_bodies(session, slugs),
        administrations=_administrations(session, slugs),
        counts=counts,
    )


def overdue(session: Session, now: datetime, chosen: Choice) -> list[OverdueRow]:
    """List who is late among what is chosen, as `overviews.overdue` lists them."""
    return overviews.overdue(session, now, chosen.cycle or None, also=_owned(chosen))


def _within(cycles: Iterable[CycleRow], chosen: Choice) -> ColumnElement[bool]:
    """The obligations that are chosen."""
    return and_(col(Obligation.cycle).in_([row.slug for row in cycles]), *_owned(chosen))


def _owned(chosen: Choice) -> list[ColumnElement[bool]]:
    """Those of the bodies that are chosen, in whatever year. Who is no body of the cycle has no administration."""
    found: list[ColumnElement[bool]] = []
    if chosen.body:
        found.append(col(Obligation.body) == chosen.body)
    if chosen.administration:
        owner = and_(col(Body.cycle) == col(Obligation.cycle), col(Body.code) == col(Obligation.body))
        theirs = col(Body.administration_da) == chosen.administration
        found.append(select(col(Body.code)).where(owner, theirs).correlate(Obligation).exists())
    return found


def _matrices(
    session: Session, cycles: list[CycleRow], view: View, chosen: Choice
) -> tuple[tuple[Matrix, ...], tuple[CycleRow, ...]]:
    found: list[Matrix] = []
    cells = 0
    for index, cycle in enumerate(cycles):
        if cells >= CELLS_SHOWN:
            return tuple(found), tuple(cycles[index:])
        if made := matrix(session, cycle, view, _within([cycle], chosen)):
            found.append(made)
            cells += len(made.lines) * len(made.steps)
    return tuple(found), ()


def _counted(session: Session, within: ColumnElement[bool], came: Mapping[str, str]) -> Counter[Standing]:
    """Count by standing what has ended; what the engine has not heard of counts as handed in."""
    settled = (ObligationStage.HANDED_IN, ObligationStage.ACCEPTED, ObligationStage.WAIVED, ObligationStage.CANCELLED)
    # By cycle as well, in the order of an index that has all of it: by the stage alone every row would be read.
    order = col(Obligation.cycle), col(Obligation.stage)
    question = select(*order, func.count()).where(within, col(Obligation.stage).in_(settled)).group_by(*order)
    counts: Counter[Standing] = Counter()
    for _, stage, number in session.connection().execute(question):
        counts[Standing(stage.value)] += number
    for before in came.values():
        if before in settled:
            counts[Standing(before)] -= 1
        counts[Standing.HANDED_IN] += 1
    return counts


def _soon(session: Session, years: Mapping[str, Clockwork], wanted: Wanted) -> int:
    """Count what is due soon."""
    spans = [
        and_(col(Obligation.cycle).in_(slugs), col(Obligation.due_at) >= moment, col(Obligation.due_on) <= last)
        for (moment, last), slugs in _spans(years, wanted.now).items()
    ]
    due = select(func.count()).where(or_(False, *spans), col(Obligation.stage) == ObligationStage.OPEN, *wanted.owned)
    if wanted.came:
        due = due.where(col(Obligation.id).not_in(list(wanted.came)))
    return session.connection().execute(due).scalar_one()


def _spans(years: Mapping[str, Clockwork], now: datetime) -> dict[tuple[datetime, date], list[str]]:
    """From which instant to which day a deadline is soon, and the cycles for which it is so."""

    @cache
    def last(year: Clockwork) -> date:
        # A day on which the offices are closed counts with the working day before it.
        end = year.workdays.shift(year.today(now), SOON + 1)
        return end - timedelta(days=1)

    found: dict[tuple[datetime, date], list[str]] = {}
    for slug, year in years.items():
        found.setdefault((now + timedelta(seconds=year.offset), last(year)), []).append(slug)
    return found


def _late(session: Session, rows: Sequence[OverdueRow], years: dict[str, Clockwork], now: datetime) -> tuple[Late, ...]:
    places = {(row.cycle, row.body) for row in rows}
    named = select(col(Body.cycle), col(Body.code), col(Body.administration_da), col(Body.administration_en)).where(
        col(Body.cycle).in_({cycle for cycle, _ in places}), col(Body.code).in_({body for _, body in places})
    )
    whose = {(cycle, code): _administration(da, en) for cycle, code, da, en in session.connection().execute(named)}
    found = chances(session, rows, {slug: year.today(now) for slug, year in years.items()})
    return tuple(Late(row, whose.get((row.cycle, row.body)), found.get(row.id)) for row in rows)


def _bodies(session: Session, slugs: list[str]) -> tuple[tuple[str, Text], ...]:
    names = func.max(col(Body.name_da)), func.max(col(Body.name_en))
    question = (
        select(col(Body.code), *names)
        .where(col(Body.cycle).in_(slugs))
        .group_by(col(Body.code))
        .order_by(col(Body.code))
    )
    return tuple((code, Text(da=da, en=en)) for code, da, en in session.connection().execute(question))


def _administrations(session: Session, slugs: list[str]) -> tuple[Text, ...]:
    columns = col(Body.administration_da), func.max(col(Body.administration_en))
    question = select(*columns).where(col(Body.cycle).in_(slugs), columns[0].is_not(None))
    found = session.connection().execute(question.group_by(columns[0]).order_by(columns[0]))
    return tuple(Text(da=da, en=en or da) for da, en in found)


def _administration(da: str | None, en: str | None) -> Text | None:
    return Text(da=da, en=en or da) if da else None
