"""The worker as a child of the embedded office: started by its module's name, and known to be there when it polls."""

import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from runtime.processes.children import Child, Tell
from runtime.refusal import Refused
from settings import Settings

PATIENCE_SECONDS = 60.0
HOPELESS_STARTS = 3


def child(settings: Settings, tell: Tell) -> Child:
    """Return the worker as a child, not started. It reads the same settings from its environment."""
    return Child(
        "worker",
        [sys.executable, "-P", "-m", "worker"],  # -P: a file in the current folder is not the program
        log=settings.home / "logs" / "worker.log",
        environment={**os.environ, "AARSHJUL_HOME": str(settings.home)},
        tell=tell,
    )


async def polling(client: Client, settings: Settings, worker: Child) -> None:
    """Return when a worker asks for tasks; raises Refused when it keeps dying or does not come."""
    began, end = datetime.now(UTC), time.monotonic() + PATIENCE_SECONDS
    while not await _is_polled(client, settings.task_queue, began):
        if worker.started > HOPELESS_STARTS or time.monotonic() > end:
            raise _does_not_start(worker.log)
        await asyncio.sleep(0.1)


async def _is_polled(client: Client, queue: str, since: datetime) -> bool:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    described = await client.workflow_service.describe_task_queue(request)
    # Pollers of the last run are remembered for minutes: only those seen since we look count.
    return any(poller.last_access_time.ToDatetime(UTC) >= since for poller in described.pollers)


def _does_not_start(log: Path) -> Refused:
    return Refused(
        f"Arbejderen vil ikke starte; {log} siger hvorfor. Det gemte er i behold.",
        f"The worker does not start; {log} says why. What is stored is safe.",
    )
