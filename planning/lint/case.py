"""What every check of the lint looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from planning.dates.timeline import PlannedDate, PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Definition, Step
from planning.format.finding import Problem
from planning.format.source import Source


@dataclass(frozen=True)
class Case:
    """A definition under the lint, with its timeline as far as that could be settled.

    `lost` names what had to be left out because of mistakes of form; `date_problems` is what the resolver found.
    """

    source: Source
    definition: Definition
    timeline: Timeline
    lost: frozenset[str]
    date_problems: tuple[Problem, ...] = ()

    @cached_property
    def workdays(self) -> Workdays:
        """The working days of the definition."""
        return Workdays.of(self.definition)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The steps by their keys."""
        return {step.key: step for step in self.definition.step}

    def numbered(self) -> Iterator[tuple[int, PlannedStep]]:
        """Yield every planned step with its place in the definition."""
        yield from enumerate(self.timeline.steps)


def days_of(planned: PlannedStep) -> dict[str, PlannedDate]:
    """Return the dates of a step by body or class; under its own key "" when there are none."""
    bodies = {body: planned.date_for(body) for body in planned.step.bodies}
    return {each.body: each.date for each in planned.dates} or bodies or {"": planned.date}
