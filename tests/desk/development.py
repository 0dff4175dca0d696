"""A development server for the desk's tests: it has lists and schedules, and its file can be lost."""

import contextlib
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.smtp import Mailer
from desk.commands import Desk
from runtime.processes.core_logging import hushed
from tests.desk.counter import BEGINS
from tests.engine import TEMPLATES
from tests.postbox import Postbox
from worker import build_activities, build_worker


@contextlib.asynccontextmanager
async def server(file: Path) -> AsyncIterator[Client]:
    """Run a development server on this file."""
    program = shutil.which("temporal", path=Path(sys.executable).parent)
    assert program, "temporal is missing: pip install -r requirements/test.txt"
    env = await WorkflowEnvironment.start_local(
        dev_server_existing_path=program,
        dev_server_database_filename=str(file),
        dev_server_log_level="error",
        data_converter=pydantic_data_converter,
        runtime=hushed(),
    )
    async with env:
        yield env.client


@contextlib.asynccontextmanager
async def working(engine: Engine, client: Client, box: Postbox, folder: Path) -> AsyncIterator[Desk]:
    """Run a worker, and give a desk; the cycle's time begins on 2 January 2031."""
    activities = build_activities(
        engine=engine,
        wire=Mailer(host="127.0.0.1", port=box.port, security="none"),
        templates=TEMPLATES,
        calendars=folder / "calendars",
        sender="aarshjul@aarshjul.example",
        domain="aarshjul.example",
    )

    async def connected() -> Client:
        return client

    async with build_worker(client, activities):
        yield Desk(engine=engine, connect=connected, clock=lambda: BEGINS)
