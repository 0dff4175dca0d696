"""The shipped cycles, read from their folders as the product reads them."""

from functools import cache
from pathlib import Path

from models.vocabulary import StepKind
from planning.dates.resolver import resolve
from planning.dates.timeline import PlannedDate, Timeline
from planning.format.definition import Definition, Step
from planning.format.finding import Finding
from planning.format.source import Source, parse
from planning.lint.folder import lint
from runtime.definitions import read

FOLDER = Path(__file__).parents[2] / "cycles"
HISTORY = ("integration-2010", "inclusion-2011", "integration-2018")
ALL = (*HISTORY, "annual")


@cache
def source(name: str) -> Source:
    """Return the folder of a shipped cycle as text."""
    return read(name, FOLDER)


@cache
def definition(name: str) -> Definition:
    """Return a shipped cycle's definition."""
    return parse(source(name))


@cache
def timeline(name: str, year: int | None = None) -> Timeline:
    """Return a shipped cycle's timeline; a yearly one needs its year."""
    return resolve(definition(name), year)


@cache
def findings(name: str, year: int | None = None) -> tuple[Finding, ...]:
    """Return everything that the lint says of a shipped cycle."""
    return lint(source(name), year)


def packs(name: str) -> list[Step]:
    """Return the letter packs of a shipped cycle."""
    return [step for step in definition(name).step if step.kind is StepKind.LETTER_PACK]


def written(planned: PlannedDate) -> str:
    """Return a date as a calendar shows it (`Mon 2011-05-16 w20`), a fuzzy one as its span, `?` when nobody knows."""
    if planned.day is not None:
        return f"{planned.day:%a %Y-%m-%d w%V}"
    if planned.start is None or planned.end is None:
        return "?"
    return f"{planned.precision} {planned.start}..{planned.end}"
