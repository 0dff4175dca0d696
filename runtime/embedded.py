"""The embedded office: everything on one machine, started together, kept running, stopped together.

A Temporal server and the worker as children; the mail catcher and the dispatcher in this process. What it starts it
stops, and nothing else; all state lies below one folder, so that the next office goes on where this one stopped.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from sqlalchemy import Engine
from temporalio.client import Client

from activities.beating import keep_beating, reaches
from desk.commands import Desk
from desk.dispatcher import dispatch
from inbox.poller import keep_looking
from models.beats import Part
from models.database import upgrade
from models.schedule import Text
from runtime.catcher.catcher import MailCatcher
from runtime.mail_reading import poller_of
from runtime.pages.web_server import web_port, web_server
from runtime.processes import temporal_server, worker_process
from runtime.processes.children import Tell
from runtime.processes.ports import Port, check_free
from runtime.processes.stopping import stop_signal
from runtime.processes.waiting import shown
from runtime.record import engine_of, refuse_emptied
from runtime.state_folder import occupied
from settings import CHECKOUT, Settings

DATABASE = Text(da="Databasen bringes på plads", en="Bringing the database up to date")
TEMPORAL = Text(da="Temporal starter", en="Temporal is starting")
WORKER = Text(da="Arbejderen starter", en="The worker is starting")
SAMPLE = Text(da="Årshjulet startes", en="The cycle is being started")
STOPPING = Text(da="Stopper …", en="Stopping …")
STOPPED = Text(
    da="Stoppet. Alt er gemt; næste start fortsætter herfra.", en="Stopped. All is stored; the next start goes on here."
)


@dataclass(frozen=True)
class Office:
    """A running office."""

    settings: Settings
    engine: Engine
    client: Client
    desk: Desk


Opened = Callable[[Office], Awaitable[None]]


async def serve(settings: Settings, tell: Tell, opened: Opened) -> None:
    """Run an office until SIGINT, SIGTERM or SIGHUP; `opened` is awaited once all of it runs.

    Raises Refused (a port, the folder, a part that does not start) and what the database refuses.
    """
    stop = stop_signal()
    with occupied(settings.home):
        check_free(_ports(settings))
        async with AsyncExitStack() as stack:
            opening = asyncio.create_task(_open(stack, settings, tell, opened))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([opening, stopping], return_when=asyncio.FIRST_COMPLETED)
            if opening.done():
                opening.result()
                await stopping
            else:
                opening.cancel()
                await asyncio.wait([opening])
            tell(STOPPING)
        tell(STOPPED)


async def _open(stack: AsyncExitStack, settings: Settings, tell: Tell, opened: Opened) -> None:
    refuse_emptied(settings)
    engine = engine_of(settings)
    stack.callback(engine.dispose)
    async with shown(tell, DATABASE):
        await asyncio.to_thread(upgrade, engine)
    await _open_mail(stack, settings)
    clients: list[Client] = []
    largest = settings.upload_max_bytes
    desk = Desk(engine=engine, connect=_connecting(clients), task_queue=settings.task_queue, largest=largest)
    web = web_server(settings, engine, desk)
    await web.start()
    stack.push_async_callback(web.stop)
    client = await _open_temporal(stack, settings, tell)
    clients.append(client)
    await _open_worker(stack, settings, client, tell)
    dispatching = asyncio.create_task(dispatch(desk))
    stack.push_async_callback(_ended, dispatching)
    beating = asyncio.create_task(keep_beating(engine, Part.ENGINE, reaches(client)))
    stack.push_async_callback(_ended, beating)
    if poller := poller_of(settings, engine):
        looking = asyncio.create_task(keep_looking(poller, settings.inbox_every, tell))
        stack.push_async_callback(_ended, looking)
    async with shown(tell, SAMPLE):
        await opened(Office(settings, engine, client, desk))


def _connecting(clients: list[Client]) -> Callable[[], Awaitable[Client]]:
    """Pages are open before the engine is: what is done there meanwhile is stored, and told to it afterwards."""

    async def connected() -> Client:
        if not clients:
            raise ConnectionError("the engine is starting")
        return clients[0]

    return connected


async def _open_mail(stack: AsyncExitStack, settings: Settings) -> None:
    if settings.smtp_host is not None:
        return
    catcher = MailCatcher(
        folder=settings.mail_folder,
        templates=CHECKOUT / "templates" / "catcher",
        smtp_port=settings.smtp_port,
        http_port=settings.mail_port,
    )
    await catcher.start()
    stack.push_async_callback(catcher.stop)


async def _open_temporal(stack: AsyncExitStack, settings: Settings, tell: Tell) -> Client:
    if settings.temporal_address is not None:
        async with shown(tell, TEMPORAL):
            return await temporal_server.answering(settings, None)
    server = temporal_server.child(settings, tell)
    stack.push_async_callback(server.stop)
    server.start()
    async with shown(tell, TEMPORAL):
        client = await temporal_server.answering(settings, server)
        await temporal_server.keep_for_ten_years(client)
    return client


async def _open_worker(stack: AsyncExitStack, settings: Settings, client: Client, tell: Tell) -> None:
    worker = worker_process.child(settings, tell)
    stack.push_async_callback(worker.stop)
    worker.start()
    async with shown(tell, WORKER):
        await worker_process.polling(client, settings, worker)


def _ports(settings: Settings) -> list[Port]:
    ports = []
    if settings.temporal_address is None:
        ports += [
            Port(settings.temporal_port, Text(da="Temporal", en="Temporal"), "AARSHJUL_TEMPORAL_PORT"),
            Port(settings.temporal_ui_port, Text(da="Temporals sider", en="Temporal's pages"),
                 "AARSHJUL_TEMPORAL_UI_PORT"),
        ]  # fmt: skip
    if settings.smtp_host is None:
        ports += [
            Port(settings.smtp_port, Text(da="mail ind", en="mail in"), "AARSHJUL_SMTP_PORT"),
            Port(settings.mail_port, Text(da="mailsiderne", en="the mail pages"), "AARSHJUL_MAIL_PORT"),
        ]
    return [*ports, web_port(settings)]


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
