"""By which clock and calendar a running year lives: what its deadlines are told by, without reading the whole of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from desk.loading import LIVE
from models.cycles import Cycle
from planning.dates.workdays import Workdays
from planning.format.definition import ClosedDays


@dataclass(frozen=True)
class Clockwork:
    """The seconds that a cycle's own time is ahead of the clock, and its working days."""

    offset: int
    workdays: Workdays

    def today(self, now: datetime) -> date:
        """Return the cycle's day at this instant of the clock."""
        return self.workdays.civil(now + timedelta(seconds=self.offset)).date()


def clockworks(session: Session, cycle: str | None = None) -> dict[str, Clockwork]:
    """Return that of every running or paused cycle, or of this one, by slug."""
    closed_days = col(Cycle.definition)["closed"]
    question = select(col(Cycle.slug), col(Cycle.offset_seconds), col(Cycle.zone), closed_days)
    question = question.where(col(Cycle.stage).in_(LIVE))
    if cycle:
        question = question.where(col(Cycle.slug) == cycle)
    return {
        slug: Clockwork(offset, Workdays(ClosedDays.model_validate(closed or {}), zone))
        for slug, offset, zone, closed in session.connection().execute(question)
    }
