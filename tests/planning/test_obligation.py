"""One committee's one obligation: the rules under "Deadlines" and "Letters, pause, outage, catch-up"."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.vocabulary import LetterKind, LetterState, ObligationStage
from planning import obligation
from planning.permitted import NotPermitted
from tests.planning.building import LivedYear, with_letters_sent

DUE = date(2027, 5, 10)  # a Monday; Monday 17 May is Whit Monday
NOON = ('date = "monday of week 19"', 'date = "monday of week 19"\nhour = 12:00:00')
LADDER = obligation.ladder.BEFORE_THE_DEADLINE | obligation.ladder.AFTER_THE_DEADLINE
NOBODY_NEEDS_IT = ('needs = ["plan"]\n', "")


def climbed(year: LivedYear, body: str = "TMU") -> list[str]:
    """Return the letters of a plan's ladder that left."""
    return [line for line in year.told(*LADDER, step="plan") if f" {body}." in line]


def settled(year: LivedYear, state: LetterState) -> list[str]:
    """Return the rungs of TMU's plan that are recorded without being mailed."""
    orders = [o for o in year.simulation.letters if (o.step, o.body, o.settled) == ("plan", "TMU", state)]
    return [o.cause for o in sorted(orders, key=lambda o: o.cause)]


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


# --- extensions ---


def test_extension_rearms_the_ladder_and_repeats_nothing():
    year = with_letters_sent().do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 19))
    year.until(date(2027, 5, 24))

    assert climbed(year) == [
        "Fri 2027-04-23 08:00 reminder_first TMU.secretary",
        "Fri 2027-05-07 08:00 reminder_last TMU.secretary",
        "Tue 2027-05-18 08:00 reminder_last TMU.secretary",
        "Wed 2027-05-19 08:00 due_today TMU.secretary",
        "Thu 2027-05-20 08:00 overdue TMU.secretary",
        "Mon 2027-05-24 08:00 overdue TMU.head_of_office",
    ]
    assert year.told(LetterKind.EXTENSION_GRANTED) == ["Fri 2027-05-07 10:00 extension_granted TMU.secretary"]
    assert settled(year, LetterState.PASSED) == ["-10-secretary@1"]


def test_rung_that_the_new_deadline_puts_before_the_change_letter_is_recorded_and_never_mailed():
    year = with_letters_sent().do("extend", "plan", date(2027, 5, 4), body="TMU", until=date(2027, 5, 14))
    year.until(date(2027, 5, 12))

    assert climbed(year) == ["Fri 2027-04-23 08:00 reminder_first TMU.secretary"]
    assert settled(year, LetterState.PASSED) == ["-10-secretary@1"]  # Thursday 29 April
    assert settled(year, LetterState.FOLDED) == []


def test_extension_keeps_the_hour():
    year = with_letters_sent(NOON).do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 19))

    assert year.civil(year.obligation().schedule.deadline.at) == "Wed 2027-05-19 12:00"


def test_extension_survives_a_move_that_stays_before_it():
    year = with_letters_sent().do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 31))
    year.do("move", "plan", date(2027, 5, 7), to=date(2027, 5, 19))

    assert year.obligation().schedule.deadline.on == date(2027, 5, 31)
    assert year.obligation(body="BUU").schedule.deadline.on == date(2027, 5, 19)
    assert year.told(LetterKind.DATE_MOVED) == ["Fri 2027-05-07 10:00 date_moved BUU.secretary"]
    assert year.obligation().sequence == 1


def test_move_past_an_extension_gives_the_later_day_and_one_letter():
    year = with_letters_sent().do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 19))
    year.do("move", "plan", date(2027, 5, 10), to=date(2027, 5, 31))

    [letter] = year.letters(LetterKind.DATE_MOVED, to="TMU.secretary")
    assert letter.facts.deadline
    assert letter.facts.before
    assert (letter.facts.before.on, letter.facts.deadline.on) == (date(2027, 5, 19), date(2027, 5, 31))


def test_extension_after_a_move_counts_from_the_moved_day():
    year = with_letters_sent().do("move", "plan", date(2027, 5, 7), to=date(2027, 5, 19))

    with pytest.raises(NotPermitted, match="not later than the deadline in force, 2027-05-19"):
        year.do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 19))
    year.do("extend", "plan", date(2027, 5, 7), body="TMU", until=date(2027, 5, 20))

    assert (year.obligation().step_on, year.obligation().granted) == (date(2027, 5, 19), date(2027, 5, 20))


def test_return_then_move_keeps_the_later_of_the_two():
    year = with_letters_sent().do("submit", "plan", date(2027, 5, 3), body="TMU")
    year.do("return", "plan", date(2027, 5, 4), body="TMU", until=date(2027, 5, 28))
    year.do("move", "plan", date(2027, 5, 5), to=date(2027, 5, 20))
    assert year.obligation().schedule.deadline.on == date(2027, 5, 28)

    year.do("move", "plan", date(2027, 5, 6), to=date(2027, 6, 2))

    assert year.obligation().schedule.deadline.on == date(2027, 6, 2)


@pytest.mark.parametrize(
    ("before", "until", "sentence"),
    [
        ([("submit", date(2027, 5, 3))], date(2027, 5, 19), "it is handed in"),
        ([("waive", date(2027, 5, 3))], date(2027, 5, 19), "it is waived"),
        ([], DUE, "not later than the deadline in force"),
        ([], date(2027, 8, 25), "when the agenda closes of the meeting that needs it"),
    ],
)
def test_extension_is_refused_with_a_sentence(before, until, sentence):
    year = with_letters_sent()
    for act, day in before:
        year.do(act, "plan", day, body="TMU")

    with pytest.raises(NotPermitted, match=sentence):
        year.do("extend", "plan", date(2027, 5, 4), body="TMU", until=until)


def test_extension_may_reach_the_day_the_agenda_closes_and_further_only_by_override():
    year = with_letters_sent()
    assert year.obligation().bound == date(2027, 8, 24)  # four working days before Monday 30 August

    year.do("extend", "plan", date(2027, 5, 4), body="TMU", until=date(2027, 8, 24))
    year.do("extend", "plan", date(2027, 5, 5), body="BUU", until=date(2027, 8, 26), override=True, reason="aftalt")

    assert year.obligation(body="BUU").schedule.deadline.on == date(2027, 8, 26)


def test_extension_is_not_granted_backwards_when_nobody_asked_in_time():
    year = with_letters_sent()

    with pytest.raises(NotPermitted, match="no extension was asked for in time"):
        year.do("extend", "plan", date(2027, 5, 11), body="TMU", until=date(2027, 5, 19))


# --- requests ---


def test_request_changes_no_deadline_and_holds_overdue_letters_back_for_five_working_days_at_most():
    year = with_letters_sent().do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31)).until(date(2027, 6, 30))

    assert year.obligation().schedule.deadline.on == DUE
    assert climbed(year)[3:] == [
        "Tue 2027-05-18 08:00 escalation TMU.manager",  # the fifth working day after: what was held back leaves
        "Tue 2027-05-18 08:00 overdue TMU.head_of_office",
        "Tue 2027-05-18 08:00 overdue TMU.secretary",
        "Tue 2027-05-25 08:00 escalation TMU.manager",
    ]
    assert len(year.letters(LetterKind.EXTENSION_ASKED, to="BIF.secretary")) == 1
    assert [task.key for task in year.simulation.tasks] == [f"{year.obligation().id}:extension"]


def test_request_does_not_hold_back_what_comes_before_the_deadline():
    year = with_letters_sent().do("request", "plan", date(2027, 5, 6), body="TMU", until=date(2027, 5, 31)).until(DUE)

    assert climbed(year)[-2:] == [
        "Fri 2027-05-07 08:00 reminder_last TMU.secretary",
        "Mon 2027-05-10 08:00 due_today TMU.secretary",
    ]


def test_request_made_in_time_is_granted_late_and_the_breach_stays_in_the_journal():
    year = with_letters_sent().do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31)).until(date(2027, 5, 12))
    assert year.obligation().past

    year.do("extend", "plan", date(2027, 5, 13), body="TMU", until=date(2027, 5, 31)).until(date(2027, 5, 28))
    assert not year.obligation().past

    assert climbed(year)[2:] == [
        "Mon 2027-05-10 08:00 due_today TMU.secretary",
        "Fri 2027-05-14 08:00 reminder_first TMU.secretary",
        "Fri 2027-05-28 08:00 reminder_last TMU.secretary",
    ]
    assert year.obligation().request is None


def test_request_after_the_deadline_is_refused():
    with pytest.raises(NotPermitted, match="must be asked for before"):
        with_letters_sent().do("request", "plan", date(2027, 5, 11), body="TMU", until=date(2027, 5, 31))


def test_second_request_replaces_the_first():
    year = with_letters_sent().do("request", "plan", date(2027, 5, 6), body="TMU", until=date(2027, 5, 19))
    year.do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31))

    request = year.obligation().request
    assert request
    assert request.until == date(2027, 5, 31)
    assert len({task.key for task in year.simulation.tasks}) == 1


def test_refusal_lets_what_waited_leave_with_the_next_letter():
    year = with_letters_sent().do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31))
    year.do("refuse", "plan", date(2027, 5, 12), body="TMU", reason="for sent").until(date(2027, 5, 13))

    assert climbed(year)[3:] == [
        "Thu 2027-05-13 08:00 overdue TMU.head_of_office",
        "Thu 2027-05-13 08:00 overdue TMU.secretary",
    ]
    assert len(year.letters(LetterKind.EXTENSION_REFUSED)) == 1


def test_hand_in_closes_an_open_request():
    year = with_letters_sent().do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31))
    year.do("submit", "plan", DUE, time(12), body="TMU")

    with pytest.raises(NotPermitted, match="no open request"):
        year.do("refuse", "plan", date(2027, 5, 11), body="TMU", reason="for sent")


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


# --- pause and outage ---


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
    year.take(obligation.paused(year.obligation(), year.now)).until(date(2027, 5, 19))
    assert climbed(year) == ["Fri 2027-04-23 08:00 reminder_first TMU.secretary"]
    assert year.obligation().past
    assert year.obligation().schedule.deadline.on == DUE

    year.take(obligation.resumed(year.obligation(), year.now)).until(date(2027, 5, 19), time(11))

    assert climbed(year)[1:] == [
        "Wed 2027-05-19 10:00 escalation TMU.manager",
        "Wed 2027-05-19 10:00 overdue TMU.head_of_office",
        "Wed 2027-05-19 10:00 overdue TMU.secretary",
    ]


def test_pause_keeps_what_nobody_needs_open_until_its_letters_can_leave():
    year = with_letters_sent(NOBODY_NEEDS_IT).until(date(2027, 5, 6))
    year.take(obligation.paused(year.obligation(), year.now)).until(date(2027, 6, 2))
    assert year.obligation().stage is ObligationStage.OPEN

    year.take(obligation.resumed(year.obligation(), year.now)).until(date(2027, 6, 2), time(11))

    assert year.obligation().stage is ObligationStage.CLOSED
    assert climbed(year)[-1] == "Wed 2027-06-02 10:00 overdue TMU.secretary"


def test_pause_takes_hand_ins():
    year = with_letters_sent().until(date(2027, 5, 6))
    year.take(obligation.paused(year.obligation(), year.now)).do("submit", "plan", date(2027, 5, 7), body="TMU")

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
