"""What every body owes in one year, as rows of a table: bodies by steps, the latest round of each."""

from dataclasses import dataclass

from desk.shown.rows import ObligationRow, Status
from models.schedule import Text

MOST = 60
"""Bodies on the page of a year; the others are on the board, page by page."""


@dataclass(frozen=True)
class Owed:
    """Steps with their titles, and for each body its obligations in the steps' order; None where it owes nothing.

    `more`: how many bodies are left out.
    """

    steps: tuple[tuple[str, Text], ...]
    lines: tuple[tuple[str, tuple[ObligationRow | None, ...]], ...]
    more: int


def owed_in(status: Status) -> Owed:
    """Return the table of one year."""
    titles = {row.step: row.title for row in status.obligations}
    latest = {(row.body, row.step): row for row in sorted(status.obligations, key=lambda row: row.round)}
    bodies = sorted({row.body for row in status.obligations})
    return Owed(
        steps=tuple(titles.items()),
        lines=tuple((body, tuple(latest.get((body, step)) for step in titles)) for body in bodies[:MOST]),
        more=max(0, len(bodies) - MOST),
    )
