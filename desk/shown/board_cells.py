"""One year on the board: committees by steps, so many of either at a time, and how each stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from desk.shown.clockwork import Clockwork
from desk.shown.overviews import overdue
from desk.shown.rows import CycleRow, OverdueRow
from models.bodies import Body
from models.obligations import Obligation, Submission
from models.schedule import Text
from models.vocabulary import ObligationStage

LINES, STEPS = 40, 8
"""Committees and steps of one matrix."""


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


class CellRow(NamedTuple):
    """What a cell shows of its obligation."""

    id: str
    step: str
    body: str
    title_da: str
    title_en: str
    due_on: date
    stage: ObligationStage
    granted: date | None
    late: bool


class Cell(NamedTuple):
    """One obligation. `days`: working days until the deadline, or after it when late."""

    standing: Standing
    row: CellRow
    days: int


@dataclass(frozen=True)
class Line:
    """What one body owes, step by step; nothing where it owes nothing."""

    code: str
    name: Text
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """One year: committees by steps, of each those from the number `first_body` and `first_step` on."""

    cycle: CycleRow
    today: date
    steps: tuple[tuple[str, Text], ...]
    lines: tuple[Line, ...]
    first_body: int
    all_bodies: int
    first_step: int
    all_steps: int

    @property
    def more(self) -> Mapping[str, int]:
        """The numbers from which what is not shown begins, by the way that leads there."""
        ways = {
            "bodies_before": (self.first_body > 0, max(0, self.first_body - LINES)),
            "bodies_after": (self.first_body + LINES < self.all_bodies, self.first_body + LINES),
            "steps_before": (self.first_step > 0, max(0, self.first_step - STEPS)),
            "steps_after": (self.first_step + STEPS < self.all_steps, self.first_step + STEPS),
        }
        return {name: number for name, (there, number) in ways.items() if there}


@dataclass(frozen=True)
class View:
    """From where a matrix is looked at: the instant, what came, and from which number on."""

    now: datetime
    years: Mapping[str, Clockwork]
    came: Mapping[str, str]
    body: str
    first_body: int
    first_step: int | None


def matrix(session: Session, cycle: CycleRow, view: View, within: ColumnElement[bool]) -> Matrix | None:
    """Return the year's matrix, those who are late first; None where nothing is owed."""
    year = view.years[cycle.slug]
    today = year.today(view.now)
    steps, owing = _steps(session, within), _owing(session, within)
    if not steps:
        return None
    first = _first(steps, view.first_step, today)
    shown = [key for key, _ in steps[first : first + STEPS]]
    late = {row.id: row for row in overdue(session, view.now, years={cycle.slug: year}, also=[within])}
    ahead = {row.body for row in late.values()}
    bodies = sorted(owing, key=lambda code: (code not in ahead, code))  # by code, for nobody is ranked
    from_body = view.first_body if view.first_body < len(bodies) else 0
    part = bodies[from_body : from_body + LINES]
    rows = _rows(session, within, shown, part)
    days = cache(lambda due: year.workdays.between(today, due))
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for row in rows:
        cells[row.body, row.step].append(_cell(row, late.get(row.id), view.came, days(row.due_on)))
    titles = {row.step: Text(da=row.title_da, en=row.title_en) for row in rows}
    titled = tuple((key, titles.get(key, Text(da=key, en=key))) for key in shown)
    lines = _lines(session, cycle.slug, part, shown, cells)
    return Matrix(cycle, today, titled, lines, from_body, len(bodies), first, len(steps))


def received(session: Session, within: ColumnElement[bool]) -> dict[str, str]:
    """What is handed in and the engine has not heard of: the stage that the record has still, by id."""
    # By what came, not by what is owed: of that there is far more, and no index tells which is newer.
    came = select(col(Submission.obligation)).where(col(Submission.obligation) == col(Obligation.id))
    newer = came.where(col(Submission.version) > col(Obligation.versions)).exists()
    handed_in = col(Obligation.id).in_(select(col(Submission.obligation)))
    question = select(col(Obligation.id), col(Obligation.stage)).where(handed_in, newer, within)
    return {id_: stage.value for id_, stage in session.connection().execute(question)}


def _steps(session: Session, within: ColumnElement[bool]) -> list[tuple[str, date]]:
    """Every step by its first deadline, with its last."""
    ends = func.min(col(Obligation.due_on)), func.max(col(Obligation.due_on))
    question = select(col(Obligation.step), *ends).where(within).group_by(col(Obligation.step))
    found = sorted(session.connection().execute(question).all(), key=lambda row: (row[1], row[0]))
    return [(key, last) for key, _, last in found]


def _owing(session: Session, within: ColumnElement[bool]) -> list[str]:
    return list(session.connection().execute(select(col(Obligation.body)).where(within).distinct()).scalars())


def _first(steps: list[tuple[str, date]], wanted: int | None, today: date) -> int:
    """Unless asked otherwise, the step that is due next is among those shown, with as many before it as fit."""
    if wanted is not None:
        return wanted if wanted < len(steps) else 0
    following = next((index for index, (_, last) in enumerate(steps) if last >= today), len(steps) - 1)
    return max(0, following - STEPS // 2) if len(steps) > STEPS else 0


def _rows(session: Session, within: ColumnElement[bool], steps: list[str], bodies: list[str]) -> list[CellRow]:
    shown = col(Obligation.step).in_(steps), col(Obligation.body).in_(bodies)
    columns = [getattr(Obligation, name) for name in CellRow._fields]
    question = select(*columns).where(within, *shown).order_by(col(Obligation.due_at), col(Obligation.round))
    return [CellRow._make(row) for row in session.connection().execute(question)]


def _lines(
    session: Session, cycle: str, bodies: list[str], steps: Iterable[str], cells: dict[tuple[str, str], list[Cell]]
) -> tuple[Line, ...]:
    columns = col(Body.code), col(Body.name_da), col(Body.name_en)
    question = select(*columns).where(col(Body.cycle) == cycle, col(Body.code).in_(bodies))
    names = {code: Text(da=da, en=en) for code, da, en in session.connection().execute(question)}
    return tuple(
        Line(code, names.get(code, Text(da=code, en=code)), tuple(tuple(cells[code, step]) for step in steps))
        for code in bodies
    )


def _cell(row: CellRow, late: OverdueRow | None, came: Mapping[str, str], days: int) -> Cell:
    if late:
        return Cell(Standing.LATE, row, late.days_late)
    return Cell(Standing.HANDED_IN if row.id in came else _standing(row, days), row, days)


def _standing(row: CellRow, days: int) -> Standing:
    match row.stage:
        case ObligationStage.OPEN if days < 0:
            return Standing.CHANGING
        case ObligationStage.OPEN:
            return Standing.EXTENDED if row.granted else Standing.DUE
        case _:
            return Standing(row.stage.value)
