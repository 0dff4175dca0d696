"""After a pause or an outage only what is still true leaves, once."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.vocabulary import LetterKind, LetterState, ObligationStage
from planning.transitions import obligation
from tests.planning.building import climbed, living, settled, with_letters_sent

DUE = date(2027, 5, 10)  # a Monday; Monday 17 May is Whit Monday
NOBODY_NEEDS_IT = ('needs = ["plan"]\n', "")


def test_after_an_outage_of_eight_days_only_the_latest_true_letter_per_role_leaves():
    year = with_letters_sent().until(date(2027, 4, 23)).after_outage(date(2027, 5, 7), time(9))

    assert climbed(year)[1:] == ["Fri 2027-05-07 09:00 reminder_last TMU.secretary"]
    assert settled(year, LetterState.FOLDED) == []


def test_after_an_outage_over_the_deadline_each_role_gets_its_latest_letter_and_the_others_are_folded():
    year = with_letters_sent().until(date(2027, 4, 23)).after_outage(date(2027, 5, 26))

    assert climbed(year)[1:] == [
        "Wed 2027-05-26 10:00 escalation TMU.manager",
        "Wed 2027-05-26 10:00 overdue TMU.head_of_office",
        "Wed 2027-05-26 10:00 overdue TMU.secretary",
    ]
    assert settled(year, LetterState.FOLDED) == ["+0-secretary@0", "+5-manager@0", "-1-secretary@0"]


def test_after_an_outage_that_ends_between_deadline_and_first_overdue_letter_nothing_untrue_leaves():
    year = with_letters_sent().until(date(2027, 4, 23)).after_outage(date(2027, 5, 11), time(7))

    assert len(climbed(year)) == 1
    assert climbed(year.until(date(2027, 5, 11)))[1:] == ["Tue 2027-05-11 08:00 overdue TMU.secretary"]


def test_who_handed_in_gets_nothing_after_an_outage():
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 26), body="TMU").after_outage(date(2027, 5, 26))

    assert len(climbed(year)) == 1


def test_pause_over_the_deadline_moves_nothing_and_ends_in_the_latest_letter_per_role():
    year = with_letters_sent().until(date(2027, 5, 6))
    year.take(obligation.paused(year.obligation())).until(date(2027, 5, 19))
    assert climbed(year) == ["Fri 2027-04-23 08:00 reminder_first TMU.secretary"]
    assert year.obligation().past
    assert year.obligation().schedule.deadline.on == DUE

    year.take(obligation.resumed(year.obligation())).until(date(2027, 5, 19), time(11))

    assert climbed(year)[1:] == [
        "Wed 2027-05-19 10:00 escalation TMU.manager",
        "Wed 2027-05-19 10:00 overdue TMU.head_of_office",
        "Wed 2027-05-19 10:00 overdue TMU.secretary",
    ]


def test_letters_that_a_pause_held_up_until_a_saturday_leave_on_monday_morning():
    year = with_letters_sent().do("pause", "", date(2027, 5, 6)).do("resume", "", date(2027, 5, 22))
    assert len(climbed(year.until(date(2027, 5, 24), time(7)))) == 1

    assert climbed(year.until(date(2027, 5, 24)))[1:] == [
        "Mon 2027-05-24 08:00 escalation TMU.manager",
        "Mon 2027-05-24 08:00 overdue TMU.head_of_office",
        "Mon 2027-05-24 08:00 overdue TMU.secretary",
    ]


def test_letters_that_a_pause_held_up_leave_at_once_while_the_offices_are_open():
    year = with_letters_sent().do("pause", "", date(2027, 5, 6)).do("resume", "", date(2027, 5, 19))

    assert {line[:20] for line in climbed(year.until(date(2027, 5, 19)))[1:]} == {"Wed 2027-05-19 10:00"}


def test_letters_that_an_outage_held_up_until_a_holiday_leave_on_the_next_working_morning():
    year = with_letters_sent().until(date(2027, 4, 23)).after_outage(date(2027, 5, 17))  # Whit Monday
    assert len(climbed(year)) == 1

    assert climbed(year.until(date(2027, 5, 18)))[1:] == [
        "Tue 2027-05-18 08:00 escalation TMU.manager",
        "Tue 2027-05-18 08:00 overdue TMU.head_of_office",
        "Tue 2027-05-18 08:00 overdue TMU.secretary",
    ]


def test_pack_whose_own_day_passed_in_a_pause_leaves_in_the_morning_after_it():
    own_day = ('kind = "letter_pack"\n', 'kind = "letter_pack"\ndate = "2027-02-01"\n')
    year = living(own_day).pass_all("approve").do("pause", "", date(2027, 1, 29)).do("resume", "", date(2027, 2, 6))

    assert {each[:20] for each in year.until(date(2027, 2, 8)).told(LetterKind.CHALLENGE)} == {"Mon 2027-02-08 08:00"}


def test_invitation_whose_day_was_set_in_a_pause_leaves_after_it():
    year = with_letters_sent()
    year.until_begun("workshop").do("pause", "", date(2027, 5, 14))
    year.do("move", "workshop", date(2027, 5, 18), to=date(2027, 5, 27))
    assert year.letters(LetterKind.INVITATION, step="workshop") == []

    year.do("resume", "", date(2027, 5, 20)).until(date(2027, 5, 20))

    assert {line[:20] for line in year.told(LetterKind.INVITATION, step="workshop")} == {"Thu 2027-05-20 10:00"}


def test_pause_keeps_what_nobody_needs_open_until_its_letters_can_leave():
    year = with_letters_sent(NOBODY_NEEDS_IT).until(date(2027, 5, 6))
    year.take(obligation.paused(year.obligation())).until(date(2027, 6, 2))
    assert year.obligation().stage is ObligationStage.OPEN

    year.take(obligation.resumed(year.obligation())).until(date(2027, 6, 2), time(11))

    assert year.obligation().stage is ObligationStage.CLOSED
    assert climbed(year)[-1] == "Wed 2027-06-02 10:00 overdue TMU.secretary"


def test_pause_takes_hand_ins():
    year = with_letters_sent().until(date(2027, 5, 6))
    year.take(obligation.paused(year.obligation())).do("submit", "plan", date(2027, 5, 7), body="TMU")

    assert year.obligation().stage is ObligationStage.HANDED_IN


def test_obligation_begun_after_moments_of_its_ladder_records_them_as_passed():
    year = with_letters_sent(("monday of week 19", "2027-01-14"))

    assert settled(year, LetterState.PASSED) == ["-10-secretary@0"]
    assert climbed(year.until(date(2027, 1, 14)))[0] == "Wed 2027-01-13 08:00 reminder_last TMU.secretary"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 23), st.booleans()), min_size=1, max_size=6).map(sorted))
def test_however_often_the_engine_is_down_each_rung_is_settled_once_and_nobody_gets_two_letters_at_one_moment(visits):
    year = with_letters_sent()
    for after, hour, was_down in visits:
        day = date(2027, 4, 20) + timedelta(days=after)
        year.after_outage(day, time(hour)) if was_down else year.until(day, time(hour))
    year.until(date(2027, 8, 1))

    rungs = [order for order in year.simulation.letters if (order.step, order.body) == ("plan", "TMU")]
    assert sorted(order.cause for order in rungs) == sorted(
        f"{rung.key}@0" for rung in year.obligation().schedule.ladder
    )
    mailed = [(order.at, order.to) for order in rungs if order.settled is None]
    assert len(mailed) == len(set(mailed))
    assert rungs[-1].settled is None  # whatever happened before, the last word leaves
