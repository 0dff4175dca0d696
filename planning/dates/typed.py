"""Dates that a person types: `2027-05-16`, `16.5.2027`, `16/5-2027`; a day that does not exist gets a sentence."""

import calendar
import re
from datetime import date, time

from models.schedule import Text
from planning.format.definition import FIRST_YEAR, LAST_YEAR
from planning.words import month as month_named

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DANISH = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[.\-/](?P<year>\d{4})")
_HOUR = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})")


class Mistyped(ValueError):  # noqa: N818 -- reads as what it says to a person
    """What was typed is not what was asked for; `sentence` says why and how to write it."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)


def day(text: str) -> date:
    """Return the date that a person typed; raises Mistyped."""
    found = _ISO.fullmatch(text.strip()) or _DANISH.fullmatch(text.strip())
    if found is None:
        raise Mistyped(
            f"»{text}« er ikke en dato. Skriv den som 2027-05-16 eller 16.5.2027.",
            f"“{text}” is not a date. Write it as 2027-05-16 or 16.5.2027.",
        )
    year, month, number = (int(found[part]) for part in ("year", "month", "day"))
    try:
        typed = date(year, month, number)
    except ValueError as error:
        raise _no_such_day(year, month, number) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:  # beyond, a day after or a time zone may lead out of the calendar
        raise Mistyped(
            f"Året {year} ligger uden for {FIRST_YEAR}–{LAST_YEAR}. Ret årstallet.",
            f"The year {year} is outside {FIRST_YEAR}–{LAST_YEAR}. Correct the year.",
        )
    return typed


def hour(text: str) -> time:
    """Return the time of day that a person typed (`12:00`, `12.00`); raises Mistyped."""
    found = _HOUR.fullmatch(text.strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise Mistyped(
            f"»{text}« er ikke et klokkeslæt. Skriv det som 12:00.",
            f"“{text}” is not a time of day. Write it as 12:00.",
        )
    return time(int(found["hour"]), int(found["minute"]))


def _no_such_day(year: int, month: int, number: int) -> Mistyped:
    if not 1 <= month <= 12 or year < 1:
        return Mistyped(
            f"Der er ingen måned {month}. Skriv datoen som 2027-05-16 eller 16.5.2027.",
            f"There is no month {month}. Write the date as 2027-05-16 or 16.5.2027.",
        )
    name, last = month_named(month), calendar.monthrange(year, month)[1]
    return Mistyped(
        f"Den {number}. {name.da} {year} findes ikke; måneden har {last} dage. Ret datoen.",
        f"{number} {name.en} {year} does not exist; the month has {last} days. Correct the date.",
    )
