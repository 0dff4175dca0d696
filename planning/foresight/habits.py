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


class Habits:
    """What people do in one year. Each child's own habit is asked once for each of its states.

    Between two acts almost all of thousands stay as they are.
    """

    def __init__(self, scenario: Scenario, workdays: Workdays) -> None:
        self._scenario = scenario
        self._workdays = workdays
        self._moments = _Moments(workdays)
        self._known: dict[str, tuple[Child, _Habit | None]] = {}

    def next_act(
        self, pending: Sequence[int], children: Iterable[Child], now: datetime, held: Iterable[str] = ()
    ) -> Due | None:
        """Return the earliest act that is still to come; an act whose moment has passed comes now.

        `pending` holds the places of the scenario's own acts that have not been done, `held` the steps with held
        letters.
        """
        scenario, workdays = self._scenario, self._workdays
        own = [_own(scenario.happening[place], place, workdays, now) for place in pending]
        said: Said = {(each.happening.act, each.happening.step, each.happening.body) for each in own}
        first = self._first_habit(children, said, now)  # of thousands only the one that comes next is spelled out
        mine = [] if first is None else [Due(max(first.at, now), first.happening())]
        releases = [] if scenario.release == "never" else [_release(step, workdays, now) for step in held]
        mine += [due for due in releases if not _is_said(said, "release", due.happening.step, None)]
        return min([*own, *mine], key=_order, default=None)

    def _first_habit(self, children: Iterable[Child], said: Said, now: datetime) -> "_Habit | None":
        habits = [habit for child in children if (habit := self._habit_of(child)) and not habit.is_said(said)]
        return min(habits, key=lambda habit: (max(habit.at, now), habit.step, habit.body or ""), default=None)

    def _habit_of(self, child: Child) -> "_Habit | None":
        known = self._known.get(child.id)
        if known is None or known[0] is not child:
            known = self._known[child.id] = child, _habit(self._scenario, child, self._moments)
        return known[1]


def _own(happening: Happening, place: int, workdays: Workdays, now: datetime) -> Due:
    return Due(max(workdays.instant(happening.on, happening.hour), now), happening, place)


def _order(due: Due) -> tuple[datetime, bool, int, str, str]:
    """At one instant the scenario's own acts come first, in its order; then habits, by step and body."""
    return due.at, due.own is None, due.own or 0, due.happening.step, due.happening.body or ""


class _Habit(NamedTuple):
    """What one child's habit is, and when: `day` is the civil day that the act names."""

    at: datetime
    day: date
    act: str
    step: str
    body: str | None = None

    def happening(self) -> Happening:
        outcome = Outcome.APPROVED if self.act == "decide" else None
        return Happening(act=self.act, step=self.step, body=self.body, on=self.day, outcome=outcome)

    def is_said(self, said: Said) -> bool:
        return _is_said(said, self.act, self.step, self.body)


class _Moments:
    """The moments of habits: asked once for each day, for thousands of bodies have few different deadlines."""

    def __init__(self, workdays: Workdays) -> None:
        self._workdays = workdays
        self._shifted: dict[tuple[date, int], tuple[datetime, date]] = {}

    def after(self, day: date, working_days: int) -> tuple[datetime, date]:
        """Return when acts are given so many working days later, and the day."""
        if (day, working_days) not in self._shifted:
            on = self._workdays.shift(day, working_days)
            self._shifted[day, working_days] = self._workdays.instant(on, ACTS_AT), on
        return self._shifted[day, working_days]


def _habit(scenario: Scenario, child: Child, moments: _Moments) -> _Habit | None:
    if isinstance(child, DeliverableState):
        return _hand_in(scenario, child, moments)
    if scenario.decide == "never":
        return None
    if isinstance(child, MeetingState):
        return _decide(child, moments)
    return _close(child, moments)


def _hand_in(scenario: Scenario, child: DeliverableState, moments: _Moments) -> _Habit | None:
    if scenario.hand_in == "never" or child.stage is not ObligationStage.OPEN or child.body in scenario.silent:
        return None
    return _Habit(*moments.after(child.schedule.deadline.on, -HAND_IN_BEFORE), "submit", child.step, child.body)


def _decide(child: MeetingState, moments: _Moments) -> _Habit | None:
    if meeting.is_over(child) or not child.decides:
        return None
    return _Habit(*moments.after(child.schedule.deadline.on, 0), "decide", child.step, child.body)


def _close(child: HearingState, moments: _Moments) -> _Habit | None:
    if child.stage is not HearingStage.OPEN:
        return None
    return _Habit(*moments.after(hearing.last_deadline(child).on, 1), "close", child.step)


def _release(step: str, workdays: Workdays, now: datetime) -> Due:
    return Due(now, Happening(act="release", step=step, on=workdays.civil(now).date()))


def _is_said(said: Said, act: str, step: str, body: str | None) -> bool:
    return (act, step, body) in said or (act, step, None) in said
