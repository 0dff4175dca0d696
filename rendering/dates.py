"""Dates, hours and weeks as readers write them, in Danish and English."""

from datetime import date, time
from functools import lru_cache

from babel.dates import format_date

from models.schedule import Deadline
from models.vocabulary import Language

_LONG = {Language.DA: "EEEE 'den' d. MMMM y", Language.EN: "EEEE d MMMM y"}
_SHORT = {Language.DA: "d. MMMM y", Language.EN: "d MMMM y"}


@lru_cache(maxsize=4096)  # a calendar of a thousand entries has few different days
def long_date(day: date, language: Language) -> str:
    """Return the day with its weekday: "mandag den 16. maj 2011", "Monday 16 May 2011"."""
    return format_date(day, _LONG[language], locale=language.value)


def short_date(day: date, language: Language) -> str:
    """Return the day without its weekday, for subjects and tables: "16. maj 2011", "16 May 2011"."""
    return format_date(day, _SHORT[language], locale=language.value)


def hour(at: time, language: Language) -> str:
    """Return an hour as a municipality writes it: "kl. 12.00", "at 12:00"."""
    return at.strftime("kl. %H.%M") if language is Language.DA else at.strftime("at %H:%M")


def deadline(value: Deadline, language: Language) -> str:
    """Return the deadline's civil date, and its hour if the step sets one: "mandag den 16. maj 2011 kl. 12.00"."""
    day = long_date(value.on, language)
    return f"{day} {hour(value.hour, language)}" if value.hour else day


def iso_week(day: date, language: Language) -> str:
    """Return the ISO week of the day: "uge 46", "week 46"."""
    return f"{'uge' if language is Language.DA else 'week'} {day.isocalendar().week}"
