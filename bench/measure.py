"""Numbers that survive a noisy machine: repeated, in turns with what they are compared to, as median and spread."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import log10
from statistics import median
from time import perf_counter

Say = Callable[[str], None]
Run = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Series:
    """The same thing measured several times."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    def at(self, share: float) -> float:
        """The value that this share of them does not exceed: 0.95 for p95."""
        return sorted(self.values)[min(len(self.values) - 1, int(len(self.values) * share))]

    def shown(self, unit: str = "") -> str:
        """Return median and spread as they stand in a report."""
        unit = f" {unit}" if unit else ""
        return f"{figure(self.middle)}{unit} ({figure(min(self.values))}–{figure(max(self.values))})"

    def per(self, count: float) -> "Series":
        """Return how many there were in each second, when every value is the seconds that `count` took."""
        return Series(tuple(count / value for value in self.values))

    def times(self, factor: float) -> "Series":
        """Return the values in another unit."""
        return Series(tuple(value * factor for value in self.values))


@dataclass(frozen=True)
class Pair:
    """Ours and the barest, measured in turns; each ratio is of two neighbours, so that noise hits both."""

    ours: Series
    bare: Series

    @property
    def ratio(self) -> Series:
        """Ours divided by the barest, turn by turn."""
        return Series(tuple(mine / theirs for mine, theirs in zip(self.ours.values, self.bare.values, strict=True)))


async def in_turns(ours: Run, bare: Run, turns: int, say: Say) -> Pair:
    """Measure both this many times; who goes first changes every turn."""
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(turns):
        for values, run in [(mine, ours), (theirs, bare)][:: 1 if turn % 2 == 0 else -1]:
            values.append(await run())
        say(f"turn {turn + 1} of {turns}: {figure(mine[-1])} s beside {figure(theirs[-1])} s")
    return Pair(Series(tuple(mine)), Series(tuple(theirs)))


async def until(holds: Callable[[], bool], patience: float = 1800.0) -> None:
    """Wait until this holds; raises TimeoutError when it does not within `patience` seconds."""
    end = perf_counter() + patience
    while not holds():
        if perf_counter() > end:
            raise TimeoutError(f"waited {patience:.0f} s for what did not happen")
        await asyncio.sleep(0.02)


def exponent(smaller: float, larger: float) -> float:
    """Return the power with which ten times as much work grows: 1 is linear."""
    return log10(larger / smaller)


def figure(value: float) -> str:
    """Return a number with as many digits as can be believed."""
    if value >= 100:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
