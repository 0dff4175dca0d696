"""Working days: the facts of real cycles, and what must hold for every day."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.schedule import Text
from planning.dates.workdays import Workdays
from planning.format.definition import ClosedDays

OFFICES = Workdays(ClosedDays(weeks=(7, 42), months=("july",), days=(date(2027, 5, 7),)), "Europe/Copenhagen")
DAYS = st.dates(date(2000, 1, 1), date(2044, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2010, 2, 1), date(2010, 5, 7), 65),
        (date(2010, 1, 11), date(2010, 2, 1), 15),
        (date(2011, 5, 2), date(2011, 5, 16), 10),
        (date(2018, 11, 12), date(2018, 12, 13), 23),
        (date(2018, 12, 4), date(2018, 12, 13), 7),
    ],
)
def test_working_days_of_the_real_cycles_are_counted(start, end, days):
    assert OFFICES.between(start, end) == days


def test_council_agenda_closes_four_working_days_before_the_meeting():
    assert OFFICES.shift(date(2018, 12, 13), -4) == date(2018, 12, 7)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2010, 4, 30), "store bededag"),
        (date(2011, 5, 20), "store bededag"),
        (date(2018, 4, 27), "store bededag"),
        (date(2024, 4, 26), None),  # abolished from 2024
        (date(2026, 6, 5), "grundlovsdag"),
        (date(2026, 12, 24), "juleaftensdag"),
        (date(2026, 12, 31), "nytårsaftensdag"),
        (date(2027, 3, 28), "påskedag"),  # a Sunday is named by its holiday
        (date(2027, 5, 7), "kontorerne holder lukket"),
        (date(2027, 5, 8), "weekend"),
        (date(2027, 7, 12), None),  # a closed month is working days
    ],
)
def test_closed_days_say_why(day, name):
    why = OFFICES.why_closed(day)
    assert (why and why.da) == name


def test_a_closed_day_rolls_to_the_next_working_day_and_keeps_the_reason():
    assert OFFICES.roll_forward(date(2010, 4, 30)) == (
        date(2010, 5, 3),
        Text(da="flyttet fra fredag den 30. april, store bededag", en="moved from Friday 30 April, Great Prayer Day"),
    )


def test_closed_weeks_and_months_are_told():
    assert OFFICES.in_closed_week(date(2027, 2, 15))
    assert OFFICES.in_closed_week(date(2027, 7, 1))
    assert not OFFICES.in_closed_week(date(2027, 2, 22))


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2011, 5, 16), None, datetime(2011, 5, 16, 21, 59, tzinfo=UTC)),
        (date(2011, 1, 17), time(12), datetime(2011, 1, 17, 11, 0, tzinfo=UTC)),
        (date(2011, 5, 16), time(0), datetime(2011, 5, 15, 22, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_is_civil_time_and_its_absence_the_end_of_the_day(day, hour, instant):
    assert OFFICES.instant(day, hour) == instant
    assert OFFICES.civil(instant).date() == day


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        OFFICES.civil(datetime(2011, 5, 16, 12, 0))  # noqa: DTZ001 -- the naive value is the point


@settings(deadline=None)
@given(DAYS, st.integers(-60, 60))
def test_between_undoes_shift(day, n):
    assert OFFICES.between(day, OFFICES.shift(day, n)) == n


@settings(deadline=None)
@given(DAYS, st.integers(-60, 60))
def test_shifting_back_returns_to_a_working_day(day, n):
    working, _ = OFFICES.roll_forward(day)
    assert OFFICES.shift(OFFICES.shift(working, n), -n) == working


@settings(deadline=None)
@given(DAYS)
def test_rolling_forward_reaches_the_nearest_working_day_and_rests_there(day):
    rolled, reason = OFFICES.roll_forward(day)
    assert OFFICES.is_working(rolled)
    assert (reason is None) == (rolled == day)
    assert OFFICES.between(day, rolled) == (0 if rolled == day else 1)
    assert OFFICES.roll_forward(rolled) == (rolled, None)


@settings(deadline=None)
@given(DAYS, DAYS, DAYS)
def test_working_days_add_up_over_a_day_between(a, b, c):
    first, middle, last = sorted((a, b, c))
    assert OFFICES.between(first, middle) + OFFICES.between(middle, last) == OFFICES.between(first, last)
