"""A calendar of many events: built for the first time, and asked for again by programs that have the latest.

Beside the barest of both: the library writing the same events, and a route that answers "not modified" to everyone.
Run with the path of a record it is the server of both, in a process of its own.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from icalendar import Calendar, Event, vCalAddress
from sqlalchemy import Engine
from sqlmodel import Session, insert
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bench.cycles import SOURCE, one_deadline
from bench.measure import Pair, Say, Series, figure, in_turns
from bench.scene import CHECKOUT
from desk.acts.feeds import path_of
from desk.acts.starting import cycle_row, other_rows
from desk.subscriptions import Subscriptions, hash_of
from models.database import make_engine, upgrade
from models.feeds import Feed
from models.obligations import Obligation
from models.vocabulary import CycleStage, FeedScope, ObligationStage, StepKind, step_id
from planning.dates.timeline import Timeline
from planning.transitions import orders
from rendering import ical
from runtime.processes.http_server import HttpServer
from web.app import office_app

CONNECTIONS = 4
"""Calendar programs that ask at the same time."""

_SENDER, _DOMAIN, _TOKEN = "aarshjul@aarshjul.example", "aarshjul.example", "bench"
_NOW = datetime(2011, 6, 1, 12, tzinfo=UTC)
_TAG = '"0123456789abcdef0123456789abcdef"'


async def measure(events: int, asked: int, turns: int, say: Say) -> tuple[Pair, Pair]:
    """Return the seconds of the first building, and those of `asked` questions of programs that have the latest."""
    with tempfile.TemporaryDirectory(prefix="aarshjul-bench-") as name:
        record = Path(name) / "aarshjul.db"
        _fill(record, events)
        cold = _cold(record, events, turns)
        say(f"{events} events for the first time: {figure(cold.ours.middle * 1000)} ms, ratio {cold.ratio.shown()}")
        with _served(record) as port:
            path = f"/office/{path_of(Feed(scope=FeedScope.CYCLE, created_at=_NOW, created_by=''), _TOKEN)}"
            tag = await _tag(port, path)
            warm = await in_turns(
                lambda: _ask(port, path, tag, asked), lambda: _ask(port, "/bare", _TAG, asked), turns, lambda _: None
            )
        say(f"not modified: {figure(warm.ours.per(asked).middle)} a second, ratio {warm.ratio.shown()}")
        return cold, warm


def _cold(record: Path, events: int, turns: int) -> Pair:
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(turns + 1):  # the first one imports and compiles, and counts for neither
        engine = make_engine(f"sqlite:///{record}")
        ours, bare = _ours(engine, events), _bare(events)
        engine.dispose()
        if turn:
            mine.append(ours)
            theirs.append(bare)
    return Pair(Series(tuple(mine)), Series(tuple(theirs)))


def _ours(engine: Engine, events: int) -> float:
    ical.published.cache_clear()
    began = perf_counter()
    subscriptions = Subscriptions(engine=engine, domain=_DOMAIN, sender=_SENDER)
    found = subscriptions.by_token(_TOKEN)
    assert found
    content = subscriptions.content(found)
    seconds = perf_counter() - began
    assert content.plain.count(b"BEGIN:VEVENT") == events
    return seconds


def _bare(events: int) -> float:
    """The library, given the same properties, and nothing else."""
    began = perf_counter()
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", ical.PRODUCT)
    for number in range(events):
        event = Event()
        event.add("uid", f"cycle:bench:plan:U{number:04d}@{_DOMAIN}")
        event.add("sequence", 0)
        event.add("dtstamp", _NOW)
        event.add("dtstart", _NOW.date())
        event.add("dtend", _NOW.date() + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", f"Frist: Handleplan (U{number:04d})")
        event.add("description", "Senest onsdag den 1. juni 2011")
        event.add("organizer", vCalAddress(f"mailto:{_SENDER}"))
        calendar.add_component(event)
    calendar.to_ical(sorted=True)
    return perf_counter() - began


async def _tag(port: int, path: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"HEAD {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    [tag] = [line.partition(": ")[2] for line in head.decode().split("\r\n") if line.lower().startswith("etag:")]
    return tag


async def _ask(port: int, path: str, tag: str, asked: int) -> float:
    began = perf_counter()
    await asyncio.gather(*(_asking(port, path, tag, asked // CONNECTIONS) for _ in range(CONNECTIONS)))
    return perf_counter() - began


async def _asking(port: int, path: str, tag: str, times: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    question = f"GET {path} HTTP/1.1\r\nHost: bench\r\nIf-None-Match: {tag}\r\n\r\n".encode()
    for _ in range(times):
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 304 "), head
    writer.close()


@contextmanager
def _served(record: Path) -> Iterator[int]:
    words = [sys.executable, "-m", "bench.feeds", str(record)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 -- our own
        assert server.stdout
        yield int(server.stdout.readline())
        server.terminate()


async def _serve(record: Path) -> None:
    engine = make_engine(f"sqlite:///{record}")
    office = office_app(Subscriptions(engine=engine, domain=_DOMAIN, sender=_SENDER))
    app = Starlette(routes=[Route("/bare", _not_modified), Mount("/office", office)])
    server = HttpServer(app, host="127.0.0.1", port=0)
    await server.start()
    print(server.port, flush=True)
    await asyncio.Event().wait()


async def _not_modified(request: Request) -> Response:
    return Response(status_code=304, headers={"ETag": _TAG})


def _fill(record: Path, events: int) -> None:
    engine = make_engine(f"sqlite:///{record}")
    upgrade(engine)
    timeline = one_deadline(events)
    with Session(engine) as session, session.begin():
        cycle = cycle_row(timeline, SOURCE, orders.cycle_state(timeline, timedelta()), _NOW, "bench")
        cycle.stage = CycleStage.RUNNING
        session.add(cycle)
        session.flush()
        session.add_all(other_rows(timeline))
        feed = Feed(scope=FeedScope.CYCLE, cycle=timeline.slug, created_at=_NOW, created_by="bench")
        feed.token_sha256 = hash_of(_TOKEN)
        session.add(feed)
        session.flush()
        session.execute(insert(Obligation), list(_obligations(timeline)))
    engine.dispose()


def _obligations(timeline: Timeline) -> Iterator[dict[str, object]]:
    """One row for each body of each step, with a state as large as a real one."""
    for planned in timeline.steps:
        for body in planned.step.bodies:
            yield Obligation(
                id=step_id(timeline.slug, planned.step.key, body),
                cycle=timeline.slug,
                step=planned.step.key,
                body=body,
                kind=StepKind.DELIVERABLE,
                title_da="Handleplan",
                title_en="Plan",
                due_on=_NOW.date(),
                due_at=_NOW,
                version=1,
                stage=ObligationStage.OPEN,
                state={"schedule": "x" * 3000},
            ).model_dump()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
