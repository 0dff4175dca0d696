"""The shipped scenarios: each can be lived to the end of its year, and shows what its name says."""

import re
from functools import cache

import pytest

from models.vocabulary import LetterKind
from planning.foresight.forecast import Forecast, forecast
from planning.scenarios.reading import parse_scenario
from planning.scenarios.scenario import Scenario
from settings import CHECKOUT
from tests.cycles.shipped import ALL, source, timeline

NAMES = (
    "addition-and-amendments",
    "council-moved",
    "late-extended-returned",
    "on-time",
    "silent",
    "worker-killed",
)
WITH_PLANS = ("integration-2010", "inclusion-2011", "annual")
MADE_WHEN_LATE = {LetterKind.OVERDUE, LetterKind.ESCALATION}
COUNCIL = dict.fromkeys(ALL, "council") | {"inclusion-2011": "adoption"}

EXAMPLES = re.findall(r"```toml\n(.*?)```", (CHECKOUT / "docs" / "scenarios.md").read_text("utf-8"), re.DOTALL)


@cache
def scenario(cycle: str, name: str, year: int = 2027) -> Scenario:
    """Return a shipped scenario of a shipped cycle."""
    return parse_scenario(source(cycle).files[f"scenarios/{name}.toml"], planned(cycle, year), name)


@cache
def lived(cycle: str, name: str, year: int = 2027) -> Forecast:
    """Return the forecast of a shipped scenario."""
    return forecast(planned(cycle, year), scenario(cycle, name, year))


def planned(cycle, year=2027):
    """Return the timeline; a dated cycle keeps its own year."""
    return timeline(cycle, year if cycle == "annual" else None)


def kinds(foreseen, body=None):
    """Return the kinds of letters about plans (of one body)."""
    return {each.kind for each in foreseen.letters if each.step == "plan" and body in (None, each.body)}


@pytest.mark.parametrize("cycle", ALL)
def test_every_cycle_ships_the_six_scenarios(cycle):
    shipped = sorted(path for path in source(cycle).files if path.startswith("scenarios/"))
    assert shipped == [f"scenarios/{name}.toml" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cycle", ALL)
def test_a_shipped_scenario_ends_its_year_and_nothing_of_it_is_refused(cycle, name):
    found = lived(cycle, name)
    assert (found.ended, found.waits, [str(each) for each in found.refused]) == (True, (), [])


@pytest.mark.parametrize("year", range(2026, 2041))
@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_of_the_template_fits_every_year(name, year):
    found = lived("annual", name, year)
    assert (found.ended, [str(each) for each in found.refused]) == (True, [])


@pytest.mark.parametrize("cycle", WITH_PLANS)
def test_nobody_is_chased_when_everyone_is_on_time(cycle):
    assert not {each.kind for each in lived(cycle, "on-time").letters} & MADE_WHEN_LATE


@pytest.mark.parametrize("cycle", ["integration-2018", "annual"])
def test_nobody_who_answers_the_hearing_in_time_is_reminded(cycle):
    on_time, silent = ({each.kind for each in lived(cycle, name).letters} for name in ("on-time", "silent"))
    assert silent - on_time >= {LetterKind.HEARING_REMINDER}


@pytest.mark.parametrize("cycle", WITH_PLANS)
def test_silent_committees_are_chased_up_to_their_managers_and_the_year_ends_all_the_same(cycle):
    found = lived(cycle, "silent")
    chased = {each.body for each in found.letters if each.kind is LetterKind.ESCALATION and each.step == "plan"}
    assert chased == set(planned(cycle).step_named("plan").step.bodies)
    assert LetterKind.RECEIPT not in kinds(found)


@pytest.mark.parametrize("cycle", WITH_PLANS)
def test_one_plan_is_late_one_is_extended_and_one_is_returned(cycle):
    found = lived(cycle, "late-extended-returned")
    assert kinds(found, "TMU") >= MADE_WHEN_LATE
    assert {each.body for each in found.letters if each.kind in MADE_WHEN_LATE} == {"TMU"}
    assert {each.body for each in found.letters if each.kind is LetterKind.EXTENSION_GRANTED} == {"BUU"}
    assert {each.body for each in found.letters if each.kind is LetterKind.RETURNED} == {"SUD"}


def test_the_cycle_without_plans_has_late_answers_and_postponed_readings_instead():
    told = {(each.kind, each.step) for each in lived("integration-2018", "late-extended-returned").letters}
    changed = LetterKind.INVITATION_CHANGED
    assert {(changed, "committees"), (changed, "plan-first-reading")} <= told
    assert (changed, "council") not in told


@pytest.mark.parametrize(
    ("cycle", "amended"),
    [
        ("integration-2010", [("process-plan", "BIU"), ("discussion", "BIU"), ("council", "BR")]),
        ("inclusion-2011", [("adoption", "BR")]),
        ("integration-2018", [("second-reading", "BIU"), ("committees", "BUU"), ("committees", "TMU")]),
        ("annual", [("second-reading", "BIU"), ("committees", "BUU"), ("committees", "TMU")]),
    ],
)
def test_an_addition_becomes_an_obligation_of_the_lead_committee_and_amendments_stand_where_they_were_made(
    cycle, amended
):
    found = lived(cycle, "addition-and-amendments")
    [obligation] = [each for each in found.letters if each.kind is LetterKind.OBLIGATION]
    assert (obligation.step, obligation.to) == ("addition-1", "BIU.secretary")
    acts = scenario(cycle, "addition-and-amendments").happening
    assert [(each.step, each.body) for each in acts if each.amendments] == amended


@pytest.mark.parametrize("cycle", ALL)
def test_a_moved_council_is_told_to_those_who_were_invited(cycle):
    step = COUNCIL[cycle]
    changed = [each for each in lived(cycle, "council-moved").letters if each.kind is LetterKind.INVITATION_CHANGED]
    assert [(each.step, each.to) for each in changed] == [(step, "BR.chair"), (step, "BR.secretary")]
    [move] = [each for each in scenario(cycle, "council-moved").happening if each.step == step]
    assert (move.to - planned(cycle).step_named(step).date.day).days == 7


@pytest.mark.parametrize("cycle", ALL)
def test_the_letter_before_which_the_worker_is_killed_leaves_once_in_that_year(cycle):
    kind, step, body, role = scenario(cycle, "worker-killed").kill.before.split("/")
    wanted = (kind, step, body, f"{body}.{role}")
    [only] = [
        each for each in lived(cycle, "worker-killed").letters if (each.kind, each.step, each.body, each.to) == wanted
    ]
    assert only.kind == kind


@pytest.mark.parametrize("cycle", ALL)
def test_no_two_scenarios_of_a_cycle_are_the_same_year(cycle):
    different = [name for name in NAMES if name != "worker-killed"]
    years = {frozenset(lived(cycle, name).letters) for name in different}
    assert len(years) == len(different)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_documentation_is_a_year_that_ends(example):
    found = forecast(planned("annual"), parse_scenario(example, planned("annual"), "example"))
    assert (found.ended, [str(each) for each in found.refused]) == (True, [])
