"""`pack`: whether every committee's letter pack is complete, of a definition or of a cycle that runs."""

import sys
from collections.abc import Sequence

from cli.call import Call
from cli.counter import cycle_of
from cli.running import is_there
from cli.shown.findings import ERRORS, print_findings
from cli.shown.json_rows import as_json
from cli.shown.table import table
from cli.timelines import timeline_of
from desk.preparing.packing import CommitteePack, packs_of_definition, packs_of_record
from models.schedule import Text
from planning.dates.resolver import Unresolvable
from planning.format.source import Unreadable
from planning.papers.packs import LIMIT
from runtime.definitions import read
from runtime.record import open_record

INCOMPLETE = 1

NONE = Text(da="Årshjulet sender ingen brevpakker.", en="The cycle sends no letter packs.")
_HEADINGS = (
    Text(da="Trin", en="Step"),
    Text(da="Udvalg", en="Body"),
    Text(da="Bilag", en="Papers"),
    Text(da="Stand", en="State"),
)
_COMPLETE = Text(da="fuldstændig", en="complete")


def pack(call: Call) -> int:
    """Show each committee's pack; 1 when one is not complete, 2 when the definition has errors."""
    found = _packs(call)
    if found is None:
        return ERRORS
    if call.arguments.json:
        print(as_json([_row(each) for each in found]))
    elif found:
        print(_table(call, found))
    complete = sum(each.is_complete for each in found)
    if not call.arguments.json:
        call.say(_ending(complete, len(found)) if found else NONE)
    return 0 if complete == len(found) else INCOMPLETE


def _packs(call: Call) -> tuple[CommitteePack, ...] | None:
    """The packs of the cycle of this name; of a folder or a shipped definition when no cycle is called so."""
    limit = call.settings.smtp_max_bytes or LIMIT
    if call.arguments.cycle is None or is_there(call):
        return packs_of_record(open_record(call.settings), cycle_of(call), limit)
    source = read(call.arguments.cycle, call.settings.cycles)
    try:
        return packs_of_definition(timeline_of(source, call.arguments.year), source.files, limit)
    except (Unreadable, Unresolvable) as error:
        print_findings(call, source, error.findings, sys.stderr)
        return None


def _table(call: Call, found: Sequence[CommitteePack]) -> str:
    rows = []
    for each in found:
        state = " ".join(call.text(lack) for lack in each.lacks) or call.text(_COMPLETE)
        rows.append((each.step, each.body, ", ".join(each.papers) or "–", state))
    return table([call.text(each) for each in _HEADINGS], rows)


def _row(pack: CommitteePack) -> dict[str, object]:
    return {
        "step": pack.step,
        "body": pack.body,
        "complete": pack.is_complete,
        "papers": pack.papers,
        "lacks": [lack.model_dump() for lack in pack.lacks],
    }


def _ending(complete: int, of: int) -> Text:
    if complete == of:
        return Text(da=f"{complete}/{of} brevpakker er fuldstændige.", en=f"{complete}/{of} letter packs are complete.")
    return Text(
        da=f"{complete}/{of} brevpakker er fuldstændige. Det, der mangler, holder brevene tilbage.",
        en=f"{complete}/{of} letter packs are complete. What is lacking holds the letters back.",
    )
