"""Who is late, as a page shows it: counted by the database, and only those read that stand on the page.

What the engine has yet to hear of can excuse somebody, which no query tells: a year with such acts is read whole.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from desk.shown import overviews
from desk.shown.clockwork import Clockwork
from desk.shown.rows import OverdueRow
from models.obligations import OWED, Obligation

LATE_SHOWN = 50
"""Late ones on a page."""


@dataclass(frozen=True)
class LatePage:
    """Some of those who are late, in the order of `overviews.overdue`, and how many there are in all."""

    rows: tuple[OverdueRow, ...]
    count: int


@dataclass(frozen=True)
class Wanted:
    """At which instant, whose obligations, and of which of them (by id) a hand-in came that is yet unheard of."""

    now: datetime
    owned: Sequence[ColumnElement[bool]]
    came: Collection[str]


def late_page(session: Session, years: Mapping[str, Clockwork], wanted: Wanted, page: int) -> LatePage:
    """Return the page of this number, from 0, of what `overviews.overdue` lists of these years."""
    whole = {slug: year for slug, year in years.items() if year.waits}
    counted = {slug: year for slug, year in years.items() if not year.waits}
    known = overviews.overdue(session, wanted.now, years=whole, also=wanted.owned)
    owed = and_(OWED, or_(False, *_passed(counted, wanted.now)), *wanted.owned)
    unheard = _count(session, owed, col(Obligation.id).in_(list(wanted.came))) if wanted.came else 0
    count = _count(session, owed) - unheard
    end = (page + 1) * LATE_SHOWN
    first = _first(session, counted, wanted, owed, end + unheard) if count else []
    rows = sorted([*known, *first], key=overviews.LONGEST_FIRST)
    return LatePage(tuple(rows[end - LATE_SHOWN : end]), len(known) + count)


def _first(
    session: Session, years: Mapping[str, Clockwork], wanted: Wanted, owed: ColumnElement[bool], number: int
) -> list[OverdueRow]:
    """Read at least so many of those who are late the longest; all where there are fewer."""
    deadlines = select(col(Obligation.due_at)).where(owed).order_by(col(Obligation.due_at))
    last = session.connection().execute(deadlines.limit(1).offset(number - 1)).scalar_one_or_none()
    until = [col(Obligation.due_at) <= last] if last else []
    return overviews.overdue(session, wanted.now, years=years, also=[*wanted.owned, *until])


def _passed(years: Mapping[str, Clockwork], now: datetime) -> Sequence[ColumnElement[bool]]:
    """Deadlines that are past on the clock of their year."""
    return [
        and_(col(Obligation.cycle).in_(slugs), col(Obligation.due_at) < now + timedelta(seconds=offset))
        for offset, slugs in overviews.by_offset(years).items()
    ]


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.connection().execute(select(func.count()).select_from(Obligation).where(*where)).scalar_one()
