"""Column types and the base of every table: instants in UTC, closed sets as their words, constraints with names."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import DateTime, Dialect, ForeignKey, MetaData, String
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

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware instant: SQLite gives back what was stored without its zone, PostgreSQL in the session's."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[E], Generic[E]):
    """A member of a closed set, stored as its word; raises ValueError for a word that is not in the set."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words
        self._members = {word.value: word for word in words}

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        """Store the word."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Return the member."""
        return None if value is None else self._members[value]
