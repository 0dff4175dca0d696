"""The meetings of a body: a list of days, or a rule that drops days when the offices are closed."""

from datetime import date, timedelta

from planning.dates.workdays import Workdays
from planning.format.definition import Body, Definition, MeetingRule
from planning.words import WEEKDAYS


def meeting_dates(body: Body, year: int, workdays: Workdays) -> tuple[date, ...]:
    """Return the body's meetings from 1 January of the year to 31 January of the next, earliest first."""
    return meetings_between(body, date(year, 1, 1), date(year + 1, 1, 31), workdays)


def meetings_between(body: Body, first: date, last: date, workdays: Workdays) -> tuple[date, ...]:
    """Return the body's meetings from the first to the last day, both included, earliest first.

    A list is taken as it stands; a rule has no meeting on a day when the offices are closed.
    """
    if not isinstance(body.meetings, MeetingRule):
        return tuple(sorted({day for day in body.meetings if first <= day <= last}))
    days = {day for year in range(first.year - 1, last.year + 2) for day in _by_rule(body.meetings, year)}
    return tuple(sorted(day for day in days if first <= day <= last and workdays.is_working(day)))


def next_meeting(definition: Definition, body: str, after: date, workdays: Workdays) -> date | None:
    """Return the body's first meeting strictly after this day; None when its calendar has none within two years."""
    if body not in definition.body:
        return None
    within = after + timedelta(days=730)
    following = meetings_between(definition.body[body], after + timedelta(days=1), within, workdays)
    return following[0] if following else None


def open_meeting(definition: Definition, body: str, today: date, agenda_days: int, workdays: Workdays) -> date | None:
    """Return the body's first meeting whose agenda, closed so many working days before it, is open on this day."""
    return next_meeting(definition, body, workdays.shift(today, agenda_days) - timedelta(days=1), workdays)


def _by_rule(rule: MeetingRule, year: int) -> tuple[date, ...]:
    weeks_in_year = date(year, 12, 28).isocalendar().week
    weekday = WEEKDAYS.index(rule.weekday) + 1
    return tuple(date.fromisocalendar(year, week, weekday) for week in rule.weeks if week <= weeks_in_year)
