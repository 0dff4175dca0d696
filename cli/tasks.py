"""`tasks`: what waits for a person of the secretariat."""

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, who
from cli.json_rows import as_json
from cli.table import table
from cli.vocabulary import word
from cli.words import moment
from desk import overviews
from models.database import reading
from models.messages import Text
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
        rows = overviews.tasks(session, call.arguments.cycle)
    if call.arguments.json:
        print(as_json(rows))
    elif rows:
        headings = Text(da="Siden|Hvad|Opgave|Nøgle", en="Since|What|Task|Key")
        cells = [(moment(row.at), word(row.kind, call.language), row.text, row.key) for row in rows]
        print(table(call.text(headings).split("|"), cells))
    else:
        call.say(Text(da="Ingen opgaver.", en="No tasks."))
    return 0
