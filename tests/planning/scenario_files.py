"""Scenarios as a person writes them, for the tests of their reading."""

from datetime import date, time

import pytest

from planning.scenarios.reading import ScenarioUnreadable, parse_scenario
from tests.cycles.shipped import timeline

FILE = "mit-aar.toml"


def read(toml, cycle="annual"):
    """Read a scenario of a shipped cycle."""
    return parse_scenario(toml, timeline(cycle, 2027 if cycle == "annual" else None), FILE)


def read_or_told(toml):
    """Return the scenario, or else the findings about it."""
    try:
        return read(toml), ()
    except ScenarioUnreadable as error:
        return None, error.findings


def act(**fields):
    """Write one happening as TOML."""
    return "[[happening]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in fields.items())


def findings(toml, cycle="annual"):
    """Return what is said of an unreadable scenario: line, rule and the English sentence."""
    with pytest.raises(ScenarioUnreadable) as caught:
        read(toml, cycle)
    assert {each.file for each in caught.value.findings} == {FILE}
    assert all(each.sentence.da and each.sentence.da != each.sentence.en for each in caught.value.findings)
    return [(each.line, each.rule, each.sentence.en) for each in caught.value.findings]


def finding(**fields):
    """Return rule and sentence of the one finding about one happening."""
    [(_, rule, sentence)] = findings(act(**fields))
    return rule, sentence


def _toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | date | time):
        return str(value).replace("'", '"')
    return f'"{value}"'


PLAN = {"act": "submit", "step": "plan", "body": "TMU", "on": "2027-05-20"}
READING = {"act": "decide", "step": "second-reading", "on": "2027-10-25"}
