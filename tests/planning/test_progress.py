"""When steps open and end: gates, predecessors, needs, additions, rejections, rounds."""

from datetime import date

import pytest

from models.vocabulary import CycleStage, LetterKind, ObligationStage, StepStage
from planning.acts.permitted import NotPermitted
from planning.transitions import progress
from tests.planning.building import LivedYear, living, step_toml, with_letters_sent

ADDITION = {"text": "udvalgets eget papir sendes i høring", "owner": "TMU", "due": "2027-11-15"}
ALL_OF_PLAN = ("first", "hearing", "second", "committees", "council")


def at_committees(*changes: tuple[str, str]) -> LivedYear:
    return with_letters_sent(*changes).pass_all("first", "hearing", "second")


def at_council(*changes: tuple[str, str]) -> LivedYear:
    return at_committees(*changes).pass_all("committees")


def added(year: LivedYear, step: str, **more: object) -> LivedYear:
    return year.decide(step, outcome="approved_with_addition", addition={**ADDITION, **more})


def stages(year: LivedYear, *steps: str) -> list[StepStage]:
    return [year.progress(step).stage for step in steps]


# --- gates, predecessors, needs ---


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("approved", {}),
        ("recommended", {}),
        ("noted", {}),
        ("approved_with_amendments", {"amendments": ("teksten ændres",)}),
        ("approved_with_addition", {"addition": ADDITION}),
    ],
)
def test_gate_opens_on_every_passing_decision(outcome, more):
    year = living().decide("approve", outcome=outcome, **more)

    assert stages(year, "approve", "letters", "plan") == [StepStage.DECIDED, StepStage.FINISHED, StepStage.OPEN]


def test_gate_stays_shut_without_a_decision():
    year = living().until(date(2027, 4, 1))

    assert stages(year, "approve", "letters") == [StepStage.OPEN, StepStage.WAITING]


def test_letters_leave_when_their_gate_is_decided_even_before_the_planned_day():
    year = living().do("decide", "approve", date(2027, 1, 7), body="BIU")

    assert year.told(LetterKind.CHALLENGE) == [
        "Thu 2027-01-07 10:00 challenge BUU.secretary",
        "Thu 2027-01-07 10:00 challenge TMU.secretary",
    ]


def test_letters_with_a_day_of_their_own_leave_at_the_later_of_day_and_gate():
    own_day = ('copy_to = ["BR.member"]\n', 'copy_to = ["BR.member"]\ndate = "01-18"\n')

    early, late = (
        living(own_day).decide("approve"),
        living(own_day).do("decide", "approve", date(2027, 1, 20), body="BIU"),
    )

    assert early.letters(LetterKind.CHALLENGE) == []
    assert early.until(date(2027, 1, 18)).told(LetterKind.CHALLENGE, to="TMU.secretary") == [
        "Mon 2027-01-18 08:00 challenge TMU.secretary"
    ]
    assert late.told(LetterKind.CHALLENGE, to="TMU.secretary") == ["Wed 2027-01-20 10:00 challenge TMU.secretary"]


def test_letters_that_a_person_gave_a_day_wait_for_it():
    year = living().do("move", "letters", date(2027, 1, 5), to=date(2027, 1, 18)).decide("approve")

    assert year.letters(LetterKind.CHALLENGE) == []
    assert len(year.until(date(2027, 1, 18)).letters(LetterKind.CHALLENGE)) == 2


def test_silent_committee_holds_nothing_back_once_its_deadline_has_passed():
    year = with_letters_sent().until(date(2027, 5, 10))
    assert stages(year, "plan", "workshop") == [StepStage.OPEN, StepStage.WAITING]

    year.until(date(2027, 5, 11))

    assert stages(year, "plan", "workshop") == [StepStage.FINISHED, StepStage.OPEN]
    assert year.obligation().stage is ObligationStage.OPEN


def test_needs_never_block():
    year = with_letters_sent(('after = ["workshop"]\nneeds', "needs"))

    assert year.progress("first").stage is StepStage.OPEN


def test_parallel_readings_hold_the_next_step_until_the_last_of_them():
    year = at_committees().decide("committees", body="TMU")
    assert stages(year, "committees", "council") == [StepStage.OPEN, StepStage.WAITING]

    year.decide("committees", body="BUU", outcome="approved_with_amendments", amendments=("x",))

    assert stages(year, "committees", "council") == [StepStage.DECIDED, StepStage.OPEN]


def test_obligation_that_begins_after_what_needs_it_is_decided_still_ends():
    year = with_letters_sent(('date = "7 working days before status-reading"', 'date = "unknown"'))
    year.pass_all("status-reading").do("move", "status", date(2028, 1, 25), to=date(2028, 2, 14)).until(
        date(2028, 4, 1)
    )

    assert year.obligation("status").stage is ObligationStage.CLOSED
    assert year.progress("status").stage is StepStage.FINISHED


# --- fuzzy steps ---

FUZZY = ('date = "second meeting of BIU in august"', 'date = "window 08-16..09-17"')
NO_DATE = ('date = "second meeting of BIU in august"', 'date = "unknown"')


def test_fuzzy_step_is_asked_for_once_ten_working_days_before_its_window_and_holds_back_what_follows():
    year = with_letters_sent(FUZZY).until(date(2028, 2, 1))

    assert year.told(LetterKind.DAY_WANTED) == ["Mon 2027-08-02 08:00 day_wanted BIF.secretary"]
    assert [task.key for task in year.simulation.tasks] == ["cycle:small-2027:first:day"]
    assert stages(year, "first", "hearing") == [StepStage.WAITING, StepStage.WAITING]
    assert not year.letters(step="first") or year.letters(step="first") == year.letters(LetterKind.DAY_WANTED)


def test_step_without_any_window_is_asked_for_when_it_holds_the_year_back():
    year = with_letters_sent(NO_DATE).until(date(2027, 7, 1))

    assert year.told(LetterKind.DAY_WANTED, step="first") == ["Tue 2027-06-01 23:59 day_wanted BIF.secretary"]


def test_fuzzy_step_is_sharpened_by_a_move_and_the_year_goes_on():
    year = with_letters_sent(FUZZY).do("move", "first", date(2027, 8, 3), to=date(2027, 8, 30)).decide("first")

    assert year.planned("hearing") == date(2027, 8, 31)
    assert len(year.letters(LetterKind.DAY_WANTED)) == 1
    assert year.pass_all("hearing", "second", "committees", "council").progress("council").stage is StepStage.DECIDED


def test_fuzzy_step_that_is_sent_back_is_asked_for_again_under_a_key_of_its_own():
    window = (
        'date = "first meeting of the committee at least 5 working days after second"',
        'date = "window 11-01..11-20"',
    )
    year = with_letters_sent(window).pass_all("first", "hearing", "second")
    year.do("move", "committees", date(2027, 10, 26), to=date(2027, 11, 10)).pass_all("committees")
    year.decide("council", outcome="sent_back").pass_all("second").until(date(2028, 2, 1))

    keys = [letter.key_for() for letter in year.letters(LetterKind.DAY_WANTED)]
    assert len(keys) == len(set(keys)) == 2
    assert len({task.key for task in year.simulation.tasks}) == 2


# --- additions ---


def test_addition_is_an_obligation_like_any_other_and_holds_nothing_unless_blocking():
    year = added(with_letters_sent().until_begun("first"), "first")

    assert year.told(LetterKind.OBLIGATION) == ["Mon 2027-08-30 10:00 obligation TMU.secretary"]
    assert year.obligation("addition-1").text == ADDITION["text"]
    assert stages(year, "addition-1", "hearing") == [StepStage.OPEN, StepStage.OPEN]
    assert year.do("submit", "addition-1", date(2027, 11, 1), body="TMU").obligation("addition-1").versions == 1


def test_blocking_addition_holds_the_cycle_until_it_is_settled():
    year = added(with_letters_sent().until_begun("first"), "first", blocking=True)
    assert year.progress("hearing").stage is StepStage.WAITING

    year.do("submit", "addition-1", date(2027, 9, 1), body="TMU").do(
        "accept", "addition-1", date(2027, 9, 2), body="TMU"
    )

    assert year.progress("hearing").stage is StepStage.OPEN


def test_blocking_addition_that_nobody_answers_holds_the_cycle_until_its_deadline():
    year = added(with_letters_sent().until_begun("first"), "first", blocking=True, due="2027-09-10")

    assert year.until(date(2027, 9, 10)).progress("hearing").stage is StepStage.WAITING
    assert year.until(date(2027, 9, 11)).progress("hearing").stage is StepStage.OPEN


def test_addition_on_the_very_last_decision_keeps_the_year_until_it_has_closed():
    year = added(at_council().pass_all("council").until_begun("status-reading"), "status-reading", due="2028-03-01")
    assert year.simulation.state.stage is CycleStage.RUNNING

    year.until(date(2028, 6, 1))

    assert year.obligation("addition-1").stage is ObligationStage.CLOSED
    assert year.simulation.state.stage is CycleStage.ENDED
    assert year.told(LetterKind.ESCALATION, step="addition-1")[-1].startswith("Wed 2028-03-15 08:00")


def test_two_additions_get_keys_of_their_own_also_beside_a_step_of_that_name():
    year = living((step_toml("status"), step_toml("status").replace('"status"', '"addition-1"')))
    added(year, "approve", due="2027-03-01")
    added(year.until_begun("first"), "first")

    assert [plan.key for plan in year.simulation.state.plan][-2:] == ["addition-2", "addition-3"]


def test_move_keeps_additions_in_the_plan_once():
    year = added(with_letters_sent().until_begun("first"), "first").do(
        "move", "council", date(2027, 9, 1), to=date(2027, 12, 16)
    )

    assert [plan.key for plan in year.simulation.state.plan].count("addition-1") == 1


def test_addition_of_a_rejected_track_ends_with_it():
    year = added(with_letters_sent().until_begun("first"), "first").pass_all("hearing")
    year.decide("second", outcome="rejected")

    assert year.obligation("addition-1").stage is ObligationStage.CANCELLED


# --- the end ---


def test_move_of_what_has_ended_or_does_not_exist_is_refused():
    year = with_letters_sent().until(date(2027, 6, 2))

    with pytest.raises(NotPermitted, match="has ended and cannot be moved"):
        year.do("move", "approve", date(2027, 6, 3), to=date(2027, 7, 1))
    with pytest.raises(NotPermitted, match="has no step “nothing”"):
        year.do("move", "nothing", date(2027, 6, 3), to=date(2027, 7, 1))


def test_cancelled_year_has_no_step_that_will_happen():
    state = progress.cancelled(with_letters_sent().simulation.state)

    assert state.stage is CycleStage.CANCELLED
    assert {each.stage for each in state.progress} == {StepStage.DECIDED, StepStage.FINISHED, StepStage.ENDED}
