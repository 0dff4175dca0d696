"""How many people a second can open a committee's page by the link in their letter, from a process of its own."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import Route
from temporalio.client import Client

from activities.replanning import Replanning
from activities.tracking import Record
from bench.cycles import SOURCE, whole_year
from bench.measure import Say, Series
from bench.scene import CHECKOUT
from desk.acts.starting import cycle_row, other_rows
from desk.commands import Desk
from desk.doors import Doors
from desk.sent_forms import SentForms
from desk.shown.committee import Committees
from desk.subscriptions import hash_of
from models.correspondence import Letter
from models.database import make_engine, upgrade
from models.links import LetterLink, LinkPurpose
from models.requests import StepQuestion
from models.vocabulary import CycleStage, LetterKind, LetterState, Role
from planning.foresight import simulation
from planning.transitions import orders
from runtime.processes.http_server import HttpServer
from web.acting import Acts
from web.committees.pages import CommitteePages, Visits
from web.guard import Guard
from web.limits import Limits
from web.pages import Pages
from web.ways import WAYS

CONNECTIONS = 4
_BODIES = 8
_TOKEN = "b" * 43
_NOW = datetime(2011, 5, 2, 9, tzinfo=UTC)


async def measure(asked: int, turns: int, say: Say) -> tuple[Series, int]:
    """Return the seconds that so many requests took, and the bytes of the page."""
    with tempfile.TemporaryDirectory(prefix="aarshjul-bench-") as name:
        record = Path(name) / "aarshjul.db"
        await asyncio.to_thread(_fill, record)
        with _served(record) as port:
            size = await _asking(port, 20)
            values = [await _ask(port, asked) for _ in range(turns)]
    found = Series(tuple(values))
    say(f"committee's page: {found.per(asked).shown()} a second, {size // 1000} kB")
    return found, size


async def _ask(port: int, asked: int) -> float:
    began = perf_counter()
    await asyncio.gather(*(_asking(port, asked // CONNECTIONS) for _ in range(CONNECTIONS)))
    return perf_counter() - began


async def _asking(port: int, times: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for _ in range(times):
        writer.write(f"GET /committee/{_TOKEN} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("http/1.1 200 "), head
        size = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        await reader.readexactly(size)
    writer.close()
    return size


@contextmanager
def _served(record: Path) -> Iterator[int]:
    words = [sys.executable, "-m", "bench.committees", str(record)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 -- our own
        assert server.stdout
        yield int(server.stdout.readline())
        server.terminate()


async def _serve(record: Path) -> None:
    engine = make_engine(f"sqlite:///{record}")
    guard = Guard(Doors(engine=engine), "http://127.0.0.1")
    forms, desk = SentForms(engine=engine), Desk(engine=engine, connect=_nowhere)
    pages = Pages(CHECKOUT / "templates", guard, forms)
    committees, acts = Committees(engine=engine, clock=lambda: _NOW), Acts(desk, forms, tls=False)
    committee = CommitteePages(pages, committees, acts, desk, forms, address="http://127.0.0.1", tls=False)
    way, visits = WAYS["committee"], Visits(pages, committees, Limits())
    app = Starlette(routes=[Route(way.path, guard.guarded(way, visits.opened(committee.show)))])
    server = HttpServer(app, host="127.0.0.1", port=0)
    await server.start()
    print(server.port, flush=True)
    await asyncio.Event().wait()


def _fill(record: Path) -> None:
    engine = make_engine(f"sqlite:///{record}")
    upgrade(engine)
    timeline = whole_year(_BODIES)
    with Session(engine) as session, session.begin():
        cycle = cycle_row(timeline, SOURCE, orders.cycle_state(timeline, timedelta()), _NOW, "bench")
        cycle.stage = CycleStage.RUNNING
        session.add(cycle)
        session.flush()
        session.add_all(other_rows(timeline))
        session.flush()
        session.add(_letter(timeline.slug))
        session.flush()
        session.add(
            LetterLink(token_sha256=hash_of(_TOKEN), letter="bench", body="U0001", purpose=LinkPurpose.COMMITTEE,
                       version=1, made_at=_NOW, ends_at=_NOW + timedelta(days=99))
        )  # fmt: skip
    _open_plans(engine, timeline.slug)
    engine.dispose()


def _open_plans(engine: Engine, slug: str) -> None:
    """Begin the plans as the engine would, their letters unsent."""
    question = StepQuestion(cycle=slug, step="plan", at=_NOW)
    orders_of_step = asyncio.run(Replanning(engine=engine).step_orders(question))
    record = Record(engine=engine, domain="aarshjul.example")
    for child in orders_of_step.deliverables:
        asyncio.run(record.record(simulation.opened(child, _NOW)))


async def _nowhere() -> Client:
    raise ConnectionError("the figures need no engine")


def _letter(cycle: str) -> Letter:
    return Letter(
        key="bench", message_id="<bench@aarshjul.example>", cycle=cycle, workflow_id=f"cycle:{cycle}:plan:U0001",
        step="plan", body="U0001", kind=LetterKind.CHALLENGE, formal=True, cause="opened", recipient_body="U0001",
        recipient_role=Role.SECRETARY, at=_NOW, state=LetterState.SENT, drafted_at=_NOW, sent_at=_NOW,
        subject="Udfordringsskrivelse", to_address="secretary@u0001.example",
        message=b"Subject: Udfordringsskrivelse\r\n\r\nHej\r\n",
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
