"""`tasks`: what waits for a person of the secretariat."""

import textwrap
from collections.abc import Iterator

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, who
from cli.shown.json_rows import as_json
from cli.shown.table import WIDTH
from cli.words import ZONE, Zones, moment
from desk.shown import overviews
from desk.shown.rows import TaskRow
from models.database import reading
from models.schedule import Text
from rendering.vocabulary import word
from runtime.record import open_record
from runtime.refusal import Refused


def tasks(call: Call) -> int:
    """List the open tasks, or report one done."""
    if call.arguments.action == "done":
        key = call.arguments.key
        if not key:
            raise Refused("Angiv opgavens nøgle, som listen viser den.", "Give the task's key as the list shows it.")
        return act(call, lambda desk: desk.finish_task(key, by=who(call)))
    with Session(reading(open_record(call.settings))) as session:
        rows, zones = overviews.tasks(session, call.arguments.cycle), overviews.zones(session)
    if call.arguments.json:
        print(as_json(rows))
    elif rows:
        print("\n".join(line for row in rows for line in _lines(call, row, zones)))
    else:
        call.say(Text(da="Ingen opgaver.", en="No tasks."))
    return 0


def _lines(call: Call, row: TaskRow, zones: Zones) -> Iterator[str]:
    """A task with its key on a line of its own, whole, so that it can be copied."""
    yield f"{moment(row.at, zones.get(row.cycle, ZONE))}  {word(row.kind, call.language)}"
    yield textwrap.fill(call.text(row.text), WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield f"  aarshjul tasks done {row.key}"
