"""A body's meetings out of a table or a calendar file: the days that were understood, and and why others were not."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.cal import Component

from models.schedule import Text
from planning.acts.meeting_days import why_not
from planning.dates import typed
from planning.dates.workdays import Workdays
from planning.format.definition import FIRST_YEAR, LAST_YEAR
from planning.papers.table_rows import MOST_LINES, ReadLine, table

_COLUMNS = {"day": ("dato", "mødedato", "dag", "date", "meeting", "start", "startdato")}


def read_meetings(text: str, workdays: Workdays) -> tuple[ReadLine[date], ...]:
    """Return every line (every event of a calendar file) with the day that was understood; a day counts once."""
    lines = _events(text, workdays) if text.lstrip().upper().startswith("BEGIN:VCALENDAR") else _rows(text)
    seen: dict[date, int] = {}
    return tuple(_checked(line, seen, workdays) for line in lines)


def _rows(text: str) -> Iterator[ReadLine[date]]:
    for number, said, cells in table(text, _COLUMNS):
        try:
            yield ReadLine(number, said, typed.day(cells.get("day", "").partition(" ")[0]))
        except typed.Mistyped as error:
            yield ReadLine(number, said, trouble=error.sentence)


def _events(text: str, workdays: Workdays) -> Iterator[ReadLine[date]]:
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, OSError):  # a zone's name can lead to a folder of the machine's, which is no zone
        broken = Text(
            da="Kalenderfilen er ikke hel, eller er ingen iCalendar. Gem den igen fra kalenderen.",
            en="The calendar file is not whole, or no iCalendar. Save it again from the calendar.",
        )
        yield ReadLine(1, text.splitlines()[0], trouble=broken)
        return
    for number, event in list(zip(starts, events, strict=False))[:MOST_LINES]:
        said = " ".join(str(event.get("SUMMARY", "")).split()) or "VEVENT"
        trouble = _unusable(event)
        yield ReadLine(number, said, trouble=trouble) if trouble else ReadLine(number, said, _day(event, workdays))


def _unusable(event: Component) -> Text | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return Text(da="Mødet er aflyst i kalenderen.", en="The meeting is cancelled in the calendar.")
    if event.get("RRULE") is not None:
        return Text(
            da="Mødet gentages efter en regel. Skriv datoerne en for en, så ingen møder opstår af sig selv.",
            en="The meeting recurs by a rule. Write its days one by one, so that no meeting comes about by itself.",
        )
    if not isinstance(_start(event), date):
        return Text(da="Begivenheden har ingen dato.", en="The event has no date.")
    return None


def _day(event: Component, workdays: Workdays) -> date:
    """The civil day in the cycle's zone."""
    start = _start(event)
    assert isinstance(start, date)
    if not isinstance(start, datetime):
        return start
    within = FIRST_YEAR <= start.year <= LAST_YEAR  # at an end of the calendar, a zone would lead out of it
    return start.astimezone(ZoneInfo(workdays.zone)).date() if start.tzinfo and within else start.date()


def _start(event: Component) -> object:
    try:
        return getattr(event.get("DTSTART"), "dt", None)
    except ValueError:  # so the library answers for a date that it could not read
        return None


def _checked(line: ReadLine[date], seen: dict[date, int], workdays: Workdays) -> ReadLine[date]:
    day = line.found
    if day is None:
        return line
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        wrong = Text(da=f"{day.year} er ikke et år, et årshjul har.", en=f"{day.year} is no year that a cycle has.")
        return ReadLine(line.number, line.typed, trouble=wrong)
    if (first := seen.setdefault(day, line.number)) != line.number:
        twice = Text(da=f"Dagen står allerede på linje {first}.", en=f"The day is on line {first} already.")
        return ReadLine(line.number, line.typed, trouble=twice)
    why = why_not(workdays, day)
    remark = Text(da=f"Bemærk: {why.da}.", en=f"Note: {why.en}.") if why else None
    return ReadLine(line.number, line.typed, day, remark=remark)
