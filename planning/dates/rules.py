"""The date grammar: what a person may write where a definition wants a date. `docs/definition-format.md` lists it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NoReturn

from planning import words as say
from planning.dates.rule import (
    Anchor,
    Day,
    MeetingBeside,
    MeetingInMonth,
    MonthOnly,
    MonthPart,
    Offset,
    Rule,
    RuleError,
    Season,
    SeasonOnly,
    Unit,
    Unknown,
    WeekdayInMonth,
    WeekdayOfWeek,
    Window,
    words,
)
from planning.format.definition import FIRST_YEAR, LAST_YEAR
from planning.words import MONTHS, WEEKDAYS

__all__ = ["RuleError", "parse", "words"]

_YEARS: dict[str | None, int] = {None: 0, "next": 1, "last": -1}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_NTH = "(?P<ordinal>first|second|third|fourth|last)"
_MONTH = f"(?P<month>{'|'.join(MONTHS)})"
_NEXT = r"(?: (?P<next>next) year)?"
_ABOUT = r"(?: (?:(?P<next>next) year|(?P<year>[0-9]{4})))?"
_WEEKDAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
_ANCHOR = r"(?:(?P<edge>opening|end) of )?(?P<step>[a-z0-9-]+)(?:/(?P<part>[^\s/]+))?"
_DAY = r"(?:(?P<year>[0-9]{4})-)?(?P<month>[0-9][0-9])-(?P<day>[0-9][0-9])(?: (?P<next>next|last) year)?"
_BODY = r"(?P<body>the committee|[^\s/]+)"


def _day(match: re.Match[str]) -> Day:
    year = int(match["year"]) if match["year"] else None
    if year and match["next"]:
        _refuse(match[0])
    _check_day(int(match["month"]), int(match["day"]), year)
    return Day(int(match["month"]), int(match["day"]), year, _YEARS[match["next"]])


def _check_day(month: int, day: int, year: int | None) -> None:
    if year is not None:
        _check_year(year)
    try:
        date(year or 2000, month, day)
    except ValueError:
        shown = f"{day}. {say.month(month).da}" if 1 <= month <= 12 else f"måned {month}"
        english = f"{day} {say.month(month).en}" if 1 <= month <= 12 else f"month {month}"
        when_da, when_en = (f" i {year}", f" in {year}") if year else ("", "")
        raise RuleError(
            f"{shown} findes ikke{when_da}. Skriv en dag, der står i kalenderen.",
            f"{english} does not exist{when_en}. Write a day that the calendar has.",
        ) from None


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleError(
            f"Året {year} ligger uden for {FIRST_YEAR}–{LAST_YEAR}. Ret årstallet.",
            f"The year {year} is outside {FIRST_YEAR}–{LAST_YEAR}. Correct the year.",
        )


def _anchor(match: re.Match[str]) -> Anchor:
    edge: Literal["opening", "end"] | None = None
    if match["edge"]:
        edge = "opening" if match["edge"] == "opening" else "end"
    return Anchor(match["step"], match["part"], edge)


def _offset(match: re.Match[str]) -> Offset:
    unit: Unit = "working days" if match["unit"].startswith("working") else "days"
    if match["unit"].startswith("week"):
        unit = "weeks"
    count = int(match["count"]) * (1 if match["side"] == "after" else -1)
    return Offset(count, unit, _anchor(match))


def _meeting_beside(match: re.Match[str]) -> MeetingBeside:
    at_least = int(match["least"] or 0)
    return MeetingBeside(_ORDINALS[match["ordinal"]], match["body"], match["side"] == "after", _anchor(match), at_least)


def _meeting_beside_day(match: re.Match[str]) -> MeetingBeside:
    return MeetingBeside(_ORDINALS[match["ordinal"]], match["body"], match["side"] == "after", _day(match))


def _meeting_in_month(match: re.Match[str]) -> MeetingInMonth:
    return MeetingInMonth(_ORDINALS[match["ordinal"]], match["body"], _month(match), _YEARS[match["next"]])


def _month(match: re.Match[str]) -> int:
    return MONTHS.index(match["month"]) + 1


def _weekday_of_week(match: re.Match[str]) -> WeekdayOfWeek:
    week = int(match["week"])
    if not 1 <= week <= 53:
        raise RuleError(f"Uge {week} findes ikke. Uger er 1 til 53.", f"There is no week {week}. Weeks are 1 to 53.")
    return WeekdayOfWeek(WEEKDAYS.index(match["weekday"]), week, _YEARS[match["next"]])


def _weekday_in_month(match: re.Match[str]) -> WeekdayInMonth:
    weekday = None if match["weekday"] == "working day" else WEEKDAYS.index(match["weekday"])
    return WeekdayInMonth(_ORDINALS[match["ordinal"]], weekday, _month(match), _YEARS[match["next"]])


def _window(match: re.Match[str]) -> Window:
    first, last = (_parse_day(match[side]) for side in ("from", "until"))
    return Window(first, last)


def _parse_day(text: str) -> Day:
    match = re.fullmatch(_DAY, text)
    return _day(match) if match else _refuse(text)


def _numbered_month(match: re.Match[str]) -> MonthOnly:
    _check_day(int(match["month"]), 1, int(match["year"]))
    return MonthOnly(int(match["month"]), int(match["year"]))


def _named_month(match: re.Match[str]) -> MonthOnly:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if year:
        _check_year(year)
    part: dict[str | None, MonthPart] = {"early": "early", "mid": "mid", "ultimo": "ultimo"}
    return MonthOnly(_month(match), year, _YEARS[match["next"]], part.get(groups.get("when")))


def _season(match: re.Match[str]) -> SeasonOnly:
    seasons: dict[str, Season] = {"spring": "spring", "summer": "summer", "autumn": "autumn", "winter": "winter"}
    year = int(match["year"]) if match["year"] else None
    if year:
        _check_year(year)
    return SeasonOnly(seasons[match["season"]], year)


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], Rule]], ...] = (
    (_DAY, _day),
    (rf"(?P<count>[0-9]{{1,3}}) (?P<unit>(?:working )?days?|weeks?) (?P<side>before|after) {_ANCHOR}", _offset),
    (rf"same day as {_ANCHOR}", lambda match: Offset(0, "days", _anchor(match))),
    (
        rf"{_NTH} meeting of {_BODY} in {_MONTH}{_NEXT}",
        _meeting_in_month,
    ),
    (rf"(?P<ordinal>first|second) meeting of {_BODY} (?P<side>before|after) {_DAY}", _meeting_beside_day),
    (
        rf"(?P<ordinal>first|second) meeting of {_BODY} (?:at least (?P<least>[0-9]{{1,3}}) working days? )?"
        rf"(?P<side>before|after) {_ANCHOR}",
        _meeting_beside,
    ),
    (rf"{_WEEKDAY} of week (?P<week>[0-9]{{1,2}}){_NEXT}", _weekday_of_week),
    (
        rf"{_NTH} (?P<weekday>{'|'.join(WEEKDAYS)}|working day) in {_MONTH}{_NEXT}",
        _weekday_in_month,
    ),
    (r"window (?P<from>\S+(?: next year| last year)?)\.\.(?P<until>\S+(?: next year| last year)?)", _window),
    (r"month (?P<year>[0-9]{4})-(?P<month>[0-9][0-9])", _numbered_month),
    (rf"in {_MONTH}{_ABOUT}", _named_month),
    (rf"(?P<when>early|mid|ultimo) {_MONTH}{_ABOUT}", _named_month),
    (r"(?P<season>spring|summer|autumn|winter)(?: (?P<year>[0-9]{4}))?", _season),
    (r"unknown", lambda _: Unknown()),
)


def parse(text: str) -> Rule:
    """Read a date as a person writes it in a definition; raises RuleError with a sentence."""
    plain = " ".join(text.split())
    for shape, read in _SHAPES:
        if match := re.fullmatch(shape, plain):
            return read(match)
    return _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise RuleError(
        f"»{text}« kan ikke læses som en dato. Skriv for eksempel »05-16«, »10 working days before plan« "
        "eller »first meeting of BIU in january«.",
        f"“{text}” cannot be read as a date. Write for example “05-16”, “10 working days before plan” "
        "or “first meeting of BIU in january”.",
    )
