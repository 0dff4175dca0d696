"""Dates, hours and weeks as readers write them, in Danish and English."""

import re
from datetime import date, time

from models.schedule import Deadline
from models.vocabulary import Language

# Every letter has dates in it, and a library of all the world's languages takes longer to find a word than we to write.
_WEEKDAYS = {
    Language.DA: ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    Language.DA: ("januar", "februar", "marts", "april", "maj", "juni",
                  "juli", "august", "september", "oktober", "november", "december"),
    Language.EN: ("January", "February", "March", "April", "May", "June",
                  "July", "August", "September", "October", "November", "December"),
}  # fmt: skip

_DAY = re.compile(
    r"(?<![\w/»“-])(?<!som )(?<!as )(?<!--on )(?<!--due )(?<!--from )(?<!--to )"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])"
)
"""A day that a sentence tells of: not what somebody typed, which it quotes, and not how a day can be typed."""


def long_date(day: date, language: Language) -> str:
    """Return the day with its weekday: "mandag den 16. maj 2011", "Monday 16 May 2011"."""
    weekday = _WEEKDAYS[language][day.weekday()]
    return f"{weekday} {'den ' if language is Language.DA else ''}{short_date(day, language)}"


def short_date(day: date, language: Language) -> str:
    """Return the day without its weekday, for subjects and tables: "16. maj 2011", "16 May 2011"."""
    return f"{day.day}{'.' if language is Language.DA else ''} {_MONTHS[language][day.month - 1]} {day.year}"


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


def days_in_words(sentence: str, language: Language) -> str:
    """Return the sentence with its days as people write them: "2031-05-16" becomes "16. maj 2031"."""
    return _DAY.sub(lambda found: _in_words(found[0], language), sentence) if "-" in sentence else sentence


def _in_words(written: str, language: Language) -> str:
    try:
        return short_date(date.fromisoformat(written), language)
    except ValueError:
        return written
