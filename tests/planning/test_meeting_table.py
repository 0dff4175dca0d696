"""Meetings out of a calendar file of anybody's: what cannot be a meeting's day is told, and nothing breaks the page."""

from datetime import date

import pytest

from planning.dates.workdays import Workdays
from planning.format.definition import ClosedDays
from planning.papers.meeting_table import read_meetings

WORKDAYS = Workdays(ClosedDays(), "Europe/Copenhagen")


def calendar(start: str) -> str:
    """A calendar file with one event."""
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", start, "END:VEVENT", "END:VCALENDAR")
    return "\r\n".join((*lines, ""))


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("SUMMARY:Møde", "The event has no date."),
        ("DTSTART:snart", "The event has no date."),
        ("DTSTART;VALUE=TIME:120000", "The event has no date."),
        ("DTSTART:99991231T233000Z", "9999 is no year that a cycle has."),
        ("DTSTART;TZID=Pacific/Kiritimati:00010101T000000", "1 is no year that a cycle has."),
        ("DTSTART;TZID=Europe/:20310505T090000", "The calendar file is not whole"),
    ],
)
def test_event_without_a_day_that_a_meeting_can_have_is_told_why(start: str, sentence: str) -> None:
    [line] = read_meetings(calendar(start), WORKDAYS)

    assert line.found is None
    assert line.trouble
    assert line.trouble.en.startswith(sentence)


def test_event_late_in_the_evening_is_on_the_day_of_the_cycles_zone() -> None:
    [line] = read_meetings(calendar("DTSTART:20310505T223000Z"), WORKDAYS)

    assert line.found == date(2031, 5, 6)
