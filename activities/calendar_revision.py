"""What grows whenever an entry of a calendar may have changed: one short question, no entry is read."""

from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, select
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
    found = connection.execute(_question(slug is None), {} if slug is None else {"slug": slug}).one()
    return ".".join(str(each or 0) for each in found)


@cache
def _question(all_cycles: bool) -> Select[tuple[int, ...]]:
    """Built once: a client that asks every few minutes is answered a thousand times for one change."""
    begun = select(func.count(col(Cycle.slug))).where(col(Cycle.stage) != CycleStage.PROPOSED)
    sums = [_of(each, col(Cycle.slug), all_cycles) for each in (begun, select(func.sum(col(Cycle.version))))]
    for table in _TABLES:
        for what in (func.count(col(table.id)), func.sum(col(table.version))):
            sums.append(_of(select(what), col(table.cycle), all_cycles))
    return select(*(question.scalar_subquery() for question in sums))


def _of(question: Select[tuple[int]], column: Mapped[str], all_cycles: bool) -> Select[tuple[int]]:
    return question if all_cycles else question.where(column == bindparam("slug"))
