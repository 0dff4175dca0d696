"""The outbox as a page shows it: some letters at a time, and one taken apart for a reader."""

from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.views import LetterRow
from models.correspondence import Letter
from models.vocabulary import LetterState

PAGE = 100
"""Letters on a page."""


@dataclass(frozen=True)
class Letters:
    """Some letters, the latest decided first, and how many there are of each state."""

    rows: tuple[LetterRow, ...]
    counts: dict[LetterState, int]
    total: int


def letters(session: Session, cycle: str = "", state: LetterState | None = None, page: int = 0) -> Letters:
    """Return one page of the letters of a cycle (empty: of all) in a state (None: in any)."""
    mine = [col(Letter.cycle) == cycle] if cycle else []
    alike = [col(Letter.state) == state] if state else []
    counted = session.connection().execute(
        select(col(Letter.state), func.count()).where(*mine).group_by(col(Letter.state))
    )
    counts = {found: count for found, count in counted}
    columns = [getattr(Letter, field.name) for field in fields(LetterRow)]
    question = select(*columns).where(*mine, *alike).order_by(col(Letter.at).desc(), col(Letter.number).desc())
    rows = session.connection().execute(question.limit(PAGE).offset(page * PAGE)).mappings()
    return Letters(
        rows=tuple(LetterRow(**row) for row in rows),
        counts={each: counts[each] for each in LetterState if each in counts},
        total=counts.get(state, 0) if state else sum(counts.values()),
    )
