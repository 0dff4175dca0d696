"""Showing signs of life: a row of the record every minute, by which a page tells whether a part of the office works."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client
from temporalio.service import RPCError

from models.beats import Beat, Part
from models.database import RecordUnusable

log = logging.getLogger("aarshjul.beat")

EVERY = 60.0
"""Seconds between two signs of life."""

_WORKFLOW_SERVICE = "temporal.api.workflowservice.v1.WorkflowService"


def reaches(client: Client) -> Callable[[], Awaitable[bool]]:
    """Return the question whether the engine's server answers."""

    async def answered() -> bool:
        try:
            async with asyncio.timeout(10):
                return await client.service_client.check_health(service=_WORKFLOW_SERVICE)
        except (RPCError, OSError, RuntimeError, TimeoutError):
            return False

    return answered


async def keep_beating(
    engine: Engine,
    part: Part,
    works: Callable[[], Awaitable[bool]],
    *,
    every: float = EVERY,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Note every so many seconds, until cancelled, whether this part works; a record that is away is tried again."""
    while True:
        try:
            await asyncio.to_thread(beat, engine, part, clock(), works=await works())
        except RecordUnusable as error:
            log.warning("%s", error)
        except Exception:  # a defect here must not end what the part is for
            log.exception("no sign of life could be noted")
        await asyncio.sleep(every)


def beat(engine: Engine, part: Part, now: datetime, *, works: bool = True) -> None:
    """Note that the part works now, or that it has failed since the first time that it did."""
    with Session(engine) as session, session.begin():
        row = session.get(Beat, part) or Beat(part=part)
        if works:
            row.at, row.failing_since = now, None
        else:
            row.failing_since = row.failing_since or now
        session.add(row)
