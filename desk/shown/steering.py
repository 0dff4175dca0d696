"""A year under the hands of the secretariat: what can be moved, what an act would reach, what the lint says of it."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from activities.books import open_book
from desk.record import cycle_named
from desk.shown.in_force import in_force
from desk.shown.rows import CycleRow
from desk.standing import foreseen_year
from models.correspondence import Letter
from models.obligations import Meeting, Obligation
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import LetterState, MeetingStage, ObligationStage
from planning.acts import offers
from planning.dates.timeline import Timeline
from planning.format.finding import Finding
from planning.lint.folder import remarks
from planning.transitions import schedules

_OPEN = (ObligationStage.OPEN, ObligationStage.HANDED_IN, ObligationStage.PLANNED)
_COMING = (MeetingStage.PLANNED, MeetingStage.INVITED)
_WAITING = (LetterState.HELD, LetterState.DRAFTED, LetterState.RELEASED)


@dataclass(frozen=True)
class Movable:
    """A step (of one body, where each has a day of its own) that can be moved, and the day that it has now."""

    step: str
    body: str
    title: Text
    on: date | None

    @property
    def place(self) -> str:
        """As a person writes it: `plan`, `plan/TMU`."""
        return f"{self.step}/{self.body}" if self.body else self.step


@dataclass(frozen=True)
class Reach:
    """What an act on the whole year reaches: obligations still open, meetings to come, letters that wait.

    `letters_leave`: when letters of ladders would leave if the year went on now; None: at once.
    """

    cycle: CycleRow
    offered: frozenset[str]
    obligations: int
    meetings: int
    letters: int
    letters_leave: datetime | None


def movables(session: Session, now: datetime, slug: str) -> tuple[Movable, ...]:
    """List what can be moved, in the plan's order; raises Unknown."""
    state = foreseen_year(session, slug)
    timeline = in_force(session, open_book(session, slug).timeline)
    can, found = set(offers.movable(state, now)), []
    for plan in state.plan:
        if plan.key in can:
            found.append(Movable(plan.key, "", plan.title, _day(timeline, plan.key, "")))
            apart = plan.bodies if len(plan.bodies) > 1 else ()
            found += [Movable(plan.key, body, plan.title, _day(timeline, plan.key, body)) for body in apart]
    return tuple(found)


def reach(session: Session, now: datetime, slug: str) -> Reach:
    """Return what pausing, resuming or cancelling would reach; raises Unknown."""
    row, state = cycle_named(session, slug), foreseen_year(session, slug)
    workdays = open_book(session, slug).workdays
    leave = schedules.letters_leave(now, workdays)
    return Reach(
        cycle=CycleRow(**{each.name: getattr(row, each.name) for each in fields(CycleRow)}),
        offered=offers.of_year(state, now),
        obligations=_count(session, col(Obligation.cycle) == slug, col(Obligation.stage).in_(_OPEN)),
        meetings=_count(session, col(Meeting.cycle) == slug, col(Meeting.stage).in_(_COMING)),
        letters=_count(session, col(Letter.cycle) == slug, col(Letter.state).in_(_WAITING)),
        letters_leave=leave if leave > now else None,
    )


def findings(session: Session, slug: str) -> tuple[Finding, ...]:
    """Return what the lint says of the year as it runs now."""
    book = open_book(session, slug)
    return remarks(book.timeline, book.files)


def titles(session: Session, slug: str) -> dict[str, Text]:
    """Return the titles of the year's steps and classes, as `titles_of`; raises Unknown."""
    return titles_of(foreseen_year(session, slug), open_book(session, slug).timeline)


def titles_of(state: CycleState, timeline: Timeline) -> dict[str, Text]:
    """Return the titles of the year's steps, additions among them, and of a hearing's classes (`hearing/citizens`)."""
    classes = {f"{each.step.key}/{one.key}": one.name for each in timeline.steps for one in each.step.classes}
    return {plan.key: plan.title for plan in state.plan} | classes


def _day(timeline: Timeline, step: str, body: str) -> date | None:
    planned = next((each for each in timeline.steps if each.step.key == step), None)
    return planned.date_for(body).day if planned else None


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.connection().execute(select(func.count()).where(*where)).scalar_one()
