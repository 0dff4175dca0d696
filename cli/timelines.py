"""From a definition to its timeline, as commands ask for it: with `--year`, or the year that is prepared now."""

from datetime import UTC, datetime

from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.format.definition import Definition
from planning.format.source import Source, parse
from runtime.refusal import Refused


def coming_year() -> int:
    """Return the year that a secretariat prepares now."""
    return datetime.now(UTC).year + 1


def refuse_year_of_dated(definition: Definition, year: int | None) -> None:
    """Raise Refused when a definition that has a year of its own is given one."""
    if definition.cycle.year is not None and year is not None:
        title = definition.cycle.title
        raise Refused(
            f"{title.da} har sit eget år ({definition.cycle.year}); udelad --year.",
            f"{title.en} has a year of its own ({definition.cycle.year}); leave --year out.",
        )


def timeline_of(source: Source, year: int | None) -> Timeline:
    """Return the timeline; raises Unreadable, Unresolvable, and Refused when a dated definition is given a year."""
    definition = parse(source)
    refuse_year_of_dated(definition, year)
    return resolve(definition, year or coming_year())
