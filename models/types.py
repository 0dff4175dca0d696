"""Column types and the base of every table: instants in UTC, closed sets as their words, constraints with names."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, DateTime, Dialect, ForeignKey, MetaData, String, literal_column
from sqlalchemy.orm import Mapped
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

E = TypeVar("E", bound=StrEnum)

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_index",
    "uq": "%(table_name)s_%(column_0_N_name)s_unique",
    "fk": "%(table_name)s_%(column_0_N_name)s_known",
    "pk": "%(table_name)s_pk",
}

AT_COMMIT: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}
"""A foreign key is checked at commit: the tables have no relationships that would put a flush's inserts in order."""


def known(column: str) -> ForeignKey:
    """Return the reference to another table's column, checked at commit."""
    return ForeignKey(column, **AT_COMMIT)


class Row(SQLModel):
    """The base of every table. Its constraints have names, so that a migration on either database can name them."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """An instant: stored in UTC, returned aware and in UTC. Raises ValueError for a naive value, also in a query."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return an aware instant from the text that SQLite stores; PostgreSQL's sessions speak UTC already."""
        return _stored_in_utc if dialect.name == "sqlite" else None


class Word(TypeDecorator[E], Generic[E]):
    """A member of a closed set, stored as its word; raises ValueError for a word that is not in the set."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words
        self._members: dict[str | None, E | None] = {None: None, **{word.value: word for word in words}}

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        """Store the word."""
        return None if value is None else self.words(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], E | None]:
        """Return the member."""
        return self._members.__getitem__


def one_of(column: Mapped[E], words: Iterable[E]) -> ColumnElement[bool]:
    """Return whether the column holds one of these words, which stand in the statement itself.

    Words that are bound make the statement anew each time that it is asked.
    """
    return column.in_([literal_column(f"'{word.value}'") for word in sorted(words)])


def _stored_in_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")
