"""Findings of the lint as lines of a terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from cli.call import Call
from models.schedule import Text
from planning.format.finding import Finding
from planning.format.source import Source

ERRORS = 2


def print_findings(call: Call, source: Source, findings: Sequence[Finding], out: TextIO) -> None:
    """Print every finding with file, line and rule, and their sum."""
    for finding in findings:
        where = _path(call, source, finding) + (f":{finding.line}" if finding.line else "")
        print(f"{where}: {call.text(_severity(finding))} [{finding.rule}] {call.text(finding.sentence)}", file=out)
    errors = sum(finding.severity == "error" for finding in findings)
    print(call.text(_sum(errors, len(findings) - errors)), file=out)


def _path(call: Call, source: Source, finding: Finding) -> str:
    """The file below the cycle's folder; a scenario from elsewhere by the path that the person gave."""
    given = getattr(call.arguments, "scenario", None)
    elsewhere = given and finding.file == str(Path(given).expanduser())
    return finding.file if elsewhere else f"{source.name}/{finding.file}"


def _severity(finding: Finding) -> Text:
    return Text(da="fejl", en="error") if finding.severity == "error" else Text(da="advarsel", en="warning")


def _sum(errors: int, warnings: int) -> Text:
    if not errors and not warnings:
        return Text(da="Ingen fejl og ingen advarsler.", en="No errors and no warnings.")
    return Text(
        da=f"{errors} fejl, {warnings} {'advarsel' if warnings == 1 else 'advarsler'}.",
        en=f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}.",
    )
