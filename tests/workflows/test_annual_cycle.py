"""Whole years: from the definition to the council's approval."""

from collections import Counter
from pathlib import Path

from models.vocabulary import CycleStage, LetterState
from planning.dates.resolver import resolve
from planning.foresight.forecast import beginning, forecast
from planning.format.source import Source, parse
from planning.scenarios.scenario import Scenario
from tests.engine import Office
from tests.lived import foreseen, live

CYCLES = Path(__file__).parents[2] / "cycles"


def source(name: str) -> Source:
    """Read one of the shipped cycles, with a council of three: every letter, and few copies of it over the wire."""
    folder = CYCLES / name
    files = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.md"))}
    toml = (folder / "cycle.toml").read_text()
    assert "count = 55" in toml
    return Source(name=name, toml=toml.replace("count = 55", "count = 3"), files=files)


async def test_annual_year_ends_with_the_letters_that_the_forecast_foresaw(office: Office) -> None:
    shipped = source("annual")
    definition = parse(shipped)
    timeline = resolve(definition, 2027)
    scenario = Scenario(hand_in="in_time")

    year = await office.start(definition, beginning(timeline), 2027, shipped.files)
    await live(office, year, scenario)

    assert year.state().stage is CycleStage.ENDED
    sent, expected = set(foreseen(year.letters())), set(forecast(timeline, scenario).letters)
    assert (sorted(sent - expected), sorted(expected - sent)) == ([], [])
    states = Counter(letter.state for letter in year.letters())
    assert set(states) <= {LetterState.SENT, LetterState.PASSED, LetterState.FOLDED}
    assert len(office.postbox.mails) == states[LetterState.SENT]
