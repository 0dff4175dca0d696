"""Names beside the wheel: one short block a step, spread over two columns so that none lies on another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from babel.dates import format_date

from models.vocabulary import Language, StepKind
from rendering import dates
from rendering.clean import clean_line
from rendering.svg import Style, Svg, element, number
from rendering.wheel_marks import marker
from rendering.wheel_model import Wheel, WheelMark, WheelStep
from rendering.wheel_ring import Ring, Spot

TITLE, DATE = 18.0, 16.0
_NAME: Style = {"font_size": TITLE, "font_weight": "600"}
_WHEN: Style = {"font_size": DATE, "class_": "soft"}
_LEADING = 20.5
_GAP = 15.0
_SIGN = 24.0
"""From the middle of a block's sign to its text."""
_NO_BREAK = "\u00a0"
_SEPARATOR = f"{_NO_BREAK}· "
_UNSETTLED = {Language.DA: "dato ikke fastlagt", Language.EN: "day not settled"}


@dataclass(frozen=True)
class Callout:
    """One block: its lines, the height of its middle as it wishes, and the step."""

    spot: Spot
    title: tuple[str, ...]
    when: tuple[str, ...]
    wish: float

    @property
    def height(self) -> float:
        """The block's height with the space below it."""
        return _LEADING * (len(self.title) + len(self.when)) + _GAP


def callouts(wheel: Wheel, ring: Ring, spots: Iterable[Spot], outer: float, column: float) -> Iterator[Svg]:
    """Give the blocks and their leaders; the columns begin `column` from the middle and end at the edge."""
    width = ring.x - column - _SIGN - 12
    made = [_callout(wheel, ring, spot, outer, width) for spot in spots]
    for side in (1, -1):
        blocks = [each for each in made if _side(each.spot.at) == side]
        top, bottom = 20.0, 2 * ring.y - 20
        for block, middle in zip(*_spread(blocks, top, bottom), strict=True):
            yield _drawn(ring, block, middle, side, outer, column)


def fits(spots: Iterable[Spot], height: float) -> bool:
    """Tell whether two columns of this height have room for every block."""
    sides = [_side(spot.at) for spot in spots]
    return max(sides.count(1), sides.count(-1)) * (3.4 * _LEADING + _GAP) <= height


def _side(angle: float) -> int:
    return 1 if angle % 360 < 180 else -1


def _callout(wheel: Wheel, ring: Ring, spot: Spot, outer: float, width: float) -> Callout:
    title = wrapped(clean_line(spot.step.title), int(width / (TITLE * 0.53)), 3)
    when = wrapped(short_when(spot.step, wheel), int(width / (DATE * 0.5)), 4)
    _, wish = ring.point(spot.at, outer + 28)
    return Callout(spot, title, when, wish)


def _drawn(ring: Ring, block: Callout, middle: float, side: int, outer: float, column: float) -> Svg:
    x, top = ring.x + side * column, middle - (block.height - _GAP) / 2
    anchor = "start" if side > 0 else "end"
    begin, bend = ring.point(block.spot.at, outer + 4), ring.point(block.spot.at, outer + 16)
    ends = (begin, bend, (x - side * 26, middle), (x, middle))
    path = "M" + "L".join(f"{number(px)} {number(py)}" for px, py in ends)
    sign = marker(block.spot.step.kind, str(block.spot.number), x, middle, 13, guessed=block.spot.step.fuzzy)
    lines: list[Svg] = [element("path", class_="leader", d=path, stroke_width=1), sign]
    for index, text in enumerate((*block.title, *block.when)):
        style = _NAME if index < len(block.title) else _WHEN
        y = top + _LEADING * (index + 0.76)
        lines.append(element("text", text, x=x + side * _SIGN, y=y, text_anchor=anchor, **style))
    return element("g", *lines)


def _spread(blocks: list[Callout], top: float, bottom: float) -> tuple[list[Callout], list[float]]:
    """Return the blocks from top to bottom with the middles that come nearest to their wishes without an overlap."""
    ordered = sorted(blocks, key=lambda block: (block.wish, block.spot.number))
    groups: list[tuple[float, list[Callout]]] = []
    for block in ordered:
        group = [block]
        start = _start(group, top, bottom)
        while groups and groups[-1][0] + _height(groups[-1][1]) > start:
            group = groups.pop()[1] + group
            start = _start(group, top, bottom)
        groups.append((start, group))
    return ordered, [middle for start, group in groups for middle in _middles(start, group)]


def _start(group: list[Callout], top: float, bottom: float) -> float:
    """Return where a group of touching blocks begins: the mean of what its blocks wish, within the column."""
    wishes, above = 0.0, 0.0
    for block in group:
        wishes += block.wish - block.height / 2 - above
        above += block.height
    return max(top, min(wishes / len(group), bottom - _height(group)))


def _height(group: list[Callout]) -> float:
    return sum(block.height for block in group)


def _middles(start: float, group: list[Callout]) -> Iterator[float]:
    for block in group:
        yield start + (block.height - _GAP) / 2
        start += block.height


def short_when(step: WheelStep, wheel: Wheel) -> str:
    """Return the step's date in few words: "man. 25. jan. · kl. 15.30", "tirs. 31. aug. – tors. 7. okt."."""
    if step.start is None or step.end is None or step.fuzzy:
        return _SEPARATOR.join(
            filter(None, (clean_line(step.label), _UNSETTLED[wheel.language].replace(" ", _NO_BREAK)))
        )
    if step.marks and step.kind is not StepKind.HEARING:
        return _SEPARATOR.join(_marks(step.marks, wheel))
    if step.start != step.end:
        return f"{_day(step.start, wheel)} – {_day(step.end, wheel)}"
    return _SEPARATOR.join([_day(step.start, wheel), *_hour(step.hour, wheel)])


def _marks(marks: tuple[WheelMark, ...], wheel: Wheel) -> Iterator[str]:
    for on, group in groupby(sorted(marks, key=lambda mark: (mark.on, mark.label)), key=lambda mark: mark.on):
        day = _day(on, wheel, weekday=False)
        yield f"{day} {', '.join(mark.label for mark in group)}".replace(" ", _NO_BREAK)


def _day(day: date, wheel: Wheel, *, weekday: bool = True) -> str:
    pattern = "d. MMM" if wheel.language is Language.DA else "d MMM"
    year = " y" if day.year != wheel.year else ""
    return format_date(day, f"{'EEE ' if weekday else ''}{pattern}{year}", locale=wheel.language.value)


def _hour(hour: time | None, wheel: Wheel) -> list[str]:
    return [dates.hour(hour, wheel.language)] if hour else []


def wrapped(text: str, width: int, most: int) -> tuple[str, ...]:
    """Break a text into at most so many lines; what is left over ends in an ellipsis (the table has the whole)."""
    lines = [""]
    for word in (piece for part in text.split(" ") for piece in _broken(part, width)):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 2].rstrip(" ·") + " …"]
    return tuple(line.removesuffix(_SEPARATOR.rstrip()) for line in lines)


def _broken(word: str, width: int) -> Iterator[str]:
    """Give a word in pieces that fit: at its no-break spaces, else with hyphens."""
    if len(word) <= width:
        yield word
    elif _NO_BREAK in word:
        yield from (piece for part in word.split(_NO_BREAK) for piece in _broken(part, width))
    else:
        yield word[: width - 1] + "-"
        yield from _broken(word[width - 1 :], width)
