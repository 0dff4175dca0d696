"""When a letter pack may leave: at its gate's decision, unless it has a date of its own."""

from datetime import date
from pathlib import Path

import pytest

from planning.dates.resolver import resolve
from planning.dates.timeline import Pin
from planning.format.source import parse
from planning.transitions.orders import cycle_state
from planning.transitions.progress import plan_of
from runtime.definitions import read

ANNUAL = read("annual", Path(__file__).parents[2] / "cycles")


@pytest.fixture
def definition():
    return parse(ANNUAL)


def test_a_pack_without_a_date_waits_for_its_gate_alone(definition):
    timeline = resolve(definition, 2027)
    assert timeline.step_named("letters").date.day == date(2027, 1, 25)
    assert plan_of(cycle_state(timeline), "letters").begins is None


def test_a_pack_that_a_person_gave_a_day_waits_for_it(definition):
    timeline = resolve(definition, 2027, [Pin(step="letters", on=date(2027, 2, 1))])
    begins = plan_of(cycle_state(timeline), "letters").begins
    assert begins is not None
    assert begins.isoformat() == "2027-02-01T07:00:00+00:00"  # 08:00 in Copenhagen
