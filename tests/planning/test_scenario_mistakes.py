"""What is wrong with a scenario is told at once, with its line and the nearest known name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cycles.shipped import source
from tests.planning.scenario_files import PLAN, READING, act, finding, findings, read, read_or_told


def test_every_mistake_is_found_at_once_with_its_line():
    toml = (
        'hand_in = "late"\n'  # 1
        'silent = ["TMX"]\n'  # 2
        'worker_killed = { before = "remindr/plan/TMU/secretary" }\n'  # 3
        + act(act="submitt", step="plan", on="2027-05-20")  # 4–7
        + act(act="submit", step="plann", body="TMU", on="2027-05-20")  # 8–12
        + act(act="extend", step="plan", body="TMU", on="2027-02-31")  # 13–17
    )
    assert [(line, rule) for line, rule, _ in findings(toml)] == [
        (1, "wrong-value"),
        (5, "wrong-value"),
        (10, "unknown-step"),
        (13, "missing-key"),
        (17, "unreadable-date"),
    ]


def test_names_of_the_head_are_checked_too():
    toml = 'silent = ["TMX"]\nworker_killed = { before = "remindr/plan/TMU/secretary" }\n'
    assert [(line, rule) for line, rule, _ in findings(toml)] == [(1, "unknown-body"), (2, "unknown-letter")]


def test_what_is_not_toml_is_said_with_its_line():
    [(line, rule, sentence)] = findings('hand_in = "never"\nsilent = [TMU]\n')
    assert (line, rule) == (2, "toml")
    assert "cannot be read as TOML" in sentence


def test_a_day_that_the_calendar_lacks_stops_the_reader_with_a_sentence():
    [(line, rule, _)] = findings("[[happening]]\non = 2027-02-31\n")
    assert (line, rule) == (2, "impossible-date")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (PLAN | {"untill": "2027-06-01"}, "happening[1]: there is no “untill”. Did you mean “until”?"),
        (PLAN | {"step": "plans"}, "There is no step “plans”. Did you mean “plan”?"),
        (PLAN | {"body": "TNU"}, "There is no body “TNU”. Did you mean “TMU”?"),
        (PLAN | {"step": "addition-1"}, "There is no step “addition-1”."),
        (READING | {"outcome": "aproved"}, "happening[1]: “outcome” cannot be “aproved”. Write one of: approved, "),
        (
            {"act": "respond", "step": "hearing", "on": "2027-09-20", "hearing_class": "citizen", "respondent": "x"},
            "There is no class “citizen”. Did you mean “citizens”?",
        ),
        (
            {
                "act": "respond",
                "step": "hearing",
                "on": "2027-09-20",
                "hearing_class": "local-committees",
                "respondent": "1",
            },
            "There is no respondent “1”. The class has 01–12.",
        ),
        (PLAN | {"on": "2 working days after plann"}, "There is no step “plann”. Did you mean “plan”?"),
        (PLAN | {"on": "same day as plan/TNU"}, "There is no body “TNU”. Did you mean “TMU”?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(fields, sentence):
    assert finding(**fields)[1].startswith(sentence)


def test_a_body_that_the_step_does_not_concern_is_answered_with_those_that_it_does():
    assert finding(**(READING | {"body": "TMU", "outcome": "approved"})) == (
        "unknown-body",
        "“second-reading” does not concern TMU. It concerns: BIU.",
    )


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-12-26", True), ("2026-12-25", False), ("2029-01-23", True), ("2029-01-24", False)]
)
def test_a_day_lies_between_thirty_days_before_the_first_step_and_a_year_after_the_last(day, fits):
    # annual 2027 runs from 2027-01-25 to 2028-01-24, and 2028 is a leap year
    if fits:
        assert read(act(**(PLAN | {"on": day}))).happening[0].on.isoformat() == day
    else:
        rule, sentence = finding(**(PLAN | {"on": day}))
        assert rule == "outside-the-cycle"
        assert "Choose a day from Saturday 26 December 2026 to Tuesday 23 January 2029." in sentence


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2027-02-31", "31 February does not exist in 2027."),
        ("snart", "“snart” cannot be read as a date."),
        ("in september", "“in september” is not one day."),
        ("unknown", "“unknown” is not one day."),
    ],
)
def test_what_is_not_one_day_is_refused(on, said):
    assert finding(**(PLAN | {"on": on}))[1].startswith(said)


def test_a_rule_over_a_step_without_a_day_is_refused():
    toml = act(act="decide", step="council", outcome="approved", on="1 days after discussion")
    [(_, rule, sentence)] = findings(toml, "integration-2010")
    assert rule == "no-day"
    assert sentence == (
        "“1 days after discussion” is no day, for “discussion” has no day in the plan. Write a day yourself."
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (PLAN | {"act": "extend"}, "“extend” lacks “until”. Add it."),
        (PLAN | {"act": "request"}, "“request” lacks “until”. Add it."),
        (PLAN | {"act": "return"}, "“return” lacks “until”. Add it."),
        (PLAN | {"act": "move"}, "“move” lacks “to”. Add it."),
        (READING, "“decide” lacks “outcome”. Add it."),
        (READING | {"outcome": "approved_with_addition"}, "“approved_with_addition” lacks “addition”. Add it."),
        (READING | {"outcome": "approved_with_amendments"}, "“approved_with_amendments” lacks “amendments”. Add it."),
        (
            READING | {"outcome": "approved_with_addition", "addition": {"text": "x", "due": "2027-12-01"}},
            "happening[1].addition: “owner” is missing. Add it.",
        ),
        (
            {"act": "respond", "step": "hearing", "on": "2027-09-20", "respondent": "01"},
            "For which class does “01” answer? Add “hearing_class”: citizens, local-committees, advisory-bodies.",
        ),
        (
            {"act": "respond", "step": "hearing", "on": "2027-09-20", "hearing_class": "citizens"},
            "The class “citizens” has no addresses. Add “respondent”: who answers.",
        ),
        ({"act": "submit", "step": "plan"}, "happening[1]: “on” is missing. Add it."),
    ],
)
def test_what_an_act_needs_is_asked_for(fields, sentence):
    assert finding(**fields)[1] == sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (PLAN | {"until": "2027-06-01"}, "“submit” does not use “until”. Delete it; known here are: act, body, hour, "),
        (
            {"act": "move", "step": "workshop", "body": "TMU", "on": "2027-05-20", "to": "2027-06-10"},
            "“workshop” is one event for everybody. Delete “body”.",
        ),
        (READING | {"outcome": "approved", "amendments": ["x"]}, "“amendments” belongs only to the outcome "),
        (READING | {"outcome": "approved", "to": "2027-11-01"}, "“to” belongs only to the outcome “postponed”."),
        (
            PLAN | {"step": "second-reading", "body": "BIU"},
            "“submit” belongs to a deliverable, which “second-reading” ",
        ),
        (READING | {"step": "plan", "outcome": "noted"}, "“decide” belongs to a reading or an approval, which “plan” "),
        (PLAN | {"act": "extend", "until": "2027-05-20"}, "“until” (2027-05-20) is not later than the act's own day "),
    ],
)
def test_what_an_act_cannot_have_is_refused(fields, sentence):
    assert finding(**fields)[1].startswith(sentence)


def test_an_additions_owner_and_deadline_are_checked():
    made = {"text": "Et notat", "owner": "BIX", "due": "2027-10-01"}
    toml = act(**READING, outcome="approved_with_addition", addition=made)
    assert [rule for _, rule, _ in findings(toml)] == ["not-ahead", "unknown-body"]


def test_an_addition_is_not_moved():
    made = {"text": "Et notat", "owner": "BIU", "due": "2027-12-01"}
    toml = act(**READING, outcome="approved_with_addition", addition=made)
    toml += act(act="move", step="addition-1", on="2027-11-01", to="2027-12-15")
    [(_, _, sentence)] = findings(toml)
    assert sentence == "“addition-1” is an addition and is not moved. Use “extend” to give it a later deadline."


@pytest.mark.parametrize(
    ("before", "rule"),
    [
        ("reminder", "no-letter"),
        ("reminder/plann/TMU/secretary", "unknown-step"),
        ("reminder/plan/TNU/secretary", "unknown-body"),
        ("reminder/plan/TMU/secretry", "unknown-role"),
        ("challenge_copy/letters/BR/member.07", "unknown-role"),  # a class is named whole; the first of it counts
        ("2027-05-10T0800_remindr_plan_TMU", "unknown-letter"),
        ("2027-05-10T0800_reminder_plann_TMU", "unknown-step"),
    ],
)
def test_a_letter_that_cannot_be_is_refused(before, rule):
    assert [each for _, each, _ in findings(f'worker_killed = {{ before = "{before}" }}')] == [rule]


@pytest.mark.parametrize(
    "toml", ["happening = 3", "happening = [3]", 'happening = "x"', "silent = 3", "worker_killed = 3", "[happening]"]
)
def test_a_value_of_the_wrong_kind_is_told_not_thrown(toml):
    assert [rule for _, rule, _ in findings(toml)] == ["wrong-value"]


@given(st.data())
def test_a_scenario_with_any_damage_is_read_or_told_never_thrown(data):
    toml = source("annual").files["scenarios/addition-and-amendments.toml"]
    start = data.draw(st.integers(0, len(toml)))
    end = data.draw(st.integers(start, min(start + 40, len(toml))))
    damaged = toml[:start] + data.draw(st.text(max_size=12)) + toml[end:]
    scenario, told = read_or_told(damaged)
    assert (scenario is None) == bool(told)
    assert all(each.sentence.da and each.sentence.en for each in told)
