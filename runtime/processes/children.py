"""A child process that the office keeps running: started, restarted when it dies, stopped with the office.

Each child has a session of its own, so that Ctrl-C reaches only the supervisor, and is tethered to it.
"""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from models.schedule import Text

Tell = Callable[[Text], None]
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LOG_BYTES = 5_000_000


class Child:
    """One supervised program. `started` counts how often it was started."""

    def __init__(
        self, name: str, command: Sequence[str], *, log: Path, environment: Mapping[str, str], tell: Tell
    ) -> None:
        self.name, self.log, self.started = name, log, 0
        self._command, self._environment, self._tell = command, environment, tell
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The running process's id."""
        return self._process.pid if self._process and self._process.returncode is None else None

    def start(self) -> None:
        """Begin to keep the program running."""
        self._keeper = asyncio.create_task(self._keep_running(), name=self.name)

    async def stop(self, grace: float = 15.0) -> None:
        """End the program: asked first, killed after `grace` seconds. It is not started again."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _keep_running(self) -> None:
        pause = 1.0
        while True:
            began = time.monotonic()
            status = await self._run_once()
            pause = 1.0 if time.monotonic() - began > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            self._tell(self._has_died(status, pause))
            await asyncio.sleep(pause)

    async def _run_once(self) -> int:
        tethered = [sys.executable, "-P", "-m", "runtime.processes.tether", str(os.getpid()), *self._command]
        self.started += 1
        with _log_file(self.log) as log:
            # The pipe is never written to: the tether sees it close when the supervisor ends.
            self._process = await asyncio.create_subprocess_exec(
                *tethered,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )
        return await self._process.wait()

    def _has_died(self, status: int, pause: float) -> Text:
        return Text(
            da=f"{self.name} stoppede ({status}) og startes igen om {pause:.0f} s. Se {self.log}",
            en=f"{self.name} ended ({status}) and is started again in {pause:.0f} s. See {self.log}",
        )


def _log_file(path: Path) -> BinaryIO:
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
    return path.open("ab")
