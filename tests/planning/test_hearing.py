"""A hearing: a window, classes with their own deadlines, answers, and its end."""

from datetime import date, time, timedelta

import pytest

from models.states import HearingState
from models.vocabulary import HearingStage, LetterKind, StepStage
from planning.acts.permitted import NotPermitted
from planning.transitions import hearing
from tests.planning.building import LivedYear, step_toml, with_letters_sent

OPENING = date(2027, 8, 31)
CITIZENS, BOARDS = date(2027, 9, 28), date(2027, 10, 5)
ADDRESSES = 'contact = [{ role = "respondent", name = "Råd {n}", address = "raad{n}@hoering.example", count = 2 }]\n'
NO_ADDRESSES = (ADDRESSES, "")
NO_CLASSES = (step_toml("hearing").split("[[step.class]]", 1)[1], "")


def before_hearing(*changes: tuple[str, str]) -> LivedYear:
    return with_letters_sent(*changes).pass_all("first")


def state_of(year: LivedYear) -> HearingState:
    state = year.child("hearing")
    assert isinstance(state, HearingState)
    return state


def answer(year: LivedYear, day: date, hearing_class: str = "boards", respondent: str = "01") -> LivedYear:
    return year.do("respond", "hearing", day, hearing_class=hearing_class, respondent=respondent)


def test_hearing_invites_reminds_and_asks_to_be_closed():
    year = before_hearing().until(date(2027, 10, 8))

    assert year.told(step="hearing") == [
        "Tue 2027-08-31 08:00 hearing_invitation boards.respondent",
        "Tue 2027-09-28 08:00 hearing_reminder boards.respondent",
        "Wed 2027-10-06 08:00 hearing_closing_wanted BIF.secretary",
        "Fri 2027-10-08 08:00 hearing_closing_wanted BIF.secretary",
    ]


def test_class_without_addresses_gets_no_mail_and_answers_all_the_same():
    year = answer(before_hearing(), OPENING, "citizens", "a citizen")

    assert not year.letters(to="citizens.respondent")
    assert state_of(year).responded == ("citizens.a citizen",)


def test_hearing_that_invites_nobody_opens_on_its_day():
    year = before_hearing(NO_ADDRESSES).until(OPENING, time(7))
    assert state_of(year).stage is HearingStage.PLANNED

    answer(year, OPENING, "citizens", "a citizen")

    assert state_of(year).stage is HearingStage.OPEN


def test_hearing_without_classes_has_one_for_everyone_that_closes_with_the_window():
    year = answer(before_hearing((f"[[step.class]]{NO_CLASSES[0]}", "")), OPENING, "public", "a citizen")

    assert [(each.key, each.deadline.on) for each in state_of(year).classes] == [("public", BOARDS)]


def test_hearing_opens_also_while_letters_are_paused():
    year = before_hearing()
    year.take(hearing.paused(state_of(year)))

    answer(year, date(2027, 9, 1))

    assert not year.letters(LetterKind.HEARING_INVITATION)


def in_a_pause_over_the_opening() -> LivedYear:
    """The hearing opens on Tuesday 31 August, and letters are paused since the Friday before."""
    return before_hearing().do("pause", "", OPENING - timedelta(days=4)).until(date(2027, 9, 3))


def test_invitation_whose_day_fell_into_a_pause_leaves_on_the_working_morning_after_it():
    year = in_a_pause_over_the_opening()
    assert (state_of(year).stage, year.letters(step="hearing")) == (HearingStage.OPEN, [])

    year.do("resume", "", date(2027, 9, 4)).until(date(2027, 9, 28))  # a Saturday

    assert year.told(step="hearing") == [
        "Mon 2027-09-06 08:00 hearing_invitation boards.respondent",
        "Tue 2027-09-28 08:00 hearing_reminder boards.respondent",
    ]


def test_invitation_that_a_pause_holds_up_asks_for_the_deadline_of_a_move_in_it_and_nobody_is_told_of_the_move():
    year = in_a_pause_over_the_opening()
    year.do("move", "hearing", date(2027, 9, 3), body="boards", to=date(2027, 10, 12))
    year.do("resume", "", date(2027, 9, 6)).until(date(2027, 9, 7))

    assert year.told(step="hearing") == ["Mon 2027-09-06 10:00 hearing_invitation boards.respondent"]
    [invitation] = year.letters(step="hearing")
    assert invitation.facts.deadline
    assert invitation.facts.deadline.on == date(2027, 10, 12)


def test_who_was_not_invited_because_of_a_pause_is_not_told_that_the_hearing_is_cancelled():
    year = in_a_pause_over_the_opening().do("cancel", "", date(2027, 9, 3))

    assert not year.letters(LetterKind.HEARING_CANCELLED)
    assert not year.letters(LetterKind.HEARING_INVITATION)


def test_who_has_answered_gets_no_reminder():
    year = answer(before_hearing(), date(2027, 9, 1), respondent="02").until(date(2027, 9, 28))

    [reminder] = year.letters(LetterKind.HEARING_REMINDER)
    assert reminder.without == ("02",)
    assert not hearing.still_true(state_of(year), LetterKind.HEARING_REMINDER, "boards.02")
    assert hearing.still_true(state_of(year), LetterKind.HEARING_REMINDER, "boards.01")


def test_window_too_short_for_a_reminder_sends_none_before_its_invitation():
    short = ('deadline = "25 working days after opening', 'deadline = "4 working days after opening')
    later = ('date = "1 working day after first"', 'date = "10 working days after first"')

    year = before_hearing(short, later).until(date(2027, 9, 20))

    assert year.told(step="hearing", to="boards.respondent") == [
        "Mon 2027-09-13 08:00 hearing_invitation boards.respondent"
    ]


def test_answer_after_its_class_closes_is_taken_and_late():
    year = answer(before_hearing(), date(2027, 9, 29), "citizens", "a citizen")

    assert hearing.late_at(state_of(year), "citizens", year.now)
    assert not hearing.late_at(state_of(year), "boards", year.now)
    assert state_of(year).responded == ("citizens.a citizen",)


def test_answer_of_an_unknown_class_is_refused_with_the_known_ones():
    with pytest.raises(NotPermitted, match="Its classes are: citizens, boards"):
        answer(before_hearing(), OPENING, "neighbours")


def test_secretariat_closes_it_only_after_the_last_class():
    with pytest.raises(NotPermitted, match="only after its last deadline, 2027-10-05"):
        before_hearing().do("close", "hearing", BOARDS)


def test_closing_sends_each_committee_of_the_track_the_catalogue():
    year = before_hearing().do("close", "hearing", date(2027, 10, 6))

    assert [str(letter.to) for letter in year.letters(LetterKind.HEARING_CLOSED)] == [
        "BIU.secretary",
        "BUU.secretary",
        "TMU.secretary",
    ]
    assert year.progress("hearing").stage is StepStage.FINISHED
    assert year.progress("second").stage is StepStage.OPEN


def test_closing_thanks_only_those_respondents_who_answered_with_what_was_used():
    year = answer(before_hearing(), date(2027, 9, 1), respondent="02")
    year = answer(year, date(2027, 9, 2), "citizens", "a citizen")

    year.do("close", "hearing", date(2027, 10, 6), text="Goal 3 is new")

    [thanks, citizens] = year.letters(LetterKind.HEARING_THANKS)
    assert (str(thanks.to), thanks.only) == ("boards.respondent", ("02",))
    assert [code for code in ("01", "02", "03") if thanks.reaches(code)] == ["02"]
    assert thanks.facts.text == "Goal 3 is new"
    assert citizens.only == ("a citizen",)  # whoever has no address is no contact, and gets no mail


def test_hearing_that_nobody_answered_thanks_nobody():
    year = before_hearing().do("close", "hearing", date(2027, 10, 6))

    assert year.letters(LetterKind.HEARING_THANKS) == []


def test_open_hearing_whose_class_moves_tells_that_class_and_invites_nobody_again():
    year = before_hearing().until(date(2027, 9, 1))
    year.do("move", "hearing", date(2027, 9, 1), body="boards", to=date(2027, 10, 12)).until(date(2027, 10, 12))

    assert state_of(year).opens.on == OPENING
    assert hearing.deadline_of(state_of(year), "citizens").on == CITIZENS
    assert year.told(step="hearing") == [
        "Tue 2027-08-31 08:00 hearing_invitation boards.respondent",
        "Wed 2027-09-01 10:00 date_moved boards.respondent",
        "Tue 2027-10-05 08:00 hearing_reminder boards.respondent",
    ]


def test_hearing_that_moves_before_it_opens_shifts_offsets_and_tells_nobody():
    year = before_hearing().do("move", "hearing", date(2027, 8, 30), time(11), to=date(2027, 9, 7))
    year.until(date(2027, 9, 8))

    assert hearing.deadline_of(state_of(year), "boards").on == date(2027, 10, 12)
    assert year.told(step="hearing") == ["Tue 2027-09-07 08:00 hearing_invitation boards.respondent"]


def test_open_hearing_with_another_opening_day_shifts_offsets_and_invites_nobody_again():
    year = before_hearing().until(date(2027, 9, 1)).do("move", "hearing", date(2027, 9, 1), to=date(2027, 9, 7))
    year.until(date(2027, 9, 30))

    assert hearing.deadline_of(state_of(year), "boards").on == date(2027, 10, 12)
    assert [letter.kind for letter in year.letters(step="hearing")] == [
        LetterKind.HEARING_INVITATION,
        LetterKind.DATE_MOVED,
    ]


def test_nothing_is_asked_of_a_hearing_that_is_over():
    year = before_hearing().do("close", "hearing", date(2027, 10, 6))

    assert not hearing.still_true(state_of(year), LetterKind.HEARING_CLOSING_WANTED, None)
    assert not hearing.still_true(state_of(year), LetterKind.HEARING_INVITATION, "boards.01")
    assert hearing.still_true(state_of(year), LetterKind.HEARING_CLOSED, None)
    with pytest.raises(NotPermitted, match="not open for answers"):
        answer(year, date(2027, 10, 7))


def test_outage_over_a_class_deadline_sends_no_reminder_of_it():
    year = before_hearing().until(date(2027, 9, 1)).after_outage(date(2027, 10, 6), time(9))

    assert year.told(LetterKind.HEARING_REMINDER, LetterKind.HEARING_CLOSING_WANTED) == [
        "Wed 2027-10-06 09:00 hearing_closing_wanted BIF.secretary"
    ]
