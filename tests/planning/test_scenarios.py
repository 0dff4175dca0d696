"""Scenarios read against a year: what they may say."""

from datetime import date, time

import pytest

from models.vocabulary import Outcome
from planning.scenarios.scenario import Kill
from tests.planning.scenario_files import PLAN, act, read


def test_an_empty_scenario_is_everyone_in_time_with_decisions_on_plan():
    scenario = read("")
    assert (scenario.name, scenario.hand_in, scenario.decide, scenario.happening) == (
        "mit-aar",
        "in_time",
        "on_plan",
        (),
    )


def test_habits_and_silent_bodies_are_kept():
    scenario = read('hand_in = "never"\ndecide = "never"\nsilent = ["TMU", "ØU"]\n')
    assert (scenario.hand_in, scenario.decide, scenario.silent) == ("never", "never", ("TMU", "ØU"))


def test_an_act_is_kept_with_its_day_and_hour():
    [happening] = read(act(**PLAN, hour=time(14, 30))).happening
    assert (happening.act, happening.step, happening.body) == ("submit", "plan", "TMU")
    assert (happening.on, happening.hour) == (date(2027, 5, 20), time(14, 30))


def test_an_act_without_an_hour_is_at_ten():
    assert read(act(**PLAN)).happening[0].hour == time(10)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (date(2027, 5, 20), date(2027, 5, 20)),
        ("2027-05-22", date(2027, 5, 22)),  # a Saturday that is written out stays
        ("05-22", date(2027, 5, 24)),  # one that a rule gives rolls forward, as deadlines do
        ("01-31 next year", date(2028, 1, 31)),
        ("same day as plan", date(2027, 5, 18)),
        ("2 working days after plan/TMU", date(2027, 5, 20)),
        ("1 weeks before hearing/citizens", date(2027, 9, 21)),
        ("1 working days after opening of hearing", date(2027, 9, 1)),
        ("1 working days after hearing", date(2027, 10, 8)),  # of a hearing the end is meant
        ("first meeting of TMU after plan", date(2027, 5, 31)),
        ("first meeting of the committee after plan", date(2027, 5, 31)),
    ],
)
def test_a_day_may_be_a_rule_over_the_plan(written, day):
    assert read(act(**(PLAN | {"on": written}))).happening[0].on == day


def test_a_rule_counts_from_the_bodys_own_day():
    acts = act(act="decide", step="committees", on="same day as committees", outcome="noted")
    assert {each.body: each.on for each in read(acts).happening} == {
        "TMU": date(2027, 11, 15),
        "BUU": date(2027, 11, 10),
        "SUD": date(2027, 11, 17),
        "KFU": date(2027, 11, 11),
        "SOU": date(2027, 11, 18),
    }


def test_an_act_that_names_no_body_is_done_for_every_body_of_its_step():
    acts = act(act="waive", step="economy", on="2027-04-01", reason="Budgettet er vedtaget.")
    assert [each.body for each in read(acts).happening] == ["ØU", "TMU", "BUU", "SUD", "KFU", "SOU", "BIU"]


def test_a_move_that_names_no_body_is_one_act_for_all():
    [move] = read(act(act="move", step="committees", on="2027-11-01", to="2027-11-22")).happening
    assert (move.body, move.to) == (None, date(2027, 11, 22))


def test_an_answer_that_names_no_respondent_is_everybodys_of_the_class():
    acts = read(act(act="respond", step="hearing", on="2027-09-20", hearing_class="local-committees")).happening
    assert [each.respondent for each in acts] == [f"{number:02d}" for number in range(1, 13)]


def test_an_answer_that_names_no_class_is_everybodys_who_has_an_address():
    acts = read(act(act="respond", step="hearing", on="2027-09-20")).happening
    assert {each.hearing_class for each in acts} == {"local-committees", "advisory-bodies"}
    assert len(acts) == 12 + 3


def test_somebody_without_an_address_answers_by_name():
    given = {"hearing_class": "citizens", "respondent": "Beboerforeningen"}
    [only] = read(act(act="respond", step="hearing", on="2027-09-20", **given)).happening
    assert (only.hearing_class, only.respondent) == ("citizens", "Beboerforeningen")


def test_an_addition_is_kept_and_its_step_can_be_acted_on():
    made = {"text": "Et notat", "owner": "BIU", "due": "20 working days after approve-letters", "blocking": True}
    decided = act(
        act="decide", step="approve-letters", on="2027-01-25", outcome="approved_with_addition", addition=made
    )
    decision, submission = read(decided + act(act="submit", step="addition-1", on="2027-02-15")).happening
    assert decision.outcome is Outcome.APPROVED_WITH_ADDITION
    assert (decision.addition.owner, decision.addition.due) == ("BIU", date(2027, 2, 22))
    assert decision.addition.blocking
    assert (submission.step, submission.body) == ("addition-1", "BIU")


@pytest.mark.parametrize("before", ["reminder/plan/TMU/secretary", "2027-05-10T0800_reminder_last_plan_TMU"])
def test_a_letter_before_which_the_worker_is_killed_is_named_by_what_it_is_or_by_its_file(before):
    assert read(f'worker_killed = {{ before = "{before}" }}').kill == Kill(before=before)
