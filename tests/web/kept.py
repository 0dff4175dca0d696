"""Years that take their time to come about: lived once in a process, and copied into the record of every test."""

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from tests.databases import fresh
from tests.web.year import Year, started

Lives = Callable[..., Year]
"""What lives a year in an empty record. Two calls with the same words have to live the same."""


def kept(record: Engine, lives: Lives, *words: Hashable) -> Year:
    """Return the year that `lives(record, *words)` makes of a record on SQLite that nobody has used yet."""
    content, lived = _lived(lives, *words)
    Path(str(record.url.database)).write_bytes(content)
    year = Year(record, lived.slug, lived.at, acts=lived.acts)
    year.wire.taken.extend(lived.wire.taken)
    return year


def going(record: Engine, steps: tuple[str, ...], until: datetime) -> Year:
    """Live the sample year of 2031 until this moment; these steps have opened."""
    year = started(record, 2031)
    for step in steps:
        year.open(step)
    year.climb(until)
    return year


@cache
def _lived(lives: Lives, *words: Hashable) -> tuple[bytes, Year]:
    with TemporaryDirectory() as folder:
        with fresh("sqlite", Path(folder)) as record:
            year = lives(record, *words)
        [file] = Path(folder).glob("*.db")  # the log went into it as the last line was closed
        return file.read_bytes(), year
