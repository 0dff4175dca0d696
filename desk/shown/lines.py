"""The journal as a page shows it: the latest lines first, those that hold some words, so many at a time."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from desk.shown.rows import JournalRow
from models.journal import JournalEntry
from models.vocabulary import ZONE

PAGE = 100
"""Lines on a page."""


@dataclass(frozen=True)
class Lines:
    """Some lines, the latest first; `older`: the number before which more are found, None at the end."""

    rows: tuple[JournalRow, ...]
    older: int | None


@dataclass(frozen=True)
class Wanted:
    """Which lines: of a cycle, of an event, with these words in who, what about or why, and before a number.

    `by`: of one person. `first` and `last`: from a day to a day, both included, in the zone of the office.
    """

    cycle: str = ""
    event: str = ""
    words: str = ""
    before: int | None = None
    by: str = ""
    first: date | None = None
    last: date | None = None


def lines(session: Session, wanted: Wanted) -> Lines:
    """Return the latest lines that are wanted."""
    columns = [getattr(JournalEntry, field.name) for field in fields(JournalRow)]
    question = select(*columns).where(*_conditions(wanted)).order_by(col(JournalEntry.number).desc()).limit(PAGE + 1)
    rows = tuple(JournalRow(**row) for row in session.connection().execute(question).mappings())
    return Lines(rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else None)


def events(session: Session) -> list[str]:
    """List every event that the journal has a line of."""
    return sorted(session.connection().execute(select(col(JournalEntry.event)).distinct()).scalars())


def people(session: Session) -> list[str]:
    """List everybody who stands on a line of the journal."""
    return sorted(session.connection().execute(select(col(JournalEntry.by)).distinct()).scalars())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.cycle:
        found.append(col(JournalEntry.cycle) == wanted.cycle)
    if wanted.event:
        found.append(col(JournalEntry.event) == wanted.event)
    if wanted.by:
        found.append(col(JournalEntry.by) == wanted.by)
    if wanted.first:
        found.append(col(JournalEntry.at) >= _midnight(wanted.first))
    if wanted.last:
        found.append(col(JournalEntry.at) < _midnight(wanted.last + timedelta(days=1)))
    if wanted.before is not None:
        found.append(col(JournalEntry.number) < wanted.before)
    places = JournalEntry.by, JournalEntry.workflow_id, JournalEntry.about, JournalEntry.note, JournalEntry.note_en
    for word in wanted.words.split():
        found.append(or_(*(col(place).icontains(word, autoescape=True) for place in places)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(ZONE))
