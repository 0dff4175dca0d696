"""DBOS Transact on an SQLite file: a durable sleep, then a step that sends."""

import asyncio
import sys
import time
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetWorkflowID

from bench.peers.wire import PLANTED, plant, send


@DBOS.step()
async def send_message(folder: str, key: str) -> None:
    """Send."""
    send(Path(folder), key)


@DBOS.workflow()
async def deadline(folder: str, key: str, seconds: float) -> None:
    """Wait, and send. The seconds are settled before the start: a recovered workflow must do what it did."""
    await DBOS.sleep_async(seconds)
    await send_message(folder, key)


async def work(folder: Path, deadlines: int, due: float) -> None:
    """Work until killed; what an earlier life began is recovered at the launch."""
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": f"sqlite:///{folder / 'transact.db'}",
        "log_level": "ERROR",
    }
    DBOS(config=config)
    DBOS.launch()
    if not (folder / PLANTED).exists():
        for number in range(deadlines):
            with SetWorkflowID(f"d{number}"):
                await DBOS.start_workflow_async(deadline, str(folder), f"d{number}", due - time.time())
        plant(folder)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
