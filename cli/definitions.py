"""`lint`, `plan` and `schema`: what can be said of a definition before anything runs. Free of the engine."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from cli.calendar_file import calendar_of
from cli.call import Call
from cli.plan_table import as_json, as_table
from models.messages import Text
from planning.finding import Finding
from planning.lint import lint as findings_of
from planning.resolver import Unresolvable, resolve
from planning.schema import json_schema
from planning.source import Source, Unreadable, parse
from planning.timeline import Timeline
from runtime.definitions import read
from runtime.refusal import Refused

ERRORS = 2


def lint(call: Call) -> int:
    """Print every finding; 2 when there are errors, also for a folder that is not there."""
    try:
        source = read(call.arguments.cycle, call.settings.cycles)
    except Refused as refusal:
        print(call.text(refusal.sentence), file=sys.stderr)
        return ERRORS
    findings = findings_of(source, call.arguments.year)
    if call.arguments.json:
        print(json.dumps([_row(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _print(call, source, findings)
    return ERRORS if any(finding.severity == "error" for finding in findings) else 0


def plan(call: Call) -> int:
    """Print the timeline; a definition that has none is refused with its findings."""
    source = read(call.arguments.cycle, call.settings.cycles)
    try:
        timeline = _timeline(source, call.arguments.year)
    except (Unreadable, Unresolvable) as error:
        _print(call, source, error.findings, to_errors=True)
        return ERRORS
    if call.arguments.json:
        print(json.dumps(as_json(timeline), ensure_ascii=False, indent=2))
    elif call.arguments.ics:
        sys.stdout.flush()
        sys.stdout.buffer.write(calendar_of(timeline, call.language, call.settings.domain))
    else:
        print(as_table(timeline, call.language))
    return 0


def schema(call: Call) -> int:
    """Print the JSON Schema of `cycle.toml`."""
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0


def coming_year() -> int:
    """Return the year that a secretariat prepares now."""
    return datetime.now(UTC).year + 1


def _timeline(source: Source, year: int | None) -> Timeline:
    definition = parse(source)
    if definition.cycle.year is not None and year is not None:
        title = definition.cycle.title
        raise Refused(
            f"{title.da} har sit eget år ({definition.cycle.year}); udelad --year.",
            f"{title.en} has a year of its own ({definition.cycle.year}); leave --year out.",
        )
    return resolve(definition, year or coming_year())


def _print(call: Call, source: Source, findings: Sequence[Finding], *, to_errors: bool = False) -> None:
    out = sys.stderr if to_errors else sys.stdout
    for finding in findings:
        where = f"{source.name}/{finding.file}" + (f":{finding.line}" if finding.line else "")
        print(f"{where}: {call.text(_severity(finding))} [{finding.rule}] {call.text(finding.sentence)}", file=out)
    errors = sum(finding.severity == "error" for finding in findings)
    print(call.text(_sum(errors, len(findings) - errors)), file=out)


def _severity(finding: Finding) -> Text:
    return Text(da="fejl", en="error") if finding.severity == "error" else Text(da="advarsel", en="warning")


def _sum(errors: int, warnings: int) -> Text:
    if not errors and not warnings:
        return Text(da="Ingen fejl og ingen advarsler.", en="No errors and no warnings.")
    return Text(
        da=f"{errors} fejl, {warnings} {'advarsel' if warnings == 1 else 'advarsler'}.",
        en=f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}.",
    )


def _row(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "file": finding.file,
        "line": finding.line,
        "sentence": finding.sentence.model_dump(),
    }
