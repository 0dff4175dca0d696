"""The entries of a cycle's calendars, from the record: what has begun as it stands, the rest as it is planned.

Overviews read the same columns: a deadline stands in one place, whoever shows it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from activities.books import Book, open_book
from activities.planned_entries import Noted, bodies_of, everybody, heard_by, invited_to, noted_window, planned_entries
from models.cycles import Cycle
from models.journal import JournalEntry
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Deadline, Text
from models.states import CycleState, HearingState
from models.vocabulary import HearingStage, MeetingStage, ObligationStage, calendar_uid
from planning.dates.timeline import PlannedStep
from planning.transitions import schedules
from rendering.calendar_entries import DeadlineEntry, MeetingEntry, Revision

_DROPPED = frozenset({ObligationStage.WAIVED, ObligationStage.CANCELLED})
_DATES = ("moved", "meeting_postponed", "step_sent_back")
_OWED = ("id", "step", "body", "kind", "round", "title_da", "title_en", "due_on", "due_hour", "due_at", "sequence")
_HEARD = ("id", "step", "sequence", "stamp", "stage", "state")
_MET = ("id", "step", "body", "kind", "round", "title_da", "title_en", "on", "hour", "place", "sequence", "stamp")


@dataclass(frozen=True)
class _Desk:
    """What all entries of one cycle need."""

    session: Session
    book: Book
    steps: dict[str, PlannedStep]
    domain: str

    def revision(self, id_: str, sequence: int, stamp: datetime) -> Revision:
        return Revision(uid=calendar_uid(id_, self.domain), sequence=sequence, stamp=stamp)


def entries_of(session: Session, slug: str, domain: str) -> Iterator[Noted]:
    """Yield every entry of the cycle; what is fuzzy, waived, cancelled or of an ended track has none."""
    book = open_book(session, slug)
    steps = {planned.step.key: planned for planned in book.timeline.steps}
    desk, stamps = _Desk(session, book, steps, domain), _stamps(session, slug)
    begun: set[tuple[str, str, int]] = set()
    yield from _owed(desk, slug, stamps, begun)
    yield from _met(desk, slug, begun)
    yield from _heard(desk, slug, begun)
    year = session.connection().execute(select(col(Cycle.state)).where(col(Cycle.slug) == slug)).scalar_one()
    stamp = _planned_at(session, slug)
    yield from planned_entries(CycleState.model_validate(year), begun, book, stamp, domain)


def _owed(desk: _Desk, slug: str, stamps: dict[str, datetime], begun: set[tuple[str, str, int]]) -> Iterator[Noted]:
    for row in _rows(desk.session, Obligation, slug, (*_OWED, "stage")):
        begun.add((row.step, row.body, row.round))
        if row.stage not in _DROPPED:
            revision = desk.revision(row.id, row.sequence, stamps.get(row.id) or row.due_at)
            deadline = Deadline(on=row.due_on, hour=row.due_hour, at=row.due_at)
            entry = DeadlineEntry(revision=revision, title="", deadline=deadline)
            yield Noted(
                entry, (row.body,), Text(da=row.title_da, en=row.title_en), row.body, step=row.step, kind=row.kind
            )


def _met(desk: _Desk, slug: str, begun: set[tuple[str, str, int]]) -> Iterator[Noted]:
    for row in _rows(desk.session, Meeting, slug, (*_MET, "stage")):
        begun.add((row.step, row.body, row.round))
        if row.stage is not MeetingStage.CANCELLED:
            begins = schedules.deadline(row.on, row.hour, desk.book.workdays)
            starts, ends = schedules.entry_span(begins, desk.book.workdays)
            revision, step = desk.revision(row.id, row.sequence, row.stamp), desk.steps.get(row.step)
            entry = MeetingEntry(revision=revision, title="", starts=starts, ends=ends, place=row.place)
            yield Noted(
                entry,
                bodies_of(step, row.body),
                Text(da=row.title_da, en=row.title_en),
                row.body,
                step=row.step,
                kind=row.kind,
                invited=invited_to(step, row.body),
            )


def _heard(desk: _Desk, slug: str, begun: set[tuple[str, str, int]]) -> Iterator[Noted]:
    for row in _rows(desk.session, Hearing, slug, _HEARD):
        state = HearingState.model_validate(row.state)
        begun.add((row.step, "", state.round))
        if row.stage is not HearingStage.CANCELLED:
            revision = desk.revision(row.id, row.sequence, row.stamp)
            noted = noted_window(revision, state.opens, state.classes, state.title, state.step)
            bodies = everybody(desk.book, state.bodies)
            yield replace(noted, bodies=bodies, invited=heard_by(desk.steps.get(row.step)))


def _rows(
    session: Session, table: type[Obligation | Meeting | Hearing], slug: str, names: tuple[str, ...]
) -> list[Any]:
    """Read these columns and no others: a whole state per entry would take longer than to write the entry."""
    columns = [getattr(table, name) for name in names]
    return list(session.connection().execute(select(*columns).where(col(table.cycle) == slug).order_by(col(table.id))))


def _stamps(session: Session, slug: str) -> dict[str, datetime]:
    query = select(col(JournalEntry.workflow_id), func.max(col(JournalEntry.at))).where(col(JournalEntry.cycle) == slug)
    return {id_: at for id_, at in session.connection().execute(query.group_by(col(JournalEntry.workflow_id)))}


def _planned_at(session: Session, slug: str) -> datetime:
    """When what has not begun was last settled: at the start, or with the last change of the plan."""
    query = select(func.max(col(JournalEntry.at))).where(
        col(JournalEntry.cycle) == slug, col(JournalEntry.event).in_(_DATES)
    )
    started = select(col(Cycle.started_at)).where(col(Cycle.slug) == slug)
    connection = session.connection()
    moved: datetime | None = connection.execute(query).scalar_one()
    return moved or connection.execute(started).scalar_one()
