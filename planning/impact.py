"""The impact sheet of a move: the difference of two forecasts, shown before anything is changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from models.acts import Move
from models.schedule import Text
from planning import permitted
from planning.forecast import Foreseen, foresee
from planning.simulation import Simulation
from planning.slots import END
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
    """What a move changes. Letters are compared one by one; those about the change itself are among `new`.

    `version` is the year's when it was foreseen: what is confirmed on it is refused when the year has changed since.
    """

    dates: tuple[DateChange, ...]
    gone: tuple[Foreseen, ...]
    new: tuple[Foreseen, ...]
    tasks: tuple[Text, ...]
    version: int = 0

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
    timeline, version = before.timeline, before.state.version
    permitted.move(after.state, Move(id="impact", by="impact", at=after.now, step=step, to=to, hour=hour, body=body))
    after.replan(step, body, to, "impact", hour=hour)
    dates = tuple(sorted(_date_changes(timeline, after.timeline)))
    tasks = tuple(task.words for task in after.tasks)
    without, with_move = Counter(foresee(before).letters), Counter(foresee(after).letters)
    gone, new = without - with_move, with_move - without
    return Impact(dates, tuple(sorted(gone.elements())), tuple(sorted(new.elements())), tasks, version)


def _date_changes(before: Timeline, after: Timeline) -> list[DateChange]:
    changes = []
    for was, is_ in zip(before.steps, after.steps, strict=True):
        for name, old, new in ((name, _day(was, name), _day(is_, name)) for name in _names(was, is_)):
            if old is not None and new is not None and old != new:
                changes.append(DateChange(was.step.key, name, old, new))
    return changes


def _names(was: PlannedStep, is_: PlannedStep) -> tuple[str, ...]:
    """What the dates differ by: bodies, when theirs do before or after; a hearing's opening (""), classes and end."""
    apart = tuple(dict.fromkeys(each.body for planned in (was, is_) for each in planned.dates))
    return ("", *apart, END) if was.until else apart or ("",)


def _day(planned: PlannedStep, name: str) -> date | None:
    if name == END and planned.until:
        return planned.until.day
    return planned.date_for(name).day
