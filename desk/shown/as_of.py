"""How a cycle stood at the end of a day, told by the journal's lines up to then; what came later is not looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from desk.shown import overviews
from desk.shown.rows import CycleRow
from models.cycles import Step
from models.journal import JournalEntry
from models.obligations import Obligation
from models.schedule import Text
from models.vocabulary import cycle_id

_DATED = frozenset({
    "obligation_opened", "extended", "deadline_moved", "returned", "meeting_opened", "meeting_moved",
    "meeting_postponed", "hearing_opened", "hearing_moved",
})  # fmt: skip
"""Events after which what they are about has the date that stands in `after`."""

_STAGES = _DATED | {
    "handed_in", "accepted", "waived", "obligation_cancelled", "obligation_closed", "deadline_passed",
    "meeting_invited", "meeting_held", "meeting_finished", "meeting_cancelled", "decided",
    "hearing_closed", "hearing_cancelled",
    "step_open", "step_decided", "step_ended", "step_finished", "step_sent_back", "step_waiting",
    "cycle_started", "cycle_opened", "cycle_confirmed", "cycle_ended", "paused", "resumed", "cancelled",
}  # fmt: skip
"""Events that say how far something is. Letters, mails and people's questions do not."""

_OWING = frozenset({"obligation_opened", "extended", "deadline_moved", "returned", "deadline_passed"})
"""While one of these was the last, nothing was handed in."""


@dataclass(frozen=True)
class Stood:
    """How one thing stood: the last event that changed it, and the date that it had."""

    workflow_id: str
    step: str
    body: str
    title: Text | None
    event: str
    at: datetime
    by: str
    on: date | None
    late: bool = False


@dataclass(frozen=True)
class AsOf:
    """A cycle at the end of a day: itself first, then its steps' obligations, meetings and hearings, by date."""

    cycle: CycleRow
    day: date
    rows: tuple[Stood, ...]
    lines: int


def as_of(session: Session, slug: str, day: date) -> AsOf | None:
    """Return how the cycle stood; None when there is none of this name."""
    cycle = overviews.cycle(session, slug)
    if cycle is None:
        return None
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(cycle.zone))
    line = JournalEntry
    columns: list[Any] = [line.workflow_id, line.event, line.by, line.at, line.after, line.about]
    question = select(*columns).where(col(line.cycle) == slug, col(line.at) < end)
    lines = session.connection().execute(question.order_by(col(JournalEntry.number))).all()
    stood: dict[tuple[str, str], Stood] = {}
    for workflow, event, by, at, after, about in lines:
        if event in _STAGES and workflow.startswith(cycle_id(slug)):
            key = workflow, about if event.startswith("step_") else ""
            stood[key] = _next(stood.get(key), workflow, event, by, at, after, about or "", slug)
    titles = _titles(session, slug)
    told = [replace(row, title=titles.get(row.step), late=_is_late(row, day)) for row in stood.values()]
    return AsOf(cycle, day, tuple(sorted(told, key=_place)), len(lines))


def _next(
    before: Stood | None, workflow: str, event: str, by: str, at: datetime, after: str | None, about: str, slug: str
) -> Stood:
    parts = workflow.removeprefix(cycle_id(slug)).lstrip(":").split(":")
    step, body = parts[0] or about, parts[1] if len(parts) > 1 else ""
    on = _day(after) if event in _DATED else None
    return Stood(workflow, step, body, None, event, at, by, on or (before.on if before else None))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _is_late(row: Stood, day: date) -> bool:
    return row.event in _OWING and row.on is not None and row.on < day


def _place(row: Stood) -> tuple[bool, date, str, str]:
    return bool(row.step), row.on or date.max, row.step, row.body


def _titles(session: Session, slug: str) -> dict[str, Text]:
    """Titles of steps, and of obligations that a decision added."""
    found: dict[str, Text] = {}
    for table, key in ((Obligation, Obligation.step), (Step, Step.key)):
        question = select(col(key), col(table.title_da), col(table.title_en)).where(col(table.cycle) == slug)
        found |= {step: Text(da=da, en=en) for step, da, en in _rows(session, question)}
    return found


def _rows(session: Session, question: object) -> Iterable[tuple[str, str, str]]:
    return session.connection().execute(question).all()  # type: ignore[call-overload,no-any-return]  # -- of either table
