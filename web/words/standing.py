"""How a cell of the board says how far a body is with what it owes."""

from functools import lru_cache

from desk.shown.board_cells import Cell, Standing
from models.vocabulary import Language
from web.words.table import words

_COUNTED = {
    Standing.LATE: ("late_today", "late_by"),
    Standing.DUE: ("due_today", "due_in"),
    Standing.EXTENDED: ("extended_today", "extended_in"),
}
_AFTER = {Standing.HANDED_IN, Standing.ACCEPTED, Standing.CLOSED}
"""What can have come after the deadline."""


def stands(cell: Cell, language: Language) -> str:
    """Say "for sent: 3 hverdage", "afleveret, efter fristen"."""
    return _said(cell.standing, cell.days, cell.row.late, language)


@lru_cache(4096)  # a board says the same few things of many
def _said(standing: Standing, days: int, late: bool, language: Language) -> str:
    of = words(language)
    if standing in _COUNTED:
        today, later = _COUNTED[standing]
        return f"{of[later]} {days} {of['working_day' if days == 1 else 'working_days']}" if days else of[today]
    after = f", {of['was_late']}" if late and standing in _AFTER else ""
    return of[f"stands_{standing}"] + after
