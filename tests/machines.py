"""Processes that tests kill: a Temporal server on a file, and the worker as operators start it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

CHECKOUT = Path(__file__).parents[1]
PATIENCE = 60.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Machine:
    """One process of a command, that can be killed and started again."""

    command: list[str]
    log: Path
    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdout=log, stderr=log, env={**os.environ, **self.environment}, cwd=CHECKOUT
            )

    async def kill(self) -> None:
        """Kill it with -9, and wait until it is gone."""
        if self.process and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()


@dataclass
class Machines:
    """A server and a worker, with the folder that their state lies in."""

    folder: Path
    port: int
    server: Machine
    worker: Machine

    @property
    def temporal_file(self) -> Path:
        """The server's own file."""
        return self.folder / "temporal.db"

    def lose_the_file(self) -> None:
        """Delete everything that the server, which has ended, knew."""
        for file in self.folder.glob(f"{self.temporal_file.name}*"):
            file.unlink()

    async def client(self) -> Client:
        """Return a connected client, as soon as the server answers."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await Client.connect(f"127.0.0.1:{self.port}", data_converter=pydantic_data_converter)
            except RuntimeError:
                if asyncio.get_running_loop().time() > end:
                    raise
                await asyncio.sleep(0.1)

    async def start_working(self) -> None:
        """Start the worker; return when it asks the server for work."""
        await self.worker.start()
        client = await self.client()
        async with asyncio.timeout(PATIENCE):
            while not await _has_worker(client):  # noqa: ASYNC110 -- another process's condition
                await asyncio.sleep(0.1)


async def _has_worker(client: Client) -> bool:
    kinds = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
    asked = [
        DescribeTaskQueueRequest(
            namespace=client.namespace, task_queue=TaskQueue(name="aarshjul"), task_queue_type=kind
        )
        for kind in kinds
    ]
    return all([(await client.workflow_service.describe_task_queue(each)).pollers for each in asked])


@contextlib.asynccontextmanager
async def machines(folder: Path, database: str, relay_port: int) -> AsyncIterator[Machines]:
    """Give a running server and a worker that is not started yet; both end with the test."""
    port = free_port()
    server = Machine(
        [
            str(Path(sys.executable).parent / "temporal"),
            *("server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port)),
            *("--db-filename", str(folder / "temporal.db"), "--log-level", "error"),
            *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=FULL"),
        ],
        folder / "server.log",
        {},
    )
    worker = Machine(
        [sys.executable, "-m", "worker"],
        folder / "worker.log",
        {
            "AARSHJUL_HOME": str(folder),
            "AARSHJUL_DATABASE_URL": database,
            "AARSHJUL_TEMPORAL_PORT": str(port),
            "AARSHJUL_SMTP_HOST": "127.0.0.1",
            "AARSHJUL_SMTP_PORT": str(relay_port),
        },
    )
    await server.start()
    try:
        yield Machines(folder, port, server, worker)
    finally:
        await worker.kill()
        await server.kill()
