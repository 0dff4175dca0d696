"""The worker: the composition root of activities and workflows. `python -m worker` runs until SIGTERM.

It reads the settings, waits for database and Temporal with a sentence, and works off the task queue. `build_worker` and
`build_activities` are what rehearsals and tests build theirs with.
"""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.beating import keep_beating, reaches
from activities.calendars import Calendars
from activities.correspondence import Correspondence, Wire
from activities.digesting import Company
from activities.drafting import Drafting
from activities.opening import Opening
from activities.replanning import Replanning
from activities.smtp import Mailer
from activities.tracking import Record
from models.beats import Part
from models.database import DatabaseUnreachable, OlderState, RecordUnusable, check_version, make_engine
from planning.papers.packs import LIMIT
from rendering.letters import Letters
from rendering.message import Mailbox
from settings import Settings
from temporal_client import connect
from workflows.annual_cycle import AnnualCycle
from workflows.deliverable import Deliverable
from workflows.hearing import Hearing
from workflows.meeting import Meeting
from workflows.next_year import OpenNextYear

log = logging.getLogger("aarshjul.worker")

WORKFLOWS = (AnnualCycle, Deliverable, Hearing, Meeting, OpenNextYear)
"""Every workflow of the house: what a worker runs, and what histories are replayed with."""

UNWATCHED: dict[str, Any] = {"workflow_runner": UnsandboxedWorkflowRunner()}
"""Temporal's sandbox imports a workflow's modules anew for every instance, which is most of the time that its start
takes. Every test and replay runs inside it; what they have passed runs outside."""

GRACE = timedelta(seconds=30)
"""How long letters on the wire may take to finish when the worker is told to stop."""

_PATIENCE = 2.0


def build_activities(
    *,
    engine: Engine,
    wire: Wire,
    templates: Path,
    calendars: Path,
    sender: str,
    domain: str,
    max_bytes: int | None = None,
    links: str | None = None,
    company: Company | None = None,
) -> list[Callable[..., Any]]:
    """Return every activity with what it needs: the record, the wire, the templates, the folder of calendars."""
    drafting = build_drafting(templates=templates, sender=sender, domain=domain, max_bytes=max_bytes, links=links)
    record = Record(engine=engine, domain=domain)
    post = Correspondence(engine=engine, wire=wire, drafting=drafting, company=company)
    planning = Replanning(engine=engine)
    calendar = Calendars(engine=engine, folder=calendars, domain=domain, sender=sender)
    return [
        record.record,
        post.send_letter,
        post.release_letters,
        post.settle_doubt,
        post.waiting_letters,
        planning.step_orders,
        planning.deadline,
        planning.letters_leave,
        planning.addition,
        planning.replan,
        calendar.publish_calendars,
        Opening(engine=engine, domain=domain).propose_next_year,
    ]


def build_drafting(
    *, templates: Path, sender: str, domain: str, max_bytes: int | None = None, links: str | None = None
) -> Drafting:
    """Return what letters are written with: templates, in whose name, how large one may be, and where links lead."""
    letters, from_us = Letters(templates), Mailbox(name="", address=sender)
    return Drafting(letters=letters, sender=from_us, domain=domain, limit=max_bytes or LIMIT, links=links)


def build_worker(client: Client, activities: Sequence[Callable[..., Any]], **options: Any) -> Worker:
    """Return a worker for every workflow; `options` are Temporal's, `task_queue` is "aarshjul" unless it is given."""
    settled: dict[str, Any] = {"task_queue": "aarshjul", "graceful_shutdown_timeout": GRACE, **options}
    return Worker(client, workflows=list(WORKFLOWS), activities=list(activities), **settled)


@cache
def spare_what_stays() -> None:
    """Leave what is loaded so far out of every search for garbage: it stays until the process ends."""
    gc.freeze()


def build_mailer(settings: Settings) -> Mailer:
    """Return the wire to the relay, or to this machine's mail catcher."""
    host, port = settings.smtp_address
    password = settings.smtp_password
    return Mailer(
        host=host,
        port=port,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=password.get_secret_value() if password else None,
        local_hostname=settings.smtp_local_hostname,
        timeout=settings.smtp_timeout,
        connections=settings.smtp_connections,
        idle=settings.smtp_idle,
        trust=str(settings.smtp_trust) if settings.smtp_trust else None,
        max_bytes=settings.smtp_max_bytes,
        per_minute=settings.smtp_per_minute,
    )


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop` is set; raises RecordUnusable when the database is of another version of the program."""
    engine = make_engine(settings.database)
    await _database_there(engine, stop)
    client = await _temporal_there(settings, stop)
    if client is None:
        return
    mailer = build_mailer(settings)
    activities = build_activities(
        engine=engine,
        wire=mailer,
        templates=settings.templates,
        calendars=settings.calendar_folder,
        sender=settings.sender_address,
        domain=settings.domain,
        max_bytes=settings.smtp_max_bytes,
        links=settings.link_address,
    )
    spare_what_stays()
    async with build_worker(client, activities, task_queue=settings.task_queue, **UNWATCHED):
        log.info("working for %s, queue %s", settings.temporal_target, settings.task_queue)
        beating = asyncio.create_task(keep_beating(engine, Part.WORKER, reaches(client)))
        await stop.wait()
        beating.cancel()
    await mailer.close()
    engine.dispose()


async def _database_there(engine: Engine, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await asyncio.to_thread(check_version, engine)
        except (DatabaseUnreachable, OlderState) as error:
            log.warning("%s", error.sentence.en)
            await _pause(stop)
        else:
            return


async def _temporal_there(settings: Settings, stop: asyncio.Event) -> Client | None:
    while not stop.is_set():
        try:
            return await connect(settings)
        except (RuntimeError, OSError) as error:
            log.warning("Temporal cannot be reached at %s (%s); trying again", settings.temporal_target, error)
            await _pause(stop)
    return None


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), _PATIENCE)


async def _main() -> int:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await run(Settings(), stop)
    except RecordUnusable as error:
        log.error("%s", error.sentence.en)
        return 1
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    status = asyncio.run(_main())
    logging.shutdown()
    sys.stdout.flush()
    os._exit(status)  # Temporal's SDK can abort at the interpreter's own exit
