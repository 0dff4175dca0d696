"""`status`, `overdue` and `journal`: what the record says, by plain SQL, no workflow woken."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cli import dates
from cli.call import Call
from cli.counter import cycle_of
from cli.shown import standing
from cli.shown.json_rows import as_json
from cli.shown.status_page import status_page
from cli.shown.table import table
from cli.words import ZONE, Zones, moment, told
from desk.shown import overviews
from desk.shown.as_of import as_of
from desk.shown.overdue_table import as_csv
from desk.shown.rows import CycleRow, JournalRow, OverdueRow
from models.database import reading
from models.schedule import Text
from models.vocabulary import Language
from rendering.events import change_words, event_words
from rendering.vocabulary import word
from runtime.record import open_record
from runtime.refusal import Refused

NOBODY_IS_OVERDUE = Text(da="Ingen er for sent ude.", en="Nobody is overdue.")


def status(call: Call) -> int:
    """Show one cycle; the list of cycles when there are several and none is named."""
    with Session(reading(open_record(call.settings))) as session:
        cycles = overviews.cycles(session)
        if not call.arguments.cycle and len(cycles) > 1:
            print(as_json(cycles) if call.arguments.json else _cycles(call, cycles))
            return 0
        page = overviews.status(session, datetime.now(UTC), cycle_of(call))
    if page is None:
        raise _no_cycle(call.arguments.cycle, cycles)
    print(as_json(page) if call.arguments.json else status_page(page, call.language))
    return 0


def overdue(call: Call) -> int:
    """Show who should have handed in and has not."""
    with Session(reading(open_record(call.settings))) as session:
        known = overviews.cycles(session)
        if call.arguments.cycle and call.arguments.cycle not in {cycle.slug for cycle in known}:
            raise _no_cycle(call.arguments.cycle, known)
        rows = overviews.overdue(session, datetime.now(UTC), call.arguments.cycle)
        zones = overviews.zones(session)
    if call.arguments.json:
        print(as_json(rows))
    elif call.arguments.csv:
        print(as_csv(rows), end="")
    elif rows:
        print(_overdue(call, rows, zones))
    else:
        call.say(NOBODY_IS_OVERDUE)
    return 0


def journal(call: Call) -> int:
    """Show who did what when, the latest last; with a day, how the cycle stood at its end."""
    if call.arguments.as_of:
        return _as_of(call)
    with Session(reading(open_record(call.settings))) as session:
        known = overviews.cycles(session)
        if call.arguments.cycle and call.arguments.cycle not in {cycle.slug for cycle in known}:
            raise _no_cycle(call.arguments.cycle, known)
        rows = overviews.journal(session, call.arguments.cycle, max(1, call.arguments.limit))
        zones = overviews.zones(session)
    print(as_json(rows) if call.arguments.json else _journal(call, rows, zones))
    return 0


def _as_of(call: Call) -> int:
    day = dates.day(call.arguments.as_of)
    slug = cycle_of(call)
    with Session(reading(open_record(call.settings))) as session:
        known, found = overviews.cycles(session), as_of(session, slug, day)
    if found is None:
        raise _no_cycle(slug, known)
    print(as_json(found.rows) if call.arguments.json else standing.as_table(found, call.language))
    return 0


def _cycles(call: Call, rows: Sequence[CycleRow]) -> str:
    headings = call.text(Text(da="Årshjul|Titel|År|Stade", en="Cycle|Title|Year|Stage")).split("|")
    return table(
        headings, [(row.slug, call.text(row.title), str(row.year), word(row.stage, call.language)) for row in rows]
    )


def _overdue(call: Call, rows: Sequence[OverdueRow], zones: Zones) -> str:
    headings = Text(
        da="Udvalg|Hvad|Frist|Hverdage over|Sidste brev|Næste|Eskalerer til",
        en="Body|What|Deadline|Working days late|Last letter|Next|Escalates to",
    )
    return table(call.text(headings).split("|"), [_overdue_cells(call, row, zones[row.cycle]) for row in rows])


def _overdue_cells(call: Call, row: OverdueRow, zone: ZoneInfo) -> tuple[str, ...]:
    before, after = _day(row.last_letter_at, zone), _day(row.next_rung_at, zone)
    last = f"{word(row.last_letter_kind, call.language)} {before}" if row.last_letter_kind else "–"
    next_ = f"{word(row.next_rung_kind, call.language)} {after}" if row.next_rung_kind else "–"
    asked = Text(da=f"; søgt til {row.request_until}", en=f"; asked until {row.request_until}")
    what = told(row.title, call.language) + (told(asked, call.language) if row.request_until else "")
    return row.body, what, str(row.due_on), str(row.days_late), last, next_, row.escalates_to or "–"


def _journal(call: Call, rows: Sequence[JournalRow], zones: Zones) -> str:
    headings = Text(da="Hvornår|Hvem|Hvad|Om|Før → efter", en="When|Who|What|About|Before → after")
    return table(
        call.text(headings).split("|"), [_journal_cells(row, zones.get(row.cycle, ZONE), call.language) for row in rows]
    )


def _journal_cells(row: JournalRow, zone: ZoneInfo, language: Language) -> tuple[str, ...]:
    of_a_workflow = row.workflow_id.startswith("cycle:")
    about = row.about or (row.workflow_id.removeprefix(f"cycle:{row.cycle}").lstrip(":") if of_a_workflow else "")
    change = change_words(row, language)
    return moment(row.at, zone), row.by, event_words(row.event, language), _place(about) or row.cycle, change


def _place(about: str) -> str:
    """Write a step, its body and its round as a person would type them: `plan/TMU`, `second-reading/BIU (2)`."""
    step, _, rest = about.partition(":")
    body, _, round_ = rest.partition(":")
    if body.isdecimal():
        body, round_ = "", body
    return step + (f"/{body}" if body else "") + (f" ({round_})" if round_ else "")


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return moment(at, zone)[:10] if at else ""


def _no_cycle(name: str, known: Sequence[CycleRow]) -> Refused:
    listed = ", ".join(row.slug for row in known) or "–"
    return Refused(
        f"Der er intet årshjul »{name}«. Der er: {listed}.", f"There is no cycle “{name}”. There is: {listed}."
    )
