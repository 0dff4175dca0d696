"""Working days of the offices: what is closed and why, counting, rolling, and civil time in the cycle's zone.

Closed are Saturdays, Sundays, the public holidays of Denmark, 5 June, 24 and 31 December, and the definition's own
days. Closed weeks and months are working days; the lint warns about them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

import holidays

from models.schedule import Text
from planning.format.definition import ClosedDays, Definition
from planning.words import MONTHS, weekday_and_day

END_OF_DAY = time(23, 59)
_DAY = timedelta(days=1)
_WEEKEND = Text(da="weekend", en="weekend")
_OWN_DAY = Text(da="kontorerne holder lukket", en="offices closed")
_OFFICE_DAYS = {
    (6, 5): Text(da="grundlovsdag", en="Constitution Day"),
    (12, 24): Text(da="juleaftensdag", en="Christmas Eve"),
    (12, 31): Text(da="nytårsaftensdag", en="New Year's Eve"),
}


@lru_cache(maxsize=128)
def public_holidays(year: int) -> Mapping[date, Text]:
    """Return the days of this year on which Danish offices are closed for everyone, with their names."""
    danish = holidays.country_holidays("DK", years=year, language="da")
    english = holidays.country_holidays("DK", years=year, language="en_US")
    named = {date(year, *day): name for day, name in _OFFICE_DAYS.items()}
    named |= {day: Text(da=name.lower(), en=english[day]) for day, name in danish.items()}
    return MappingProxyType(named)


@dataclass(frozen=True)
class Workdays:
    """The working days of one definition."""

    closed: ClosedDays
    zone: str

    @classmethod
    def of(cls, definition: Definition) -> Self:
        """Return the working days that hold for this definition."""
        return cls(definition.closed, definition.cycle.zone)

    def why_closed(self, day: date) -> Text | None:
        """Name what closes the offices on this day; None on a working day."""
        if holiday := public_holidays(day.year).get(day):
            return holiday
        if day.weekday() >= 5:
            return _WEEKEND
        return _OWN_DAY if day in self.closed.days else None

    def remark(self, day: date) -> Text | None:
        """Return a remark on a deadline on which the offices are closed; it stands, as every absolute date does."""
        why = self.why_closed(day)
        if why is None:
            return None
        return Text(
            da=f"Bemærk: {day} er ikke en hverdag ({why.da}); fristen står fast.",
            en=f"Note: {day} is not a working day ({why.en}); the date stands.",
        )

    def is_working(self, day: date) -> bool:
        """Tell whether the offices are open on this day."""
        return self.why_closed(day) is None

    def roll_forward(self, day: date) -> tuple[date, Text | None]:
        """Return this day or the next working day, with the reason when it moved."""
        why = self.why_closed(day)
        if why is None:
            return day, None
        was = weekday_and_day(day)
        reason = Text(da=f"flyttet fra {was.da}, {why.da}", en=f"moved from {was.en}, {why.en}")
        return self.shift(day, 1), reason

    def shift(self, day: date, n: int) -> date:
        """Return the n-th working day after this day (before it, when n is negative); 0 is the day itself."""
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, a: date, b: date) -> int:
        """Count the working days after a up to and including b.

        With b before a: minus the working days from b up to, not including, a; so `between(a, shift(a, n)) == n`.
        """
        first, last, sign = (a + _DAY, b, 1) if a <= b else (b, a - _DAY, -1)
        return sign * sum(self.is_working(first + index * _DAY) for index in range((last - first).days + 1))

    def in_closed_week(self, day: date) -> bool:
        """Tell whether the day lies in a closed ISO week or a closed month of the definition."""
        return day.isocalendar().week in self.closed.weeks or MONTHS[day.month - 1] in self.closed.months

    def instant(self, day: date, hour: time | None) -> datetime:
        """Return the instant in UTC of this civil hour; None is 23:59, the end of the day."""
        return datetime.combine(day, hour or END_OF_DAY, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def civil(self, instant: datetime) -> datetime:
        """Return the civil time of an aware instant in the cycle's zone; ValueError for a naive one."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return instant.astimezone(ZoneInfo(self.zone))
