"""The time of a test's cycle: it stands still until the test travels, and everything due on the way happens."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from models.cycles import Cycle
from models.journal import JournalEntry
from models.vocabulary import CycleStage

ZONE = ZoneInfo("Europe/Copenhagen")
PASSING = timedelta(minutes=10)
"""What acts of one moment may take together before the clock has left that moment behind."""

STRIDE = timedelta(days=3)
"""How far one call to the server goes: one that takes more than half a minute is cut off by its own keep-alive."""

GLANCE = 0.1
"""Real seconds between two looks at whether anything is left that could happen."""

OVER = frozenset({CycleStage.ENDED, CycleStage.CANCELLED})

MOMENT = timedelta(milliseconds=500)
"""A little of the cycle's time, which passes at once when nothing is left to do."""


def local(day: date, hour: time = time(10)) -> datetime:
    """Return an instant by the clock on the wall in Copenhagen."""
    return datetime.combine(day, hour, tzinfo=ZONE).astimezone(UTC)


@dataclass
class Clock:
    """The time of the cycle, which only moves when a test says so."""

    env: WorkflowEnvironment
    engine: Engine
    offset: timedelta = timedelta()

    async def now(self) -> datetime:
        """Return the cycle's present moment."""
        return await self.env.get_current_time() + self.offset

    async def travel_to(self, day: date, hour: time = time(10)) -> None:
        """Let time pass until this moment, with everything that happens on the way."""
        await self.travel_until(local(day, hour))

    async def travel_until(self, moment: datetime) -> None:
        """Let time pass until this instant, with everything that happens on the way; or until every cycle is over."""
        assert moment - await self.now() >= -PASSING, f"{moment} lies behind {await self.now()}"
        while (left := moment - await self.now()) > timedelta():
            if not await self._let_pass(min(left, STRIDE)):
                return
        await self.settle()

    async def settle(self) -> None:
        """Let everything be done that is due: until then the server skips no time, and a moment takes its time."""
        quiet = 0
        while quiet < 2:
            began = monotonic()
            if not await self._let_pass(MOMENT):
                return
            quiet = quiet + 1 if monotonic() - began < MOMENT.total_seconds() / 2 else 0

    async def _let_pass(self, duration: timedelta) -> bool:
        """Let time pass; False when nothing is left that could happen.

        A child that ends after its parent stops the server's skipping for good, as the last children of a year do.
        """
        passing = asyncio.ensure_future(self.env.sleep(duration))
        while not (await asyncio.wait([passing], timeout=GLANCE))[0]:
            if await self._is_all_over():
                passing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await passing
                return False
        await passing
        return True

    async def _is_all_over(self) -> bool:
        """Whether every cycle of the record has ended, and every workflow of it with it."""
        with Session(self.engine) as session:
            stages = set(session.exec(select(Cycle.stage)).all())
            ids = session.exec(select(col(JournalEntry.workflow_id)).distinct()).all()
        if not stages or not stages <= OVER:
            return False
        return not any([await self._runs(id_) for id_ in ids if id_.startswith("cycle:")])

    async def _runs(self, id_: str) -> bool:
        """Whether the server has this workflow, and it has not ended; a server that came after a loss has not all."""
        try:
            found = await self.env.client.get_workflow_handle(id_).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return found.status is WorkflowExecutionStatus.RUNNING


async def eventually(holds: Callable[[], bool], within: float = 20.0) -> None:
    """Wait until `holds()` is true; fail when it does not become so."""
    for _ in range(int(within / 0.05)):
        if holds():
            return
        await asyncio.sleep(0.05)
    assert holds()
