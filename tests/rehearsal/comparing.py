"""Forecast and rehearsal side by side: letter by letter, as (moment, kind, step, body, recipient)."""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from models.vocabulary import LetterState
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.foresight.forecast import Forecast, Foreseen, forecast
from planning.format.source import Source, parse
from planning.scenarios.reading import parse_scenario
from planning.scenarios.scenario import Scenario
from runtime.definitions import read
from runtime.rehearsals.record import letters_of
from runtime.rehearsals.year import Lived, live
from runtime.scenarios import find_scenario
from settings import Settings

SETTINGS = Settings()
YEAR = 2027


def shipped(name: str) -> tuple[Source, Timeline]:
    """Return a shipped cycle and its timeline."""
    source = read(name, SETTINGS.cycles)
    return source, resolve(parse(source), YEAR)


def shipped_scenario(source: Source, timeline: Timeline, name: str) -> Scenario:
    """Return a scenario that comes with a cycle."""
    found, text = find_scenario(name, source.files)
    return parse_scenario(text, timeline, found)


async def rehearsed(source: Source, timeline: Timeline, scenario: Scenario) -> tuple[Lived, list[Foreseen]]:
    """Live the year, and return what became of it with every letter that left."""
    with TemporaryDirectory() as folder:
        lived = await live(SETTINGS, timeline, source, scenario, Path(folder))
        letters = letters_of(Path(folder), timeline.slug)
    named = [
        Foreseen(
            row.at,
            row.kind,
            row.step,
            row.body or "",
            f"{row.recipient_body}.{row.recipient_role}" + _contact(row.contact),
        )
        for row in letters
        if row.state is LetterState.SENT
    ]
    return lived, sorted(named)


def foreseen(timeline: Timeline, scenario: Scenario) -> Forecast:
    """Return the forecast of the same year."""
    return forecast(timeline, scenario)


def differences(left: list[Foreseen], right: tuple[Foreseen, ...]) -> tuple[list[Foreseen], list[Foreseen]]:
    """Return what only the one and only the other has."""
    one, other = Counter(left), Counter(right)
    return sorted((one - other).elements()), sorted((other - one).elements())


def _contact(code: str | None) -> str:
    return f".{code}" if code else ""
