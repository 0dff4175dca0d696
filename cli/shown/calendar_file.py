"""A plan as a calendar file: every day that is known, under the names that a feed of the cycle will use.

Steps whose day is not known are left out.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from cli.words import told
from models.states import StepPlan
from models.vocabulary import MEETING_KINDS, OBLIGATION_KINDS, Language, calendar_uid, step_id
from planning.dates.timeline import PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.transitions import orders, schedules
from rendering.calendar_entries import DeadlineEntry, Entry, MeetingEntry, Revision, WindowEntry
from rendering.ical import feed
from rendering.message import Mailbox


def calendar_of(timeline: Timeline, language: Language, domain: str, organizer: Mailbox) -> bytes:
    """Return the plan as iCalendar, the same bytes for the same plan."""
    title = told(timeline.definition.cycle.title, language)
    return feed(f"{title} {timeline.year}", _entries(timeline, language, domain), language, organizer)


def _entries(timeline: Timeline, language: Language, domain: str) -> Iterator[Entry]:
    # A plan is not a record: its entries carry one stamp, so that a later feed of the running cycle replaces them.
    stamp = datetime(timeline.year - 1, 1, 1, tzinfo=UTC)
    for plan in orders.year_plan(timeline):
        planned = timeline.step_named(plan.key)
        for body in _bodies(plan):
            if day := planned.date_for(body or "").day:
                uid = calendar_uid(step_id(timeline.slug, plan.key, body), domain)
                yield _entry(timeline, planned, body, day, Revision(uid=uid, sequence=0, stamp=stamp), language)


def _bodies(plan: StepPlan) -> tuple[str | None, ...]:
    """Whose entries a step has: hearings and letters are one matter, everything else one for each body."""
    return plan.bodies if plan.kind in MEETING_KINDS | OBLIGATION_KINDS else (None,)


def _entry(
    timeline: Timeline,
    planned: PlannedStep,
    body: str | None,
    day: date,
    revision: Revision,
    language: Language,
) -> Entry:
    when = planned.date_for(body or "")
    step, workdays, reason = planned.step, Workdays.of(timeline.definition), told(when.reason, language)
    title = told(step.title, language) + (f" ({body})" if body else "")
    if step.kind in OBLIGATION_KINDS:
        due = schedules.deadline(day, when.hour or step.hour, workdays)
        return DeadlineEntry(revision=revision, title=title, deadline=due, description=reason)
    if step.kind in MEETING_KINDS and body:
        begins = schedules.meeting_schedule(timeline, planned, body, day).deadline
        starts, ends = schedules.entry_span(begins, workdays)
        return MeetingEntry(
            revision=revision, title=title, starts=starts, ends=ends, place=step.place, description=reason
        )
    until = planned.until.day if planned.until else None
    return WindowEntry(revision=revision, title=title, first=day, last=until or day, description=reason)
