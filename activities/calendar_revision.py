"""What grows whenever an entry of a calendar may have changed: one short question, no entry is read."""

from sqlalchemy import Connection, Label, Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from models.cycles import Cycle
from models.obligations import Hearing, Meeting, Obligation

_TABLES = (Obligation, Meeting, Hearing)


def revision_of(connection: Connection, slug: str) -> str:
    """Return the revision of a cycle's entries."""
    return ".".join(str(each) for each in connection.execute(select(*revision(slug))).one())


def revision(slug: str | None) -> list[Label[int]]:
    """Return the columns that make up the revision of one cycle, or of all cycles together.

    Sums of versions, not the number of the last journal line: lines can be committed in another order than numbered.
    """
    years = _of(select(func.sum(col(Cycle.version))), col(Cycle.slug), slug)
    sums = [years.scalar_subquery().label("years")]
    for table in _TABLES:
        name = str(table.__tablename__)
        for what, of in (("rows", func.count(col(table.id))), ("versions", func.sum(col(table.version)))):
            sums.append(_of(select(of), col(table.cycle), slug).scalar_subquery().label(f"{name}_{what}"))
    return sums


def _of(question: Select[tuple[int]], column: Mapped[str], slug: str | None) -> Select[tuple[int]]:
    return question if slug is None else question.where(column == slug)
