"""The calendar around the wheel: months and ISO weeks, closed weeks, the turn of the year, and today's hand."""

from collections.abc import Iterator
from datetime import date
from math import cos, radians, sin

from babel.dates import format_date

from models.vocabulary import Language
from rendering.svg import Style, Svg, element, number
from rendering.wheel_model import Wheel
from rendering.wheel_ring import Lanes, Ring, is_below

_TODAY = {Language.DA: "i dag", Language.EN: "today"}


def months(wheel: Wheel, ring: Ring, inner: float, outer: float, size: float) -> Iterator[Svg]:
    """Give the band of months; those of another year are darker and carry it."""
    for start, end in ring.months():
        low, high = ring.angle(start, 0), ring.angle(end, 1)
        other = start.year != wheel.year
        yield element("path", class_="over" if other else "month", d=ring.band(low + 0.15, high - 0.15, inner, outer))
        room = (high - low) * 3.14159 / 180 * (inner + outer) / 2
        yield _turned(ring, _month_name(start, wheel, room / size), (low + high) / 2, (inner + outer) / 2, size)


def _month_name(day: date, wheel: Wheel, room: float) -> str:
    """Return the longest name that fits into `room` times the type's size."""
    year = f" {day.year}" if day.year != wheel.year else ""
    for pattern in ("LLLL", "LLL", "LLLLL"):
        name = format_date(day, pattern, locale=wheel.language.value).rstrip(".") + year
        if len(name) * 0.6 <= room:
            return name
    return str(day.month)


def _turned(ring: Ring, text: str, angle: float, radius: float, size: float) -> Svg:
    x, y = ring.point(angle, radius)
    turn = angle + 180 if is_below(angle) else angle
    place = f"translate({number(x)} {number(y)}) rotate({number(turn)})"
    return element(
        "text", text, transform=place, y=size * 0.35, font_size=size, font_weight="600", text_anchor="middle"
    )


def weeks(ring: Ring, inner: float, outer: float, size: float) -> Iterator[Svg]:
    """Give the band of ISO weeks: a line at every Monday, and as many numbers as have room."""
    every = _every(ring, (inner + outer) / 2, size)
    yield element("circle", class_="rule", cx=ring.x, cy=ring.y, r=outer)
    for start, end in ring.weeks():
        if start.weekday() == 0:
            yield element("line", class_="week", **ring.ray(ring.angle(start, 0), inner, outer))
        week = start.isocalendar().week
        if (end - start).days >= 3 and (every == 1 or week % every == 0):
            angle = (ring.angle(start, 0) + ring.angle(end, 1)) / 2
            x, y = ring.point(angle, (inner + outer) / 2)
            style: Style = {"x": x, "y": y + size * 0.36, "font_size": size}
            yield element("text", str(week), class_="soft", text_anchor="middle", **style)


def _every(ring: Ring, radius: float, size: float) -> int:
    count = ((ring.last - ring.first).days + 1) / 7
    room = 2 * 3.14159 * radius / count
    return next((each for each in (1, 2, 4, 8, 13) if room * each >= size * 1.7), 26)


def closures(wheel: Wheel, ring: Ring, lanes: Lanes) -> Iterator[Svg]:
    """Give the closed weeks and months as shades behind the lanes."""
    for shut in wheel.closed:
        if shut.start <= wheel.last and shut.end >= wheel.first:
            low, high = ring.angle(max(shut.start, wheel.first), 0), ring.angle(min(shut.end, wheel.last), 1)
            for lane in lanes.lanes:
                yield element("path", class_="shut", d=ring.band(low, high, lane.inner, lane.outer))


def turns(ring: Ring, inner: float, outer: float) -> Iterator[Svg]:
    """Give the lines at which the year begins and ends, and where one year turns into the next."""
    yield element("line", class_="turn", **ring.ray(0, inner, outer), stroke_width=1.2)
    for start, _ in ring.months():
        if start.month == 1 and start != ring.first:
            angle = ring.angle(start, 0)
            line = ring.ray(angle, inner, outer)
            yield element("line", class_="turn", **line, stroke_width=1.2, stroke_dasharray="5 4")


def hand(wheel: Wheel, ring: Ring, inner: float, outer: float, size: float) -> Iterator[Svg]:
    """Give today's hand, if today lies on the wheel; its sign begins at `outer`, and hides no name further in."""
    if wheel.today is None or not wheel.first <= wheel.today <= wheel.last:
        return
    angle = ring.angle(wheel.today)
    yield element("line", class_="hand", **ring.ray(angle, inner, outer), stroke_width=2.4)
    x, y = ring.point(angle, inner)
    yield element("circle", class_="hand", cx=x, cy=y, r=5)
    word = _TODAY[wheel.language]
    wide, high = len(word) * size * 0.56 + 12, size * 1.5
    reach = (abs(sin(radians(angle))) * wide + abs(cos(radians(angle))) * high) / 2
    x, y = ring.point(angle, outer + reach)
    x = min(max(x, wide / 2 + 2), 2 * ring.x - wide / 2 - 2)  # the sign stays in the picture
    yield element("rect", class_="hand", x=x - wide / 2, y=y - high / 2, width=wide, height=high, rx=high / 2)
    style: Style = {"font_size": size, "font_weight": "700", "text_anchor": "middle"}
    yield element("text", word, class_="paper", x=x, y=y + size * 0.36, **style)
