"""What people do next: a scenario's own acts first, and its habits where it says nothing.

Asked by the forecast and by the rehearsal alike, with the same states, so that both live the same year.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import HearingStage, ObligationStage, Outcome
from planning.acts.replanning import Child
from planning.dates.workdays import Workdays
from planning.scenarios.scenario import ACTS_AT, HAND_IN_BEFORE, Happening, Scenario
from planning.transitions import hearing, meeting

Said = set[tuple[str, str, str | None]]
"""Acts, steps and bodies that the scenario itself speaks of and that have not been done."""


class Due(NamedTuple):
    """An act and its moment; `own` is its place among the scenario's own acts, None for a habit."""

    at: datetime
    happening: Happening
    own: int | None = None


def next_act(
    scenario: Scenario,
    pending: Sequence[int],
    children: Iterable[Child],
    workdays: Workdays,
    now: datetime,
    held: Iterable[str] = (),
) -> Due | None:
    """Return the earliest act that is still to come; an act whose moment has passed comes now.

    `pending` holds the places of the scenario's own acts that have not been done, `held` the steps with held letters.
    """
    own = [_own(scenario.happening[place], place, workdays, now) for place in pending]
    said: Said = {(each.happening.act, each.happening.step, each.happening.body) for each in own}
    moments = _Moments(workdays, now)
    habits = [habit for child in children if (habit := _habit(scenario, child, said, moments))]
    first = min(habits, key=_habit_order, default=None)  # of thousands only the one that comes next is spelled out
    mine = [] if first is None else [Due(first.at, first.happening())]
    releases = [] if scenario.release == "never" else [_release(step, workdays, now) for step in held]
    mine += [due for due in releases if not _is_said(said, "release", due.happening.step, None)]
    return min([*own, *mine], key=_order, default=None)


def _own(happening: Happening, place: int, workdays: Workdays, now: datetime) -> Due:
    return Due(max(workdays.instant(happening.on, happening.hour), now), happening, place)


def _order(due: Due) -> tuple[datetime, bool, int, str, str]:
    """At one instant the scenario's own acts come first, in its order; then habits, by step and body."""
    return due.at, due.own is None, due.own or 0, due.happening.step, due.happening.body or ""


class _Habit(NamedTuple):
    """What one child's habit is, and when: `day` is the civil day that the act names."""

    at: datetime
    child: Child
    day: date

    def happening(self) -> Happening:
        child = self.child
        if isinstance(child, DeliverableState):
            return Happening(act="submit", step=child.step, body=child.body, on=self.day)
        if isinstance(child, MeetingState):
            outcome = Outcome.APPROVED
            return Happening(act="decide", step=child.step, body=child.body, on=self.day, outcome=outcome)
        return Happening(act="close", step=child.step, on=self.day)


class _Moments:
    """The moments of habits: asked once for each day, for thousands of bodies have few different deadlines."""

    def __init__(self, workdays: Workdays, now: datetime) -> None:
        self._workdays = workdays
        self._now = now
        self._shifted: dict[tuple[date, int], tuple[datetime, date]] = {}

    def after(self, day: date, working_days: int) -> tuple[datetime, date]:
        """Return when acts are given so many working days later, or now if that has passed; and the day."""
        if (day, working_days) not in self._shifted:
            on = self._workdays.shift(day, working_days)
            self._shifted[day, working_days] = max(self._workdays.instant(on, ACTS_AT), self._now), on
        return self._shifted[day, working_days]


def _habit_order(habit: _Habit) -> tuple[datetime, str, str]:
    child = habit.child
    return habit.at, child.step, "" if isinstance(child, HearingState) else child.body


def _habit(scenario: Scenario, child: Child, said: Said, moments: _Moments) -> _Habit | None:
    if isinstance(child, DeliverableState):
        return _hand_in(scenario, child, said, moments)
    if scenario.decide == "never":
        return None
    if isinstance(child, MeetingState):
        return _decide(child, said, moments)
    return _close(child, said, moments)


def _hand_in(scenario: Scenario, child: DeliverableState, said: Said, moments: _Moments) -> _Habit | None:
    never = scenario.hand_in == "never" or child.stage is not ObligationStage.OPEN or child.body in scenario.silent
    if never or _is_said(said, "submit", child.step, child.body):
        return None
    at, day = moments.after(child.schedule.deadline.on, -HAND_IN_BEFORE)
    return _Habit(at, child, day)


def _decide(child: MeetingState, said: Said, moments: _Moments) -> _Habit | None:
    if meeting.is_over(child) or not child.decides or _is_said(said, "decide", child.step, child.body):
        return None
    at, day = moments.after(child.schedule.deadline.on, 0)
    return _Habit(at, child, day)


def _close(child: HearingState, said: Said, moments: _Moments) -> _Habit | None:
    if child.stage is not HearingStage.OPEN or _is_said(said, "close", child.step, None):
        return None
    at, day = moments.after(hearing.last_deadline(child).on, 1)
    return _Habit(at, child, day)


def _release(step: str, workdays: Workdays, now: datetime) -> Due:
    return Due(now, Happening(act="release", step=step, on=workdays.civil(now).date()))


def _is_said(said: Said, act: str, step: str, body: str | None) -> bool:
    return (act, step, body) in said or (act, step, None) in said
