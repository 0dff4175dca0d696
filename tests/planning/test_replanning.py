"""What follows when a date moves: rule dates go along, what has ended stays, absolute dates become tasks."""

from datetime import date, time

import pytest

from models.vocabulary import LetterKind, TaskKind
from planning.acts.permitted import NotPermitted
from tests.planning.building import LivedYear, living, with_letters_sent

ABSOLUTE_COUNCIL = ('date = "first meeting of BR at least 5 working days after committees"', 'date = "2027-11-25"')
BACK_TO_FIRST = ('key = "council"', 'key = "council"\nback_to = "first"')
BACK_TO_COMMITTEES = ('key = "council"', 'key = "council"\nback_to = "committees"')


def to_sharpen(year: LivedYear) -> list[str]:
    return [task.text for task in year.simulation.tasks if task.kind is TaskKind.ABSOLUTE_DATE_TO_MOVE]


def test_step_that_others_stand_on_takes_them_along():
    year = living().do("move", "first", date(2027, 1, 5), to=date(2027, 9, 13))

    assert [year.planned(step) for step in ("plan", "workshop", "first", "hearing", "second")] == [
        date(2027, 5, 10),
        date(2027, 6, 1),
        date(2027, 9, 13),
        date(2027, 9, 14),
        date(2027, 11, 8),
    ]
    assert year.planned("hearing", "boards") == date(2027, 10, 19)
    assert to_sharpen(year) == []


def test_move_of_one_body_leaves_the_other_where_it_was():
    year = with_letters_sent().do("move", "plan", date(2027, 5, 3), body="TMU", to=date(2027, 5, 19))

    assert year.obligation().schedule.deadline.on == date(2027, 5, 19)
    assert year.obligation(body="BUU").schedule.deadline.on == date(2027, 5, 10)
    assert year.told(LetterKind.DATE_MOVED) == ["Mon 2027-05-03 10:00 date_moved TMU.secretary"]
    assert year.planned("workshop") == date(2027, 6, 9)  # 15 working days after the later of the two


def test_move_of_all_after_a_move_of_one_holds_for_all():
    year = with_letters_sent().do("move", "plan", date(2027, 5, 3), body="TMU", to=date(2027, 5, 19))
    year.do("move", "plan", date(2027, 5, 4), to=date(2027, 5, 12))

    assert {year.obligation(body=body).schedule.deadline.on for body in ("TMU", "BUU")} == {date(2027, 5, 12)}


def test_what_has_ended_keeps_its_date_and_its_reason():
    year = with_letters_sent().until(date(2027, 6, 2)).do("move", "first", date(2027, 6, 3), to=date(2027, 9, 13))

    workshop = year.simulation.timeline.step_named("workshop").date
    assert workshop.day == date(2027, 6, 1)
    assert workshop.reason
    assert workshop.reason.en == "15 working days after plan"


def test_absolute_date_that_no_longer_lies_behind_becomes_a_task():
    year = living(ABSOLUTE_COUNCIL).do("move", "committees", date(2027, 1, 5), to=date(2027, 12, 6))

    assert year.planned("council") == date(2027, 11, 25)
    [text] = to_sharpen(year)
    assert text.startswith(
        "Rådet (torsdag den 25. november 2027) ligger ikke efter Udvalgene (mandag den 6. december 2027)."
    )


def test_absolute_date_behind_a_rule_date_that_goes_along_becomes_a_task_too():
    year = living(ABSOLUTE_COUNCIL).do("move", "second", date(2027, 1, 5), to=date(2027, 11, 22))

    assert year.planned("committees") == date(2027, 12, 8)
    assert [text.split(" (")[0] for text in to_sharpen(year)] == ["Rådet"]


def test_absolute_date_that_still_lies_behind_is_no_task():
    assert to_sharpen(living(ABSOLUTE_COUNCIL).do("move", "second", date(2027, 1, 5), to=date(2027, 11, 1))) == []


def test_date_that_a_person_settled_becomes_a_task_like_an_absolute_one():
    year = living().do("move", "council", date(2027, 1, 5), to=date(2027, 12, 2))
    year.do("move", "committees", date(2027, 1, 6), to=date(2027, 12, 6))

    assert year.planned("council") == date(2027, 12, 2)
    assert [text.split(" (")[0] for text in to_sharpen(year)] == ["Rådet"]


def test_what_is_sent_back_leaves_its_old_dates_also_when_a_move_had_settled_them():
    year = with_letters_sent(BACK_TO_FIRST).pass_all("first", "hearing", "second")
    year.decide("committees", body="TMU", outcome="postponed")  # whatever has ended is now held where it was
    year.pass_all("committees").decide("council", outcome="sent_back")

    days = [year.planned(step) for step in ("first", "hearing", "second", "council")]
    assert days == sorted(day for day in days if day)
    assert days[0] == date(2027, 12, 6)
    assert year.pass_all("first", "hearing", "second", "committees", "council").progress("council").round == 2


def test_sent_back_to_parallel_readings_gives_each_committee_its_own_next_meeting():
    year = with_letters_sent(BACK_TO_COMMITTEES).pass_all("first", "hearing", "second", "committees")
    year.decide("council", outcome="sent_back")  # on Thursday 25 November

    assert year.planned("committees", "TMU") == date(2027, 11, 29)
    assert year.planned("committees", "BUU") == date(2027, 12, 8)


def test_date_settled_for_a_later_round_stays():
    year = (
        with_letters_sent().pass_all("first", "hearing", "second", "committees").decide("council", outcome="sent_back")
    )
    year.do("move", "council", date(2027, 11, 26), to=date(2028, 3, 2))
    year.do("move", "second", date(2027, 11, 29), to=date(2027, 12, 20))

    assert year.planned("council") == date(2028, 3, 2)


def test_bound_of_an_extension_follows_the_reading():
    year = with_letters_sent().do("move", "first", date(2027, 5, 3), to=date(2027, 9, 13))

    assert year.obligation().bound == date(2027, 9, 7)
    assert not year.letters(LetterKind.DATE_MOVED)
    assert year.obligation().sequence == 0


def test_move_that_the_definition_cannot_take_is_refused_with_a_sentence():
    year = living(('date = "15 working days after plan"', 'date = "2 days after plan"'))

    with pytest.raises(NotPermitted, match="The rule puts the meeting “workshop” on Saturday"):
        year.do("move", "plan", date(2027, 1, 5), to=date(2027, 5, 13))
    assert year.planned("plan") == date(2027, 5, 10)


def test_move_to_today_is_refused():
    with pytest.raises(NotPermitted, match="not a day ahead"):
        living().do("move", "first", date(2027, 1, 5), time(12), to=date(2027, 1, 5))
