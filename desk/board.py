"""The managers' board: what every body owes in the running years, how far it is, and who is late.

Late is what `overviews.overdue` lists, with its numbers; the other cells follow from the record's rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from activities.books import Book, open_book
from desk import overviews
from desk.loading import LIVE
from desk.views import CycleRow, ObligationRow, OverdueRow
from models.bodies import Body
from models.obligations import Obligation, Submission
from models.schedule import Text
from models.vocabulary import ObligationStage
from planning.meetings import next_meeting

SOON = 10
"""Working days ahead that count as soon."""


class Standing(StrEnum):
    """How far one body is with one obligation."""

    LATE = "late"
    EXTENDED = "extended"  # due, on a later day than the first
    DUE = "due"
    CHANGING = "changing"  # past its day, and excused by what the engine has yet to hear
    PLANNED = "planned"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    CLOSED = "closed"


@dataclass(frozen=True)
class Cell:
    """One obligation. `days`: working days until the deadline, or after it when late."""

    standing: Standing
    row: ObligationRow
    days: int


@dataclass(frozen=True)
class Late:
    """One body that is late, and the day of its own next meeting: the next chance that it has to approve anything."""

    row: OverdueRow
    administration: Text | None
    next_meeting: date | None


@dataclass(frozen=True)
class Line:
    """What one body owes, step by step; None where it owes nothing."""

    code: str
    name: Text
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """One year: committees by steps."""

    cycle: CycleRow
    today: date
    steps: tuple[tuple[str, Text], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Choice:
    """What the board shall show; empty: everything."""

    cycle: str = ""
    body: str = ""
    administration: str = ""


@dataclass(frozen=True)
class Board:
    """The board, and what can be chosen on it."""

    late: tuple[Late, ...]
    matrices: tuple[Matrix, ...]
    cycles: tuple[CycleRow, ...]
    bodies: tuple[tuple[str, Text], ...]
    administrations: tuple[Text, ...]

    def count(self, *standings: Standing) -> int:
        """Count the cells that stand so."""
        return sum(cell.standing in standings for cell in self._cells())

    @property
    def soon(self) -> int:
        """Count what is due within the next `SOON` working days."""
        due = {Standing.DUE, Standing.EXTENDED}
        return sum(cell.standing in due and cell.days <= SOON for cell in self._cells())

    def _cells(self) -> Iterable[Cell]:
        return (cell for matrix in self.matrices for line in matrix.lines for cells in line.cells for cell in cells)


def board(session: Session, now: datetime, chosen: Choice) -> Board:
    """Return the board at this instant of the clock; each year is shown at its own time."""
    live = tuple(row for row in overviews.cycles(session) if row.stage in LIVE)
    cycles = [row for row in live if chosen.cycle in ("", row.slug)]
    bodies = {(row.cycle, row.code): row for row in _bodies(session, [row.slug for row in live])}
    wanted = {key for key, row in bodies.items() if _is_chosen(row, chosen)}
    books = {row.slug: open_book(session, row.slug) for row in cycles}
    late = {row.id: row for row in overdue(session, now, chosen)}
    owed = _owed(session, [row.slug for row in cycles])
    received = _received(session, [row.slug for row in cycles])
    matrices = []
    for cycle in cycles:
        today = _today(cycle, books[cycle.slug], now)
        rows = [row for row in owed[cycle.slug] if _keeps(row.cycle, row.body, wanted, chosen)]
        cells = [_cell(row, late, received, books[cycle.slug], today) for row in rows]
        if cells:
            matrices.append(_matrix(cycle, today, cells, bodies))
    return Board(
        late=tuple(_late(row, books, bodies, cycles, now) for row in late.values()),
        matrices=tuple(matrices),
        cycles=live,
        bodies=tuple(sorted({row.code: Text(da=row.name_da, en=row.name_en) for row in bodies.values()}.items())),
        administrations=tuple(_administrations(bodies.values())),
    )


def overdue(session: Session, now: datetime, chosen: Choice) -> list[OverdueRow]:
    """List who is late among what is chosen, as `overviews.overdue` lists them."""
    rows = overviews.overdue(session, now, chosen.cycle or None)
    if not chosen.body and not chosen.administration:
        return rows
    found = _bodies(session, sorted({row.cycle for row in rows}))
    wanted = {(row.cycle, row.code) for row in found if _is_chosen(row, chosen)}
    return [row for row in rows if _keeps(row.cycle, row.body, wanted, chosen)]


def _cell(row: ObligationRow, late: dict[str, OverdueRow], received: frozenset[str], book: Book, today: date) -> Cell:
    if row.id in late:
        return Cell(Standing.LATE, row, late[row.id].days_late)
    days = book.workdays.between(today, row.due_on)
    return Cell(Standing.HANDED_IN if row.id in received else _standing(row, days), row, days)


def _standing(row: ObligationRow, days: int) -> Standing:
    match row.stage:
        case ObligationStage.OPEN if days < 0:
            return Standing.CHANGING
        case ObligationStage.OPEN:
            return Standing.EXTENDED if row.granted else Standing.DUE
        case _:
            return Standing(row.stage.value)


def _late(
    row: OverdueRow,
    books: dict[str, Book],
    bodies: dict[tuple[str, str], Body],
    cycles: Iterable[CycleRow],
    now: datetime,
) -> Late:
    book, body = books[row.cycle], bodies.get((row.cycle, row.body))
    today = _today(next(each for each in cycles if each.slug == row.cycle), book, now)
    known = row.body in book.definition.body
    following = next_meeting(book.definition, row.body, today - timedelta(days=1), book.workdays) if known else None
    return Late(row, _administration(body) if body else None, following)


def _matrix(cycle: CycleRow, today: date, cells: list[Cell], bodies: dict[tuple[str, str], Body]) -> Matrix:
    steps = {cell.row.step: cell.row.title for cell in cells}
    found: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        found[cell.row.body][cell.row.step].append(cell)
    lines = [_line(code, owed, steps, bodies.get((cycle.slug, code))) for code, owed in found.items()]
    return Matrix(cycle, today, tuple(steps.items()), tuple(sorted(lines, key=_most_urgent)))


def _line(code: str, owed: dict[str, list[Cell]], steps: Iterable[str], body: Body | None) -> Line:
    name = Text(da=body.name_da, en=body.name_en) if body else Text(da=code, en=code)
    return Line(code, name, tuple(tuple(owed.get(step, ())) for step in steps))


def _most_urgent(line: Line) -> tuple[bool, str]:
    """Committees that are late come first; among themselves by code, for nobody is ranked."""
    return not any(cell.standing is Standing.LATE for cells in line.cells for cell in cells), line.code


def _today(cycle: CycleRow, book: Book, now: datetime) -> date:
    return book.workdays.civil(now + timedelta(seconds=cycle.offset_seconds)).date()


def _bodies(session: Session, slugs: list[str]) -> list[Body]:
    question = rows_of(Body).where(col(Body.cycle).in_(slugs)).order_by(col(Body.cycle), col(Body.code))
    return list(session.exec(question).all())


def _is_chosen(body: Body, chosen: Choice) -> bool:
    return chosen.body in ("", body.code) and chosen.administration in ("", body.administration_da)


def _keeps(cycle: str, body: str, wanted: set[tuple[str, str]], chosen: Choice) -> bool:
    """An owner that is no body of the cycle has no administration: it stays while nothing of that is chosen."""
    return (cycle, body) in wanted or (not chosen.administration and chosen.body in ("", body))


def _administration(body: Body) -> Text | None:
    if body.administration_da is None:
        return None
    return Text(da=body.administration_da, en=body.administration_en or body.administration_da)


def _administrations(bodies: Iterable[Body]) -> list[Text]:
    named = {each.da: each for body in bodies if (each := _administration(body))}
    return [named[name] for name in sorted(named)]


def _owed(session: Session, slugs: list[str]) -> dict[str, list[ObligationRow]]:
    columns = [getattr(Obligation, field.name) for field in fields(ObligationRow)]
    question = select(*columns).where(col(Obligation.cycle).in_(slugs))
    question = question.order_by(
        col(Obligation.due_at), col(Obligation.step), col(Obligation.body), col(Obligation.round)
    )
    found: dict[str, list[ObligationRow]] = defaultdict(list)
    for row in session.connection().execute(question).mappings():
        found[row["cycle"]].append(ObligationRow(**row))
    return found


def _received(session: Session, slugs: list[str]) -> frozenset[str]:
    """What is handed in and the engine has not heard of."""
    newer = col(Submission.version) > col(Obligation.versions)
    question = select(col(Obligation.id)).join(Submission, col(Submission.obligation) == col(Obligation.id))
    return frozenset(session.connection().execute(question.where(newer, col(Obligation.cycle).in_(slugs))).scalars())
