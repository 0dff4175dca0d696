"""A rehearsed year, beside a bare workflow with as many timers and activities on the same kind of server."""

import shutil
import sqlite3
import sys
from pathlib import Path
from time import perf_counter

from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from bench.bare import BareYear, Nothing
from bench.cycles import SOURCE, whole_year
from bench.measure import Pair, Say, in_turns
from bench.scene import Numbers, play
from planning.resolver import resolve
from planning.scenario import Scenario
from planning.source import Source, parse
from planning.timeline import Timeline
from runtime.definitions import read
from runtime.rehearsal import live
from runtime.rehearsal_record import NAME
from settings import Settings
from worker import UNWATCHED

YEAR = 2027
"""The year that the yearly definition is rehearsed for; any would do."""

_DAYS = 540
_COUNTS = """SELECT (SELECT sum(version) FROM obligation) + (SELECT coalesce(sum(version), 0) FROM meeting)
    + (SELECT coalesce(sum(version), 0) FROM hearing) + (SELECT version FROM cycle),
    (SELECT count(*) FROM letter), (SELECT count(*) FROM step)"""


async def measure(turns: int, say: Say) -> tuple[Pair, Numbers]:
    """Return the pair in seconds, and what the year consisted of."""
    counts = await play(shipped)
    say(f"a year of {counts['activities']:.0f} activities and {counts['timers']:.0f} timers")

    async def ours() -> float:
        return (await play(shipped))["seconds"]

    async def bare() -> float:
        return (await play(bare_year, timers=int(counts["timers"]), count=int(counts["activities"])))["seconds"]

    return await in_turns(ours, bare, turns, say), counts


async def shipped(folder: Path) -> Numbers:
    """Rehearse the template year that ships."""
    source = read("annual", Settings().cycles)
    return await _lived(resolve(parse(source), YEAR), source, folder)


async def generated(folder: Path, bodies: int) -> Numbers:
    """Rehearse a year of this many bodies."""
    return await _lived(whole_year(bodies), SOURCE, folder)


async def bare_year(folder: Path, timers: int, count: int) -> Numbers:
    """Let the bare year pass on a time-skipping server, with `count` activities."""
    binary = shutil.which("temporal-test-server", path=str(Path(sys.executable).parent))
    began, nothing = perf_counter(), Nothing()
    async with await WorkflowEnvironment.start_time_skipping(test_server_existing_path=binary) as env:
        activities = [nothing.nothing]
        async with Worker(env.client, task_queue="bare", workflows=[BareYear], activities=activities, **UNWATCHED):
            await env.client.execute_workflow(BareYear.run, args=[timers, count, _DAYS], id="bare", task_queue="bare")
        seconds = perf_counter() - began
    return {"seconds": seconds, "activities": nothing.done}


async def _lived(timeline: Timeline, source: Source, folder: Path) -> Numbers:
    began = perf_counter()
    lived = await live(Settings(), timeline, source, Scenario(), folder)
    seconds = perf_counter() - began
    with sqlite3.connect(folder / NAME) as record:
        changes, letters, steps = record.execute(_COUNTS).fetchone()
    if not lived.glance.is_over:
        raise RuntimeError(f"{timeline.slug} did not end")
    return {"seconds": seconds, "timers": changes, "activities": changes + letters + steps, "letters": letters}
