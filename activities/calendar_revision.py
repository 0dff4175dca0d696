"""What grows whenever an entry of a calendar may have changed: one short question, no entry is read."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from models.cycles import Cycle
from models.obligations import Hearing, Meeting, Obligation
from models.vocabulary import CycleStage

_TABLES = (Obligation, Meeting, Hearing)
_BETWEEN: ColumnElement[str] = literal_column("'.'", String)


def revision_of(connection: Connection, slug: str | None) -> str:
    """Return the revision of one cycle's entries; without a name, of all cycles' together.

    Sums of versions, not the number of the last journal line: lines can be committed in another order than numbered.
    """
    return written(connection.execute(_question(slug is None), {} if slug is None else {"slug": slug}).one())


def revision_columns(cycle: ColumnElement[str] | None) -> list[ScalarSelect[Any]]:
    """Return what a question selects to learn the revision of the cycle that it finds there, in the same reading."""
    begun = select(func.count()).select_from(Cycle).where(col(Cycle.stage) != CycleStage.PROPOSED)
    sums = [_of(begun, col(Cycle.slug), cycle), _of(select(_grown(Cycle)), col(Cycle.slug), cycle)]
    sums += [_of(select(_grown(table)), col(table.cycle), cycle) for table in _TABLES]
    return [question.scalar_subquery() for question in sums]


def written(values: Iterable[object]) -> str:
    """Return the revision that these columns hold."""
    return str(tuple(values))


@cache
def _question(all_cycles: bool) -> Select[tuple[int, ...]]:
    """Built once: a client that asks every few minutes is answered a thousand times for one change."""
    return select(*revision_columns(None if all_cycles else bindparam("slug")))


def _grown(table: type[Cycle | Obligation | Meeting | Hearing]) -> ColumnElement[str]:
    """How many there are and the sum of their versions, in one reading of an index."""
    return cast(func.count(), String) + _BETWEEN + cast(func.sum(col(table.version)), String)


def _of(question: Select[Any], column: Mapped[str], cycle: ColumnElement[str] | None) -> Select[tuple[int]]:
    return question if cycle is None else question.where(column == cycle)
