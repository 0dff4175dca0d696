"""Where a rehearsal is played: a time-skipping server, a database of its own, the real worker, a folder for a wire."""

import asyncio
import contextlib
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.correspondence import Wire
from desk.commands import Desk
from models.database import upgrade
from runtime.processes.core_logging import hushed
from runtime.refusal import Refused
from runtime.rehearsals.company import WAITING_AT_ONCE, Present
from runtime.rehearsals.record import record
from runtime.rehearsals.under_way import UnderWay
from runtime.rehearsals.wire import FolderWire
from settings import CHECKOUT, Settings
from worker import UNWATCHED, build_activities, build_worker, spare_what_stays

PULSE = 0.01
"""Real seconds between two looks at what a worker of another process does."""

PATIENCE = 0.1
"""Real seconds after which the record is looked at also while the worker is busy, or has nothing to do."""

LONGEST = timedelta(hours=1)
"""Real time that a journey may take: the server lets what falls due at one moment begin, thousands of it, before it
answers, and a call of the SDK is given up after thirty seconds unless told otherwise."""

SHORTLY = timedelta(minutes=1)
"""How long before a moment letters begin to wait for those that it brings."""

REMEMBERED = 10_000
"""Workflows that stay in memory. Temporal's own thousand would forget the year while thousands of children climb, and
to live it again from its history can take longer than the server gives a task."""

REHEARSED = "rehearsed"
"""The worker's build: nobody asks for it, and Temporal's own is a hash over every module that is loaded."""


@dataclass
class Stage:
    """What a rehearsal works with. The cycle's time is the server's clock and an offset.

    `decided` holds the moments at which acts were given, the latest last: the desk's clock.
    """

    env: WorkflowEnvironment
    engine: Engine
    desk: Desk
    offset: timedelta
    decided: list[datetime]
    lives: list[str]  # one entry for every worker that was started
    company: Present
    gathers: bool = False  # whether letters are told together
    under_way: UnderWay | None = None  # None: the worker is a process of its own

    async def settled(self) -> None:
        """Wait until it is worth looking at the record again."""
        if self.under_way:
            await self.under_way.settled(PATIENCE)
        else:
            await asyncio.sleep(PULSE)

    async def travel_to(self, moment: datetime) -> None:
        """Let time pass until this moment; what falls due on the way happens in its turn."""
        left = moment - (await self.env.get_current_time() + self.offset)
        if left > timedelta():
            passing = SleepRequest()
            passing.duration.FromTimedelta(left)
            await self.env.client.test_service.unlock_time_skipping_with_sleep(passing, timeout=LONGEST)

    async def arrive_at(self, moment: datetime) -> None:
        """Let time pass, and let letters wait again for those that this moment brings.

        Until shortly before, a letter that waits for the end of a pause still finds that nobody else comes.
        """
        if self.gathers:
            await self.travel_to(moment - SHORTLY)
            self.company.others_may_come()
        await self.travel_to(moment)


@contextlib.asynccontextmanager
async def stage(
    settings: Settings,
    folder: Path,
    begins: datetime,
    *,
    kill_before: str | None = None,
    wire: Wire | None = None,
    gathers: bool = False,
) -> AsyncIterator[Stage]:
    """Set the stage below `folder` at this moment of the cycle's time, and take it down afterwards.

    Letters end in the folder unless another wire is given.

    With `kill_before` the worker is a process that is killed before that letter leaves; then another one takes over.
    """
    engine = record(folder)
    upgraded = asyncio.create_task(asyncio.to_thread(upgrade, engine))  # while the server starts
    async with await _server() as env:
        await upgraded
        offset = begins - (await env.get_current_time()).replace(microsecond=0)
        decided = [begins]
        desk = Desk(
            engine=engine,
            connect=lambda: _given(env.client),
            clock=lambda: decided[-1],
            new_id=_numbered(),
            patience=60.0,
            foretells=False,
        )
        under_way = None if kill_before else UnderWay()
        company = Present(under_way, elsewhere=folder if kill_before else None)
        on = Stage(env, engine, desk, offset, decided, [], company, gathers, under_way)
        own = _in_here(on, settings, folder, wire or FolderWire(folder / "wire"))
        async with _killed(on, folder, kill_before) if kill_before else own:
            yield on
    engine.dispose()


@contextlib.asynccontextmanager
async def _in_here(on: Stage, settings: Settings, folder: Path, wire: Wire) -> AsyncIterator[None]:
    spare_what_stays()
    activities = build_activities(
        engine=on.engine,
        wire=wire,
        templates=settings.templates,
        calendars=folder / "calendars",
        sender=settings.sender_address,
        domain=settings.domain,
        company=on.company,
    )
    watched = [on.under_way] if on.under_way else []
    # On a machine that is busy with thousands of letters a slow turn is no deadlock: nobody looks for one.
    calm: dict[str, Any] = {**UNWATCHED, "debug_mode": True, "max_cached_workflows": REMEMBERED}
    if on.gathers:
        calm["max_concurrent_activities"] = WAITING_AT_ONCE
    async with build_worker(on.env.client, activities, build_id=REHEARSED, interceptors=watched, **calm):
        on.lives.append("here")
        yield


@contextlib.asynccontextmanager
async def _killed(on: Stage, folder: Path, before: str) -> AsyncIterator[None]:
    address = on.env.client.service_client.config.target_host
    running: list[asyncio.subprocess.Process] = []

    async def two_lives() -> None:
        for options in (["--kill-before", before], []):
            words = ["-P", "-m", "runtime.rehearsals.worker", address, str(folder), *options]
            running.append(await asyncio.create_subprocess_exec(sys.executable, *words, cwd=CHECKOUT))
            on.lives.append(f"process {running[-1].pid}")
            await running[-1].wait()

    supervised = asyncio.create_task(two_lives())
    try:
        yield
    finally:
        supervised.cancel()
        if running and running[-1].returncode is None:
            running[-1].terminate()
            await running[-1].wait()


async def _server() -> WorkflowEnvironment:
    name = "temporal-test-server"
    binary = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if binary is None:
        raise Refused(
            f"Programmet {name} mangler i miljøet. Kør »make setup« igen.",
            f"The program {name} is missing from the environment. Run “make setup” again.",
        )
    return await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=binary, data_converter=pydantic_data_converter, runtime=hushed()
    )


async def _given(client: Client) -> Client:
    return client


def _numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"act-{next(numbers):05d}"
