"""What a worker of this process has under way, and has written: nobody needs to ask the record for it."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterator
from typing import Any

from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from models.change import Change
from models.states import CycleState
from planning.acts.replanning import Child

_BREATH = 0.002
"""Real seconds after which the next activity of a chain would most often have begun."""


class UnderWay(Interceptor):
    """Counts the activities that run, and notes the children that they write.

    Told by a worker's `interceptors`, in the event loop that runs them.
    """

    def __init__(self) -> None:
        self._running = 0
        self._ended = asyncio.Event()
        self._written: deque[Child] = deque()

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Count what runs behind `next`."""
        return _Counting(next, self)

    @property
    def is_idle(self) -> bool:
        """Whether no activity runs, but for those that wait for others."""
        return self._running == 0

    def begin(self) -> None:
        """One activity more."""
        self._running += 1
        self._ended.clear()

    def end(self) -> None:
        """One activity less."""
        self._running -= 1
        if not self._running:
            self._ended.set()

    def wrote(self, *given: object) -> None:
        """An activity that was given this has ended, and may have written it."""
        self._written.extend(
            each.state for each in given if isinstance(each, Change) and not isinstance(each.state, CycleState)
        )

    def written(self) -> Iterator[Child]:
        """Yield the children that may have been written since this was asked last; any thread may ask."""
        while self._written:
            yield self._written.popleft()

    async def settled(self, patience: float) -> None:
        """Wait until something has ended since the last call and nothing runs, or for so many real seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not self._ended.is_set():
                    await self._ended.wait()
                    await asyncio.sleep(_BREATH)
        self._ended.clear()


class _Counting(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, count: UnderWay) -> None:
        super().__init__(next)
        self._count = count

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        self._count.begin()
        try:
            return await super().execute_activity(input)
        finally:
            self._count.wrote(*input.args)
            self._count.end()
