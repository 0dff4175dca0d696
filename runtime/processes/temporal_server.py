"""The embedded Temporal server: how it is started, when it answers, and how long it keeps what has ended."""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from runtime.processes.children import Child, Tell
from runtime.processes.ports import LOOPBACK
from runtime.refusal import Refused
from settings import Settings
from temporal_client import connect

RETENTION = timedelta(days=3650)  # the server's own default is one day
PATIENCE_SECONDS = 60.0
HOPELESS_STARTS = 3


def child(settings: Settings, tell: Tell) -> Child:
    """Return the server as a child, not started; raises Refused when its program is not installed."""
    return Child(
        "Temporal",
        [*_program(), *_arguments(settings)],
        log=settings.home / "logs" / "temporal.log",
        environment=_environment(os.environ),
        tell=tell,
    )


async def answering(settings: Settings, server: Child | None) -> Client:
    """Return a client as soon as the server answers; raises Refused when it does not, or keeps dying."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            client = await connect(settings)
            await client.service_client.check_health()
        except (RuntimeError, RPCError) as error:
            if server is not None and server.started > HOPELESS_STARTS:
                raise _does_not_start(server.log, settings.home) from error
            if time.monotonic() > end:
                raise _does_not_answer(settings.temporal_target) from error
            await asyncio.sleep(0.1)
        else:
            return client


async def keep_for_ten_years(client: Client) -> None:
    """Let the embedded server keep ended workflows for as long as an office asks about them."""
    duration = Duration()
    duration.FromTimedelta(RETENTION)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace, config=NamespaceConfig(workflow_execution_retention_ttl=duration)
        )
    )


def _program() -> list[str]:
    beside = Path(sys.executable).parent
    found = shutil.which("temporal", path=str(beside)) or shutil.which("temporal")
    if found is None:
        raise Refused(
            f"Programmet »temporal« findes ikke i {beside}. Kør »make setup« igen.",
            f"The program “temporal” is not in {beside}. Run “make setup” again.",
        )
    return [found]


def _arguments(settings: Settings) -> list[str]:
    return [
        "server", "start-dev",
        "--db-filename", str(settings.home / "temporal.db"),
        "--ip", LOOPBACK,
        "--port", str(settings.temporal_port),
        "--ui-port", str(settings.temporal_ui_port),
        "--ui-disable-news-fetch",
        "--namespace", settings.temporal_namespace,
        "--sqlite-pragma", "journal_mode=WAL",
        "--sqlite-pragma", "synchronous=FULL",
        "--log-level", "error",  # "fatal" breaks start-dev
    ]  # fmt: skip


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment without what configures *clients* of Temporal, which the program would read as its own."""
    kept = {name: value for name, value in given.items() if not name.startswith("TEMPORAL_")}
    return {**kept, "TEMPORAL_VERSION_CHECK_DISABLED": "1"}  # no call to anywhere outside


def _does_not_start(log: Path, home: Path) -> Refused:
    file = home / "temporal.db"
    return Refused(
        f"Temporal vil ikke starte; {log} siger hvorfor. Databasen er i behold. Er {file} ødelagt eller fra en anden "
        "version, så flyt den væk, start igen, og kør »aarshjul rehydrate«.",
        f"Temporal does not start; {log} says why. The database is safe. If {file} is damaged or of another version, "
        "move it away, start again and run “aarshjul rehydrate”.",
    )


def _does_not_answer(target: str) -> Refused:
    return Refused(
        f"Temporal svarer ikke på {target} (prøvet i {PATIENCE_SECONDS:.0f} s). Det gemte er i behold; "
        "kontrollér adressen i AARSHJUL_TEMPORAL_ADDRESS eller AARSHJUL_TEMPORAL_PORT.",
        f"Temporal does not answer at {target} (tried for {PATIENCE_SECONDS:.0f} s). What is stored is safe; "
        "check the address in AARSHJUL_TEMPORAL_ADDRESS or AARSHJUL_TEMPORAL_PORT.",
    )
