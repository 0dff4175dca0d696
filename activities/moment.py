"""What time it is for an activity: the workflow's moment, and what has passed since it was asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from temporalio import activity

_PUNCTUAL = timedelta(minutes=1)
_BEAT = 5.0


def observed(asked: datetime) -> datetime:
    """Return the moment that the workflow gave, moved on by how long this attempt came after the first.

    A punctual attempt keeps the workflow's moment, so that a rehearsed year is stamped with its own time.
    """
    if not activity.in_activity():
        return asked
    info = activity.info()
    waited = info.current_attempt_scheduled_time - info.scheduled_time
    return asked if waited <= _PUNCTUAL else (asked + waited).replace(microsecond=0)


@contextlib.asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Tell the server every few seconds that the attempt lives, so that one that died is repeated soon."""
    if not activity.in_activity():
        yield
        return
    task = asyncio.create_task(_beat())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _beat() -> None:
    while True:
        await asyncio.sleep(_BEAT)  # first: most attempts are over before, and each beat is a call to the server
        activity.heartbeat()
