"""One committee's one obligation: its ladder, what is late, what ends it."""

from datetime import date, timedelta

import pytest

from models.vocabulary import LetterKind, ObligationStage
from planning.acts.permitted import NotPermitted
from planning.transitions import obligation
from tests.planning.building import climbed, with_letters_sent

DUE = date(2027, 5, 10)  # a Monday; Monday 17 May is Whit Monday
NOON = ('date = "monday of week 19"', 'date = "monday of week 19"\nhour = 12:00:00')
NOBODY_NEEDS_IT = ('needs = ["plan"]\n', "")


# --- the ladder ---


def test_silent_committee_gets_every_rung_at_eight_on_a_working_day():
    year = with_letters_sent().until(date(2027, 6, 30))

    assert climbed(year) == [
        "Fri 2027-04-23 08:00 reminder_first TMU.secretary",
        "Fri 2027-05-07 08:00 reminder_last TMU.secretary",
        "Mon 2027-05-10 08:00 due_today TMU.secretary",
        "Tue 2027-05-11 08:00 overdue TMU.secretary",
        "Thu 2027-05-13 08:00 overdue TMU.head_of_office",
        "Tue 2027-05-18 08:00 escalation TMU.manager",
        "Tue 2027-05-25 08:00 escalation TMU.manager",
    ]


def test_hand_in_silences_the_ladder_and_gives_a_receipt():
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 26), body="TMU").until(date(2027, 6, 30))

    assert climbed(year) == ["Fri 2027-04-23 08:00 reminder_first TMU.secretary"]
    assert year.told(LetterKind.RECEIPT) == ["Mon 2027-04-26 10:00 receipt TMU.secretary"]
    assert len(climbed(year, "BUU")) == 7


def test_several_rungs_of_one_instant_reach_every_role_that_they_address():
    year = with_letters_sent(('days = 3, letter = "overdue"', 'days = 1, letter = "overdue"')).until(date(2027, 5, 12))

    assert climbed(year)[-2:] == [
        "Tue 2027-05-11 08:00 overdue TMU.head_of_office",
        "Tue 2027-05-11 08:00 overdue TMU.secretary",
    ]


def test_deadline_on_a_closed_day_stands_and_nothing_leaves_on_it():
    year = with_letters_sent(("monday of week 19", "2027-05-08")).until(date(2027, 5, 10))

    assert year.civil(year.obligation().schedule.deadline.at) == "Sat 2027-05-08 23:59"
    assert climbed(year)[-2:] == [
        "Fri 2027-05-07 08:00 reminder_last TMU.secretary",
        "Mon 2027-05-10 08:00 overdue TMU.secretary",
    ]


def test_an_hour_before_the_letters_leave_makes_the_letter_of_the_day_untrue():
    year = with_letters_sent((NOON[0], NOON[1].replace("12", "07"))).until(date(2027, 5, 12))

    assert not year.letters(LetterKind.DUE_TODAY)
    assert climbed(year)[-1] == "Tue 2027-05-11 08:00 overdue TMU.secretary"


# --- on time, late ---


def test_without_an_hour_the_deadline_is_the_end_of_the_day():
    state = with_letters_sent().obligation()

    assert not obligation.late_at(state, state.schedule.deadline.at)
    assert obligation.late_at(state, state.schedule.deadline.at + timedelta(seconds=1))
    assert state.schedule.deadline.at.isoformat() == "2027-05-10T21:59:00+00:00"  # 23:59 in summer time


def test_with_an_hour_a_hand_in_a_second_after_it_is_late():
    state = with_letters_sent(NOON).obligation()

    assert not obligation.late_at(state, state.schedule.deadline.at)
    assert obligation.late_at(state, state.schedule.deadline.at + timedelta(seconds=1))
    assert state.schedule.deadline.at.isoformat() == "2027-05-10T10:00:00+00:00"


def test_late_is_taken_and_stays_marked_whatever_is_granted_afterwards():
    year = with_letters_sent().do("submit", "plan", date(2027, 5, 12), body="TMU")
    assert year.obligation().late

    year.do("return", "plan", date(2027, 5, 13), body="TMU", until=date(2027, 6, 10))
    year.do("submit", "plan", date(2027, 6, 1), body="TMU")

    assert (year.obligation().late, year.obligation().versions) == (True, 2)
    assert year.letters(LetterKind.RECEIPT)[-1].facts.late is False


def test_whoever_got_an_escalation_is_told_once_that_it_has_arrived():
    year = with_letters_sent().do("submit", "plan", date(2027, 5, 26), body="TMU")
    year.do("submit", "plan", date(2027, 5, 27), body="TMU")

    assert year.told(LetterKind.ESCALATION_SETTLED) == ["Wed 2027-05-26 10:00 escalation_settled TMU.manager"]


def test_late_after_escalation_and_then_returned_escalates_anew():
    year = with_letters_sent().do("submit", "plan", date(2027, 5, 19), body="TMU")
    year.do("return", "plan", date(2027, 5, 20), body="TMU", until=date(2027, 5, 31))
    year.do("submit", "plan", date(2027, 6, 9), body="TMU")

    assert year.told(LetterKind.ESCALATION, to="TMU.manager") == [
        "Tue 2027-05-18 08:00 escalation TMU.manager",
        "Mon 2027-06-07 08:00 escalation TMU.manager",
    ]
    assert len(year.letters(LetterKind.ESCALATION_SETTLED)) == 2


def test_who_was_escalated_to_hears_of_it_also_when_more_time_was_granted_since():
    year = with_letters_sent().do("request", "plan", DUE, body="TMU", until=date(2027, 6, 4))
    year.do("extend", "plan", date(2027, 5, 19), body="TMU", until=date(2027, 6, 4))
    year.do("submit", "plan", date(2027, 6, 1), body="TMU")

    assert year.told(LetterKind.ESCALATION, to="TMU.manager") == ["Tue 2027-05-18 08:00 escalation TMU.manager"]
    assert year.told(LetterKind.ESCALATION_SETTLED) == ["Tue 2027-06-01 10:00 escalation_settled TMU.manager"]


# --- what ends it ---


def test_handed_in_obligation_stays_open_until_the_reading_that_needs_it_is_decided():
    year = with_letters_sent().do("submit", "plan", date(2027, 5, 3), body="TMU").until(date(2027, 8, 29))
    assert year.obligation().stage is ObligationStage.HANDED_IN

    year.decide("first")

    assert year.obligation().stage is ObligationStage.CLOSED
    assert year.obligation(body="BUU").stage is ObligationStage.CLOSED  # a silent one never stops the council


def test_return_is_bounded_by_the_reading_and_needs_a_hand_in():
    year = with_letters_sent()
    with pytest.raises(NotPermitted, match="only possible to return what is handed in"):
        year.do("return", "plan", date(2027, 5, 4), body="TMU", until=date(2027, 5, 28))

    year.do("submit", "plan", date(2027, 5, 5), body="TMU")

    with pytest.raises(NotPermitted, match="lies after 2027-08-24"):
        year.do("return", "plan", date(2027, 5, 6), body="TMU", until=date(2027, 8, 25))


@pytest.mark.parametrize(("act", "stage"), [("accept", ObligationStage.ACCEPTED), ("waive", ObligationStage.WAIVED)])
def test_acceptance_and_waiver_settle_it_for_everything_that_waits(act, stage):
    year = with_letters_sent()
    for body in ("TMU", "BUU"):
        year.do("submit", "plan", date(2027, 5, 3), body=body).do(act, "plan", date(2027, 5, 4), body=body)

    assert year.obligation().stage is stage
    assert year.progress("workshop").begun == ("BIU",)
    with pytest.raises(NotPermitted):
        year.do("submit", "plan", date(2027, 5, 5), body="TMU")


def test_obligation_that_no_step_needs_closes_with_its_last_rung_and_that_letter_still_leaves():
    year = with_letters_sent(NOBODY_NEEDS_IT).until(date(2027, 5, 25))
    state, last = year.obligation(), year.letters(LetterKind.ESCALATION, to="TMU.manager")[-1]

    assert state.stage is ObligationStage.CLOSED
    assert year.civil(last.at) == "Tue 2027-05-25 08:00"
    assert obligation.still_true(state, last.kind, last.sequence)


def test_no_reminder_of_a_closed_obligation_that_was_handed_in_may_leave():
    year = (
        with_letters_sent(NOBODY_NEEDS_IT).do("submit", "plan", date(2027, 5, 20), body="TMU").until(date(2027, 5, 26))
    )

    assert year.obligation().stage is ObligationStage.CLOSED
    assert not obligation.still_true(year.obligation(), LetterKind.ESCALATION, 0)


def test_rung_is_withdrawn_when_handed_in_waived_or_of_an_older_sequence():
    year = with_letters_sent()
    assert obligation.still_true(year.obligation(), LetterKind.REMINDER, 0)

    year.do("extend", "plan", date(2027, 5, 4), body="TMU", until=date(2027, 5, 19))
    year.do("submit", "plan", date(2027, 5, 4), body="BUU")

    assert not obligation.still_true(year.obligation(), LetterKind.REMINDER, 0)
    assert obligation.still_true(year.obligation(), LetterKind.REMINDER, 1)
    assert not obligation.still_true(year.obligation(body="BUU"), LetterKind.REMINDER, 0)
    assert obligation.still_true(year.obligation(body="BUU"), LetterKind.RECEIPT, 0)
