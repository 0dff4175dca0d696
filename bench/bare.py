"""The barest workflows: timers and activities that do nothing, to compare ours with."""

import asyncio
from datetime import timedelta
from itertools import count

from temporalio import activity, workflow

_A_WHILE = timedelta(minutes=1)
BATCH = 25
"""Children that are started at once, as our year does."""


class Nothing:
    """An activity that does nothing but count itself."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.done = 0

    @activity.defn(name="nothing")
    async def nothing(self) -> None:
        """Do nothing."""
        self.done = next(self._numbers)


@workflow.defn(name="bare-year")
class BareYear:
    """Timers, one after another, and after each its share of activities, together."""

    @workflow.run
    async def run(self, timers: int, activities: int, days: int) -> None:
        """Let `days` pass in `timers` sleeps, with `activities` in all."""
        done = 0
        for number in range(1, timers + 1):
            await asyncio.sleep(timedelta(days=days).total_seconds() / timers)
            due = activities * number // timers
            await asyncio.gather(*(_nothing() for _ in range(due - done)))
            done = due


@workflow.defn(name="bare-child")
class BareChild:
    """One activity, then a timer."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing, and wait for a year."""
        await _nothing()
        await asyncio.sleep(timedelta(days=365).total_seconds())


@workflow.defn(name="bare-parent")
class BareParent:
    """Starts children, as many at once as our year does."""

    @workflow.run
    async def run(self, children: int) -> None:
        """Start them; return when all have begun."""
        me = workflow.info().workflow_id
        for first in range(0, children, BATCH):
            last = min(first + BATCH, children)
            await asyncio.gather(*(_child(f"{me}:{number}") for number in range(first, last)))


async def _nothing() -> None:
    await workflow.execute_activity_method(Nothing.nothing, start_to_close_timeout=_A_WHILE)


async def _child(id_: str) -> None:
    await workflow.start_child_workflow(BareChild.run, id=id_, parent_close_policy=workflow.ParentClosePolicy.ABANDON)
