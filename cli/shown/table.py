"""Tables for a terminal: never wider than 100 columns; long cells are wrapped, never cut."""

import textwrap
from collections.abc import Sequence

WIDTH = 100
GAP = "  "
NARROWEST = 6


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int = WIDTH) -> str:
    """Return the rows under their headings, columns aligned, cells wrapped where the width asks for it."""
    widths = _widths([headings, *rows], width)
    lines = [*_lines(headings, widths), GAP.join("─" * each for each in widths)]
    for row in rows:
        lines += _lines(row, widths)
    return "\n".join(line.rstrip() for line in lines)


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The natural widths; while they do not fit, the widest column gives way."""
    widths = [max(1, *(len(cell) for cell in column)) for column in zip(*rows, strict=True)]
    room = width - len(GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(row, widths, strict=True)]
    height = max(len(cell) for cell in cells)
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return [
        GAP.join(line.ljust(size) for line, size in zip(lines, widths, strict=True))
        for lines in zip(*padded, strict=True)
    ]
