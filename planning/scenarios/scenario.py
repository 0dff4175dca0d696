"""What people do in a rehearsed year: who hands in when, who asks for more time, what is decided.

What a scenario does not say follows its habits: decisions on their day, and hand-ins by `hand_in`. Acts are at 10:00.
"""

from datetime import date, time
from typing import Literal

from models.schedule import Text
from models.vocabulary import Outcome
from planning.format.definition import Code, Hour, Key, Part

ACTS_AT = time(10)
"""Local time of an act that names no hour (rules: Rehearsal and forecast)."""

HAND_IN_BEFORE = 2
"""Working days before the deadline on which everyone hands in by habit."""


Act = Literal[
    "submit",
    "request",
    "extend",
    "refuse",
    "waive",
    "return",
    "accept",
    "decide",
    "respond",
    "close",
    "move",
    "release",
    "pause",
    "resume",
    "cancel",
]

OF_THE_YEAR: frozenset[Act] = frozenset({"pause", "resume", "cancel"})
"""Acts that concern no step of their own."""


FIRST_TO_RELEASE = "scenario, first"
"""Who asks for the release in a rehearsed year that wants four eyes; the act itself is the second person's."""


class AdditionMade(Part):
    """The addition of a decision."""

    text: str
    owner: Code
    due: date
    blocking: bool = False


class Deed(Part):
    """What an act says of itself, as it is written and as it is done: all but names and days."""

    act: Act
    hour: Hour = ACTS_AT
    outcome: Outcome | None = None
    amendments: tuple[str, ...] = ()
    hearing_class: str | None = None
    respondent: str | None = None
    reason: str = "–"
    text: str = ""
    override: bool = False


class Happening(Deed):
    """One act of a scenario. Which further fields it needs depends on `act`."""

    step: Key | Literal[""] = ""  # none for acts of the whole year
    on: date
    body: Code | None = None
    until: date | None = None
    to: date | None = None
    addition: AdditionMade | None = None


class Kill(Part):
    """Before which letter's wire a rehearsal kills the worker: `kind/step/body/role`, or its file's stem."""

    before: str


class Habits(Part):
    """What people do by habit. `hand_in`: everyone in time, or nobody, unless a happening says otherwise."""

    hand_in: Literal["in_time", "never"] = "in_time"
    decide: Literal["on_plan", "never"] = "on_plan"
    release: Literal["at_once", "never"] = "at_once"


class Scenario(Habits):
    """A year as people may live it. `silent` names bodies that never hand in by habit, whatever `hand_in` says."""

    name: str = ""
    silent: tuple[Code, ...] = ()
    happening: tuple[Happening, ...] = ()
    places: tuple[str, ...] = ()  # file and line of each happening, when it was read from a file
    kill: Kill | None = None


def located(scenario: Scenario, own: int | None, sentence: Text) -> Text:
    """Return a sentence about one of the scenario's own acts with its file and line, when they are known."""
    if own is None or not scenario.places:
        return sentence
    place = scenario.places[own]
    return Text(da=f"{place}: {sentence.da}", en=f"{place}: {sentence.en}")


FORECAST = Scenario(name="forecast", hand_in="never")
"""What the forecast assumes without a scenario: nobody hands in, decisions fall on their day."""
