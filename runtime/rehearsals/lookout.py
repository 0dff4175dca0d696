"""Looking at the record of a year that is being lived: what has changed since the last look is read, and no more."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, exists, func, select
from sqlmodel import Session, col

from activities.books import open_book, pins_of
from activities.outbox import WAITING
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry, Task
from models.obligations import Hearing, Meeting, Obligation
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.types import one_of
from models.vocabulary import CycleStage, LetterState
from planning.acts.replanning import Child
from planning.dates.timeline import Pin, Timeline
from runtime.rehearsals.quiet import Glance, Hearsay, moments_of

MOVING = (LetterState.RELEASED, LetterState.SENDING)

_SHAPES: dict[type[Child], Any] = {DeliverableState: Obligation, MeetingState: Meeting, HearingState: Hearing}

Written = Callable[[], Iterable[Child]]
"""Tells which children have been written since it was asked last."""

# Built once: to build a statement takes longer than to run it, and a year is looked at a thousand times.
_MINE = col(Letter.cycle) == bindparam("slug")
_NOW = select(
    col(Cycle.version),
    exists().where(_MINE, col(Letter.state) == LetterState.RELEASED).label("released"),
    exists().where(_MINE, col(Letter.state) == LetterState.SENDING).label("sending"),
).where(col(Cycle.slug) == bindparam("slug"))
_HELD = select(col(Letter.step)).where(_MINE, one_of(col(Letter.state), WAITING)).distinct()
_YEAR = select(col(Cycle.state)).where(col(Cycle.slug) == bindparam("slug"))
_ON_THEIR_WAY = select(func.count(col(Letter.number))).where(col(Letter.state).in_(MOVING)).scalar_subquery()
_LAST_LINE = select(func.max(col(JournalEntry.number))).scalar_subquery()
_SIGNS = select(_ON_THEIR_WAY, _LAST_LINE, col(Cycle.version)).where(col(Cycle.slug) == bindparam("slug"))
_TASKS = select(col(Task.key)).where(col(Task.cycle) == bindparam("slug"))
_VERSIONS = {
    shape: select(col(table.id), col(table.version)).where(col(table.cycle) == bindparam("slug")).order_by(table.id)
    for shape, table in _SHAPES.items()
}
_STATES = {shape: select(col(table.state)).where(col(table.id) == bindparam("id")) for shape, table in _SHAPES.items()}


class Lookout:
    """Looks at a cycle's record again and again. `written` spares a look at every child; None: nobody can tell."""

    def __init__(self, engine: Engine, slug: str, written: Written | None = None) -> None:
        self._engine = reading(engine)
        self._slug = slug
        self._written = written
        self._year: CycleState | None = None
        self._plan: tuple[tuple[Pin, ...], Timeline] | None = None
        self._hearsay: Hearsay | None = None
        self._children: dict[str, Child] = {}
        self._moments: dict[str, datetime] = {}
        self._unread: set[tuple[type[Child], str]] = set()

    def look(self, *, though_letters_move: bool = False) -> Glance | None:
        """Return the record as it stands; None while letters are on their way, unless it is asked for all the same."""
        if self._written is not None:  # asked before the record: what is written from now on is told at the next look
            self._unread |= {(type(state), state.id) for state in self._written()}
        with Session(self._engine) as session:
            mine = {"slug": self._slug}
            version, released, sending = session.connection().execute(_NOW, mine).one()
            year = self._read_year(session, version)
            is_moving = sending or (released and year.stage is not CycleStage.PAUSED)  # a pause holds what is released
            if is_moving and not though_letters_move:
                return None
            tasks = frozenset(session.connection().execute(_TASKS, mine).scalars())
            hearsay = self._heard(year, self._read_plan(session), tasks)
            self._read_children(session, hearsay)
            return Glance(
                hearsay=hearsay,
                children=tuple(self._children.values()),
                held=frozenset(session.connection().execute(_HELD, mine).scalars()),
                moments=self._moments,
                is_moving=is_moving,
            )

    def signs(self) -> tuple[object, ...]:
        """Return what changes while anybody works: the letters on their way, the journal's last line, the year."""
        with Session(self._engine) as session:
            return tuple(session.connection().execute(_SIGNS, {"slug": self._slug}).one())

    def _read_year(self, session: Session, version: int) -> CycleState:
        if self._year is None or self._year.version != version:
            state = session.connection().execute(_YEAR, {"slug": self._slug}).scalar_one()
            self._year = CycleState.model_validate(state)
        return self._year

    def _heard(self, year: CycleState, timeline: Timeline, tasks: frozenset[str]) -> Hearsay:
        """Return what was known of this year, unless the year, its plan or its tasks have changed."""
        known = self._hearsay
        if known is None or (known.year, known.timeline, known.tasks) != (year, timeline, tasks):
            known = self._hearsay = Hearsay(year, timeline, tasks)
        return known

    def _read_children(self, session: Session, hearsay: Hearsay) -> None:
        ask = session.connection().execute
        for shape, id_ in self._unread if self._written else self._changed(session):
            state = ask(_STATES[shape], {"id": id_}).scalar_one_or_none()
            if state is not None:  # its first change has not been written, and will be tried again
                child = self._children[id_] = shape.model_validate(state)
                self._moments.pop(id_, None)
                self._moments |= moments_of([child])
                hearsay.resting.discard(id_)
        self._unread.clear()

    def _changed(self, session: Session) -> Iterator[tuple[type[Child], str]]:
        """Which children have another version than the one known; whoever wrote them has not told."""
        for shape, versions in _VERSIONS.items():
            for id_, version in session.connection().execute(versions, {"slug": self._slug}).all():
                known = self._children.get(id_)
                if known is None or known.version != version:
                    yield shape, id_

    def _read_plan(self, session: Session) -> Timeline:
        pins = pins_of(session, self._slug)
        if self._plan is None or self._plan[0] != pins:
            self._plan = pins, open_book(session, self._slug).timeline
        return self._plan[1]
