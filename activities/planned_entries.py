"""One entry of a calendar with those whom it concerns; and the entries of what has not begun, as it is planned."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from activities.books import Book
from models.schedule import Deadline, Text
from models.states import CycleState, HearingClass, StepPlan
from models.vocabulary import (
    CLASS_ROLES,
    DECIDING_KINDS,
    MEETING_KINDS,
    OBLIGATION_KINDS,
    Language,
    Role,
    StepKind,
    StepStage,
    calendar_uid,
    step_id,
)
from planning.dates.timeline import PlannedStep
from planning.transitions import progress, schedules
from rendering import dates
from rendering.calendar_entries import DeadlineEntry, Entry, MeetingEntry, Revision, WindowEntry

_PUBLIC = DECIDING_KINDS | {StepKind.HEARING}
"""What the city tells everyone: when politicians decide, and when citizens are heard."""


NOTHING = Text(da="", en="")


@dataclass(frozen=True)
class Noted:
    """One entry, the bodies whose calendars it stands in, and its words in both languages."""

    entry: Entry
    bodies: tuple[str, ...]
    title: Text
    of: str = ""  # whose it is, written after the title
    description: Text = NOTHING
    step: str = ""
    kind: StepKind = StepKind.DELIVERABLE
    invited: frozenset[str] = (
        frozenset()
    )  # `TMU.manager`; for a hearing the class of respondents: `citizens.respondent`

    @property
    def is_public(self) -> bool:
        """Whether it stands in the calendar for everyone."""
        return self.kind in _PUBLIC

    def concerns(self, body: str, role: Role) -> bool:
        """Whether somebody with this role of this body (or class of respondents) wants to know.

        Officers see what their body owes, holds and is asked about; members only what is held, and what invites them.
        """
        if f"{body}.{role}" in self.invited:
            return True
        holds = role is Role.MEMBER and self.kind in DECIDING_KINDS
        return body in self.bodies and (holds or role not in CLASS_ROLES)

    def entry_in(self, language: Language) -> Entry:
        """Return the entry with its words in one language."""
        title = self.title.da if language is Language.DA else self.title.en
        description = self.description.da if language is Language.DA else self.description.en
        return replace(self.entry, title=f"{title} ({self.of})" if self.of else title, description=description)


def planned_entries(
    year: CycleState, begun: Set[tuple[str, str, int]], book: Book, stamp: datetime, domain: str
) -> Iterator[Noted]:
    """Yield what lies ahead: steps with a day whose children (`begun`: step, body, round) the record does not have."""
    steps = {planned.step.key: planned for planned in book.timeline.steps}
    for plan in year.plan:
        known = progress.progress_of(year, plan.key)
        if plan.key in steps and plan.day and not plan.fuzzy and known.stage is not StepStage.ENDED:
            ahead = [
                body
                for body in ([""] if plan.kind is StepKind.HEARING else plan.bodies)
                if (plan.key, body, known.round) not in begun and body not in known.settled
            ]
            for body in ahead:
                id_ = step_id(year.slug, plan.key, body or None, known.round)
                revision = Revision(uid=calendar_uid(id_, domain), sequence=0, stamp=stamp)
                yield from _planned(plan, steps[plan.key], body, revision, book)


def bodies_of(planned: PlannedStep | None, body: str) -> tuple[str, ...]:
    """Return whose calendars a meeting stands in: a reading its body's own, a workshop those of all its bodies."""
    if planned is None or planned.step.kind in DECIDING_KINDS:
        return (body,)
    return tuple(dict.fromkeys((body, *planned.step.bodies)))


def invited_to(planned: PlannedStep | None, body: str) -> frozenset[str]:
    """Return the roles that a meeting invites."""
    if planned is None:
        return frozenset()
    bodies = (body,) if planned.step.kind in DECIDING_KINDS else planned.step.bodies or (body,)
    return frozenset(f"{each}.{role}" for each in bodies for role in planned.step.invite)


def heard_by(planned: PlannedStep | None) -> frozenset[str]:
    """Return the classes of respondents that a hearing asks."""
    return frozenset(f"{each.key}.{Role.RESPONDENT}" for each in planned.step.classes) if planned else frozenset()


def everybody(book: Book, bodies: Sequence[str]) -> tuple[str, ...]:
    """Return whose calendars a hearing stands in: the lead committee's, and of those that get the answers."""
    return tuple(dict.fromkeys((book.definition.cycle.lead, *bodies)))


def noted_window(revision: Revision, opens: Deadline, classes: Sequence[HearingClass], title: Text, step: str) -> Noted:
    """Return a hearing from its opening to its last deadline, with the deadline of every class."""
    last = max([opens.on, *(each.deadline.on for each in classes)])
    words = [
        "\n".join(
            f"{each.name.da if language is Language.DA else each.name.en}: {dates.deadline(each.deadline, language)}"
            for each in classes
        )
        for language in (Language.DA, Language.EN)
    ]
    entry = WindowEntry(revision=revision, title="", first=opens.on, last=last)
    return Noted(entry, (), title, description=Text(da=words[0], en=words[1]), step=step, kind=StepKind.HEARING)


def _planned(plan: StepPlan, planned: PlannedStep, body: str, revision: Revision, book: Book) -> Iterator[Noted]:
    step, timeline = planned.step, book.timeline
    if step.kind is StepKind.HEARING:
        opens, classes, _ = schedules.hearing_schedule(timeline, planned)
        noted = noted_window(revision, opens, classes, step.title, step.key)
        yield replace(noted, bodies=everybody(book, step.bodies), invited=heard_by(planned))
        return
    on = schedules.day_for(planned, body)
    if step.kind in OBLIGATION_KINDS:
        due = schedules.deadline(on, planned.date_for(body).hour or step.hour, book.workdays)
        entry = DeadlineEntry(revision=revision, title="", deadline=due)
        yield Noted(entry, (body,), step.title, body, step=step.key, kind=step.kind)
    elif step.kind in MEETING_KINDS:
        begins = schedules.meeting_schedule(timeline, planned, body, on).deadline
        starts, ends = schedules.entry_span(begins, book.workdays)
        met = MeetingEntry(revision=revision, title="", starts=starts, ends=ends, place=step.place)
        yield Noted(
            met,
            bodies_of(planned, body),
            step.title,
            body,
            step=step.key,
            kind=step.kind,
            invited=invited_to(planned, body),
        )
