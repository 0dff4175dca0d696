"""A rehearsal's worker as a process of its own, so that it can be killed: `python -m runtime.rehearsals.worker …`."""

import argparse
import asyncio
import logging
from pathlib import Path

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from runtime.processes.core_logging import hushed
from runtime.rehearsals.company import WAITING_AT_ONCE, Elsewhere
from runtime.rehearsals.record import record
from runtime.rehearsals.wire import DeadlyWire, FolderWire
from settings import Settings
from worker import UNWATCHED, build_activities, build_worker


async def work(address: str, folder: Path, before: str | None) -> None:
    """Work off the rehearsal's queue until terminated, or until the letter named by `before` is about to leave.

    Nothing is cached: a killed worker's cached workflows would hang the time-skipping server.
    """
    settings, engine = Settings(), record(folder)
    wire = DeadlyWire(folder / "wire", engine, before) if before else FolderWire(folder / "wire")
    activities = build_activities(
        engine=engine,
        wire=wire,
        templates=settings.templates,
        calendars=folder / "calendars",
        sender=settings.sender_address,
        domain=settings.domain,
        company=Elsewhere(folder),
    )
    client = await Client.connect(address, data_converter=pydantic_data_converter, runtime=hushed())
    options = {"max_cached_workflows": 0, "max_concurrent_activities": WAITING_AT_ONCE, **UNWATCHED}
    async with build_worker(client, activities, **options):
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line, and work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kill-before")
    given = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(work(given.address, given.folder, given.kill_before))


if __name__ == "__main__":
    main()
