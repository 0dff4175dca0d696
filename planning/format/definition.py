"""The format of a cycle's definition: one TOML file, and beside it the texts that differ per body.

Dates stay strings here; `planning.dates.rules` reads them. Each model forbids unknown keys, so a misspelt key is found.
`docs/definition-format.md` explains the format by example; `aarshjul schema` publishes it as a JSON Schema.
"""

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from models.schedule import Text
from models.vocabulary import ZONE, Language, LetterKind, Role, StepKind

FIRST_YEAR, LAST_YEAR = 1990, 2150


class Part(BaseModel):
    """A part of a definition: frozen, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _no_number(kind: Literal["date", "time"]) -> BeforeValidator:
    def refuse(value: Any) -> Any:
        if isinstance(value, int | float):  # Pydantic would count seconds: `hour = 12` is not noon
            raise PydanticCustomError(f"{kind}_type", "a number is no date and no hour")
        return value

    return BeforeValidator(refuse)


def _civil(value: time) -> time:
    if value.tzinfo is not None:
        raise PydanticCustomError("time_type", "an hour is civil time in the cycle's zone")
    return value


def _in_range(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("year_out_of_range", "a year that no cycle has")
    return value


Hour = Annotated[time, _no_number("time"), AfterValidator(_civil)]
Day = Annotated[date, _no_number("date"), AfterValidator(_in_range)]
Code = Annotated[str, Field(pattern=r"^[\wÆØÅæøå]+(-[\wÆØÅæøå]+)*$", max_length=40)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Week = Annotated[int, Field(ge=1, le=53)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Days = Annotated[int, Field(ge=0, le=250)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


class Contact(Part):
    """A role of a body, with its address. `count` > 1 makes a class: `{n}` in name and address becomes 01, 02 …"""

    role: Role
    name: str
    address: str
    language: Language | None = None
    count: Annotated[int, Field(ge=1, le=5000)] = 1
    digest: bool | None = None  # several letters of one moment in one mail; None: as the cycle has it


class MeetingRule(Part):
    """A body's meetings as a rule: this weekday in these ISO weeks; days when offices are closed have no meeting."""

    weekday: Weekday
    weeks: tuple[Week, ...]


def _meetings_are(value: Any) -> str:
    return "rule" if isinstance(value, dict | MeetingRule) else "days"


Meetings = Annotated[
    Annotated[tuple[Day, ...], Tag("days")] | Annotated[MeetingRule, Tag("rule")], Discriminator(_meetings_are)
]


class Body(Part):
    """A committee, the council, or another body that reads, delivers or answers."""

    name: Text
    administration: Text | None = None
    language: Language = Language.DA
    contact: tuple[Contact, ...] = ()
    meetings: Meetings = ()
    meeting_hour: Hour | None = None
    ascii: str | None = None  # for file names, when the code has letters beyond ASCII


class RungRule(Part):
    """One rung of a ladder: working days from the deadline (negative: before), which letter, to which role."""

    days: Annotated[int, Field(ge=-250, le=250)]
    letter: LetterKind
    to: Role


class Ladder(Part):
    """A named ladder of reminders."""

    rung: tuple[RungRule, ...]


class HearingClassDefinition(Part):
    """Respondents with one deadline: a date rule, absolute or an offset from another class or step."""

    key: Key
    name: Text
    deadline: str
    contact: tuple[Contact, ...] = ()


class Paper(Part):
    """A paper of a letter pack: its number, its file below `papers/` (without language and suffix), and for whom.

    `body` = None: a shared paper that travels in every pack.
    """

    number: str
    title: Text
    file: str
    body: Code | None = None


class Published(Part):
    """A date that a source printed for this step, or the span from `date` to `until`; the lint compares them."""

    source: str
    date: Day
    until: Day | None = None


class Step(Part):
    """One step of the cycle."""

    key: Key
    kind: StepKind
    title: Text
    track: str = ""
    bodies: tuple[Code, ...] = ()
    copy_to: tuple[str, ...] = ()  # letter packs: further recipients, `BR.member`
    date: str | None = None  # a rule of `planning.dates.rules`; a hearing's is its opening
    until: str | None = None  # hearings: the end of the window
    hour: Hour | None = None
    place: str = ""
    gate: tuple[Key, ...] = ()
    after: tuple[Key, ...] = ()
    needs: tuple[Key, ...] = ()
    letter: Key | None = None
    ladder: str | None = None
    invite: tuple[Role, ...] = (Role.SECRETARY,)
    invite_days: Days = 10  # working days before the meeting
    agenda_days: Days = 4  # working days before the meeting that its agenda closes
    classes: Annotated[tuple[HearingClassDefinition, ...], Field(alias="class")] = ()
    paper: tuple[Paper, ...] = ()
    own_approval: bool = False  # the committee must have approved its hand-in itself
    policy: str | None = None  # status accounts: the policy whose duty this is
    back_to: Key | None = None
    published: tuple[Published, ...] = ()
    note: str = ""


class Policy(Part):
    """A policy that status accounts can be due under, and the step whose decision replaces it."""

    name: Text
    replaced_by: Key | None = None


class ClosedDays(Part):
    """Closed weeks by ISO number, closed months by name, and further closed days of the offices."""

    weeks: tuple[Week, ...] = ()
    months: tuple[Month, ...] = ()
    days: tuple[Day, ...] = ()


class Cycle(Part):
    """What the cycle is. A dated definition has its `year`; a yearly one has none and starts with `--year`."""

    key: Key
    title: Text
    lead: Code
    secretariat: Code  # the body whose secretary contact is the secretariat
    year: Year | None = None
    zone: str = ZONE
    hold: tuple[LetterKind, ...] = ()
    digest: bool = False  # who would get several routine letters at one moment gets one
    four_eyes: bool = False  # what is held leaves only when a second person releases it too
    acknowledge: tuple[LetterKind, ...] = ()  # kinds whose recipients are asked to say that the letter has arrived
    letter_days: Days = 20  # fewer working days between letter and deadline are a warning
    case_number: str = ""
    sources: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()  # which parts are not the sources': contacts, ladder, texts, meetings


class Definition(Part):
    """A whole definition, as read from `cycle.toml`."""

    cycle: Cycle
    closed: ClosedDays = ClosedDays()
    policy: dict[Key, Policy] = {}
    ladder: dict[str, Ladder] = {}
    body: dict[Code, Body]
    step: tuple[Step, ...]

    def step_named(self, key: str) -> Step:
        """Return the step with this key; raises KeyError."""
        for step in self.step:
            if step.key == key:
                return step
        raise KeyError(key)
