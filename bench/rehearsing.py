"""A rehearsed year, beside a bare workflow with as many timers and activities on the same kind of server."""

import resource
import shutil
import sqlite3
import sys
from pathlib import Path
from time import perf_counter, process_time

from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from bench.bare import BareYear, Nothing
from bench.cycles import SOURCE, whole_year
from bench.measure import Pair, Say, Series, in_turns
from bench.scene import Numbers, play
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.format.source import Source, parse
from planning.scenarios.scenario import Scenario
from runtime.definitions import read
from runtime.rehearsals.record import NAME
from runtime.rehearsals.year import live
from settings import Settings
from worker import UNWATCHED

YEAR = 2027
"""The year that the yearly definition is rehearsed for; any would do."""

_DAYS = 540
_COUNTS = """SELECT (SELECT sum(version) FROM obligation) + (SELECT coalesce(sum(version), 0) FROM meeting)
    + (SELECT coalesce(sum(version), 0) FROM hearing) + (SELECT version FROM cycle),
    (SELECT count(*) FROM letter), (SELECT count(*) FROM step)"""


async def measure(turns: int, say: Say) -> tuple[Pair, Pair, Numbers]:
    """Return the pair in seconds, the pair in seconds of CPU, and what the year consisted of."""
    counts = await play(shipped)
    say(f"a year of {counts['activities']:.0f} activities and {counts['timers']:.0f} timers")
    timers, activities = int(counts["timers"]), int(counts["activities"])
    mine: list[float] = []
    theirs: list[float] = []

    async def ours() -> float:
        return _noted(await play(shipped), mine)

    async def bare() -> float:
        return _noted(await play(bare_year, timers=timers, count=activities), theirs)

    seconds = await in_turns(ours, bare, turns, say)
    return seconds, Pair(Series(tuple(mine)), Series(tuple(theirs))), counts


def _noted(found: Numbers, cpu: list[float]) -> float:
    cpu.append(found["cpu"])
    return found["seconds"]


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
    began, worked, nothing = perf_counter(), process_time(), Nothing()
    async with await WorkflowEnvironment.start_time_skipping(test_server_existing_path=binary) as env:
        activities = [nothing.nothing]
        async with Worker(env.client, task_queue="bare", workflows=[BareYear], activities=activities, **UNWATCHED):
            await env.client.execute_workflow(BareYear.run, args=[timers, count, _DAYS], id="bare", task_queue="bare")
        seconds = perf_counter() - began
    return {"seconds": seconds, "cpu": process_time() - worked, "activities": nothing.done}


async def _lived(timeline: Timeline, source: Source, folder: Path) -> Numbers:
    began, worked = perf_counter(), process_time()
    lived = await live(Settings(), timeline, source, Scenario(), folder)
    spent = {"seconds": perf_counter() - began, "cpu": process_time() - worked, "memory": _peak()}
    with sqlite3.connect(folder / NAME) as record:
        changes, letters, steps = record.execute(_COUNTS).fetchone()
    if not lived.glance.is_over:
        raise RuntimeError(f"{timeline.slug} did not end")
    return {**spent, "timers": changes, "activities": changes + letters + steps, "letters": letters}


def _peak() -> float:
    """The most megabytes that this process has held; its worker is in it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
