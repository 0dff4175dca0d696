"""Ladders as data: every letter's moment, settled from a civil date, before anything waits for it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from models.schedule import Deadline, Recipient, Rung, Schedule, Text
from models.states import HearingClass
from models.vocabulary import DECIDING_KINDS, LetterKind, Role
from planning.dates.timeline import PlannedDate, PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Ladder, Step
from planning.transitions.transition import secretary

MORNING = time(8)
"""When letters of a ladder leave, local time (rules: Deadlines)."""

MEETING_LENGTH = timedelta(hours=2)
"""How long a meeting with an hour is in calendars: the definition does not say, and an entry needs an end."""

ASKING = (1, 3, *range(5, 125, 5))
"""Working days after a meeting, or a hearing's last deadline, on which its outcome or closing is asked for."""

HEARING_REMINDER = -5
"""Working days before a class's deadline that those who have not answered are reminded."""

PUBLIC = Text(da="Alle", en="Everyone")


def letters_leave(at: datetime, workdays: Workdays) -> datetime:
    """Return when letters leave that a pause or an outage held up until `at`.

    At once while the offices are open; else in the morning of the next working day (rules: Letters).
    """
    civil = workdays.civil(at)
    today = workdays.instant(civil.date(), MORNING)
    if workdays.is_working(civil.date()):
        return max(at, today)
    return workdays.instant(workdays.shift(civil.date(), 1), MORNING)


def day_for(planned: PlannedStep, body: str) -> date:
    """Return the step's day for this body; raises ValueError while it is fuzzy, for a fuzzy step starts nothing."""
    day = planned.date_for(body).day
    if day is None:
        raise ValueError(f"{planned.step.key} has no day for {body} yet")
    return day


def days_of(planned: PlannedStep) -> tuple[date, ...]:
    """Return every known day of a step, over its bodies."""
    dates = [each.date for each in planned.dates] or [planned.date]
    return tuple(each.day for each in dates if each.day)


def deadline_of(planned: PlannedStep, workdays: Workdays) -> Deadline | None:
    """Return the step's own day as a deadline: for several bodies the latest; None while it is fuzzy."""
    if planned.date.day is None:
        return None
    return deadline(planned.date.day, planned.date.hour or planned.step.hour, workdays, planned.date.reason)


def deadline(on: date, hour: time | None, workdays: Workdays, reason: Text | None = None) -> Deadline:
    """Return a civil date as a deadline: at its hour, or at the end of the day."""
    return Deadline(on=on, hour=hour, at=workdays.instant(on, hour), reason=reason)


def effective(step_on: date, granted: date | None, returned: date | None) -> date:
    """Return the effective deadline's date: the latest of the step's, the extension's and the return's."""
    return max(each for each in (step_on, granted, returned) if each)


def obligation_schedule(
    timeline: Timeline, step: Step, body: str, step_on: date, granted: date | None = None, returned: date | None = None
) -> Schedule:
    """Return the effective deadline and the ladder that counts working days from it."""
    workdays, on = Workdays.of(timeline.definition), effective(step_on, granted, returned)
    planned = timeline.step_named(step.key).date_for(body)
    reason = planned.reason if on == planned.day else None
    rules = timeline.definition.ladder[step.ladder] if step.ladder else None
    due = deadline(on, planned.hour or step.hour, workdays, reason)
    return Schedule(deadline=due, ladder=_reminders(rules, body, on, workdays))


def addition_schedule(
    timeline: Timeline, owner: str, due: date, granted: date | None = None, returned: date | None = None
) -> Schedule:
    """Return the schedule of an addition's obligation: the definition's first ladder."""
    workdays, on = Workdays.of(timeline.definition), effective(due, granted, returned)
    rules = next(iter(timeline.definition.ladder.values()), None)
    return Schedule(deadline=deadline(on, None, workdays), ladder=_reminders(rules, owner, on, workdays))


def meeting_schedule(timeline: Timeline, planned: PlannedStep, body: str, on: date) -> Schedule:
    """Return a meeting's beginning and its ladder: invitation, agenda deadline, and asking for the outcome."""
    workdays, step = Workdays.of(timeline.definition), planned.step
    date_ = planned.date_for(body)
    begins = deadline(
        on, _meeting_hour(timeline, step, body, date_), workdays, date_.reason if date_.day == on else None
    )
    to = tuple(Recipient(body=each, role=role) for each in _invited(step, body) for role in step.invite)
    rungs = [_rung("invite", LetterKind.INVITATION, to, on, -step.invite_days, workdays)]
    if step.kind in DECIDING_KINDS:
        asked = (secretary(body),)
        rungs.append(_rung("agenda", LetterKind.AGENDA_DEADLINE, asked, on, -step.agenda_days, workdays))
        rungs += _asking("outcome", LetterKind.OUTCOME_WANTED, asked, on, workdays)
    return Schedule(deadline=begins, ladder=_in_order(rungs))


def entry_span(begins: Deadline, workdays: Workdays) -> tuple[datetime, datetime]:
    """Return beginning and end of a meeting in calendars: without an hour, the whole office day."""
    if begins.hour:
        return begins.at, begins.at + MEETING_LENGTH
    return workdays.instant(begins.on, time(8)), workdays.instant(begins.on, time(16))


def hearing_schedule(
    timeline: Timeline, planned: PlannedStep
) -> tuple[Deadline, tuple[HearingClass, ...], tuple[Rung, ...]]:
    """Return a hearing's opening, its classes with their deadlines, and its ladder.

    A class without contacts gets no mail; one whose window is too short for a reminder gets none before its invitation.
    A hearing without classes has one, for everyone, that closes with the window.
    """
    workdays, opening = Workdays.of(timeline.definition), day_for(planned, "")
    classes = _classes(planned, workdays)
    mailed = [each.key for each in planned.step.classes if each.contact]
    rungs = []
    for each in (c for c in classes if c.key in mailed):
        to = (Recipient(body=each.key, role=Role.RESPONDENT),)
        rungs.append(_rung(f"open-{each.key}", LetterKind.HEARING_INVITATION, to, opening, 0, workdays))
        if workdays.shift(each.deadline.on, HEARING_REMINDER) > opening:
            name = f"{HEARING_REMINDER}-{each.key}"
            rungs.append(_rung(name, LetterKind.HEARING_REMINDER, to, each.deadline.on, HEARING_REMINDER, workdays))
    asked = (secretary(timeline.definition.cycle.secretariat),)
    last = max((each.deadline.on for each in classes), default=opening)
    rungs += _asking("close", LetterKind.HEARING_CLOSING_WANTED, asked, last, workdays)
    return deadline(opening, MORNING, workdays), classes, _in_order(rungs)


def _reminders(rules: Ladder | None, body: str, on: date, workdays: Workdays) -> tuple[Rung, ...]:
    """The ladder's rungs for one body. A rung "on the day" is left out when the day is closed: nothing leaves then."""
    kept = [rule for rule in (rules.rung if rules else ()) if rule.days or workdays.is_working(on)]
    return _in_order(
        _rung(
            f"{rule.days:+d}-{rule.to}",
            rule.letter,
            (Recipient(body=body, role=rule.to),),
            on,
            rule.days,
            workdays,
        )
        for rule in kept
    )


def _asking(name: str, kind: LetterKind, to: tuple[Recipient, ...], after: date, workdays: Workdays) -> list[Rung]:
    """Rungs that ask again and again; each counts on from the one before, for counting days is what takes time."""
    rungs, day, counted = [], after, 0
    for days in ASKING:
        day, counted = workdays.shift(day, days - counted), days
        rungs.append(Rung(key=f"{name}+{days}", kind=kind, to=to, at=workdays.instant(day, MORNING)))
    return rungs


def _rung(key: str, kind: LetterKind, to: tuple[Recipient, ...], on: date, days: int, workdays: Workdays) -> Rung:
    return Rung(key=key, kind=kind, to=to, at=_morning(on, days, workdays))


def _morning(on: date, days: int, workdays: Workdays) -> datetime:
    return workdays.instant(workdays.shift(on, days), MORNING)


def _in_order(rungs: Iterable[Rung]) -> tuple[Rung, ...]:
    return tuple(sorted(rungs, key=lambda rung: (rung.at, rung.key)))


def _invited(step: Step, body: str) -> tuple[str, ...]:
    """Workshops and meetings invite all their bodies; a reading invites the body that reads."""
    return (body,) if step.kind in DECIDING_KINDS else step.bodies or (body,)


def _meeting_hour(timeline: Timeline, step: Step, body: str, date_: PlannedDate) -> time | None:
    own = timeline.definition.body[body].meeting_hour if step.kind in DECIDING_KINDS else None
    return date_.hour or step.hour or own


def _classes(planned: PlannedStep, workdays: Workdays) -> tuple[HearingClass, ...]:
    if not planned.step.classes:
        end = (planned.until or planned.date).day or day_for(planned, "")
        return (HearingClass(key="public", name=PUBLIC, deadline=deadline(end, planned.step.hour, workdays)),)
    return tuple(
        HearingClass(
            key=each.key,
            name=each.name,
            deadline=deadline(day_for(planned, each.key), planned.date_for(each.key).hour, workdays),
        )
        for each in planned.step.classes
    )
