"""Where a rehearsal is played: a time-skipping server, a database of its own, the real worker, a folder for a wire."""

import asyncio
import contextlib
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from desk.commands import Desk
from models.database import make_engine, upgrade
from runtime.refusal import Refused
from settings import Settings
from worker import build_activities, build_worker


class FolderWire:
    """A wire that ends in a folder: one file per message; a message that comes again is counted in its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Write the message down."""
        await asyncio.to_thread(self._write, message)

    def _write(self, message: bytes) -> None:
        name = sha256(message).hexdigest()[:32]
        for number in count():
            with contextlib.suppress(FileExistsError), (self._folder / f"{name}.{number}.eml").open("xb") as file:
                file.write(message)
                return


@dataclass
class Stage:
    """What a rehearsal works with. `now` is the cycle's time: the server's clock and an offset."""

    env: WorkflowEnvironment
    engine: Engine
    desk: Desk
    offset: timedelta
    decided: list[datetime]

    async def now(self) -> datetime:
        """Return the cycle's present moment."""
        return await self.env.get_current_time() + self.offset

    async def travel_to(self, moment: datetime) -> None:
        """Let time pass until this moment; what falls due on the way happens in its turn."""
        left = moment - await self.now()
        if left > timedelta():
            await self.env.sleep(left)


@contextlib.asynccontextmanager
async def stage(settings: Settings, folder: Path, begins: datetime) -> AsyncIterator[Stage]:
    """Set the stage below `folder`, at this moment of the cycle's time; take it down afterwards."""
    engine = make_engine(f"sqlite:///{folder / 'rehearsal.db'}")
    upgrade(engine)
    async with await _server() as env:
        offset = begins - (await env.get_current_time()).replace(microsecond=0)
        decided = [begins]
        desk = Desk(
            engine=engine,
            connect=lambda: _given(env.client),
            clock=lambda: decided[-1],
            new_id=_numbered(),
            patience=60.0,
        )
        activities = build_activities(
            engine=engine,
            wire=FolderWire(folder / "wire"),
            templates=settings.templates,
            calendars=folder / "calendars",
            sender=settings.sender_address,
            domain=settings.domain,
        )
        async with build_worker(env.client, activities):
            yield Stage(env, engine, desk, offset, decided)
    engine.dispose()


async def _server() -> WorkflowEnvironment:
    binary = shutil.which("temporal-test-server", path=str(Path(sys.executable).parent)) or shutil.which(
        "temporal-test-server"
    )
    if binary is None:
        raise Refused(
            "Programmet temporal-test-server mangler i miljøet. Kør »make setup« igen.",
            "The program temporal-test-server is missing from the environment. Run “make setup” again.",
        )
    return await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=binary, data_converter=pydantic_data_converter
    )


async def _given(client: Client) -> Client:
    return client


def _numbered() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"act-{next(numbers):05d}"
