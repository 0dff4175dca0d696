"""Every letter of a year, foreseen from the rules alone."""

import time
from datetime import UTC, date, datetime

import pytest

from models.vocabulary import CycleStage, LetterKind
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.foresight.forecast import beginning, forecast, foresee
from planning.foresight.simulation import Simulation
from planning.scenarios.scenario import Happening, Scenario
from planning.transitions import orders, progress
from tests.cycles import shipped
from tests.planning.building import LivedYear, definition, timeline, with_letters_sent

EVERYONE_ON_TIME = Scenario()
NOBODY_DECIDES = Scenario(decide="never")
MANAGERS = {LetterKind.OVERDUE, LetterKind.ESCALATION}


def happening(act: str, step: str, on: date, **more: object) -> Happening:
    return Happening.model_validate({"act": act, "step": step, "on": on, **more})


def living(*happenings: Happening, **habits: object) -> Scenario:
    return Scenario.model_validate({"happening": happenings, **habits})


def test_without_a_scenario_nobody_hands_in_and_decisions_fall_on_their_day():
    found = forecast(timeline())

    assert found.ended
    assert found.waits == ()
    assert not [letter for letter in found.letters if letter.kind is LetterKind.RECEIPT]
    decided = [(letter.step, letter.at.date()) for letter in found.letters if letter.kind is LetterKind.DECISION]
    assert decided == [
        ("approve", date(2027, 1, 11)),
        ("first", date(2027, 8, 30)),
        ("second", date(2027, 10, 25)),
        ("committees", date(2027, 11, 1)),
        ("committees", date(2027, 11, 10)),
        ("council", date(2027, 11, 25)),
        ("status-reading", date(2028, 1, 24)),
    ]


def test_letters_are_sorted_and_name_every_member_of_a_class():
    found = forecast(timeline())

    assert list(found.letters) == sorted(found.letters)
    assert [letter.to for letter in found.letters if letter.kind is LetterKind.CHALLENGE_COPY] == [
        "BR.member.01",
        "BR.member.02",
        "BR.member.03",
    ]


def test_by_habit_everyone_hands_in_two_working_days_before_and_no_manager_hears_of_it():
    found = forecast(timeline(), EVERYONE_ON_TIME)

    receipts = [letter.at for letter in found.letters if letter.kind is LetterKind.RECEIPT and letter.step == "plan"]
    assert receipts == [datetime(2027, 5, 5, 8, tzinfo=UTC)] * 2  # Thursday 6 May is Ascension Day
    assert not MANAGERS & {letter.kind for letter in found.letters}


def test_silent_committee_is_silent_while_others_hand_in():
    found = forecast(timeline(), living(silent=("TMU",)))

    assert {letter.body for letter in found.letters if letter.kind in MANAGERS} == {"TMU"}


def test_acts_precede_a_rung_of_the_same_instant():
    submitted = happening("submit", "plan", date(2027, 5, 10), body="TMU", hour="08:00")

    found = forecast(timeline(), living(submitted, hand_in="never"))

    assert [
        letter.body for letter in found.letters if letter.kind is LetterKind.DUE_TODAY and letter.step == "plan"
    ] == ["BUU"]


def test_acts_of_one_instant_are_done_in_the_order_of_the_scenario():
    day = date(2027, 5, 3)
    submitted, returned = (
        happening("submit", "plan", day, body="TMU"),
        happening("return", "plan", day, body="TMU", until=date(2027, 5, 19)),
    )

    assert forecast(timeline(), living(submitted, returned, hand_in="never")).refused == ()
    assert len(forecast(timeline(), living(returned, submitted, hand_in="never")).refused) == 1


def test_what_the_scenario_says_comes_before_a_habit_of_the_same_instant():
    accepted = happening("waive", "plan", date(2027, 5, 5), body="TMU")  # when TMU would hand in by habit

    found = forecast(timeline(), living(accepted))

    told = [(letter.kind, letter.body) for letter in found.letters if letter.at == datetime(2027, 5, 5, 8, tzinfo=UTC)]
    assert told == [(LetterKind.RECEIPT, "BUU"), (LetterKind.WAIVED, "TMU")]
    assert found.refused == ()


def test_refused_act_is_named_and_the_year_goes_on():
    found = forecast(timeline(), living(happening("submit", "plan", date(2026, 12, 20), body="TMU")))

    assert [refusal.sentence.en for refusal in found.refused] == [
        "“plan TMU” has not begun on 2026-12-20, so “submit” cannot happen."
    ]
    assert found.ended


def test_year_that_nobody_decides_ends_the_forecast_and_says_what_each_step_waits_for():
    found = forecast(timeline(), NOBODY_DECIDES)

    assert not found.ended
    assert found.waits == (
        "approve: BIU",
        "letters: approve",
        "plan: letters",
        "workshop: plan",
        "first: workshop",
        "hearing: first",
        "second: hearing",
        "committees: second",
        "council: committees",
        "status: letters",
        "status-reading: BIU",
    )


def test_blocking_addition_holds_a_silent_year_back_but_not_for_ever():
    year = with_letters_sent().until_begun("first")
    more = {"text": "x", "owner": "TMU", "due": date(2027, 12, 1), "blocking": True}
    year.decide("first", outcome="approved_with_addition", addition=more)

    state = year.simulation.state
    assert not progress.dependencies_open(state, "hearing")
    assert foresee(year.simulation, NOBODY_DECIDES).waits[:2] == ("hearing: BIU", "second: hearing")


def test_year_whose_steps_have_all_ended_but_whose_obligations_have_not_says_which():
    found = forecast(shipped.timeline("integration-2010"))

    assert found.waits == (
        "mayors-meeting: ?",
        "plan: ØU, TMU, BUU, SUD, KFU, SOU",
        "discussion: ?",
    )


def test_paused_year_is_not_taken_for_one_that_has_ended():
    simulation = with_letters_sent().simulation
    simulation.state = progress.advanced(simulation.state, stage=CycleStage.PAUSED)

    found = foresee(simulation)

    assert not found.ended
    assert "plan: TMU, BUU" in found.waits


def test_year_that_has_ended_stays_as_it_is():
    year = LivedYear(timeline())
    year.simulation.state = progress.cancelled(year.simulation.state)
    before = year.simulation.state

    assert foresee(year.simulation).ended
    assert year.simulation.state == before


def test_running_year_is_carried_forward_from_what_has_happened():
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 26), body="TMU")
    year.simulation.letters.clear()

    found = foresee(year.simulation)

    reminded = [letter for letter in found.letters if letter.step == "plan" and letter.kind is LetterKind.REMINDER_LAST]
    assert [letter.body for letter in reminded] == ["BUU"]
    assert min(letter.at for letter in found.letters) > year.at(date(2027, 4, 26))


def test_rehearsal_begins_thirty_days_before_the_first_step():
    assert beginning(timeline()).date() == date(2026, 12, 12)


def test_cycle_without_a_single_known_day_has_a_beginning_too():
    bare = resolve(definition(), 2027).steps[4]
    unknown = bare.date.model_copy(update={"precision": "unknown", "start": None, "end": None})
    fuzzy = Timeline(
        slug="small-2027",
        year=2027,
        definition=definition(),
        steps=(bare.model_copy(update={"date": unknown}),),
    )

    assert beginning(fuzzy).date() == date(2026, 12, 2)


def test_two_forecasts_of_one_year_are_equal():
    assert forecast(timeline()) == forecast(timeline())


@pytest.mark.parametrize(("name", "year"), [("annual", 2027), ("annual", 2032)])
@pytest.mark.parametrize("scenario", [EVERYONE_ON_TIME, living(hand_in="never")])
def test_annual_cycle_ends_in_every_scenario(name, year, scenario):
    found = forecast(shipped.timeline(name, year), scenario)

    assert found.ended
    assert found.refused == ()


def test_inclusion_2011_waits_for_the_day_of_its_letters():
    assert forecast(shipped.timeline("inclusion-2011")).waits == (
        "letters: ?",
        "economy: letters",
        "plan: letters",
        "workshop: letters, ?",
        "treatment: workshop, plan, ?",
    )


def test_inclusion_2011_lives_to_its_end_once_its_days_are_settled():
    settled = living(
        happening("move", "letters", date(2010, 12, 20), to=date(2011, 1, 17)),
        happening("move", "workshop", date(2011, 5, 20), to=date(2011, 5, 27)),
        happening("move", "treatment", date(2011, 5, 23), to=date(2011, 6, 6)),
    )

    found = forecast(shipped.timeline("inclusion-2011"), settled)

    assert (found.ended, found.waits, found.refused) == (True, (), ())
    plans = [letter.at for letter in found.letters if letter.kind is LetterKind.RECEIPT and letter.step == "plan"]
    assert plans == [datetime(2011, 5, 12, 8, tzinfo=UTC)] * 6


def test_integration_2010_waives_the_account_of_the_old_policy_when_the_council_has_adopted_the_new_one():
    settled = living(
        happening("move", "mayors-meeting", date(2010, 3, 1), to=date(2010, 4, 12)),
        happening("move", "discussion", date(2010, 5, 10), to=date(2010, 5, 31)),
    )

    found = forecast(shipped.timeline("integration-2010"), settled)

    assert (found.ended, found.waits, found.refused) == (True, (), ())
    assert not [letter for letter in found.letters if letter.step == "status" and letter.kind in MANAGERS]


def test_integration_2018_lets_both_tracks_end():
    settled = living(
        happening("move", "committees", date(2018, 11, 13), to=date(2018, 11, 28)),
        happening("move", "plan-advisory", date(2018, 8, 28), to=date(2018, 9, 20)),
        happening("move", "plan-approval", date(2018, 12, 11), to=date(2019, 1, 28)),
    )

    found = forecast(shipped.timeline("integration-2018"), settled)

    assert (found.ended, found.waits, found.refused) == (True, (), ())
    assert {letter.body for letter in found.letters if letter.kind is LetterKind.HEARING_CLOSED} == {
        "BIU", "TMU", "BUU", "SUD", "KFU", "SOU", "ØU",
    }  # fmt: skip


def test_annual_forecast_is_a_matter_of_milliseconds():
    """The goal is a tenth of a second; the best of several runs counts, for the machine may be busy."""
    year = shipped.timeline("annual", 2027)

    def seconds() -> float:
        begin = time.process_time()
        foresee(Simulation(year, orders.cycle_state(year), beginning(year)))
        return time.process_time() - begin

    assert min(seconds() for _ in range(5)) < 0.1
