"""Who is late as a table for other programs: the command line prints it, the board gives it to download."""

import csv
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook

from desk.shown.rows import OverdueRow
from models.schedule import Text
from models.vocabulary import Language

COLUMNS = (
    "cycle", "body", "name_da", "step", "title_da", "due_on", "due_at", "days_late", "last_letter_kind",
    "last_letter_at", "next_rung_kind", "next_rung_at", "next_rung_to", "escalates_to", "request_until",
)  # fmt: skip

_SHEET = Text(da="For sent", en="Late")
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook's time has no zone; fixed, so that the same rows are the same bytes


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


def as_xlsx(rows: Sequence[OverdueRow], language: Language) -> bytes:
    """Return the rows as a workbook: the same columns, days as days, instants in UTC, and no text as a formula."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _FIXED})
        sheet = book.add_worksheet(_SHEET.da if language is Language.DA else _SHEET.en)
        bold, formats = book.add_format({"bold": True}), _formats(book)
        sheet.write_row(0, 0, COLUMNS, bold)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(COLUMNS):
                _write(sheet, number, place, getattr(row, name), formats)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
    return file.getvalue()


def _formats(book: Workbook) -> dict[type, Any]:
    patterns = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
    return {kind: book.add_format({"num_format": pattern}) for kind, pattern in patterns.items()}


def _write(sheet: Any, number: int, place: int, value: object, formats: dict[type, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(number, place, value.replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(number, place, datetime.combine(value, time()), formats[date])
    elif isinstance(value, int):
        sheet.write_number(number, place, value)
    elif value is not None:
        sheet.write_string(number, place, str(value))
