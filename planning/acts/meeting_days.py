"""On which days a person may put a meeting: not where the offices are closed, unless the body itself meets then."""

from collections.abc import Iterator
from datetime import date, timedelta

from models.acts import Decision
from models.schedule import Text
from models.states import MeetingState
from models.vocabulary import MEETING_KINDS
from planning.acts.permitted import NotPermitted
from planning.dates.meetings import meetings_between
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.words import full_day

_FAR = 120
"""Days within which a working day is looked for: longer than any summer recess."""


def check(timeline: Timeline, step: str, bodies: tuple[str, ...], day: date, after: date) -> None:
    """Refuse a day on which the offices are closed for a workshop, meeting, reading or approval; raises NotPermitted.

    The refusal names why, and the nearest working days behind `after`. For deadlines an absolute date stands. So does
    a day on which every one of the bodies has a meeting in its own calendar.
    """
    workdays = Workdays.of(timeline.definition)
    why = why_not(workdays, day)
    known = {planned.step.key: planned.step.kind for planned in timeline.steps}
    if why is None or known.get(step) not in MEETING_KINDS or _all_meet(timeline, bodies, day, workdays):
        return
    shown, near = full_day(day), [full_day(each) for each in _nearest(workdays, day, after)]
    da, en = " og ".join(each.da for each in near), " and ".join(each.en for each in near)
    raise NotPermitted(
        f"{shown.da} kan ikke være mødedag: {why.da}. Nærmeste hverdage: {da}.",
        f"{shown.en} cannot be the day of a meeting: {why.en}. The nearest working days: {en}.",
    )


def check_decision(timeline: Timeline, state: MeetingState, act: Decision) -> None:
    """Refuse to postpone a meeting to a closed day; raises NotPermitted."""
    if act.to is not None:
        check(timeline, state.step, (state.body,), act.to, state.schedule.deadline.on)


def why_not(workdays: Workdays, day: date) -> Text | None:
    """Name what keeps a meeting off this day: a weekend, a holiday, a closed week or month; None for nothing."""
    if why := workdays.why_closed(day):
        return why
    if workdays.in_closed_week(day):
        week = day.isocalendar().week
        return Text(da=f"uge {week} er mødefri", en=f"no meetings are held in week {week}")
    return None


def _all_meet(timeline: Timeline, bodies: tuple[str, ...], day: date, workdays: Workdays) -> bool:
    known = [timeline.definition.body[body] for body in bodies if body in timeline.definition.body]
    return bool(known) and all(meetings_between(each, day, day, workdays) for each in known)


def _nearest(workdays: Workdays, day: date, after: date) -> Iterator[date]:
    """The last day before and the first day behind that a meeting can have."""
    for direction in (-1, 1):
        days = (day + timedelta(days=direction * far) for far in range(1, _FAR))
        found = next((each for each in days if why_not(workdays, each) is None), None)
        if found is not None and found > after:
            yield found
