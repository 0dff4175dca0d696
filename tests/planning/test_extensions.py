"""More time: granted, asked for, refused, and what a move leaves of it."""

from datetime import date, time

import pytest

from models.vocabulary import LetterKind, LetterState, ObligationStage
from planning.acts.permitted import NotPermitted
from tests.planning.building import climbed, settled, with_letters_sent

DUE = date(2027, 5, 10)  # a Monday; Monday 17 May is Whit Monday
NOON = ('date = "monday of week 19"', 'date = "monday of week 19"\nhour = 12:00:00')
NOBODY_NEEDS_IT = ('needs = ["plan"]\n', "")
SHORT = (
    """    { days = 5, letter = "escalation", to = "manager" },
    { days = 10, letter = "escalation", to = "manager" },
""",
    "",
)


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


def test_day_begins_at_midnight_in_copenhagen():
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 30), body="TMU")

    with pytest.raises(NotPermitted, match=r"2027-05-04 is not a day ahead \(today is 2027-05-04\)"):
        year.do("return", "plan", date(2027, 5, 4), time(0, 30), body="TMU", until=date(2027, 5, 4), reason="mål")


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
    [task] = year.simulation.tasks
    assert task.key.startswith(f"{year.obligation().id}:extension:")


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
    older, newer = year.simulation.tasks
    assert older.key != newer.key
    assert "31. maj 2027" in newer.words.da


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


def test_obligation_that_no_step_needs_stays_open_until_what_waited_for_an_answer_has_left():
    year = with_letters_sent(NOBODY_NEEDS_IT, SHORT).do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31))

    assert climbed(year.until(date(2027, 6, 30)))[3:] == [
        "Tue 2027-05-18 08:00 overdue TMU.head_of_office",
        "Tue 2027-05-18 08:00 overdue TMU.secretary",
    ]
    assert year.obligation().stage is ObligationStage.CLOSED


def test_request_of_a_closed_obligation_can_no_longer_be_refused():
    year = with_letters_sent(NOBODY_NEEDS_IT).do("request", "plan", DUE, body="TMU", until=date(2027, 5, 31))
    assert year.until(date(2027, 6, 1)).obligation().request

    with pytest.raises(NotPermitted, match="it is closed"):
        year.do("refuse", "plan", date(2027, 6, 2), body="TMU", reason="for sent")
