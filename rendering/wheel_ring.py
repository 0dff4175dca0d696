"""The geometry of the wheel: days as angles, angles as points and paths, and where marks find room in a lane."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from math import cos, degrees, radians, sin

from rendering.svg import number
from rendering.wheel_model import Wheel, WheelStep

SEAM = 2.5
"""Degrees left open on either side of the top, where the year begins and ends."""


@dataclass(frozen=True)
class Ring:
    """The year as a circle: clockwise from the top, the first day to the last."""

    first: date
    last: date
    x: float
    y: float

    def angle(self, day: date, share: float = 0.5) -> float:
        """Return the angle in degrees of a moment of the day: 0 its beginning, 0.5 noon, 1 its end."""
        days = (self.last - self.first).days + 1
        return SEAM + (360 - 2 * SEAM) * ((day - self.first).days + share) / days

    def point(self, angle: float, radius: float) -> tuple[float, float]:
        """Return the point at this angle and distance from the middle."""
        return self.x + radius * sin(radians(angle)), self.y - radius * cos(radians(angle))

    def ray(self, angle: float, inner: float, outer: float) -> dict[str, float]:
        """Return the ends of a line towards the middle, as attributes."""
        (x1, y1), (x2, y2) = self.point(angle, inner), self.point(angle, outer)
        return {"x1": x1, "y1": y1, "x2": x2, "y2": y2}

    def band(self, start: float, end: float, inner: float, outer: float) -> str:
        """Return the path of a piece of a ring."""
        far = int(end - start > 180)
        corners = [self._at(start, outer), self._at(end, outer), self._at(end, inner), self._at(start, inner)]
        there = f"M{corners[0]}A{number(outer)} {number(outer)} 0 {far} 1 {corners[1]}"
        return f"{there}L{corners[2]}A{number(inner)} {number(inner)} 0 {far} 0 {corners[3]}Z"

    def line(self, start: float, end: float, radius: float) -> str:
        """Return the path for a text that follows the ring; in the lower half it runs backwards, to be upright."""
        far, r = int(end - start > 180), number(radius)
        if is_below((start + end) / 2):
            return f"M{self._at(end, radius)}A{r} {r} 0 {far} 0 {self._at(start, radius)}"
        return f"M{self._at(start, radius)}A{r} {r} 0 {far} 1 {self._at(end, radius)}"

    def months(self) -> Iterator[tuple[date, date]]:
        """Give the first and the last day of every month of the ring."""
        start = self.first
        while start <= self.last:
            after = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield start, min(after - timedelta(days=1), self.last)
            start = after

    def weeks(self) -> Iterator[tuple[date, date]]:
        """Give Monday and Sunday of every ISO week of the ring; the first and the last may be cut off."""
        start = self.first
        while start <= self.last:
            end = min(start + timedelta(days=6 - start.weekday()), self.last)
            yield start, end
            start = end + timedelta(days=1)

    def _at(self, angle: float, radius: float) -> str:
        x, y = self.point(angle, radius)
        return f"{number(x)} {number(y)}"


def is_below(angle: float) -> bool:
    """Tell whether a text along the ring would stand on its head here."""
    return 90 < angle % 360 < 270


@dataclass(frozen=True)
class Spot:
    """Where a step stands: its number, its angles (equal for a day), the angle of its number, and its radius."""

    number: int
    step: WheelStep
    start: float
    end: float
    at: float
    radius: float


@dataclass(frozen=True)
class Lane:
    """The ring of one track, with its steps on as many rows as they need."""

    title: str
    inner: float
    outer: float
    rows: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Lanes:
    """Every lane, outermost first, and the radius of the marks in them."""

    mark: float
    lanes: tuple[Lane, ...]

    def spots(self) -> list[Spot]:
        """Return every step that has a place, by number."""
        return sorted((spot for lane in self.lanes for spot in lane.spots), key=lambda spot: spot.number)


_GAP = 6.0
_SMALLEST = 5.0
_Placed = tuple[int, WheelStep, float, float, float]


def lanes(wheel: Wheel, ring: Ring, inner: float, outer: float, mark: float) -> Lanes:
    """Return the lanes between two radii; marks shrink until every step has room, then rows spread out.

    Hundreds of steps have no room at all: they are squeezed in, and the table alone is readable.
    """
    placed = [(track.title, _placed(wheel, ring, track.key)) for track in wheel.tracks]
    while True:
        tight = _stacked(placed, outer, 2 * mark + _GAP, mark)
        if not tight or tight[-1].inner >= inner or mark <= _SMALLEST:
            break
        mark *= 0.95
    if tight and tight[-1].inner < inner:
        return _squeezed(tight, inner, outer, mark)
    rows = sum(lane.rows for lane in tight)
    pitch = (outer - inner - _GAP * (len(tight) - 1)) / max(1, rows)
    wide = _stacked(placed, outer, max(pitch, 2 * mark + _GAP), mark)
    return Lanes(mark, wide if sum(lane.rows for lane in wide) == rows else tight)


def _squeezed(tight: tuple[Lane, ...], inner: float, outer: float, mark: float) -> Lanes:
    share = (outer - inner) / (outer - tight[-1].inner)

    def moved(radius: float) -> float:
        return outer - (outer - radius) * share

    lanes = (
        replace(
            lane,
            inner=moved(lane.inner),
            outer=moved(lane.outer),
            spots=tuple(replace(spot, radius=moved(spot.radius)) for spot in lane.spots),
        )
        for lane in tight
    )
    return Lanes(mark * share, tuple(lanes))


def _placed(wheel: Wheel, ring: Ring, track: str) -> list[_Placed]:
    found = []
    for index, step in enumerate(wheel.steps, start=1):
        if step.track == track and step.start is not None and step.end is not None:
            day = step.start == step.end and not step.fuzzy
            start = ring.angle(step.start, 0.5 if day else 0)
            end = start if day else ring.angle(step.end, 1)
            found.append((index, step, start, end, (start + end) / 2 if step.fuzzy else start))
    return sorted(found, key=lambda each: (each[2], each[0]))


def _stacked(placed: list[tuple[str, list[_Placed]]], outer: float, pitch: float, mark: float) -> tuple[Lane, ...]:
    stacked = []
    for title, steps in placed:
        spots = _rowed(steps, outer, pitch, mark)
        rows = 1 + max((round((outer - spot.radius) / pitch - 0.5) for spot in spots), default=0)
        stacked.append(Lane(title, outer - rows * pitch, outer, rows, tuple(spots)))
        outer -= rows * pitch + _GAP
    return tuple(stacked)


def _rowed(steps: list[_Placed], outer: float, pitch: float, mark: float) -> list[Spot]:
    """Put each step on the outermost row where it touches nobody, also not across the seam."""
    rows: list[list[_Placed]] = []
    spots = []
    for one in steps:
        row = next(row for row in count() if _is_free(one, rows[row : row + 1], outer - (row + 0.5) * pitch, mark))
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].append(one)
        spots.append(Spot(*one, radius=outer - (row + 0.5) * pitch))
    return spots


def _is_free(one: _Placed, row: list[list[_Placed]], radius: float, mark: float) -> bool:
    room = degrees((mark + _GAP / 2) / max(radius, mark))
    return not any(_touch(one, other, room) for each in row for other in each)


def _touch(one: _Placed, other: _Placed, room: float) -> bool:
    (start, end), (low, high) = _span(one, room), _span(other, room)
    return any(start + turn < high and low < end + turn for turn in (-360, 0, 360))


def _span(placed: _Placed, room: float) -> tuple[float, float]:
    _, _, start, end, at = placed
    return min(start, at - room), max(end, at + room)
