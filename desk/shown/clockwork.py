"""By which clock and calendar a running year lives: what its deadlines are told by, without reading the whole of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlmodel import Session, col

from desk.loading import LIVE
from models.cycles import Cycle
from models.journal import Command
from models.vocabulary import CommandState
from planning.dates.workdays import Workdays
from planning.format.definition import ClosedDays


@dataclass(frozen=True)
class Clockwork:
    """The seconds that a cycle's own time is ahead of the clock, and its working days.

    `waits`: whether the engine has yet to hear of something in the cycle.
    """

    offset: int
    workdays: Workdays
    waits: bool

    def today(self, now: datetime) -> date:
        """Return the cycle's day at this instant of the clock."""
        return self.workdays.civil(now + timedelta(seconds=self.offset)).date()


def clockworks(session: Session, cycle: str | None = None) -> dict[str, Clockwork]:
    """Return that of every running or paused cycle, or of this one, by slug."""
    found = session.connection().execute(_question(bool(cycle)), {"cycle": cycle} if cycle else {})
    return {
        slug: Clockwork(offset, Workdays(ClosedDays.model_validate(closed or {}), zone), waits)
        for slug, offset, zone, closed, waits in found
    }


@cache  # built once: to build it takes longer than to ask it
def _question(of_one: bool) -> Select[Any]:
    columns = col(Cycle.slug), col(Cycle.offset_seconds), col(Cycle.zone), col(Cycle.definition)["closed"]
    stored = exists().where(col(Command.cycle) == col(Cycle.slug), col(Command.state) == CommandState.STORED)
    question = select(*columns, stored).where(col(Cycle.stage).in_(LIVE))
    return question.where(col(Cycle.slug) == bindparam("cycle")) if of_one else question
