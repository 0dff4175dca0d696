"""What the signs of the wheel mean: one entry for each sign that it uses."""

from collections.abc import Iterator
from typing import Literal

from models.vocabulary import Language, StepKind
from rendering.svg import Svg, element
from rendering.wheel_marks import marker
from rendering.wheel_model import Wheel

ROW = 36.0
"""Height of a row of entries below the small picture."""

_KINDS = {
    StepKind.LETTER_PACK: ("breve", "letters"),
    StepKind.DELIVERABLE: ("frist", "deadline"),
    StepKind.WORKSHOP: ("workshop", "workshop"),
    StepKind.READING: ("møde, behandling", "meeting, reading"),
    StepKind.APPROVAL: ("godkendelse", "approval"),
    StepKind.HEARING: ("høring", "hearing"),
}
_ALIKE = {StepKind.STATUS_ACCOUNT: StepKind.DELIVERABLE, StepKind.MEETING: StepKind.READING}
_Sign = StepKind | Literal["guess", "shut"]
_Entry = tuple[_Sign, str]


def legend(wheel: Wheel, width: float, height: float, *, inside: bool) -> list[list[Svg]]:
    """Return rows of entries as wide as the picture: `inside` its height, in one row, or as many as needed below it."""
    letter = 17.0 if inside else 22.0
    rows: list[list[_Entry]] = [[]]
    for entry in _entries(wheel):
        if rows[-1] and sum(_wide(text, letter) for _, text in [*rows[-1], entry]) > width:
            rows.append([])
        rows[-1].append(entry)
    first = height - 22 if inside else height + 16
    return [list(_drawn(row, width, first + index * ROW, letter)) for index, row in enumerate(rows)]


def _drawn(row: list[_Entry], width: float, y: float, letter: float) -> Iterator[Svg]:
    x = (width - sum(_wide(text, letter) for _, text in row)) / 2 + 6
    for sign, text in row:
        yield _sign(sign, x + 12, y)
        yield element("text", text, class_="soft", x=x + 32, y=y + letter * 0.35, font_size=letter)
        x += _wide(text, letter)


def _sign(sign: _Sign, x: float, y: float) -> Svg:
    if sign == "guess":
        return element("circle", class_="guess plain", cx=x, cy=y, r=9.5, stroke_width=1.8, stroke_dasharray="4 2.5")
    if sign == "shut":
        return element("rect", class_="shut", x=x - 9, y=y - 9, width=18, height=18)
    return marker(sign, "", x, y, 9.5, guessed=False)


def _wide(text: str, letter: float) -> float:
    return 32 + len(text) * letter * 0.53 + 20


def _entries(wheel: Wheel) -> Iterator[_Entry]:
    danish = wheel.language is Language.DA
    used = {_ALIKE.get(step.kind, step.kind) for step in wheel.steps}
    yield from ((kind, da if danish else en) for kind, (da, en) in _KINDS.items() if kind in used)
    if any(step.fuzzy or step.start is None for step in wheel.steps):
        yield "guess", "dato ikke fastlagt" if danish else "day not settled"
    if wheel.closed:
        yield "shut", "lukkeuge, ferie" if danish else "closed weeks"
