"""The pages that managers look at over many deliverables, beside the bare queries and a bare template of the same."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from jinja2 import Environment
from sqlalchemy import Engine
from sqlmodel import Session, insert
from starlette.requests import Request
from starlette.responses import Response

from activities.books import open_book
from bench.cycles import SOURCE, whole_year
from bench.measure import Pair, Say, Series, figure
from bench.scene import CHECKOUT
from desk.acts.starting import cycle_row, other_rows
from desk.doors import Doors
from desk.sent_forms import SentForms
from desk.shown.board import CELLS_SHOWN
from desk.shown.board_cells import LINES, STEPS
from desk.shown.late_page import LATE_SHOWN
from desk.shown.wheel import wheel_of
from models.database import make_engine, reading, upgrade
from models.obligations import OWED, Obligation
from models.vocabulary import CycleStage, Language, ObligationStage, StepKind
from planning.transitions import orders
from rendering.wheel import wheel_svg
from web.guard import Asked, Guard
from web.pages import Pages
from web.watching.board import BoardPages
from web.watching.years import YearPages

CYCLES, BODIES = 20, 100
"""So many running years at once, with so many committees each."""

_NOW = datetime(2011, 6, 1, 12, tzinfo=UTC)
_MOMENT = _NOW.replace(tzinfo=None).isoformat(" ", "microseconds")
_OWED = str(OWED).replace("stage", "o.stage").replace("versions", "o.versions")
_SLUGS = ", ".join(f"'bench-{number:04d}'" for number in range(CYCLES))
_LATE = f"""SELECT o.*, b.name_da, b.administration_da, l.n FROM obligation o
    LEFT JOIN body b ON b.cycle = o.cycle AND b.code = o.body,
    (SELECT count(*) AS n FROM obligation o WHERE o.cycle IN ({_SLUGS}) AND o.due_at < ? AND {_OWED}) l
    WHERE o.cycle IN ({_SLUGS}) AND o.due_at < ? AND {_OWED} ORDER BY o.due_at LIMIT {LATE_SHOWN}"""  # noqa: S608 -- constants
_COUNTS = f"SELECT stage, count(*) FROM obligation WHERE cycle IN ({_SLUGS}) AND stage <> 'open' GROUP BY stage"  # noqa: S608 -- likewise
_SOON = f"""SELECT count(*) FROM obligation
    WHERE cycle IN ({_SLUGS}) AND stage = 'open' AND due_at >= ? AND due_on <= ?"""  # noqa: S608 -- likewise
_STEPS = "SELECT step, min(due_on), max(due_on) FROM obligation WHERE cycle = ? GROUP BY step ORDER BY 2"
_OWING = "SELECT DISTINCT body FROM obligation WHERE cycle = ?"
_DUE = "SELECT step, body, due_on, due_hour FROM obligation WHERE cycle = ? AND step = 'plan' ORDER BY round"
_STEPS_LISTED = """<!DOCTYPE html><html lang="da"><body><h1>Wheel</h1>{{ pictures|safe }}<table>
{% for step in steps %}<tr><td>{{ step.start }}</td><td>{{ step.title }}</td><td>{{ step.bodies|join(", ") }}</td><td>
{{ step.reason }}</td></tr>{% endfor %}</table></body></html>"""
_FORM = "SELECT code, max(name_da) FROM body GROUP BY code ORDER BY code"
_TEMPLATE = """<!DOCTYPE html><html lang="da"><body><h1>Board</h1>
<p>{{ late[0].n if late else 0 }} late {{ counts }} {{ soon }}</p>
<form><select>{% for code, name in form %}
<option value="{{ code }}">{{ code }} – {{ name }}</option>{% endfor %}</select></form>
<table>{% for row in late %}<tr><td>{{ row.body }} {{ row.name_da }}</td>
<td><a href="/{{ row.cycle }}">{{ row.title_da }}</a>
</td><td>{{ row.due_on }}</td><td>{{ row.last_letter_kind }}</td><td>{{ row.next_rung_kind }}</td></tr>
{% endfor %}</table>
{% for steps, lines in matrices %}<table><tr>{% for step in steps %}<th>{{ step }}</th>{% endfor %}</tr>
{% for body, cells in lines.items() %}<tr><th>{{ body }}</th>{% for cell in cells %}
<td class="{{ cell.stage }}"><a href="/{{ cell.cycle }}/{{ cell.step }}/{{ cell.body }}">{{ cell.stage }}</a>
{{ cell.due_on }}</td>
{% endfor %}</tr>{% endfor %}</table>{% endfor %}</body></html>"""


@dataclass(frozen=True)
class Weighed:
    """One page beside its barest, and its bytes as they go over the wire."""

    name: str
    pair: Pair
    size: int


def measure(rows: int, turns: int, say: Say) -> list[Weighed]:
    """Return for each page the seconds of one answer, from the request to its bytes."""
    found = []
    with _office(rows) as (engine, pages):
        for name, ours, bare in _pages(engine, pages):
            pair, size = _in_turns(ours, bare, turns)
            slow = figure(pair.ours.at(0.95) * 1000)
            say(f"{name}: p95 {slow} ms, ratio {pair.ratio.shown()}, {size // 1000} kB")
            found.append(Weighed(name, pair, size))
    return found


def _pages(engine: Engine, pages: Pages) -> Iterator[tuple[str, Callable[[], bytes], Callable[[], bytes]]]:
    template = Environment(autoescape=True).from_string(_TEMPLATE)
    board = BoardPages(pages, engine, lambda: _NOW, tls=False).board
    yield "board", lambda: bytes(board(_asked("/board")).body), lambda: _bare_board(engine, template)
    years = YearPages(pages, engine, lambda: _NOW).wheel
    path, listed = {"cycle": "bench-0000"}, Environment(autoescape=True).from_string(_STEPS_LISTED)
    yield "wheel", lambda: _wheel(years, path), lambda: _bare_wheel(engine, path["cycle"], listed)


def _wheel(page: Callable[[Asked], Response], path: dict[str, str]) -> bytes:
    return bytes(page(_asked(f"/cycles/{path['cycle']}/wheel", path)).body)


def _in_turns(ours: Callable[[], bytes], bare: Callable[[], bytes], turns: int) -> tuple[Pair, int]:
    mine: list[float] = []
    theirs: list[float] = []
    size = 0
    for turn in range(turns + 1):  # the first one warms the caches of both, and counts for neither
        seconds, size = _timed(ours)
        if turn:
            mine.append(seconds)
            theirs.append(_timed(bare)[0])
        else:
            bare()
    return Pair(Series(tuple(mine)), Series(tuple(theirs))), size


def _timed(page: Callable[[], bytes]) -> tuple[float, int]:
    began = perf_counter()
    size = len(page())
    return perf_counter() - began, size


def _bare_board(engine: Engine, template: Any) -> bytes:
    """The queries that the page's rows and figures need, straight through the driver, and their words."""
    with engine.connect() as connection:
        ask = _cursor(connection)
        late = ask(_LATE, _MOMENT, _MOMENT)
        soon = ask(_SOON, _MOMENT, (_NOW.date() + timedelta(days=14)).isoformat())[0]
        counts = [tuple(row) for row in ask(_COUNTS)]
        form = [tuple(row) for row in ask(_FORM)]
        matrices = []
        for index in range(-(-CELLS_SHOWN // (LINES * STEPS))):
            matrices.append(_bare_matrix(ask, f"bench-{index:04d}"))
        page: str = template.render(late=late, soon=soon, counts=counts, form=form, matrices=matrices)
        return page.encode()


def _bare_matrix(ask: Callable[..., list[Any]], cycle: str) -> tuple[list[str], dict[str, list[Any]]]:
    steps = [row["step"] for row in ask(_STEPS, cycle)][:STEPS]
    bodies = sorted(row["body"] for row in ask(_OWING, cycle))[:LINES]
    marks = ", ".join("?" * len(steps)), ", ".join("?" * len(bodies))
    columns = "id, cycle, step, body, title_da, title_en, due_on, stage, granted, late"
    question = f"SELECT {columns} FROM obligation WHERE cycle = ? AND step IN ({marks[0]}) AND body IN ({marks[1]})"  # noqa: S608
    lines: dict[str, list[Any]] = {}
    for row in ask(question, cycle, *steps, *bodies):
        lines.setdefault(row["body"], []).append(row)
    return steps, lines


def _cursor(connection: Any) -> Callable[..., list[Any]]:
    cursor = connection.connection.cursor()
    cursor.row_factory = sqlite3.Row

    def ask(question: str, *values: object) -> list[Any]:
        return cursor.execute(question, values).fetchall()  # type: ignore[no-any-return]

    return ask


def _bare_wheel(engine: Engine, cycle: str, template: Any) -> bytes:
    """Read the year and its deadlines, draw it twice, and list its steps: no reasons, no menu, no session."""
    with engine.connect() as connection:
        _cursor(connection)(_DUE, cycle)
    with Session(reading(engine)) as session:
        wheel = wheel_of(open_book(session, cycle).timeline, Language.DA, date(2011, 6, 1))
    pictures = wheel_svg(wheel, linked=True) + wheel_svg(wheel, small=True, linked=True, ids="small")
    page: str = template.render(pictures=pictures, steps=wheel.steps)
    return page.encode()


def _asked(path: str, parts: dict[str, str] | None = None) -> Asked:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    return Asked(Request({**scope, "path_params": parts or {}}), None, "")


@contextmanager
def _office(rows: int) -> Iterator[tuple[Engine, Pages]]:
    with tempfile.TemporaryDirectory(prefix="aarshjul-bench-") as name:
        engine = make_engine(f"sqlite:///{Path(name) / 'aarshjul.db'}")
        upgrade(engine)
        _fill(engine, rows)
        guard, forms = Guard(Doors(engine=engine), "http://127.0.0.1"), SentForms(engine=engine)
        yield engine, Pages(CHECKOUT / "templates", guard, forms)
        engine.dispose()


def _fill(engine: Engine, rows: int) -> None:
    timeline = whole_year(BODIES)
    for number in range(CYCLES):
        named = timeline.model_copy(update={"slug": f"bench-{number:04d}"})
        with Session(engine) as session, session.begin():
            cycle = cycle_row(named, SOURCE, orders.cycle_state(named, timedelta()), _NOW, "bench")
            cycle.stage = CycleStage.RUNNING
            session.add(cycle)
            session.flush()
            session.add_all(other_rows(named))
            session.flush()
            owed = [_obligation(named.slug, each) for each in range(rows // CYCLES)]
            session.connection().execute(insert(Obligation), owed)


def _obligation(cycle: str, number: int) -> dict[str, Any]:
    """One in fifty is late; of the others some are handed in; a state as large as a real one."""
    step, body = number // BODIES, f"U{number % BODIES + 1:04d}"
    key = f"step-{step:03d}" if step else "plan"
    is_late = number % 50 == 0
    due = _NOW + timedelta(days=-(number % 30) - 1 if is_late else step - 10)
    return Obligation(
        id=f"cycle:{cycle}:{key}:{body}",
        cycle=cycle,
        step=key,
        body=body,
        kind=StepKind.DELIVERABLE,
        title_da="Handleplan",
        title_en="Plan",
        due_on=due.date(),
        due_at=due,
        version=1,
        stage=ObligationStage.OPEN if is_late or step > 10 else ObligationStage.ACCEPTED,
        versions=0 if is_late or step > 10 else 1,
        state={"schedule": "x" * 1500, "bound": None},
    ).model_dump()
