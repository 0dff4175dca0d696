"""`python -m bench`: every figure, with progress on the terminal; the report goes to docs/benchmarks.md."""

import argparse
import asyncio
import sys
from pathlib import Path
from time import perf_counter

from bench import (
    boarding,
    committees,
    composing,
    feeds,
    growth,
    memory,
    paging,
    posting,
    racing,
    rehearsing,
    report,
    starting,
)
from bench.scene import CHECKOUT

EVENTS, ASKED = 1000, 4000
"""The entries of a calendar, and how often programs ask for it that have the latest."""

OPENED = 400
"""How often a committee's page is opened."""

REPORT = CHECKOUT / "docs" / "benchmarks.md"


def main() -> None:
    """Read the command line, measure, and write."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure, and write docs/benchmarks.md.")
    parser.add_argument("--turns", type=int, default=5, help="how often each pair is measured (default 5)")
    parser.add_argument("--count", type=int, default=500, help="deliverables, letters and deadlines (default 500)")
    parser.add_argument("--rows", type=int, default=100_000, help="deliverables under the board (default 100000)")
    parser.add_argument("--full", action="store_true", help="growth to a hundred times as many bodies: many minutes")
    parser.add_argument("--out", type=Path, default=REPORT, help="where the report is written")
    given = parser.parse_args()
    parts = asyncio.run(_measure(given.turns, given.count, given.rows, given.full))
    given.out.write_text(report.page(parts, given.turns), encoding="utf-8")
    print(f"Written to {given.out}.")


async def _measure(turns: int, count: int, rows: int, full: bool) -> list[str]:
    parts = []
    _title("Rehearsed year")
    parts.append(report.rehearsal(*await rehearsing.measure(turns, _say)))
    _title("Starting")
    parts.append(report.start(await starting.measure(count, turns, _say), count))
    _title("Letters")
    parts.append(report.letters(await posting.measure(count, turns, _say), count))
    _title("Letters with a PDF and an invitation")
    parts.append(report.composed(*await composing.measure(count, turns, _say), count))
    _title("Overdue board")
    parts.append(report.board(boarding.measure(rows, max(turns, 9), _say), rows))
    _title("Pages")
    weighed = paging.measure(rows, max(turns, 20), _say)
    parts.append(report.pages(weighed, *await committees.measure(OPENED, turns, _say), rows, OPENED))
    _title("Calendars")
    parts.append(report.feeds(*await feeds.measure(EVENTS, ASKED, turns, _say), EVENTS, ASKED))
    _title("Memory")
    parts.append(report.memory(await memory.measure(_say)))
    _title("Growth")
    parts.append(report.growth(await growth.measure(full, _say)))
    _title("Peers")
    parts.append(report.peers(await racing.measure(count, _say), count))
    return parts


def _title(name: str) -> None:
    print(f"\n{name}", flush=True)


def _say(line: str, began: float = perf_counter()) -> None:
    print(f"  [{perf_counter() - began:5.0f} s] {line}", flush=True)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
