"""`update`: take edited texts and contacts of a folder into its running cycle, the difference shown first."""

import asyncio
import sys
from collections.abc import Iterator

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, confirmed, cycle_of, desk_of, who
from cli.shown.findings import ERRORS, print_findings
from desk.acts.updating import Difference
from desk.acts.years import NotStarted
from models.cycles import Cycle
from models.database import reading
from models.schedule import Text
from planning.format.source import Source
from runtime.definitions import read
from runtime.record import open_record


def update(call: Call) -> int:
    """Show what the folder says that the running cycle does not; take it over once confirmed."""
    cycle = cycle_of(call)
    source = read(call.arguments.folder or _definition_of(call, cycle), call.settings.cycles)
    try:
        difference = asyncio.run(_difference(call, cycle, source))
    except NotStarted as refusal:
        print_findings(call, source, refusal.findings, sys.stderr)
        return ERRORS
    if difference.is_empty:
        call.say(Text(da="Mappen siger det samme som årshjulet.", en="The folder says the same as the cycle."))
        return 0
    print("\n".join(_lines(difference)))
    question = Text(da="Tag det ind i breve, der ikke er sendt? [j/N]", en="Take it into letters not sent? [y/N]")
    if not confirmed(call, question):
        call.say(Text(da="Intet er ændret.", en="Nothing was changed."))
        return 1
    return act(call, lambda desk: desk.update(cycle, source, by=who(call)))


async def _difference(call: Call, cycle: str, source: Source) -> Difference:
    return await desk_of(call).difference(cycle, source)


def _definition_of(call: Call, cycle: str) -> str:
    """The shipped definition that the cycle was started from; the slug itself when there is no such cycle."""
    with Session(reading(open_record(call.settings))) as session:
        row = session.get(Cycle, cycle)
        return row.definition_key if row else cycle


def _lines(difference: Difference) -> Iterator[str]:
    for change in difference.files:
        yield from change.lines
    for contact in difference.contacts:
        yield f"{contact.who}: {contact.before or '–'} → {contact.after or '–'}"
