"""How a cycle stood at the end of a day, as a table."""

from zoneinfo import ZoneInfo

from cli.shown.table import table
from cli.words import moment, told
from desk.shown.as_of import AsOf, Stood
from models.schedule import Text
from models.vocabulary import Language
from rendering.events import event_words

_HEADINGS = Text(da="Hvad|Udvalg|Dato|Stod|Siden|Af", en="What|Body|Date|Stood|Since|By")
_LATE = Text(da="for sent", en="late")


def as_table(found: AsOf, language: Language) -> str:
    """Return one row for the cycle and for each thing that had begun, below the day."""
    if not found.rows:
        return told(
            Text(
                da=f"{found.cycle.slug} var ikke begyndt {found.day}.",
                en=f"{found.cycle.slug} had not begun on {found.day}.",
            ),
            language,
        )
    rows = [_cells(row, found, language) for row in found.rows]
    return f"{found.cycle.slug} · {found.day}\n\n{table(told(_HEADINGS, language).split('|'), rows)}"


def _cells(row: Stood, found: AsOf, language: Language) -> tuple[str, ...]:
    what = told(row.title, language) if row.title else row.step or found.cycle.slug
    stood = event_words(row.event, language) + (f" ({told(_LATE, language)})" if row.late else "")
    on = row.on.isoformat() if row.on else "–"
    return what, row.body or "–", on, stood, moment(row.at, ZoneInfo(found.cycle.zone)), row.by
