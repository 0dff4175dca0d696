"""The impact sheet of a move: the difference of two forecasts, shown before anything is changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from planning.forecast import Foreseen, foresee
from planning.simulation import Simulation
from planning.timeline import PlannedStep, Timeline


@dataclass(frozen=True, order=True)
class DateChange:
    """A step (of one body) whose date changes."""

    step: str
    body: str
    before: date
    after: date


@dataclass(frozen=True)
class Impact:
    """What a move changes. Letters are compared one by one; those about the change itself are among `new`."""

    dates: tuple[DateChange, ...]
    gone: tuple[Foreseen, ...]
    new: tuple[Foreseen, ...]
    tasks: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whose letters change, by role."""
        return tuple(sorted({letter.to for letter in (*self.gone, *self.new)}))

    @property
    def calendar_entries(self) -> int:
        """How many calendar entries change."""
        return len(self.dates)


def impact_of_move(
    before: Simulation, after: Simulation, step: str, to: date, *, hour: time | None = None, body: str | None = None
) -> Impact:
    """Return what changes when a step moves. `before` and `after` are the same cycle twice; both are carried forward.

    Raises NotPermitted or Unresolvable, as the move itself would.
    """
    timeline = before.timeline
    after.replan(step, body, to, "impact", hour=hour)
    dates = tuple(sorted(_date_changes(timeline, after.timeline)))
    tasks = tuple(task.text for task in after.tasks)
    without, with_move = Counter(foresee(before).letters), Counter(foresee(after).letters)
    gone, new = without - with_move, with_move - without
    return Impact(dates, tuple(sorted(gone.elements())), tuple(sorted(new.elements())), tasks)


def _date_changes(before: Timeline, after: Timeline) -> list[DateChange]:
    changes = []
    for was, is_ in zip(before.steps, after.steps, strict=True):
        for name, day in _days(was).items():
            moved = _days(is_).get(name)
            if moved is not None and moved != day:
                changes.append(DateChange(was.step.key, name, day, moved))
    return changes


def _days(planned: PlannedStep) -> dict[str, date]:
    days = {each.body: each.date.day for each in planned.dates} or {"": planned.date.day}
    if planned.until:
        days["end"] = planned.until.day
    return {name: day for name, day in days.items() if day}
