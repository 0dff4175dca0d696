"""Days and months in words, for the reasons that planning gives and for the rules that people write."""

from datetime import date

from models.schedule import Text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAYS_DA = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_MONTHS_DA = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def weekday(index: int) -> Text:
    """Name a day of the week, 0 is Monday."""
    return Text(da=_WEEKDAYS_DA[index], en=WEEKDAYS[index].capitalize())


def month(number: int) -> Text:
    """Name a month, 1 is January."""
    return Text(da=_MONTHS_DA[number - 1], en=MONTHS[number - 1].capitalize())


def day_and_month(day: date) -> Text:
    """Write "30. april" and "30 April"."""
    name = month(day.month)
    return Text(da=f"{day.day}. {name.da}", en=f"{day.day} {name.en}")


def weekday_and_day(day: date) -> Text:
    """Write "fredag den 30. april" and "Friday 30 April", without the year."""
    name, rest = weekday(day.weekday()), day_and_month(day)
    return Text(da=f"{name.da} den {rest.da}", en=f"{name.en} {rest.en}")


def full_day(day: date) -> Text:
    """Write "fredag den 30. april 2010" and "Friday 30 April 2010"."""
    short = weekday_and_day(day)
    return Text(da=f"{short.da} {day.year}", en=f"{short.en} {day.year}")


def joined(*texts: Text | None, by: str = "; ") -> Text | None:
    """Join what is there, in both languages; None when nothing is."""
    there = [text for text in texts if text is not None]
    if not there:
        return None
    return Text(da=by.join(text.da for text in there), en=by.join(text.en for text in there))
