"""From a definition and a year to a timeline: every date with its precision and its reason."""

from datetime import date, time

from models.schedule import Text
from models.vocabulary import Precision
from planning.format.definition import Definition, Part, Step


class PlannedDate(Part):
    """A date as honest as its source: `start` = `end` for a day; a label instead of a date for what nobody knows."""

    precision: Precision
    start: date | None = None
    end: date | None = None
    hour: time | None = None
    label: Text | None = None  # "ultimo januar 2019", for everything but a day
    reason: Text | None = None  # which rule or closed day moved it
    rule: str = ""

    @property
    def day(self) -> date | None:
        """The day, when it is known as a day."""
        return self.start if self.precision is Precision.DAY else None


class Pin(Part):
    """A date that a person or a decision settled for a step (of one body, or of all): it overrides the rule."""

    step: str
    on: date
    body: str | None = None
    hour: time | None = None
    reason: Text | None = None


class BodyDate(Part):
    """The date of a step for one body (or for one class of a hearing)."""

    body: str
    date: PlannedDate


class PlannedStep(Part):
    """A step with its dates: its own (for several bodies the latest), and per body or class where they differ."""

    step: Step
    date: PlannedDate
    dates: tuple[BodyDate, ...] = ()
    until: PlannedDate | None = None  # hearings

    def date_for(self, body: str) -> PlannedDate:
        """Return the date that holds for this body or class."""
        return next((each.date for each in self.dates if each.body == body), self.date)


class Timeline(Part):
    """The year of one cycle, in the definition's order of steps."""

    slug: str
    year: int
    definition: Definition
    steps: tuple[PlannedStep, ...]

    def step_named(self, key: str) -> PlannedStep:
        """Return the planned step with this key; raises KeyError."""
        for planned in self.steps:
            if planned.step.key == key:
                return planned
        raise KeyError(key)
