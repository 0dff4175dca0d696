"""`forecast`: every letter that will leave, computed by the rules alone. Free of the engine.

The record is opened only for a cycle that runs: its module is imported when no definition has the name.
"""

import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from cli import dates
from cli.call import Call
from cli.shown.findings import ERRORS, print_findings
from cli.shown.forecast_table import as_table, ending
from cli.shown.json_rows import as_json
from cli.shown.table import WIDTH
from cli.timelines import timeline_of
from models.schedule import Text
from models.vocabulary import CycleStage
from planning.dates.resolver import Unresolvable
from planning.dates.timeline import Timeline
from planning.foresight import forecast as rules
from planning.foresight.forecast import Forecast, Foreseen
from planning.format.finding import Finding
from planning.format.source import Source, Unreadable
from planning.papers import unfilled
from planning.scenarios.reading import ScenarioUnreadable, parse_scenario
from planning.scenarios.scenario import FORECAST, Scenario
from runtime.definitions import read
from runtime.refusal import Refused
from runtime.scenarios import find_scenario

REFUSED_ACTS = 1


@dataclass(frozen=True)
class Answer:
    """The forecast of one cycle, and what is to be said above it."""

    timeline: Timeline
    found: Forecast
    files: Mapping[str, str]
    notes: tuple[Text, ...] = ()


def forecast(call: Call) -> int:
    """Print the letters; 1 when the scenario asks for what the rules refuse, 2 when it or the definition is wrong."""
    first, last = _span(call)
    source = _source(call)
    try:
        answer = _of_definition(call, source) if source else _of_record(call)
    except ScenarioUnreadable as error:
        return _print_plain(call, error.findings)
    except (Unreadable, Unresolvable) as error:
        print_findings(call, source or Source(call.arguments.cycle, ""), error.findings, sys.stderr)
        return ERRORS
    zone = ZoneInfo(answer.timeline.definition.cycle.zone)
    answer = replace(answer, notes=(*answer.notes, *_held_back(answer)))
    letters = tuple(each for each in answer.found.letters if first <= each.at.astimezone(zone).date() <= last)
    _print(call, answer, letters, zone)
    return _print_refused(call, answer.found)


def scenario_for(call: Call, timeline: Timeline, files: dict[str, str]) -> Scenario:
    """Return what people do: as the scenario says that was asked for, else as a forecast assumes."""
    if not call.arguments.scenario:
        return FORECAST
    name, text = find_scenario(call.arguments.scenario, files)
    return parse_scenario(text, timeline, name)


def _source(call: Call) -> Source | None:
    """Return the definition of this name; None when there is none, but a cycle of this name runs."""
    try:
        return read(call.arguments.cycle, call.settings.cycles)
    except Refused:
        if import_module("cli.running").is_there(call):
            return None
        raise


def _of_definition(call: Call, source: Source) -> Answer:
    timeline = timeline_of(source, call.arguments.year)
    return Answer(timeline, rules.forecast(timeline, scenario_for(call, timeline, source.files)), source.files)


def _of_record(call: Call) -> Answer:
    if call.arguments.year is not None:
        raise Refused(
            f"{call.arguments.cycle} er et årshjul, der er i gang, og har sit eget år; udelad --year.",
            f"{call.arguments.cycle} is a running cycle and has a year of its own; leave --year out.",
        )
    running = import_module("cli.running").stand(call, datetime.now(UTC))
    timeline = running.simulation.timeline
    scenario = running.still_to_come(scenario_for(call, timeline, running.files))
    stands = running.simulation.state.stage is not CycleStage.RUNNING
    found = rules.foresee(running.simulation, scenario)
    return Answer(timeline, replace(found, waits=()) if stands else found, running.files, running.notes)


def _held_back(answer: Answer) -> Iterator[Text]:
    """Yield what keeps letters that are foreseen from leaving: the rules take every pack for complete."""
    coming = {each.step for each in answer.found.letters}
    for step, sentence in unfilled.held_back(answer.timeline.definition, answer.files):
        if step in coming:
            yield sentence


def _span(call: Call) -> tuple[date, date]:
    given = call.arguments
    first = dates.day(given.from_day) if given.from_day else date.min
    last = dates.day(given.to_day) if given.to_day else date.max
    if last < first:
        raise Refused(
            f"{last} ligger før {first}. Byt --from og --to om.", f"{last} is before {first}. Swap --from and --to."
        )
    return first, last


def _print(call: Call, answer: Answer, letters: tuple[Foreseen, ...], zone: ZoneInfo) -> None:
    """Print letters for readers, or as JSON; then what the year waits for stands on standard error."""
    before, after = _wrapped(call, answer.notes), _wrapped(call, ending(answer.found))
    if call.arguments.json:
        print(as_json(letters), flush=True)
        print(before + after, end="", file=sys.stderr)
    else:
        print(before + as_table(answer.timeline, letters, zone, call.language))
        print(after, end="")


def _wrapped(call: Call, sentences: Iterable[Text]) -> str:
    return "".join(f"{textwrap.fill(call.text(each), WIDTH, break_on_hyphens=False)}\n" for each in sentences)


def _print_refused(call: Call, found: Forecast) -> int:
    for refusal in found.refused:
        print(call.text(refusal.sentence), file=sys.stderr)
    return REFUSED_ACTS if found.refused else 0


def _print_plain(call: Call, findings: Iterable[Finding]) -> int:
    for finding in findings:
        line = f":{finding.line}" if finding.line else ""
        print(f"{finding.file}{line}: {call.text(finding.sentence)}", file=sys.stderr)
    return ERRORS
