"""No meeting is put on a day on which the offices are closed; what is due may be."""

from datetime import date

import pytest

from planning.acts.permitted import NotPermitted
from tests.planning.building import living, with_letters_sent

CLOSED = ("[body.BIU]", "[closed]\nweeks = [42]\n\n[body.BIU]")


@pytest.mark.parametrize(
    ("to", "why", "nearest"),
    [
        (date(2027, 8, 28), "weekend", "Friday 27 August 2027 and Monday 30 August 2027"),
        (date(2027, 12, 24), "Christmas Eve", "Thursday 23 December 2027 and Monday 27 December 2027"),
        (date(2027, 10, 19), "no meetings are held in week 42", "Friday 15 October 2027 and Monday 25 October 2027"),
    ],
)
def test_meeting_is_not_moved_to_a_closed_day_and_the_refusal_names_the_nearest(to: date, why: str, nearest: str):
    with pytest.raises(NotPermitted, match=f"{why}. The nearest working days: {nearest}."):
        living(CLOSED).do("move", "first", date(2027, 1, 5), to=to)


def test_meeting_is_not_postponed_to_a_closed_day_and_stays_where_it_was():
    year = with_letters_sent().until_begun("first")

    with pytest.raises(NotPermitted, match="weekend"):
        year.decide("first", outcome="postponed", to=date(2027, 9, 25))

    assert year.planned("first") == date(2027, 8, 30)


def test_meeting_is_moved_into_a_closed_week_when_its_body_meets_then():
    weeks = ("37, 39, 41, 43, 45, 47, 49] }\ncontact", "37, 39, 41, 42, 45, 47, 49] }\ncontact")

    year = living(CLOSED, weeks).do("move", "first", date(2027, 1, 5), to=date(2027, 10, 18))

    assert year.planned("first") == date(2027, 10, 18)


def test_deadline_may_be_moved_to_a_closed_day():
    year = with_letters_sent().do("move", "plan", date(2027, 5, 3), to=date(2027, 5, 15))

    assert year.obligation().schedule.deadline.on == date(2027, 5, 15)
