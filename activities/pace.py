"""How fast letters may follow each other: evenly, so many a minute."""

import asyncio
import time
from collections.abc import Awaitable, Callable


class Pace:
    """Gives turns at even intervals, at most `per_minute`; None gives them at once.

    `clock` counts seconds and never goes back; `sleep` waits so many of them.
    """

    def __init__(
        self,
        per_minute: int | None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._clock, self._sleep = clock, sleep
        self._next = clock()

    @property
    def ahead(self) -> float:
        """Seconds until the next turn."""
        return max(0.0, self._next - self._clock())

    async def turn(self) -> None:
        """Return when it is the caller's turn. A turn that is given up is lost: the pace is an upper bound."""
        wait = self.ahead
        self._next = self._clock() + wait + self._interval
        if wait:
            await self._sleep(wait)
