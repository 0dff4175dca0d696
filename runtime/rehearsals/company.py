"""How letters of a rehearsed year wait for those that are told with them: until all that is due has been recorded.

A running office waits twenty seconds. On a rehearsal's clock these would be seconds of the real one, and whether they
are enough would depend on the machine; but whoever plays the year knows when it is at rest.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from runtime.rehearsals.under_way import UnderWay

NAME = "all-came"
"""The file that a worker of another process looks for."""

PULSE = 0.02
"""Real seconds between two looks at it."""

AGAIN = timedelta(milliseconds=50)
"""After how long a letter asks what has become of its digest: nobody else is waited for."""

WAITING_AT_ONCE = 20_000
"""How many letters may wait at once until they are told together: more than a cycle sends at one moment."""


class Present:
    """The company as the player has it, and a worker of the same process. `elsewhere` is the other process's folder."""

    again = AGAIN

    def __init__(self, under_way: UnderWay | None, elsewhere: Path | None = None) -> None:
        self._under_way = under_way
        self._sign = elsewhere / NAME if elsewhere else None
        self._complete = asyncio.Event()

    @property
    def knows(self) -> bool:
        """Whether it has been told that all came."""
        return self._complete.is_set()

    def all_came(self) -> None:
        """All that is due has been recorded: whoever waits may go."""
        self._complete.set()
        if self._sign:
            self._sign.touch()

    def others_may_come(self) -> None:
        """Something is about to happen."""
        self._complete.clear()
        if self._sign:
            self._sign.unlink(missing_ok=True)

    async def is_complete(self) -> None:
        """Wait, while the activity counts as one that is not under way."""
        async with self._resting():
            await self._complete.wait()

    @contextlib.asynccontextmanager
    async def _resting(self) -> AsyncIterator[None]:
        if self._under_way:
            self._under_way.end()
        try:
            yield
        finally:
            if self._under_way:
                self._under_way.begin()


class Elsewhere:
    """The company as a worker of another process has it, whose player is told of by a file in this folder."""

    again = AGAIN

    def __init__(self, folder: Path) -> None:
        self._sign = folder / NAME

    async def is_complete(self) -> None:
        """Wait until the file is there."""
        while not self._sign.exists():  # noqa: ASYNC110 -- a file has no event
            await asyncio.sleep(PULSE)
