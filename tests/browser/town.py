"""A whole town hall: engine, mail relay, record and pages, in a year that goes by as fast as a test travels."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from temporalio.client import Client

from activities.beating import beat
from desk.answers import Done
from desk.commands import Desk
from desk.doors import Doors
from models.beats import Part
from models.office import OfficeRole
from planning.format.source import Source
from runtime.pages.web_server import web_server
from settings import Settings
from tests.clock import local
from tests.engine import Office, open_office
from tests.postbox import Mail
from tests.runtime.offices import free_ports

T = TypeVar("T")


class _Desk(Desk):
    """A desk whose years begin at the town's present, which is not the engine's."""

    offset = timedelta()

    async def start(self, source: Source, year: int, *, offset: timedelta = timedelta(), by: str) -> Done:
        return await super().start(source, year, offset=self.offset, by=by)


@dataclass
class Town:
    """The town hall at one moment of its time; `address` is where its pages are."""

    loop: asyncio.AbstractEventLoop
    office: Office
    desk: Desk
    address: str
    now: datetime

    @property
    def engine(self) -> Engine:
        """The record."""
        return self.office.engine

    @property
    def mails(self) -> list[Mail]:
        """What has arrived at the relay."""
        return self.office.postbox.mails

    def engines_now(self) -> datetime:
        """The same moment by the engine's clock."""
        return self.now - self.office.clock.offset

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something in the town's own loop."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(600)

    def settle(self) -> None:
        """Let everything be done that is due."""
        self.run(self.office.clock.settle())

    def travel_to(self, day: date, hour: time = time(10)) -> None:
        """Let time pass, with everything that happens on the way."""
        self.run(self.office.clock.travel_to(day, hour))
        self.now = local(day, hour)
        self.shows_life()

    def shows_life(self) -> None:
        """Beat, as worker and office do every minute."""
        for part in Part:
            beat(self.engine, part, self.engines_now())

    def door(self, role: OfficeRole = OfficeRole.SECRETARIAT, name: str = "sekretariat") -> str:
        """The path of a link that opens the pages once."""
        return f"/door/{Doors(engine=self.engine, clock=self.engines_now).new_link(name, role)}"


@contextmanager
def town_hall(folder: Path, begins: datetime) -> Iterator[Town]:
    """Open a town hall at this moment, and close it again."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    stack = AsyncExitStack()
    try:
        yield asyncio.run_coroutine_threadsafe(_opened(stack, folder, begins), loop).result(120)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(120)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


async def _opened(stack: AsyncExitStack, folder: Path, begins: datetime) -> Town:
    port = free_ports(1)[0]
    address = f"http://127.0.0.1:{port}"
    office = await stack.enter_async_context(open_office(folder, links=address))
    office.clock.offset = _Desk.offset = timedelta(
        seconds=round((begins - await office.env.get_current_time()).total_seconds())
    )
    town: list[Town] = []

    async def connected() -> Client:
        return office.client

    desk = _Desk(engine=office.engine, connect=connected, clock=lambda: town[0].now, patience=60.0)
    settings = Settings().model_copy(update={"home": folder, "web_port": port, "web_url": address})
    town.append(Town(asyncio.get_running_loop(), office, desk, address, begins))
    town[0].shows_life()
    server = web_server(settings, office.engine, desk, clock=town[0].engines_now)
    await server.start()
    stack.push_async_callback(server.stop)
    return town[0]
