"""The meetings of a body, by rule and by list."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.dates.meetings import meeting_dates, meetings_between, next_meeting
from planning.dates.workdays import Workdays
from planning.format.source import parse
from tests.planning.sample import source

CYCLE = parse(source())
OFFICES = Workdays.of(CYCLE)
BIU = CYCLE.body["BIU"]


def test_a_year_of_meetings_ends_with_the_january_after():
    found = meeting_dates(BIU, 2027, OFFICES)
    assert found[:2] == (date(2027, 1, 11), date(2027, 1, 25))
    assert found[-2:] == (date(2028, 1, 10), date(2028, 1, 24))


def test_a_rule_has_no_meeting_when_offices_are_closed():
    # week 13 of 2027 begins on Easter Monday, 29 March; week 15 is an ordinary one
    assert date(2027, 3, 29) not in meeting_dates(BIU, 2027, OFFICES)
    assert date(2027, 4, 12) in meeting_dates(BIU, 2027, OFFICES)


def test_a_list_is_taken_as_it_stands_in_order_and_once():
    listed = BIU.model_copy(update={"meetings": (date(2010, 12, 12), date(2010, 2, 1), date(2010, 2, 1))})
    assert meeting_dates(listed, 2010, OFFICES) == (date(2010, 2, 1), date(2010, 12, 12))


def test_week_53_is_met_in_the_years_that_have_it():
    late = BIU.model_copy(update={"meetings": BIU.meetings.model_copy(update={"weeks": (53,)})})
    assert meeting_dates(late, 2026, OFFICES) == (date(2026, 12, 28),)
    assert meeting_dates(late, 2027, OFFICES) == ()


def test_the_next_meeting_is_strictly_later_and_may_lie_in_the_next_year():
    assert next_meeting(CYCLE, "BIU", date(2027, 1, 11), OFFICES) == date(2027, 1, 25)
    assert next_meeting(CYCLE, "BIU", date(2027, 12, 24), OFFICES) == date(2028, 1, 10)
    assert next_meeting(CYCLE, "nobody", date(2027, 1, 11), OFFICES) is None


@settings(deadline=None)
@given(st.dates(date(2010, 1, 1), date(2044, 12, 31)))
def test_no_meeting_lies_between_a_day_and_the_next_meeting(day):
    following = next_meeting(CYCLE, "BIU", day, OFFICES)
    assert following is not None
    assert meetings_between(BIU, day, following, OFFICES)[-1:] == (following,)
    assert len([each for each in meetings_between(BIU, day, following, OFFICES) if each > day]) == 1
