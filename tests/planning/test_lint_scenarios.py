"""What the lint says of the scenarios in a cycle's folder: the same as a forecast, at its line, and never an error."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.dates.resolver import resolve
from planning.format.finding import Finding
from planning.format.source import parse
from planning.lint.folder import lint
from planning.scenarios.reading import ScenarioUnreadable, parse_scenario
from tests.planning.sample import source
from tests.planning.scenario_files import act

FILE = "scenarios/egen.toml"
GOOD = act(act="waive", step="plan", body="TMU", on="5 working days after letters", reason="x")


def findings(toml: str, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    return tuple(each for each in lint(source(*changes, files={FILE: toml})) if each.file == FILE)


WRONG = {
    "unknown-step": act(act="waive", step="pla", body="TMU", on="2027-04-01", reason="x"),
    "unknown-body": act(act="waive", step="plan", body="TMV", on="2027-04-01", reason="x"),
    "outside-the-cycle": act(act="waive", step="plan", body="TMU", on="2031-04-01", reason="x"),
    "wrong-value": act(act="wave", step="plan", body="TMU", on="2027-04-01"),
    "toml": "[[happening]\n",
}


@pytest.mark.parametrize(("rule", "wrong"), WRONG.items(), ids=WRONG)
def test_mistake_in_a_scenario_is_a_warning_with_the_line_and_sentence_of_a_forecast(rule: str, wrong: str) -> None:
    with pytest.raises(ScenarioUnreadable) as told:
        parse_scenario(GOOD + wrong, resolve(parse(source()), 2027), FILE)

    found = findings(GOOD + wrong)

    assert {each.severity for each in found} == {"warning"}
    assert found == tuple(replace(each, severity="warning") for each in told.value.findings)
    assert [each.rule for each in found] == [rule]
    assert all(each.line and each.line > GOOD.count("\n") for each in found)


MOVED = [
    (act(act="move", step="reading", on="2027-03-01", to="2027-08-21"), "Saturday 21 August 2027"),
    (act(act="move", step="council", on="2027-03-01", to="2027-12-25"), "Saturday 25 December 2027"),
    (act(act="decide", step="reading", on="2027-08-23", outcome="postponed", to="2027-10-20"), "week 42"),
]


@pytest.mark.parametrize(("moved", "why"), MOVED)
def test_meeting_that_a_scenario_puts_on_a_closed_day_is_told_before_it_is_refused(moved: str, why: str) -> None:
    [found] = findings(GOOD + moved)

    assert (found.severity, found.rule, found.line) == ("warning", "meeting-on-closed-day", GOOD.count("\n") + 1)
    assert why in found.sentence.en


@pytest.mark.parametrize("to", ["2027-06-12", "2027-08-30"])
def test_deadline_on_a_closed_day_and_a_meeting_on_an_open_one_are_nothing_to_tell(to: str) -> None:
    step = "plan" if to == "2027-06-12" else "reading"
    assert findings(GOOD + act(act="move", step=step, on="2027-03-01", to=to)) == ()


def test_scenarios_are_not_read_against_a_plan_that_has_mistakes_itself() -> None:
    of_plan = act(act="waive", step="plan", body="TMU", on="2027-04-01", reason="x")
    assert findings(of_plan, ('kind = "deliverable"', 'kind = "deliverabel"')) == ()


def test_text_elsewhere_in_the_folder_is_no_scenario() -> None:
    assert lint(source(files={"notes/egen.toml": "[[", "scenarios/egen.md": "[["})) == ()


@settings(max_examples=60, deadline=None)
@given(st.text() | st.text().map(lambda each: GOOD + each) | st.text().map(lambda each: GOOD.replace("plan", each)))
def test_no_text_of_a_scenario_makes_the_lint_fall(text: str) -> None:
    assert all(each.severity == "warning" for each in findings(text))
