"""Deliverables started on the embedded server, beside bare children with one timer and one activity each."""

import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select
from temporalio.client import Client
from temporalio.worker import Worker

from bench.bare import BareChild, BareParent, Nothing
from bench.cycles import RUNGS, SOURCE, one_deadline
from bench.measure import Pair, Say, Series, figure, until
from bench.scene import Numbers, play
from desk.commands import Desk
from models.database import make_engine, reading, upgrade
from models.obligations import Obligation
from runtime.processes import temporal_server
from runtime.rehearsals.wire import FolderWire
from settings import Settings
from worker import UNWATCHED, build_activities, build_worker

BEGINS = datetime(2011, 2, 1, 9, tzinfo=UTC)
"""What the cycle's clock shows at the start: long before any reminder."""


async def measure(count_: int, turns: int, say: Say) -> Pair:
    """Return the seconds that it took to start so many; both share one server in every turn."""
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(turns):
        found = await play(both, children=count_, bare_first=turn % 2 == 1)
        mine.append(found["ours"])
        theirs.append(found["bare"])
        say(f"turn {turn + 1} of {turns}: {figure(mine[-1])} s beside {figure(theirs[-1])} s")
    return Pair(Series(tuple(mine)), Series(tuple(theirs)))


async def both(folder: Path, children: int, bare_first: bool) -> Numbers:
    """Start the server, and both after another."""
    async with server(folder) as client:
        seconds = {"bare": await bare(client, children)} if bare_first else {}
        seconds["ours"] = await ours(client, folder, children)
        return seconds if bare_first else {**seconds, "bare": await bare(client, children)}


async def alone(folder: Path, children: int) -> Numbers:
    """Start the server, and ours."""
    async with server(folder) as client:
        return {"ours": await ours(client, folder, children)}


async def ours(client: Client, folder: Path, children: int) -> float:
    """Start a cycle of so many deliverables; return the seconds until the last one is open in the record."""
    engine = prepared(folder)
    async with build_worker(client, activities(engine, folder), **UNWATCHED):
        began = perf_counter()
        await start(client, engine, children, BEGINS)
        await until(lambda: opened(engine) >= children)
        return perf_counter() - began


async def bare(client: Client, children: int) -> float:
    """Start a parent of so many children; return the seconds until the last one has done its activity."""
    nothing = Nothing()
    workflows = [BareParent, BareChild]
    async with Worker(client, task_queue="bare", workflows=workflows, activities=[nothing.nothing], **UNWATCHED):
        began = perf_counter()
        await client.start_workflow(BareParent.run, children, id="bare", task_queue="bare")
        await until(lambda: nothing.done >= children)
        return perf_counter() - began


@contextlib.asynccontextmanager
async def server(folder: Path) -> AsyncIterator[Client]:
    """Give a client of an embedded server with its file in the folder."""
    settings = Settings(home=folder, temporal_port=free_port(), temporal_ui_port=free_port())
    (folder / "logs").mkdir()
    child = temporal_server.child(settings, lambda _: None)
    child.start()
    try:
        yield await temporal_server.answering(settings, child)
    finally:
        await child.stop()


def prepared(folder: Path) -> Engine:
    """Return the record in this folder, upgraded; durable, as in an office."""
    engine = make_engine(f"sqlite:///{folder / 'aarshjul.db'}")
    upgrade(engine)
    return engine


def activities(engine: Engine, folder: Path) -> list[Callable[..., Any]]:
    """Return every activity; letters end in the folder `wire`."""
    return build_activities(
        engine=engine,
        wire=FolderWire(folder / "wire"),
        templates=Settings().templates,
        calendars=folder / "calendars",
        sender=Settings().sender_address,
        domain=Settings().domain,
    )


async def start(
    client: Client, engine: Engine, children: int, begins: datetime, *, rungs: tuple[int, ...] = RUNGS
) -> None:
    """Start the cycle with one deliverable of so many bodies; its clock shows `begins` now."""

    async def connected() -> Client:
        return client

    numbers = count(1)
    offset = timedelta(seconds=round((begins - datetime.now(UTC)).total_seconds()))
    desk = Desk(
        engine=engine,
        connect=connected,
        clock=lambda: datetime.now(UTC) + offset,
        new_id=lambda: f"act-{next(numbers)}",
        patience=60.0,
        foretells=False,
    )
    await desk.begin(one_deadline(children, rungs), SOURCE, offset=offset, by="bench")


def opened(engine: Engine) -> int:
    """Return how many deliverables are open in the record."""
    with Session(reading(engine)) as session:
        return session.exec(select(func.count()).where(col(Obligation.version) > 0)).one()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
