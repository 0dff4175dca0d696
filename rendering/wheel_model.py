"""What the picture of the year is drawn from: plain values, every text already in the reader's language."""

from dataclasses import dataclass
from datetime import date, time

from models.vocabulary import Language, StepKind


@dataclass(frozen=True, kw_only=True)
class WheelMark:
    """One date of a step that has several: a committee's reading, a class of respondents' deadline."""

    label: str  # "TMU", "Lokaludvalg"
    on: date
    hour: time | None = None


@dataclass(frozen=True, kw_only=True)
class WheelStep:
    """One step of the year. Its number is its place in `Wheel.steps`, from 1.

    A day has `start` = `end`. A window has both; `fuzzy` says that it is a guess, not an opening and a closing day.
    Without `start` nobody knows the date: the step stands in the middle of the wheel, with `label`.
    """

    key: str
    title: str
    kind: StepKind
    track: str = ""
    start: date | None = None
    end: date | None = None
    hour: time | None = None
    fuzzy: bool = False
    label: str = ""  # what stands for a date that is no day: "ultimo januar 2019"
    bodies: tuple[str, ...] = ()
    marks: tuple[WheelMark, ...] = ()  # where its bodies' or classes' dates differ, earliest first
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class WheelTrack:
    """A lane of the wheel; the first is the outermost. An empty title is not written."""

    key: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class WheelClosure:
    """Days on which little is decided: a closed week, a closed month; both days belong to it."""

    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """A year, from the first day of its first month to the last day of its last one, with its steps in order."""

    title: str
    year: int
    language: Language
    first: date
    last: date
    tracks: tuple[WheelTrack, ...]
    steps: tuple[WheelStep, ...]
    closed: tuple[WheelClosure, ...] = ()
    today: date | None = None

    @property
    def name(self) -> str:
        """The title, with the year unless it says it itself."""
        return self.title if str(self.year) in self.title else f"{self.title} {self.year}"
