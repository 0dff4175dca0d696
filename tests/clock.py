"""The time of a test's cycle: it stands still until the test travels, and everything due on the way happens."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

ZONE = ZoneInfo("Europe/Copenhagen")
PASSING = timedelta(minutes=10)
"""What acts of one moment may take together before the clock has left that moment behind."""

STRIDE = timedelta(days=3)
"""How far one call to the server goes: one that takes more than half a minute is cut off by its own keep-alive."""

BUSY = 8.0
"""Real seconds after which nothing more is due: the server stops skipping now and then when the last workflow ends."""

MOMENT = timedelta(milliseconds=500)
"""A little of the cycle's time, which passes at once when nothing is left to do."""


def local(day: date, hour: time = time(10)) -> datetime:
    """Return an instant by the clock on the wall in Copenhagen."""
    return datetime.combine(day, hour, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Clock:
    """The time of the cycle, which only moves when a test says so."""

    env: WorkflowEnvironment
    offset: timedelta = timedelta()

    async def now(self) -> datetime:
        """Return the cycle's present moment."""
        return await self.env.get_current_time() + self.offset

    async def travel_to(self, day: date, hour: time = time(10)) -> None:
        """Let time pass until this moment, with everything that happens on the way."""
        await self.travel_until(local(day, hour))

    async def travel_until(self, moment: datetime) -> None:
        """Let time pass until this instant, with everything that happens on the way."""
        assert moment - await self.now() >= -PASSING, f"{moment} lies behind {await self.now()}"
        while (left := moment - await self.now()) > timedelta():
            if not await self._let_pass(min(left, STRIDE)):
                return
        await self.settle()

    async def settle(self) -> None:
        """Let everything be done that is due: until then the server skips no time, and a moment takes its time."""
        quiet, end = 0, monotonic() + BUSY
        while quiet < 2 and monotonic() < end:
            began = monotonic()
            if not await self._let_pass(MOMENT):
                return
            quiet = quiet + 1 if monotonic() - began < MOMENT.total_seconds() / 2 else 0

    async def _let_pass(self, duration: timedelta) -> bool:
        """Let time pass; False when the server has stopped skipping, as it does now and then after the last workflow.

        What a test then asserts fails if something was still to happen.
        """
        try:
            await self.env.sleep(duration)
        except RPCError:
            return False
        return True


async def eventually(holds: Callable[[], bool], within: float = 20.0) -> None:
    """Wait until `holds()` is true; fail when it does not become so."""
    for _ in range(int(within / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    assert holds()
