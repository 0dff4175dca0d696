"""How the figures grow with the number of bodies: an exponent of 1 is linear."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import pairwise

from bench import boarding, rehearsing, starting
from bench.measure import Say, exponent, figure
from bench.scene import play

BODIES = 7
"""As many committees as the city has."""

CHILDREN = 10
ROWS = 1000
BOARD_TURNS = 5


@dataclass(frozen=True)
class Growing:
    """Seconds of one thing at each size, and from each size to the next the exponent."""

    name: str
    seconds: dict[int, float]

    @property
    def exponents(self) -> list[float]:
        """One for every step of ten."""
        values = list(self.seconds.values())
        return [exponent(smaller, larger) for smaller, larger in pairwise(values)]


async def measure(full: bool, say: Say) -> list[Growing]:
    """Return how rehearsal, start and board grow: to ten times as many bodies, with `full` to a hundred times."""
    factors = (1, 10, 100) if full else (1, 10)
    return [
        await _grown("Rehearsed year", BODIES, factors, _rehearsed, say),
        await _grown("Deliverables started", CHILDREN, factors, _started, say),
        await _grown("Overdue board, SQLite", ROWS, (1, 10, 100), _shown, say),
    ]


async def _grown(
    name: str, base: int, factors: tuple[int, ...], seconds: Callable[[int], Awaitable[float]], say: Say
) -> Growing:
    found = Growing(name, {base * factor: await seconds(base * factor) for factor in factors})
    shown = ", ".join(f"{size}: {figure(value)} s" for size, value in found.seconds.items())
    say(f"{name}: {shown}; exponents {', '.join(figure(each) for each in found.exponents)}")
    return found


async def _rehearsed(bodies: int) -> float:
    return (await play(rehearsing.generated, bodies=bodies))["seconds"]


async def _started(children: int) -> float:
    return (await play(starting.alone, children=children))["ours"]


async def _shown(rows: int) -> float:
    return boarding.board("SQLite", rows, BOARD_TURNS)[0].ours.middle
