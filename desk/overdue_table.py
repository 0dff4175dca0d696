"""Who is late as a table for other programs: the command line prints it, the board gives it to download."""

import csv
from collections.abc import Sequence
from io import StringIO

from desk.views import OverdueRow

COLUMNS = (
    "cycle", "body", "name_da", "step", "title_da", "due_on", "due_at", "days_late", "last_letter_kind",
    "last_letter_at", "next_rung_kind", "next_rung_at", "next_rung_to", "escalates_to", "request_until",
)  # fmt: skip


def as_csv(rows: Sequence[OverdueRow]) -> str:
    """Return the rows as CSV under the names of their columns."""
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_safe(getattr(row, name)) for name in COLUMNS] for row in rows)
    return table.getvalue()


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
