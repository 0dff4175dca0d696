"""Words and dates as the command line writes them, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from models.schedule import Text
from models.vocabulary import Language
from rendering.dates import days_in_words

_DAY = {Language.DA: "EEE d. MMM y", Language.EN: "EEE d MMM y"}
ZONE = ZoneInfo("Europe/Copenhagen")
"""In which an instant is told that belongs to no cycle."""

Zones = Mapping[str, ZoneInfo]
"""The time zone of each cycle, by its slug."""


def told(text: Text | None, language: Language) -> str:
    """Return the text in the language; nothing for none."""
    if text is None:
        return ""
    return text.da if language is Language.DA else text.en


def sentence_in(text: Text, language: Language) -> str:
    """Return a sentence in the language, its days as people write them."""
    return days_in_words(told(text, language), language)


def weekday_date(day: date, language: Language) -> str:
    """Return the day as tables have room for it: "man. 16. maj 2011", "Mon 16 May 2011"."""
    return format_date(day, _DAY[language], locale=language.value)


def time_of_day(hour: time, language: Language) -> str:
    """Return an hour: "15.30" in Danish, "15:30" in English."""
    return hour.strftime("%H.%M" if language is Language.DA else "%H:%M")


def moment(at: datetime, zone: ZoneInfo = ZONE) -> str:
    """Return an instant as tables have room for it, in the cycle's time: "2027-05-16 08:00"."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
