"""`lint`, `plan` and `schema`: what can be said of a definition before anything runs. Free of the engine."""

import contextlib
import json
import sys
from importlib import import_module

from cli.call import Call
from cli.shown.findings import ERRORS, print_findings
from cli.shown.plan_table import as_json, as_table
from cli.timelines import refuse_year_of_dated, timeline_of
from planning.dates.resolver import Unresolvable
from planning.dates.timeline import Timeline
from planning.format.finding import Finding
from planning.format.schema import json_schema
from planning.format.source import Unreadable, parse
from planning.lint.folder import lint as findings_of
from runtime.definitions import read
from runtime.refusal import Refused


def lint(call: Call) -> int:
    """Print every finding; 2 when there are errors, also for a folder that is not there."""
    try:
        source = read(call.arguments.cycle, call.settings.cycles)
    except Refused as refusal:
        print(call.text(refusal.sentence), file=sys.stderr)
        return ERRORS
    with contextlib.suppress(Unreadable):  # its findings follow
        refuse_year_of_dated(parse(source), call.arguments.year)
    findings = findings_of(source, call.arguments.year)
    if call.arguments.json:
        print(json.dumps([_row(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        print_findings(call, source, findings, sys.stdout)
    return ERRORS if any(finding.severity == "error" for finding in findings) else 0


def plan(call: Call) -> int:
    """Print the timeline; a definition that has none is refused with its findings."""
    source = read(call.arguments.cycle, call.settings.cycles)
    try:
        timeline = timeline_of(source, call.arguments.year)
    except (Unreadable, Unresolvable) as error:
        print_findings(call, source, error.findings, sys.stderr)
        return ERRORS
    if call.arguments.json:
        print(json.dumps(as_json(timeline), ensure_ascii=False, indent=2))
    elif call.arguments.ics:
        sys.stdout.flush()
        sys.stdout.buffer.write(_calendar(call, timeline))
    else:
        print(as_table(timeline, call.language))
    return 0


def schema(call: Call) -> int:
    """Print the JSON Schema of `cycle.toml`."""
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0


def _calendar(call: Call, timeline: Timeline) -> bytes:
    written = import_module("cli.shown.calendar_file").calendar_of  # the lint answers without iCalendar
    sender = import_module("rendering.message").Mailbox(name="", address=call.settings.sender_address)
    return bytes(written(timeline, call.language, call.settings.domain, sender))


def _row(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "file": finding.file,
        "line": finding.line,
        "sentence": finding.sentence.model_dump(),
    }
