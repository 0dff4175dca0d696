"""What grows whenever an entry of a calendar may have changed: one short question, no entry is read."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from models.cycles import Cycle
from models.obligations import Hearing, Meeting, Obligation
from models.vocabulary import CycleStage

_TABLES = (Obligation, Meeting, Hearing)


def revision_of(connection: Connection, slug: str | None) -> str:
    """Return the revision of one cycle's entries; without a name, of all cycles' together.

    Sums of versions, not the number of the last journal line: lines can be committed in another order than numbered.
    """
    return str(connection.execute(_question(slug is None), {} if slug is None else {"slug": slug}).one())


@cache
def _question(all_cycles: bool) -> Select[tuple[int, ...]]:
    """Built once: a client that asks every few minutes is answered a thousand times for one change."""
    begun = select(func.count()).select_from(Cycle).where(col(Cycle.stage) != CycleStage.PROPOSED)
    sums = [_of(begun, col(Cycle.slug), all_cycles), _of(select(_grown(Cycle)), col(Cycle.slug), all_cycles)]
    sums += [_of(select(_grown(table)), col(table.cycle), all_cycles) for table in _TABLES]
    return select(*(question.scalar_subquery() for question in sums))


def _grown(table: type[Cycle | Obligation | Meeting | Hearing]) -> ColumnElement[str]:
    """How many there are and the sum of their versions, in one reading of an index."""
    return cast(func.count(), String) + "." + cast(func.sum(col(table.version)), String)


def _of(question: Select[Any], column: Mapped[str], all_cycles: bool) -> Select[tuple[int]]:
    return question if all_cycles else question.where(column == bindparam("slug"))
