"""Everything that is wrong, or looks wrong, with a cycle's folder, at once: errors stop a start, warnings do not."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from models.vocabulary import ZONE
from planning.dates.resolver import attempt
from planning.dates.timeline import Timeline
from planning.format.definition import Definition
from planning.format.finding import CYCLE_FILE, Finding, Problem
from planning.format.locator import Locator
from planning.format.salvage import Salvage
from planning.format.source import Source, Unreadable, read_toml
from planning.lint import (
    bodies as lint_bodies,
)
from planning.lint import (
    dates as lint_dates,
)
from planning.lint import (
    letters as lint_letters,
)
from planning.lint import (
    order as lint_order,
)
from planning.lint import (
    references as lint_references,
)
from planning.lint import (
    scenarios as lint_scenarios,
)
from planning.lint import (
    texts as lint_texts,
)
from planning.lint.case import Case

SAMPLE_YEAR = 2027
_Check = Callable[[Case], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    lint_references.check,
    lint_bodies.check,
    lint_letters.check,
    lint_dates.check,
    lint_order.check,
)


def lint(source: Source, year: int | None = None) -> tuple[Finding, ...]:
    """Return every finding, sorted by file and line; never raises.

    A dated definition is checked in its own year; a yearly one in `year`, and in 2027 when the caller names none.
    """
    try:
        data = read_toml(source)
    except Unreadable as unreadable:
        return unreadable.findings
    return _sorted(_findings(source, data, year))


def remarks(timeline: Timeline, files: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what there is to say of a year that runs, on the dates that it has now; its lines are nobody's any more.

    `files` are the texts and papers that were copied when it started.
    """
    definition = timeline.definition
    case = Case(Source(definition.cycle.key, "", dict(files)), definition, timeline, frozenset())
    problems = (problem for check in _CHECKS for problem in check(case))
    return _sorted(chain((each.located() for each in problems), lint_texts.check(case, lambda _: None)))


def _findings(source: Source, data: dict[str, Any], year: int | None) -> Iterator[Finding]:
    locator = Locator(source.toml)
    salvage = Salvage(data, locator)
    yield from (problem.located(locator.line) for problem in salvage.problems)
    if salvage.definition is None:
        return
    case = _case(source, salvage.definition, year, frozenset(salvage.lost))
    for check in _CHECKS:
        yield from (problem.located(salvage.line) for problem in check(case))
    yield from lint_texts.check(case, salvage.line)
    yield from lint_scenarios.check(case)


def _case(source: Source, definition: Definition, year: int | None, lost: frozenset[str]) -> Case:
    if zone_problem := lint_references.zone_problem(definition):
        usable = definition.cycle.model_copy(update={"zone": ZONE})
        definition = definition.model_copy(update={"cycle": usable})
    settled = definition.cycle.year or year or SAMPLE_YEAR
    timeline, problems = attempt(definition, settled, lost=lost)
    return Case(source, definition, timeline, lost, (*problems, *filter(None, [zone_problem])))


def _sorted(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[bool, str, int, str, str]:
        return finding.file != CYCLE_FILE, finding.file, finding.line or 0, finding.rule, finding.sentence.en

    return tuple(sorted(set(findings), key=place))
