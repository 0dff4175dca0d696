"""How a step looks: a shape for its kind, filled for a day, hatched or dashed for what is only guessed."""

from models.vocabulary import StepKind
from rendering.svg import Style, Svg, element, number
from rendering.wheel_ring import Ring, Spot
from rendering.wheel_style import HUES

_OUTLINES = {
    StepKind.LETTER_PACK: ((-1.15, -0.8), (1.15, -0.8), (1.15, 0.8), (-1.15, 0.8)),
    StepKind.DELIVERABLE: ((0, -1.22), (1.22, 0), (0, 1.22), (-1.22, 0)),
    StepKind.STATUS_ACCOUNT: ((0, -1.22), (1.22, 0), (0, 1.22), (-1.22, 0)),
    StepKind.WORKSHOP: ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    StepKind.HEARING: ((-1.1, 0), (-0.6, -0.95), (0.6, -0.95), (1.1, 0), (0.6, 0.95), (-0.6, 0.95)),
}
"""Corners in units of the mark's radius; every other kind is a circle."""


def marker(kind: StepKind, label: str, x: float, y: float, radius: float, *, guessed: bool) -> Svg:
    """Return the sign of a step with its number, at a point."""
    size = radius * (1.12 if len(label) < 2 else 0.98 if len(label) == 2 else 0.74)
    style: Style = {"font_size": size, "font_weight": "700", "text_anchor": "middle"}
    text = element("text", label, class_="guessed" if guessed else "in", x=x, y=y + size * 0.36, **style)
    around = [_shape(kind, x, y, radius * 1.02, guessed=guessed)]
    if kind is StepKind.APPROVAL:
        around.insert(0, element("circle", class_="ring", cx=x, cy=y, r=radius * 1.12, stroke_width=1.6))
        around[1] = _shape(kind, x, y, radius * 0.9, guessed=guessed)
    return element("g", *around, *([text] if label else []), class_=HUES[kind])


def _shape(kind: StepKind, x: float, y: float, radius: float, *, guessed: bool) -> Svg:
    style: Style = {
        "class_": "guess" if guessed else "mark",
        "stroke_width": 1.8 if guessed else 1.5,
        "stroke_dasharray": "4 2.5" if guessed else None,
    }
    corners = _OUTLINES.get(kind)
    if corners is None:
        return element("circle", cx=x, cy=y, r=radius, **style)
    points = " ".join(f"{number(x + dx * radius)},{number(y + dy * radius)}" for dx, dy in corners)
    return element("polygon", points=points, stroke_linejoin="round", **style)


def hatch(hue: str, ids: str) -> Svg:
    """Return the stripes that fill a guessed window."""
    stripe = element("line", class_="stripe", x1=0, y1=0, x2=0, y2=7, stroke_width=4)
    pattern = element("pattern", stripe, id=f"{ids}-hatch-{hue}", width=7, height=7, class_=hue)
    pattern.set("patternUnits", "userSpaceOnUse")
    pattern.set("patternTransform", "rotate(45)")
    return pattern


def window(ring: Ring, spot: Spot, mark: float, ids: str) -> Svg | None:
    """Return the arc of a step that lasts; of a guessed one hatched, its ends fading; None for a day."""
    if spot.start == spot.end:
        return None
    hue, thick = HUES[spot.step.kind], mark * (0.62 if spot.step.fuzzy else 0.4)
    low, high = spot.radius - thick, spot.radius + thick
    if not spot.step.fuzzy:
        path = ring.band(spot.start, spot.end, low, high)
        return element("g", element("path", class_="arc", d=path, stroke_width=1.2), class_=hue)
    fade = min((spot.end - spot.start) / 4, 5.0)
    steps = [(spot.start + fade * part / 3, fade / 3, 0.25 * (part + 1)) for part in range(3)]
    ends = [(spot.end - fade * (part + 1) / 3, fade / 3, 0.25 * (part + 1)) for part in range(3)]
    middle = (spot.start + fade, spot.end - spot.start - 2 * fade, 1.0)
    pieces = [
        element("path", d=ring.band(at, at + wide, low, high), fill=f"url(#{ids}-hatch-{hue})", opacity=f"{strong:g}")
        for at, wide, strong in (*steps, middle, *ends)
    ]
    return element("g", *pieces, class_=hue)


def rays(ring: Ring, spot: Spot, edge: float) -> Svg | None:
    """Return thin lines from a step to its days on the calendar's edge; None where no day is known."""
    if spot.step.fuzzy:
        return None
    marked = {mark.on for mark in spot.step.marks}
    ends = {angle for day, angle in ((spot.step.start, spot.start), (spot.step.end, spot.end)) if day not in marked}
    days = {ring.angle(day) for day in marked} | ends
    lines = [
        part
        for angle in sorted(days)
        for x, y in (ring.point(angle, edge),)
        for part in (
            element("line", class_="ray", **ring.ray(angle, spot.radius, edge), stroke_width=1.3),
            element("circle", class_="dot", cx=x, cy=y, r=3.2),
        )
    ]
    return element("g", *lines, class_=HUES[spot.step.kind])
