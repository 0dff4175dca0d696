"""The picture of the year: a ring of months and weeks, tracks as lanes, steps as numbered marks.

The table that says the same stands beside it (`rendering.year_page`); the numbers lead from one to the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.vocabulary import Language
from rendering import dates
from rendering.clean import clean_line
from rendering.svg import Svg, element, number, written
from rendering.wheel_calendar import closures, hand, months, turns, weeks
from rendering.wheel_callouts import callouts, fits, short_when, wrapped
from rendering.wheel_legend import ROW, legend
from rendering.wheel_marks import hatch, marker, rays, window
from rendering.wheel_model import Wheel as Wheel
from rendering.wheel_model import WheelClosure as WheelClosure
from rendering.wheel_model import WheelMark as WheelMark
from rendering.wheel_model import WheelStep as WheelStep
from rendering.wheel_model import WheelTrack as WheelTrack
from rendering.wheel_ring import Lane, Lanes, Ring, is_below, lanes
from rendering.wheel_style import HUES, WHEEL_CSS


@dataclass(frozen=True)
class _Format:
    """Sizes of one of the two pictures: the poster with names beside the wheel, and the small one of a phone."""

    width: float
    height: float
    outer: float  # radius of the wheel
    week: float  # where the bands end
    month: float
    lane: float
    heart: float
    mark: float
    type: float
    names: bool
    linked: bool = False


_POSTER = _Format(1640, 1060, 455, 429, 388, 378, 158, 20, 19, True)
_SMALL = _Format(640, 640, 316, 291, 256, 250, 62, 22, 20, False)


def wheel_svg(
    wheel: Wheel, *, small: bool = False, alone: bool = False, linked: bool = False, ids: str = "wheel"
) -> str:
    """Return the picture as SVG.

    `small` is for a phone: no names, larger signs. `alone` is for a file of its own: it carries its colours and, in its
    description, every step; without it the page has `WHEEL_CSS` in its stylesheet and the table beside the picture.
    `linked` makes each number a link to the row `#s<number>` of that table. `ids` begins the ids, for two pictures on
    one page.
    """
    size = replace(_SMALL if small else _POSTER, linked=linked)
    ring = Ring(wheel.first, wheel.last, size.width / 2, size.height / 2 - (0 if small else 20))
    placed = lanes(wheel, ring, size.heart + 6, size.lane, size.mark)
    signs = legend(wheel, size.width, size.height, inside=size.names)
    picture = _frame(wheel, size, len(signs), alone=alone, ids=ids)
    parts = [*_background(wheel, ring, placed, size), *_foreground(wheel, ring, placed, size, ids)]
    parts += [part for row in signs for part in row]
    picture.extend(_links_alone(parts) if linked else parts)
    return written(picture)


def _links_alone(parts: list[Svg]) -> Iterator[Svg]:
    """Leave a screen reader the links: all else is said by the description and the table."""
    yield element("g", *(part for part in parts if part.tag != "a"), aria_hidden="true")
    yield from (part for part in parts if part.tag == "a")


def _sign(sign: Svg, number_: int, step: WheelStep, size: _Format) -> Svg:
    name = f"{number_} {clean_line(step.title)}"
    return element("a", sign, href=f"#s{number_}", aria_label=name) if size.linked else sign


def _frame(wheel: Wheel, size: _Format, rows: int, *, alone: bool, ids: str) -> Svg:
    height = size.height + (rows * ROW if not size.names else 0)
    role = "group" if size.linked else "img"
    frame = element("svg", class_="wheel", role=role, aria_labelledby=f"{ids}-title {ids}-desc")
    frame.set("viewBox", f"0 0 {number(size.width)} {number(height)}")
    frame.append(element("title", clean_line(wheel.name), id=f"{ids}-title"))
    frame.append(element("desc", _description(wheel, alone=alone), id=f"{ids}-desc"))
    if alone:
        frame.set("xmlns", "http://www.w3.org/2000/svg")
        frame.set("lang", wheel.language.value)
        frame.append(element("style", WHEEL_CSS))
        frame.append(element("rect", class_="paper", width=size.width, height=height))
    frame.append(_patterns(wheel, ids))
    return frame


def _patterns(wheel: Wheel, ids: str) -> Svg:
    hues = sorted({HUES[step.kind] for step in wheel.steps if step.fuzzy})
    return element("defs", *(hatch(hue, ids) for hue in hues))


def _background(wheel: Wheel, ring: Ring, placed: Lanes, size: _Format) -> Iterator[Svg]:
    yield from weeks(ring, size.week, size.outer, size.type * (0.72 if size.names else 0.86))
    yield from months(wheel, ring, size.month, size.week, size.type)
    for lane in placed.lanes:
        whole = ring.band(ring.angle(ring.first, 0), ring.angle(ring.last, 1), lane.inner, lane.outer)
        yield element("path", class_="lane", d=whole)
    yield from closures(wheel, ring, placed)
    yield from turns(ring, size.heart, size.week)


def _foreground(wheel: Wheel, ring: Ring, placed: Lanes, size: _Format, ids: str) -> Iterator[Svg]:
    spots = placed.spots()
    yield from (found for spot in spots if (found := rays(ring, spot, size.month)) is not None)
    arcs = {spot.number: window(ring, spot, placed.mark, ids) for spot in spots}
    if not size.linked:
        yield from (arc for arc in arcs.values() if arc is not None)
    yield from (each for lane in placed.lanes for each in _lane_title(ring, lane, placed.mark, size, ids))
    yield from _heart(wheel, ring, size)
    yield from hand(wheel, ring, size.heart, size.week, size.type * 0.8)
    for spot in spots:
        x, y = ring.point(spot.at, spot.radius)
        sign = marker(spot.step.kind, str(spot.number), x, y, placed.mark, guessed=spot.step.fuzzy)
        arc = arcs[spot.number] if size.linked else None  # one link for both: the arc leads where its number does
        yield _sign(sign if arc is None else element("g", arc, sign), spot.number, spot.step, size)
    if size.names and fits(spots, 2 * ring.y - 40):
        yield from callouts(wheel, ring, spots, size.outer, size.outer + 52)


def _lane_title(ring: Ring, lane: Lane, mark: float, size: _Format, ids: str) -> Iterator[Svg]:
    """Give the track's name in the longest empty piece of its lane, if it has a name and there is such a piece."""
    title, type_ = clean_line(lane.title), size.type * 0.86
    radius = lane.outer - mark - 4
    start, end = _longest_gap(ring, lane, mark)
    if not title or (end - start) * 3.14159 / 180 * radius < len(title) * type_ * 0.62:
        return
    middle = (start + end) / 2
    half = len(title) * type_ * 0.5 / radius * 180 / 3.14159 + 2
    line = ring.line(middle - half, middle + half, radius + (type_ * 0.35 if is_below(middle) else -type_ * 0.35))
    name = f"{ids}-track-{round(lane.outer)}"
    path = element("textPath", title, href=f"#{name}")
    path.set("startOffset", "50%")
    yield element("path", id=name, d=line, fill="none")
    text = element("text", path, class_="soft", font_size=type_, font_style="italic", text_anchor="middle")
    yield text


def _longest_gap(ring: Ring, lane: Lane, mark: float) -> tuple[float, float]:
    room = 1.6 * mark / lane.inner * 180 / 3.14159 if lane.inner else 0
    low, high = ring.angle(ring.first, 0), ring.angle(ring.last, 1)
    taken = sorted((min(spot.start, spot.at - room), max(spot.end, spot.at + room)) for spot in lane.spots)
    best, reached = (low, low), low
    for start, end in [*taken, (high, high)]:
        if start - reached > best[1] - best[0]:
            best = (reached, start)
        reached = max(reached, end)
    return best


def _heart(wheel: Wheel, ring: Ring, size: _Format) -> Iterator[Svg]:
    """Give the middle: the year, the title, and the steps whose date nobody knows."""
    lost = [(index, step) for index, step in enumerate(wheel.steps, start=1) if step.start is None]
    title = wrapped(clean_line(wheel.title), 20, 3) if size.names else ()
    yield element("circle", class_="paper", cx=ring.x, cy=ring.y, r=size.heart - 2)
    y = ring.y + size.type * (0.75 - len(title) * 0.7 - (1.5 if lost else 0))
    yield _centred(str(wheel.year), ring.x, y, size.type * 2.2, "800")
    for line in title:
        y += size.type * 1.3
        yield _centred(line, ring.x, y, size.type, "400")
    if lost:
        yield from _undated(wheel, lost, ring.x, y + size.type * 1.5, size)


def _undated(wheel: Wheel, lost: list[tuple[int, WheelStep]], x: float, y: float, size: _Format) -> Iterator[Svg]:
    words = "uden dato" if wheel.language is Language.DA else "no date yet"
    yield _centred(words, x, y, size.type * 0.8, "400", "soft")
    radius = min(size.mark * 0.8, size.heart * 0.8 / len(lost) / 1.3)
    for place, (index, step) in enumerate(lost):
        at = x + (place - (len(lost) - 1) / 2) * radius * 2.9
        sign = marker(step.kind, str(index), at, y + size.type * 0.7 + radius, radius, guessed=True)
        yield _sign(sign, index, step, size)


def _centred(text: str, x: float, y: float, size: float, weight: str, class_: str | None = None) -> Svg:
    return element("text", text, class_=class_, x=x, y=y, font_size=size, font_weight=weight, text_anchor="middle")


def _description(wheel: Wheel, *, alone: bool) -> str:
    first, last = dates.short_date(wheel.first, wheel.language), dates.short_date(wheel.last, wheel.language)
    count = len(wheel.steps)
    if wheel.language is Language.DA:
        text = f"Året som en ring, der løber med uret fra toppen, {first} til {last}, med {count} nummererede trin. "
        table = "De samme trin står med datoer i tabellen ved hjulet."
    else:
        text = f"The year as a ring that runs clockwise from the top, {first} to {last}, with {count} numbered steps. "
        table = "The same steps stand with their dates in the table beside the wheel."
    return text + (_listed(wheel) if alone else table)


def _listed(wheel: Wheel) -> str:
    steps = enumerate(wheel.steps, start=1)
    return "; ".join(f"{index} {clean_line(step.title)}: {short_when(step, wheel)}" for index, step in steps) + "."
