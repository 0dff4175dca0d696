"""The entries of a cycle's calendars, from the record: what has begun as it stands, the rest as it is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from activities.books import Book
from activities.enclosures import entry_span
from models.cycles import Cycle
from models.journal import JournalEntry
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Text
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import (
    MEETING_KINDS,
    OBLIGATION_KINDS,
    HearingStage,
    Language,
    MeetingStage,
    ObligationStage,
    StepKind,
    calendar_uid,
    step_id,
)
from planning import hearing, orders, schedules
from planning.timeline import PlannedStep
from rendering.ical import DeadlineEntry, Entry, MeetingEntry, Revision, WindowEntry

_DROPPED = frozenset({ObligationStage.WAIVED, ObligationStage.CANCELLED})


@dataclass(frozen=True)
class Noted:
    """One entry, the bodies whose calendars it stands in, and its title in both languages."""

    entry: Entry
    bodies: tuple[str, ...]
    title: Text
    of: str = ""  # whose it is, written after the title

    def entry_in(self, language: Language) -> Entry:
        """Return the entry with its title in one language."""
        title = self.title.da if language is Language.DA else self.title.en
        return _titled(self.entry, f"{title} ({self.of})" if self.of else title)


def entries_of(session: Session, book: Book, domain: str) -> Iterator[Noted]:
    """Yield every entry of the cycle; what is fuzzy, waived or cancelled has none."""
    slug = book.timeline.slug
    stamps = _stamps(session, slug)
    begun = set()
    for owed in session.exec(select(Obligation).where(Obligation.cycle == slug)).all():
        begun.add((owed.step, owed.body))
        if owed.stage not in _DROPPED:
            yield _deadline(DeliverableState.model_validate(owed.state), stamps, domain)
    for met in session.exec(select(Meeting).where(Meeting.cycle == slug)).all():
        begun.add((met.step, met.body))
        if met.stage is not MeetingStage.CANCELLED:
            yield _meeting(MeetingState.model_validate(met.state), met.stamp, book, domain)
    for heard in session.exec(select(Hearing).where(Hearing.cycle == slug)).all():
        begun.add((heard.step, ""))
        if heard.stage is not HearingStage.CANCELLED:
            yield _hearing(HearingState.model_validate(heard.state), heard.stamp, book, domain)
    planned_at = _planned_at(session, slug, stamps)
    for plan in orders.year_plan(book.timeline):
        if plan.day and not plan.fuzzy:
            planned = book.timeline.step_named(plan.key)
            bodies = [body for body in plan.bodies if (plan.key, body) not in begun]
            yield from _planned(planned, bodies, begun, planned_at, book, domain)


def _stamps(session: Session, slug: str) -> dict[str, datetime]:
    query = select(JournalEntry.workflow_id, func.max(col(JournalEntry.at))).where(JournalEntry.cycle == slug)
    return dict(session.exec(query.group_by(JournalEntry.workflow_id)).all())


def _planned_at(session: Session, slug: str, stamps: dict[str, datetime]) -> datetime:
    """When what has not begun was last settled: at the start, or with the last change of the plan."""
    query = select(func.max(col(JournalEntry.at))).where(
        JournalEntry.cycle == slug, col(JournalEntry.event).in_(["moved", "meeting_postponed", "step_sent_back"])
    )
    moved = session.exec(query).one()
    return moved or session.exec(select(Cycle.started_at).where(Cycle.slug == slug)).one()


def _deadline(state: DeliverableState, stamps: dict[str, datetime], domain: str) -> Noted:
    revision = _revision(state.id, state.sequence, stamps.get(state.id) or state.cursor, domain)
    entry = DeadlineEntry(revision=revision, title="", deadline=state.schedule.deadline)
    return Noted(entry, (state.body,), state.title, state.body)


def _meeting(state: MeetingState, stamp: datetime, book: Book, domain: str) -> Noted:
    starts, ends = entry_span(state.schedule.deadline, book.workdays)
    revision = _revision(state.id, state.sequence, stamp, domain)
    entry = MeetingEntry(revision=revision, title="", starts=starts, ends=ends, place=state.place)
    step = next((each.step for each in book.timeline.steps if each.step.key == state.step), None)
    return Noted(entry, (state.body, *(step.bodies if step else ())), state.title, state.body)


def _hearing(state: HearingState, stamp: datetime, book: Book, domain: str) -> Noted:
    revision = _revision(state.id, state.sequence, stamp, domain)
    last = hearing.last_deadline(state).on
    entry = WindowEntry(revision=revision, title="", first=state.opens.on, last=last)
    return Noted(entry, (book.definition.cycle.lead, *state.bodies), state.title)


def _planned(
    planned: PlannedStep, bodies: list[str], begun: set[tuple[str, str]], stamp: datetime, book: Book, domain: str
) -> Iterator[Noted]:
    step, slug = planned.step, book.timeline.slug
    if step.kind is StepKind.HEARING and (step.key, "") not in begun:
        opens, classes, _ = schedules.hearing_schedule(book.timeline, planned)
        last = max([opens.on, *(each.deadline.on for each in classes)])
        revision = _revision(step_id(slug, step.key), 0, stamp, domain)
        entry = WindowEntry(revision=revision, title="", first=opens.on, last=last)
        yield Noted(entry, (book.definition.cycle.lead, *step.bodies), step.title)
    for body in bodies:
        revision = _revision(step_id(slug, step.key, body), 0, stamp, domain)
        on = schedules.day_for(planned, body)
        if step.kind in OBLIGATION_KINDS:
            due = schedules.obligation_schedule(book.timeline, step, body, on).deadline
            yield Noted(DeadlineEntry(revision=revision, title="", deadline=due), (body,), step.title, body)
        elif step.kind in MEETING_KINDS:
            begins = schedules.meeting_schedule(book.timeline, planned, body, on).deadline
            starts, ends = entry_span(begins, book.workdays)
            met = MeetingEntry(revision=revision, title="", starts=starts, ends=ends, place=step.place)
            yield Noted(met, (body, *step.bodies), step.title, body)


def _revision(id_: str, sequence: int, stamp: datetime, domain: str) -> Revision:
    return Revision(uid=calendar_uid(id_, domain), sequence=sequence, stamp=stamp)


def _titled(entry: Entry, title: str) -> Entry:
    match entry:
        case DeadlineEntry():
            return DeadlineEntry(revision=entry.revision, title=title, deadline=entry.deadline)
        case MeetingEntry():
            return MeetingEntry(
                revision=entry.revision, title=title, starts=entry.starts, ends=entry.ends, place=entry.place
            )
        case WindowEntry():
            return WindowEntry(revision=entry.revision, title=title, first=entry.first, last=entry.last)
