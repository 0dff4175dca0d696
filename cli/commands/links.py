"""`links`: the links that committees have to their own pages, and all of a committee's taken back at once."""

from datetime import UTC, datetime

from sqlmodel import Session

from cli.call import Call
from cli.counter import act, cycle_of, who
from cli.shown.json_rows import as_json
from cli.shown.table import table
from cli.words import Zones, moment
from desk.shown import overviews
from desk.shown.links import CommitteeLinks, committee_links
from models.database import reading
from models.schedule import Text
from runtime.record import open_record
from runtime.refusal import Refused

_HEADINGS = Text(da="Årshjul|Udvalg|Links|Virker til", en="Cycle|Committee|Links|Work until")
_NONE = Text(da="Ingen udvalg har links, der virker.", en="No committee has links that work.")


def links(call: Call) -> int:
    """List the committees with links that work, or take all of one committee's back."""
    if call.arguments.action != "revoke":
        return _list(call)
    body = str(call.arguments.committee or "")
    if not body:
        raise Refused("Angiv udvalget: »links revoke TMU«.", "Say which committee: “links revoke TMU”.")
    cycle = cycle_of(call)
    return act(call, lambda desk: desk.revoke_committee(cycle, body, by=who(call)))


def _list(call: Call) -> int:
    with Session(reading(open_record(call.settings))) as session:
        rows = committee_links(session, datetime.now(UTC))
        zones = overviews.zones(session)
    rows = [row for row in rows if call.arguments.cycle in (None, row.cycle)]
    if call.arguments.json:
        print(as_json(rows))
    elif rows:
        print(table(call.text(_HEADINGS).split("|"), [_cells(row, zones) for row in rows]))
    else:
        call.say(_NONE)
    return 0


def _cells(row: CommitteeLinks, zones: Zones) -> tuple[str, ...]:
    return row.cycle, row.body, str(row.count), moment(row.ends_at, zones[row.cycle])
