"""What people do next: a scenario's own acts first, and its habits where it says nothing.

Asked by the forecast and by the rehearsal alike, with the same states, so that both live the same year.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import HearingStage, ObligationStage, Outcome
from planning import hearing, meeting
from planning.replanning import Child
from planning.scenario import ACTS_AT, HAND_IN_BEFORE, Happening, Scenario
from planning.workdays import Workdays

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
    habits = [due for child in children if (due := _habit(scenario, child, said, workdays, now))]
    releases = [] if scenario.release == "never" else [_release(step, workdays, now) for step in held]
    habits += [due for due in releases if not _is_said(said, "release", due.happening.step, None)]
    return min([*own, *habits], key=_order, default=None)


def _own(happening: Happening, place: int, workdays: Workdays, now: datetime) -> Due:
    return Due(max(workdays.instant(happening.on, happening.hour), now), happening, place)


def _order(due: Due) -> tuple[datetime, bool, int, str, str]:
    """At one instant the scenario's own acts come first, in its order; then habits, by step and body."""
    return due.at, due.own is None, due.own or 0, due.happening.step, due.happening.body or ""


def _habit(scenario: Scenario, child: Child, said: Said, workdays: Workdays, now: datetime) -> Due | None:
    if isinstance(child, DeliverableState):
        return _hand_in(scenario, child, said, workdays, now)
    if scenario.decide == "never":
        return None
    if isinstance(child, MeetingState):
        return _decide(child, said, workdays, now)
    return _close(child, said, workdays, now)


def _hand_in(
    scenario: Scenario,
    child: DeliverableState,
    said: Said,
    workdays: Workdays,
    now: datetime,
) -> Due | None:
    never = scenario.hand_in == "never" or child.body in scenario.silent
    if never or child.stage is not ObligationStage.OPEN or _is_said(said, "submit", child.step, child.body):
        return None
    day = workdays.shift(child.schedule.deadline.on, -HAND_IN_BEFORE)
    return _at(day, Happening(act="submit", step=child.step, body=child.body, on=day), workdays, now)


def _decide(child: MeetingState, said: Said, workdays: Workdays, now: datetime) -> Due | None:
    if meeting.is_over(child) or not child.decides or _is_said(said, "decide", child.step, child.body):
        return None
    day = child.schedule.deadline.on
    happening = Happening(act="decide", step=child.step, body=child.body, on=day, outcome=Outcome.APPROVED)
    return _at(day, happening, workdays, now)


def _close(child: HearingState, said: Said, workdays: Workdays, now: datetime) -> Due | None:
    if child.stage is not HearingStage.OPEN or _is_said(said, "close", child.step, None):
        return None
    day = workdays.shift(hearing.last_deadline(child).on, 1)
    return _at(day, Happening(act="close", step=child.step, on=day), workdays, now)


def _release(step: str, workdays: Workdays, now: datetime) -> Due:
    return Due(now, Happening(act="release", step=step, on=workdays.civil(now).date()))


def _is_said(said: Said, act: str, step: str, body: str | None) -> bool:
    return (act, step, body) in said or (act, step, None) in said


def _at(day: date, happening: Happening, workdays: Workdays, now: datetime) -> Due:
    return Due(max(workdays.instant(day, ACTS_AT), now), happening)
