"""Status accounts lapse when their policy is replaced."""

from datetime import date

from models.vocabulary import CycleStage, LetterKind, ObligationStage, StepStage
from planning.transitions import policies
from planning.transitions.transition import ENGINE
from tests.planning.building import LivedYear, with_letters_sent

NAME = 'name = { da = "Den gamle politik", en = "The old policy" }\n'
REPLACED = (NAME, NAME + 'replaced_by = "council"\n')
NO_DAY = ('date = "7 working days before status-reading"', 'date = "unknown"')


def at_council(*changes: tuple[str, str]) -> LivedYear:
    return with_letters_sent(*changes).pass_all("first", "hearing", "second", "committees")


def test_duty_under_a_replaced_policy_is_waived_by_the_year_with_a_letter():
    year = at_council(REPLACED).decide("council")

    assert year.obligation("status").stage is ObligationStage.WAIVED
    assert year.progress("status").stage is StepStage.FINISHED
    assert year.told(LetterKind.WAIVED) == [
        "Thu 2027-11-25 10:00 waived BUU.secretary",
        "Thu 2027-11-25 10:00 waived TMU.secretary",
    ]
    assert not year.until(date(2028, 1, 20)).letters(LetterKind.OVERDUE, step="status")


def test_waiver_by_the_year_says_why_and_that_no_person_gave_it():
    year = at_council(REPLACED).decide("council")
    decision = year.child("council").decision

    assert policies.waiver(decision).by == ENGINE
    assert {letter.facts.reason for letter in year.letters(LetterKind.WAIVED)} == {
        "Politikken er afløst af en ny. / A new policy has replaced the old one."
    }


def test_duty_stays_while_the_policy_is_in_force():
    year = at_council().decide("council")

    assert year.obligation("status").stage is ObligationStage.OPEN
    assert year.until(date(2028, 1, 14)).told(LetterKind.OVERDUE, step="status") == [
        "Fri 2028-01-14 08:00 overdue BUU.secretary",
        "Fri 2028-01-14 08:00 overdue TMU.secretary",
    ]


def test_decision_that_does_not_pass_replaces_nothing():
    sent_back = at_council(REPLACED).decide("council", outcome="sent_back")
    rejected = at_council(REPLACED).decide("council", outcome="rejected")

    assert sent_back.obligation("status").stage is ObligationStage.OPEN
    assert rejected.obligation("status").stage is ObligationStage.OPEN


def test_policy_is_replaced_only_by_the_last_of_several_bodies():
    year = with_letters_sent((NAME, NAME + 'replaced_by = "committees"\n')).pass_all("first", "hearing", "second")

    year.decide("committees", body="TMU")
    assert year.obligation("status").stage is ObligationStage.OPEN
    year.decide("committees", body="BUU")
    assert year.obligation("status").stage is ObligationStage.WAIVED


def test_what_has_been_handed_in_is_not_waived():
    year = at_council(REPLACED).do("submit", "status", date(2027, 11, 24), body="TMU").decide("council")

    assert year.obligation("status").stage is ObligationStage.HANDED_IN
    assert year.obligation("status", "BUU").stage is ObligationStage.WAIVED


def test_account_that_had_not_begun_never_begins_and_the_year_ends():
    year = at_council(REPLACED, NO_DAY).pass_all("council", "status-reading")

    assert year.progress("status").stage is StepStage.FINISHED
    assert year.simulation.state.stage is CycleStage.ENDED
    assert not year.letters(step="status", to="TMU.secretary")
