"""A plan as a calendar file: every day that is known; steps whose day is not known are left out."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cli.words import told
from models.schedule import Deadline
from models.vocabulary import MEETING_KINDS, Language, calendar_uid, step_id
from planning.timeline import PlannedDate, PlannedStep, Timeline
from planning.workdays import Workdays
from rendering.calendar_entries import DeadlineEntry, Entry, Revision, WindowEntry
from rendering.ical import feed
from rendering.message import Mailbox


def calendar_of(timeline: Timeline, language: Language, domain: str, organizer: Mailbox) -> bytes:
    """Return the plan as iCalendar, the same bytes for the same plan."""
    title = told(timeline.definition.cycle.title, language)
    return feed(f"{title} {timeline.year}", _entries(timeline, language, domain), language, organizer)


def _entries(timeline: Timeline, language: Language, domain: str) -> Iterator[Entry]:
    workdays = Workdays.of(timeline.definition)
    # A plan is not a record: its entries carry one stamp, so that a later feed of the running cycle replaces them.
    stamp = datetime(timeline.year - 1, 1, 1, tzinfo=UTC)
    for planned in timeline.steps:
        for body, when in _dates(planned):
            uid = calendar_uid(step_id(timeline.slug, planned.step.key, body), domain)
            entry = _entry(planned, when, Revision(uid=uid, sequence=0, stamp=stamp), workdays, language)
            if entry is not None:
                yield entry


def _dates(planned: PlannedStep) -> Iterator[tuple[str | None, PlannedDate]]:
    if planned.until is None and planned.dates:
        yield from ((each.body, each.date) for each in planned.dates)
    else:
        body = planned.step.bodies[0] if planned.step.kind in MEETING_KINDS and len(planned.step.bodies) == 1 else None
        yield body, planned.date


def _entry(
    planned: PlannedStep, when: PlannedDate, revision: Revision, workdays: Workdays, language: Language
) -> Entry | None:
    if when.day is None:
        return None
    title, reason = told(planned.step.title, language), told(when.reason, language)
    if planned.until is not None and planned.until.day is not None:
        return WindowEntry(revision=revision, title=title, first=when.day, last=planned.until.day, description=reason)
    if planned.step.kind in MEETING_KINDS:
        return WindowEntry(revision=revision, title=title, first=when.day, last=when.day, description=reason)
    deadline = Deadline(on=when.day, hour=when.hour, at=workdays.instant(when.day, when.hour))
    return DeadlineEntry(revision=revision, title=title, deadline=deadline, description=reason)
