"""A table that somebody made in a spreadsheet, read line by line: what each line says, or why it cannot be read."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Generic, TypeVar

from models.schedule import Text

T = TypeVar("T")
MOST_LINES = 5_000


@dataclass(frozen=True)
class ReadLine(Generic[T]):
    """One line as it was typed, with its number: what was understood, or why it was not. A remark keeps nothing out."""

    number: int
    typed: str
    found: T | None = None
    trouble: Text | None = None
    remark: Text | None = None


def decoded(content: bytes) -> str:
    """Return the text of a file as spreadsheets write it: UTF-8, or the older Western code of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def table(text: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, str, dict[str, str]]]:
    """Yield number, text and cells of each line that is not empty; `names`: how a column may be called.

    Without a head of known names the columns are taken in the order of `names`. Semicolon, tab or comma parts them.
    """
    lines = text.splitlines()[: MOST_LINES + 1]
    reader = csv.reader(StringIO("\n".join(lines)), delimiter=_delimiter(lines))
    heads: list[str] | None = None
    for cells in reader:
        stripped = [each.strip() for each in cells]
        if not any(stripped):
            continue
        if heads is None:
            heads, is_head = _heads(stripped, names)
            if is_head:
                continue
        found = {head: cell for head, cell in zip(heads, stripped, strict=False) if head}
        yield reader.line_num, "; ".join(stripped), found


def _delimiter(lines: list[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    return max(";\t,", key=first.count)


def _heads(cells: list[str], names: Mapping[str, tuple[str, ...]]) -> tuple[list[str], bool]:
    known = {alias: name for name, aliases in names.items() for alias in (name, *aliases)}
    heads = [known.get(cell.casefold(), "") for cell in cells]
    return (heads, True) if any(heads) else (list(names), False)
