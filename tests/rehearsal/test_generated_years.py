"""Forecast and rehearsal never differ: small cycles and scenarios drawn from seeds, each computed once and lived once.

`AARSHJUL_EXAMPLES=300` lives more of them. A failure prints the cycle and the scenario: put them into a folder as
`cycle.toml` and `scenarios/drawn.toml`, and rehearse that.
"""

import os

import pytest

from models.vocabulary import CycleStage, LetterKind
from planning.foresight.forecast import Forecast
from planning.transitions.waiting import waits_of
from runtime.rehearsals.year import Lived
from tests.rehearsal.comparing import differences, foreseen, mails, rehearsed
from tests.rehearsal.generating import example

USUAL = 12
READ = 160
"""How many examples show what the generator draws; they are computed, not lived."""

DIGESTING = (66, 62, 44, 79, 35, 50, 75)
"""Seeds of years in which letters share a mail, when they want to; quick ones."""

NOT_DRAWN = {LetterKind.NEXT_YEAR, LetterKind.DIGEST}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw as many examples as are asked for, always the same ones."""
    if "seed" in metafunc.fixturenames:
        usual = DIGESTING if "digests" in metafunc.function.__name__ else range(USUAL)
        asked = os.environ.get("AARSHJUL_EXAMPLES")
        metafunc.parametrize("seed", range(int(asked)) if asked else usual)


@pytest.mark.timeout(300)
async def test_rehearsal_of_a_drawn_year_sends_exactly_the_letters_of_its_forecast(seed: int) -> None:
    drawn = example(seed)
    source, timeline, scenario = drawn.read()
    forecast = foreseen(timeline, scenario)

    lived, letters = await rehearsed(source, timeline, scenario)

    assert differences(letters, forecast.letters) == ([], []), f"lived only, foreseen only\n{drawn}"
    assert _end(lived) == _foreseen_end(forecast), f"how the year ends\n{drawn}"
    assert len(lived.refused) == len(forecast.refused), f"{_refusals(lived, forecast)}\n{drawn}"


@pytest.mark.timeout(300)
async def test_rehearsal_of_a_drawn_year_with_digests_sends_exactly_the_mails_of_its_forecast(seed: int) -> None:
    drawn = example(seed, digest=True)
    source, timeline, scenario = drawn.read()
    forecast = foreseen(timeline, scenario)

    lived, letters = await rehearsed(source, timeline, scenario)

    assert differences(letters, forecast.letters) == ([], []), f"lived only, foreseen only\n{drawn}"
    assert mails(letters) == mails(forecast.letters), f"{mails(letters)}\n{mails(forecast.letters)}\n{drawn}"
    assert _end(lived) == _foreseen_end(forecast), f"how the year ends\n{drawn}"


def test_usual_years_with_digests_have_some() -> None:
    drawn = (example(seed, digest=True).read() for seed in DIGESTING)

    assert all(mails(foreseen(timeline, scenario).letters) for _, timeline, scenario in drawn)


def test_drawn_years_hold_every_letter_and_refused_acts_too() -> None:
    years = [foreseen(timeline, scenario) for _, timeline, scenario in (example(seed).read() for seed in range(READ))]

    assert {letter.kind for year in years for letter in year.letters} == set(LetterKind) - NOT_DRAWN
    assert sum(bool(year.refused) for year in years) > READ / 4
    assert READ / 20 < sum(not year.ended for year in years) < READ / 2


def _end(lived: Lived) -> tuple[bool, tuple[str, ...]]:
    ended = lived.stage in {CycleStage.ENDED, CycleStage.CANCELLED}
    waits = () if ended else tuple(f"{wait.step}: {wait.reason}" for wait in waits_of(lived.glance.year))
    return ended, waits


def _foreseen_end(forecast: Forecast) -> tuple[bool, tuple[str, ...]]:
    return forecast.ended, forecast.waits


def _refusals(lived: Lived, forecast: Forecast) -> str:
    at_the_desk = "\n".join(each.en for each in lived.refused)
    return f"refused at the desk:\n{at_the_desk}\nrefused by the forecast:\n" + "\n".join(map(str, forecast.refused))
