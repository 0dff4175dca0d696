"""Where a body that is late can still approve what it owes: the first of its own meetings whose agenda is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from activities.books import Book, open_book
from desk.shown.rows import OverdueRow
from models.obligations import Obligation
from planning.dates.meetings import open_meeting


@dataclass(frozen=True)
class Chance:
    """A meeting of the body, and when its agenda closes.

    `needed_by`: the day when the agenda closes of the meeting that needs what is owed; None where none does.
    """

    meeting: date
    agenda_closes: date
    needed_by: date | None

    @property
    def is_too_late(self) -> bool:
        """Whether what is approved there comes after the agenda has closed that needs it."""
        return self.needed_by is not None and self.meeting > self.needed_by


def chances(session: Session, rows: Sequence[OverdueRow], today: Mapping[str, date]) -> dict[str, Chance]:
    """Return the next chance of each that is late, by id; none where the body's calendar has no meeting."""
    bound = col(Obligation.state)["bound"].as_string()
    question = select(col(Obligation.id), bound).where(col(Obligation.id).in_([row.id for row in rows]))
    bounds = {id_: day for id_, day in session.connection().execute(question)}
    books = {slug: open_book(session, slug) for slug in {row.cycle for row in rows}}
    found: dict[str, Chance] = {}
    for row in rows:
        book = books[row.cycle]
        meeting = open_meeting(book.definition, row.body, today[row.cycle], days := _days(book, row), book.workdays)
        if meeting is not None:
            closes, needed = book.workdays.shift(meeting, -days), bounds.get(row.id)
            found[row.id] = Chance(meeting, closes, date.fromisoformat(needed) if needed else None)
    return found


def _days(book: Book, row: OverdueRow) -> int:
    """Working days before a meeting that its agenda closes, as the step says that asks for the approval."""
    return next((each.agenda_days for each in book.definition.step if each.key == row.step), 4)
