"""What a date rule is, and how it reads as a reason."""

from dataclasses import dataclass
from typing import Literal

from models.schedule import Text
from planning import words as say

THE_COMMITTEE = "the committee"

Unit = Literal["working days", "days", "weeks"]
Season = Literal["spring", "summer", "autumn", "winter"]
MonthPart = Literal["early", "mid", "ultimo"]


class RuleError(ValueError):
    """The text is not a rule; `sentence` says why and what could be written."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)


@dataclass(frozen=True)
class Day:
    """A month and day in a named year, or in the cycle's year plus `next_years` (-1, 0, 1)."""

    month: int
    day: int
    year: int | None = None
    next_years: int = 0

    @property
    def absolute(self) -> bool:
        """Whether the source named the year itself."""
        return self.year is not None


@dataclass(frozen=True)
class Anchor:
    """Another step, perhaps of one body or class; for a hearing its opening or its end (None: the end)."""

    step: str
    part: str | None = None
    edge: Literal["opening", "end"] | None = None


@dataclass(frozen=True)
class Offset:
    """So many units before (negative) or after an anchor; 0 days is the anchor's own day."""

    count: int
    unit: Unit
    anchor: Anchor


@dataclass(frozen=True)
class MeetingInMonth:
    """The n-th meeting of a body in a month; -1 is the last. `next_years` as in `Day`."""

    ordinal: int
    body: str
    month: int
    next_years: int = 0


@dataclass(frozen=True)
class MeetingBeside:
    """The n-th meeting of a body strictly after (or before) a day, at least so many working days away."""

    ordinal: int
    body: str
    after: bool
    beside: Anchor | Day
    at_least: int = 0


@dataclass(frozen=True)
class WeekdayOfWeek:
    """A weekday (0 is Monday) of an ISO week."""

    weekday: int
    week: int
    next_years: int = 0


@dataclass(frozen=True)
class WeekdayInMonth:
    """The n-th weekday of a month; -1 is the last; weekday None counts working days."""

    ordinal: int
    weekday: int | None
    month: int
    next_years: int = 0


@dataclass(frozen=True)
class Window:
    """Some day between two days, both included."""

    first: Day
    last: Day


@dataclass(frozen=True)
class MonthOnly:
    """Some day of a month; `part` narrows it to its first, middle or last ten days."""

    month: int
    year: int | None = None
    next_years: int = 0
    part: MonthPart | None = None


@dataclass(frozen=True)
class SeasonOnly:
    """Some day of a season; winter begins in December of the year."""

    season: Season
    year: int | None = None


@dataclass(frozen=True)
class Unknown:
    """Nobody knows yet."""


Rule = (
    Day
    | Offset
    | MeetingInMonth
    | MeetingBeside
    | WeekdayOfWeek
    | WeekdayInMonth
    | Window
    | MonthOnly
    | SeasonOnly
    | Unknown
)


_UNITS: dict[Unit, tuple[Text, Text]] = {
    "working days": (Text(da="hverdag", en="working day"), Text(da="hverdage", en="working days")),
    "days": (Text(da="dag", en="day"), Text(da="dage", en="days")),
    "weeks": (Text(da="uge", en="week"), Text(da="uger", en="weeks")),
}
_ORDINALS = {
    1: Text(da="første", en="first"),
    2: Text(da="andet", en="second"),
    3: Text(da="tredje", en="third"),
    4: Text(da="fjerde", en="fourth"),
    -1: Text(da="sidste", en="last"),
}
_SEASONS: dict[Season, Text] = {
    "spring": Text(da="foråret", en="spring"),
    "summer": Text(da="sommeren", en="summer"),
    "autumn": Text(da="efteråret", en="autumn"),
    "winter": Text(da="vinteren", en="winter"),
}
_PARTS: dict[MonthPart, Text] = {
    "early": Text(da="primo", en="early"),
    "mid": Text(da="medio", en="mid"),
    "ultimo": Text(da="ultimo", en="late"),
}
_SIDES = {True: Text(da="efter", en="after"), False: Text(da="før", en="before")}
_YEARS = {-1: Text(da=" året før", en=" of the year before"), 0: Text(da="", en="")}
_YEARS[1] = Text(da=" året efter", en=" of the next year")


def words(rule: Rule) -> Text:
    """Say a rule as a reason: "10 hverdage før plan", "10 working days before plan"."""
    match rule:
        case Day():
            return _day(rule)
        case Offset():
            return _offset(rule)
        case MeetingInMonth():
            return _meeting_in_month(rule)
        case MeetingBeside():
            return _meeting_beside(rule)
        case WeekdayOfWeek():
            name, year = say.weekday(rule.weekday), _YEARS[rule.next_years]
            return Text(da=f"{name.da} i uge {rule.week}{year.da}", en=f"{name.en} of week {rule.week}{year.en}")
        case WeekdayInMonth():
            return _weekday_in_month(rule)
        case _:
            return _fuzzy(rule)


def _day(rule: Day) -> Text:
    name, year = say.month(rule.month), _YEARS[rule.next_years]
    if rule.year is not None:
        year = Text(da=f" {rule.year}", en=f" {rule.year}")
    return Text(da=f"{rule.day}. {name.da}{year.da}", en=f"{rule.day} {name.en}{year.en}")


def _offset(rule: Offset) -> Text:
    anchor = _anchor(rule.anchor)
    if rule.count == 0:
        return Text(da=f"samme dag som {anchor.da}", en=f"same day as {anchor.en}")
    count, side = abs(rule.count), _SIDES[rule.count > 0]
    unit = _UNITS[rule.unit][count != 1]
    return Text(da=f"{count} {unit.da} {side.da} {anchor.da}", en=f"{count} {unit.en} {side.en} {anchor.en}")


def _anchor(anchor: Anchor) -> Text:
    name = f"{anchor.step}/{anchor.part}" if anchor.part else anchor.step
    if anchor.edge == "opening":
        return Text(da=f"åbningen af {name}", en=f"the opening of {name}")
    return Text(da=name, en=name) if anchor.edge is None else Text(da=f"slutningen af {name}", en=f"the end of {name}")


def _body(code: str) -> Text:
    return Text(da="udvalget" if code == THE_COMMITTEE else code, en=code)


def _meeting_in_month(rule: MeetingInMonth) -> Text:
    nth, body, name, year = _ORDINALS[rule.ordinal], _body(rule.body), say.month(rule.month), _YEARS[rule.next_years]
    return Text(
        da=f"{nth.da} møde i {body.da} i {name.da}{year.da}", en=f"{nth.en} meeting of {body.en} in {name.en}{year.en}"
    )


def _meeting_beside(rule: MeetingBeside) -> Text:
    nth, body, side = _ORDINALS[rule.ordinal], _body(rule.body), _SIDES[rule.after]
    beside = _anchor(rule.beside) if isinstance(rule.beside, Anchor) else _day(rule.beside)
    least = Text(da="", en="")
    if rule.at_least:
        unit = _UNITS["working days"][rule.at_least != 1]
        least = Text(da=f"mindst {rule.at_least} {unit.da} ", en=f"at least {rule.at_least} {unit.en} ")
    return Text(
        da=f"{nth.da} møde i {body.da} {least.da}{side.da} {beside.da}",
        en=f"{nth.en} meeting of {body.en} {least.en}{side.en} {beside.en}",
    )


def _weekday_in_month(rule: WeekdayInMonth) -> Text:
    day = Text(da="hverdag", en="working day") if rule.weekday is None else say.weekday(rule.weekday)
    nth, name, year = _ORDINALS[rule.ordinal], say.month(rule.month), _YEARS[rule.next_years]
    ordinal = "anden" if rule.ordinal == 2 else nth.da
    return Text(da=f"{ordinal} {day.da} i {name.da}{year.da}", en=f"{nth.en} {day.en} in {name.en}{year.en}")


def _fuzzy(rule: Window | MonthOnly | SeasonOnly | Unknown) -> Text:
    match rule:
        case Window():
            first, last = _day(rule.first), _day(rule.last)
            return Text(da=f"mellem {first.da} og {last.da}", en=f"between {first.en} and {last.en}")
        case MonthOnly():
            name = say.month(rule.month)
            part = _PARTS[rule.part] if rule.part else Text(da="", en="")
            year = Text(da=f"{rule.year}", en=f"{rule.year}") if rule.year else _YEARS[rule.next_years]
            return Text(
                da=" ".join(filter(None, (part.da, name.da, year.da.strip()))),
                en=" ".join(filter(None, (part.en, name.en, year.en.strip()))),
            )
        case SeasonOnly():
            name, year_shown = _SEASONS[rule.season], f" {rule.year}" if rule.year else ""
            return Text(da=f"{name.da}{year_shown}", en=f"{name.en}{year_shown}")
        case Unknown():
            return Text(da="ikke fastsat", en="not settled")
