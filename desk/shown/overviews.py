"""What a person can see: plain SQL over the record, read only, no workflow woken.

`now` is the clock's instant; where a cycle lives in a time of its own, its offset is added here. Nothing is stored for
these questions: overdue is derived when it is asked, and so it is right even when every worker is down.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cache, partial
from operator import itemgetter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Exists, Select, and_, bindparam, exists, func, select
from sqlalchemy import Row as SqlRow
from sqlmodel import Session, col

from desk.shown.clockwork import Clockwork, clockworks
from desk.shown.incoming import answers
from desk.shown.proceedings import decisions, grounds
from desk.shown.rows import (
    CycleRow,
    HearingRow,
    JournalRow,
    LetterInFull,
    LetterRow,
    MeetingRow,
    ObligationRow,
    OverdueRow,
    Status,
    StepRow,
    TaskRow,
)
from desk.standing import foreseen_obligations
from models.bodies import Body
from models.correspondence import Letter
from models.cycles import Cycle, Step
from models.journal import Command, JournalEntry, Task
from models.obligations import OWED, Hearing, HearingResponse, Meeting, Obligation, Submission
from models.states import DeliverableState
from models.types import Row
from models.vocabulary import CommandState, LetterState, ObligationStage
from planning.dates.workdays import Workdays
from planning.transitions import obligation

WAITING = (LetterState.RELEASED, LetterState.SENDING)
"""Letters that leave by themselves as soon as the wire lets them."""

_OF, _DUE = (OverdueRow._fields.index(name) for name in ("cycle", "due_on"))
LONGEST_FIRST = itemgetter(*(OverdueRow._fields.index(name) for name in ("due_at", "cycle", "step", "body", "round")))
"""The order of those who are overdue."""

_overdue_row = partial(tuple.__new__, OverdueRow)  # `_make` without a call more for each of thousands

V = TypeVar("V")


def overdue(
    session: Session,
    now: datetime,
    cycle: str | None = None,
    years: Mapping[str, Clockwork] | None = None,
    also: Sequence[ColumnElement[bool]] = (),
) -> list[OverdueRow]:
    """List what should have been handed in and is not, in running and paused cycles, the longest overdue first.

    What was returned for revision has to be handed in again; what is closed stays here only if nothing ever came. What
    is stored counts, hand-ins and extensions alike, also when the engine has not heard of it. `years`: those to look
    at, where the caller has asked for them; `also`: what else must hold of an obligation.
    """
    years = clockworks(session, cycle) if years is None else years
    question = _overdue_question().where(*also) if also else _overdue_question()
    waiting = frozenset(slug for slug, year in years.items() if year.waits)
    rows: list[OverdueRow] = []
    for offset, slugs in by_offset(years).items():
        moment = now + timedelta(seconds=offset)
        days_late = _days_late({slug: years[slug].workdays for slug in slugs}, moment)
        asked = {"slugs": slugs, "moment": moment}
        found: Sequence[SqlRow[Any]] = session.connection().execute(question, asked).all()
        if waiting.intersection(slugs):
            excused = _excused(session, waiting, found, moment)
            found = [each for each in found if each.id not in excused]
        rows += [_overdue_row((*values, days_late(values[_OF], values[_DUE]))) for values in found]
    return sorted(rows, key=LONGEST_FIRST)


def status(session: Session, now: datetime, cycle: str) -> Status | None:
    """Show one whole cycle; None when there is none of this name."""
    found = _read(session, CycleRow, Cycle, col(Cycle.slug) == cycle)
    if not found:
        return None
    owed = _read(session, ObligationRow, Obligation, col(Obligation.cycle) == cycle)
    return Status(
        cycle=found[0],
        steps=_read(session, StepRow, Step, col(Step.cycle) == cycle, order=[col(Step.position)]),
        obligations=tuple(sorted(owed, key=lambda row: (row.due_at, row.step, row.body, row.round))),
        overdue=frozenset(row.id for row in overdue(session, now, cycle)),
        meetings=_meetings(session, cycle),
        hearings=_hearings(session, cycle),
        letters=_letters_by_state(session, cycle),
        oldest_waiting=_oldest_waiting(session, cycle),
        tasks=tasks(session, cycle),
        received=_received(session, cycle),
        undelivered=_undelivered(session, cycle),
        answers=answers(session, cycle),
        decisions=decisions(session, cycle),
        grounds=grounds(session, cycle, _today(found[0], now)),
    )


def _today(cycle: CycleRow, now: datetime) -> date:
    """The cycle's day: in its zone, on its clock."""
    return (now + timedelta(seconds=cycle.offset_seconds)).astimezone(ZoneInfo(cycle.zone)).date()


def cycles(session: Session) -> tuple[CycleRow, ...]:
    """List every cycle, the latest year first."""
    return _read(session, CycleRow, Cycle, order=[col(Cycle.year).desc(), col(Cycle.slug)])


def cycle(session: Session, slug: str) -> CycleRow | None:
    """Return one cycle as a list shows it; None when there is none of this name."""
    return next(iter(_read(session, CycleRow, Cycle, col(Cycle.slug) == slug)), None)


def zones(session: Session) -> dict[str, ZoneInfo]:
    """Return the time zone of every cycle: in it the times of what belongs to the cycle are told."""
    return {slug: ZoneInfo(zone) for slug, zone in session.execute(select(col(Cycle.slug), col(Cycle.zone)))}


def tasks(session: Session, cycle: str | None = None) -> tuple[TaskRow, ...]:
    """List what waits for a person, the oldest first."""
    mine = [col(Task.cycle) == cycle] if cycle else []
    return _read(session, TaskRow, Task, col(Task.done_at).is_(None), *mine, order=[col(Task.at), col(Task.key)])


def journal(session: Session, cycle: str | None = None, limit: int = 50) -> tuple[JournalRow, ...]:
    """List the last lines of the journal, the latest last."""
    mine = [col(JournalEntry.cycle) == cycle] if cycle else []
    latest = _read(session, JournalRow, JournalEntry, *mine, order=[col(JournalEntry.number).desc()], limit=limit)
    return latest[::-1]


def outbox(session: Session, cycle: str | None = None, state: LetterState | None = None) -> tuple[LetterRow, ...]:
    """List letters in the order of their decided moments."""
    mine = [col(Letter.cycle) == cycle] if cycle else []
    alike = [col(Letter.state) == state] if state else []
    return _read(session, LetterRow, Letter, *mine, *alike, order=[col(Letter.at), col(Letter.number)])


def letter(session: Session, number: int) -> LetterInFull | None:
    """Show one letter with its bytes; None when there is none of this number."""
    return next(iter(_read(session, LetterInFull, Letter, col(Letter.number) == number)), None)


def by_offset(years: Mapping[str, Clockwork]) -> dict[int, list[str]]:
    """Return the cycles that live at the same time, by how far it is ahead of the clock."""
    slugs: dict[int, list[str]] = defaultdict(list)
    for slug, year in years.items():
        slugs[year.offset].append(slug)
    return slugs


@cache  # built once: to build it takes as long as to read a thousand rows
def _overdue_question() -> Select[Any]:
    """Ask in the words of `obligation_overdue_index`; the answer's columns are the view's, in its order."""
    owner = and_(col(Body.cycle) == col(Obligation.cycle), col(Body.code) == col(Obligation.body))
    names = (func.coalesce(name, col(Obligation.body)) for name in (col(Body.name_da), col(Body.name_en)))
    return (
        select(*_named(OverdueRow._fields, Obligation), *names)
        .join_from(Obligation, Body, owner, isouter=True)
        .where(
            col(Obligation.cycle).in_(bindparam("slugs", expanding=True)),
            col(Obligation.due_at) < bindparam("moment"),
            OWED,
            ~_stored(),
        )
    )


def _excused(
    session: Session, waiting: frozenset[str], found: Sequence[SqlRow[Any]], moment: datetime
) -> frozenset[str]:
    """What is not overdue once the engine has heard of everything: extended, waived, cancelled."""
    excused: set[str] = set()
    for slug in waiting:
        states = foreseen_obligations(session, slug, [each.id for each in found if each.cycle == slug])
        excused |= {id_ for id_, state in states.items() if not _is_overdue(state, moment)}
    return frozenset(excused)


def _is_overdue(state: DeliverableState, moment: datetime) -> bool:
    """As `OWED` and `due_at` say it of a row."""
    owed = state.stage is ObligationStage.OPEN or (state.stage is ObligationStage.CLOSED and not state.versions)
    return owed and moment > obligation.deadline_of(state).at


def _stored() -> Exists:
    """Whether a hand-in is stored that the engine has not heard of."""
    newer = col(Submission.version) > col(Obligation.versions)
    return exists().where(col(Submission.obligation) == col(Obligation.id), newer)


def _received(session: Session, cycle: str) -> frozenset[str]:
    question = select(col(Obligation.id)).where(col(Obligation.cycle) == cycle, _stored())
    return frozenset(session.connection().execute(question).scalars())


def _undelivered(session: Session, cycle: str) -> int:
    question = select(func.count()).where(col(Command.cycle) == cycle, col(Command.state) == CommandState.STORED)
    return session.connection().execute(question).scalar_one()


def _days_late(workdays: Mapping[str, Workdays], moment: datetime) -> Callable[[str, date], int]:
    """Count per cycle and day once: a board of thousands of rows has few different deadlines."""
    today = {slug: days.civil(moment).date() for slug, days in workdays.items()}

    @cache
    def count(slug: str, due: date) -> int:
        return workdays[slug].between(due, today[slug])

    return count


def _meetings(session: Session, cycle: str) -> tuple[MeetingRow, ...]:
    order = [col(Meeting.on), col(Meeting.hour), col(Meeting.step), col(Meeting.body), col(Meeting.round)]
    return _read(session, MeetingRow, Meeting, col(Meeting.cycle) == cycle, order=order)


def _hearings(session: Session, cycle: str) -> tuple[HearingRow, ...]:
    answers = select(func.count()).where(col(HearingResponse.hearing) == col(Hearing.id)).scalar_subquery()
    question = (
        select(*_columns(HearingRow, Hearing), answers.label("responses"))
        .where(col(Hearing.cycle) == cycle)
        .order_by(col(Hearing.opens_on), col(Hearing.id))
    )
    return tuple(HearingRow(**row) for row in session.connection().execute(question).mappings())


def _letters_by_state(session: Session, cycle: str) -> dict[LetterState, int]:
    question = select(col(Letter.state), func.count()).where(col(Letter.cycle) == cycle).group_by(col(Letter.state))
    counts = {state: number for state, number in session.connection().execute(question)}
    return {state: counts[state] for state in LetterState if state in counts}


def _oldest_waiting(session: Session, cycle: str) -> LetterRow | None:
    waits = col(Letter.cycle) == cycle, col(Letter.state).in_(WAITING)
    return next(iter(_read(session, LetterRow, Letter, *waits, order=[col(Letter.at)], limit=1)), None)


def _columns(view: type, table: type[Row]) -> list[Any]:
    """Return the table's columns that the view names, and no others: no bytes and no states are read for a list."""
    return _named((field.name for field in fields(view)), table)


def _named(names: Iterable[str], table: type[Row]) -> list[Any]:
    return [getattr(table, name) for name in names if name in table.model_fields]


def _read(
    session: Session,
    view: type[V],
    table: type[Row],
    *where: ColumnElement[bool],
    order: Iterable[Any] = (),
    limit: int | None = None,
) -> tuple[V, ...]:
    question = select(*_columns(view, table)).where(*where).order_by(*order).limit(limit)
    return tuple(view(**row) for row in session.connection().execute(question).mappings())
