"""Årshjul itself: a year of one deliverable per body, whose only reminder leaves on the morning of the deadline.

The Temporal server is another process, which the kill spares, as it spares the peers' database files.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import until
from bench.peers.wire import PLANTED, plant
from bench.starting import activities, opened, prepared, start
from models.database import make_engine
from settings import Settings
from temporal_client import connect
from worker import UNWATCHED, build_worker

MORNING = datetime(2011, 5, 16, 6, tzinfo=UTC)
"""When the reminder leaves: 08:00 in Copenhagen."""


async def work(folder: Path, deadlines: int, due: float, port: int) -> None:
    """Work until killed."""
    client = await connect(Settings(temporal_port=port))
    again = (folder / PLANTED).exists()
    engine = make_engine(f"sqlite:///{folder / 'aarshjul.db'}") if again else prepared(folder)
    async with build_worker(client, activities(engine, folder), **UNWATCHED):
        if not again:
            await start(client, engine, deadlines, MORNING - timedelta(seconds=due - time.time()), rungs=(0,))
            await until(lambda: opened(engine) >= deadlines)
            plant(folder)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
