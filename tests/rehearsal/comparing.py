"""Forecast and rehearsal side by side: letter by letter, as (moment, kind, step, body, recipient)."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from models.correspondence import Letter
from models.vocabulary import LetterKind, LetterState
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
    left = [row for row in letters if row.state is LetterState.SENT]
    digests = {row.key: number for number, row in enumerate(left) if row.kind is LetterKind.DIGEST}
    return lived, sorted(_named(row, digests) for row in left if row.key not in digests)


def _named(row: Letter, digests: dict[str, int]) -> Foreseen:
    to = f"{row.recipient_body}.{row.recipient_role}" + _contact(row.contact)
    digest = digests[row.told_in] if row.told_in else None
    return Foreseen(row.at, row.kind, row.step, row.body or "", to, digest=digest)


def mails(letters: Iterable[Foreseen]) -> Counter[tuple[Foreseen, ...]]:
    """Return the digests among them, each as the letters that it tells."""
    found: dict[int, list[Foreseen]] = {}
    for letter in letters:
        if letter.digest is not None:
            found.setdefault(letter.digest, []).append(letter)
    return Counter(tuple(sorted(told)) for told in found.values())


def foreseen(timeline: Timeline, scenario: Scenario) -> Forecast:
    """Return the forecast of the same year."""
    return forecast(timeline, scenario)


def differences(left: list[Foreseen], right: tuple[Foreseen, ...]) -> tuple[list[Foreseen], list[Foreseen]]:
    """Return what only the one and only the other has."""
    one, other = Counter(left), Counter(right)
    return sorted((one - other).elements()), sorted((other - one).elements())


def _contact(code: str | None) -> str:
    return f".{code}" if code else ""
