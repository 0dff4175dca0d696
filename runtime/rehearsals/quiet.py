"""Whether a cycle is at rest: everything that is due has been done and written, so that time may pass."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from sqlalchemy import Engine, bindparam, func, select
from sqlmodel import Session, col

from activities.books import open_book, pins_of
from activities.outbox import WAITING
from models.acts import Decision
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry, Task
from models.obligations import Hearing, Meeting, Obligation
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, LetterState, Outcome, StepKind
from planning.acts.replanning import Child
from planning.dates.timeline import Pin, Timeline
from planning.foresight.simulation import body_of, is_over, next_moment
from planning.transitions import policies, progress

MOVING = (LetterState.RELEASED, LetterState.SENDING)

_SHAPES = ((Obligation, DeliverableState), (Meeting, MeetingState), (Hearing, HearingState))

# Built once: to build a statement takes longer than to run it, and a year is looked at a thousand times.
_LETTERS = select(col(Letter.number)).where(col(Letter.cycle) == bindparam("slug")).limit(1)
_MOVING = _LETTERS.where(col(Letter.state).in_(MOVING))
_MOVING_IN_A_PAUSE = _LETTERS.where(col(Letter.state) == LetterState.SENDING)  # what is released waits for its end
_HELD = (
    select(col(Letter.step)).where(col(Letter.cycle) == bindparam("slug"), col(Letter.state).in_(list(WAITING)))
).distinct()
_YEAR_VERSION = select(col(Cycle.version)).where(col(Cycle.slug) == bindparam("slug"))
_YEAR = select(col(Cycle.state)).where(col(Cycle.slug) == bindparam("slug"))
_ON_THEIR_WAY = select(func.count(col(Letter.number))).where(col(Letter.state).in_(MOVING)).scalar_subquery()
_LAST_LINE = select(func.max(col(JournalEntry.number))).scalar_subquery()
_SIGNS = select(_ON_THEIR_WAY, _LAST_LINE, col(Cycle.version)).where(col(Cycle.slug) == bindparam("slug"))
_TASKS = select(col(Task.key)).where(col(Task.cycle) == bindparam("slug"))
_VERSIONS = {
    table: select(col(table.id), col(table.version)).where(col(table.cycle) == bindparam("slug")).order_by(table.id)
    for table, _ in _SHAPES
}
_STATES = {table: select(col(table.state)).where(col(table.id) == bindparam("id")) for table, _ in _SHAPES}


class Lookout:
    """Looks at a cycle's record again and again; only what has changed since the last look is read."""

    def __init__(self, engine: Engine, slug: str) -> None:
        self._engine = reading(engine)
        self._slug = slug
        self._year: CycleState | None = None
        self._plan: tuple[tuple[Pin, ...], Timeline] | None = None
        self._children: dict[str, Child] = {}
        self._moments: dict[str, datetime] = {}

    def look(self) -> "Glance | None":
        """Return the record as it stands; None while letters are on their way."""
        with Session(self._engine) as session:
            mine = {"slug": self._slug}
            year = self._read_year(session)
            moving = _MOVING_IN_A_PAUSE if year.stage is CycleStage.PAUSED else _MOVING
            if session.connection().execute(moving, mine).first() is not None:
                return None
            return Glance(
                year=year,
                children=self._read_children(session),
                timeline=self._read_plan(session),
                held=frozenset(session.connection().execute(_HELD, mine).scalars()),
                tasks=frozenset(session.connection().execute(_TASKS, mine).scalars()),
                moments=self._moments,
            )

    def signs(self) -> tuple[object, ...]:
        """Return what changes while anybody works: the letters on their way, the journal's last line, the year."""
        with Session(self._engine) as session:
            return tuple(session.connection().execute(_SIGNS, {"slug": self._slug}).one())

    def _read_year(self, session: Session) -> CycleState:
        mine = {"slug": self._slug}
        version = session.connection().execute(_YEAR_VERSION, mine).scalar_one()
        if self._year is None or self._year.version != version:
            self._year = CycleState.model_validate(session.connection().execute(_YEAR, mine).scalar_one())
        return self._year

    def _read_children(self, session: Session) -> tuple[Child, ...]:
        found = tuple(self._each_child(session))
        self._children = {child.id: child for child in found}
        return found

    def _each_child(self, session: Session) -> Iterator[Child]:
        ask = session.connection().execute
        for table, shape in _SHAPES:
            for id_, version in ask(_VERSIONS[table], {"slug": self._slug}).all():
                known = self._children.get(id_)
                if known is None or known.version != version:
                    known = shape.model_validate(ask(_STATES[table], {"id": id_}).scalar_one())
                    self._moments.pop(id_, None)
                    self._moments |= moments_of([known])
                yield known

    def _read_plan(self, session: Session) -> Timeline:
        pins = pins_of(session, self._slug)
        if self._plan is None or self._plan[0] != pins:
            self._plan = pins, open_book(session, self._slug).timeline
        return self._plan[1]


def moments_of(children: Iterable[Child]) -> dict[str, datetime]:
    """Return when each of these wants to be looked at again; what is over, or waits for a person alone, is left out."""
    moments = ((child.id, next_moment(child)) for child in children if not is_over(child))
    return {id_: moment for id_, moment in moments if moment is not None}


class Glance:
    """One look at a cycle's record, taken while no letter was on its way."""

    def __init__(
        self,
        *,
        year: CycleState,
        children: tuple[Child, ...],
        timeline: Timeline,
        tasks: frozenset[str],
        held: frozenset[str] = frozenset(),
        moments: Mapping[str, datetime] | None = None,
    ) -> None:
        self.year = year
        self.held = held  # steps with letters that wait for a release
        self.children = children
        self._timeline = timeline
        self._tasks = tasks
        self._moments = moments_of(children) if moments is None else moments

    @property
    def is_over(self) -> bool:
        """Whether the year has ended or was cancelled."""
        return self.year.stage in {CycleStage.ENDED, CycleStage.CANCELLED}

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is under way at this moment."""
        return self.year.version > 0 and all(holds() for holds in self._at_rest(now))

    def next_moment(self, now: datetime) -> datetime | None:
        """Return when the engine wants to look again."""
        own = progress.next_moment(self.year, now)
        return min([*self._moments.values(), *([own] if own else [])], default=None)

    def _at_rest(self, now: datetime) -> list[Callable[[], bool]]:
        """What must hold; what most often does not hold yet comes first, so that the rest need not be asked."""
        if self.is_over:
            return [lambda: not self._open()]
        return [
            lambda: (due := self.next_moment(now)) is None or due > now,
            lambda: self._begun() <= {child.id for child in self.children if child.version > 0},
            lambda: not any(progress.bodies_to_begin(self.year, plan.key, now) for plan in self.year.plan),
            lambda: not progress.steps_to_ask(self.year, now),
            lambda: all(self._is_heard(child) for child in self.children),
            lambda: all(self._is_told(child) and not self._is_ending(child) for child in self._open()),
            lambda: all(child.paused == (self.year.stage is CycleStage.PAUSED) for child in self._open()),
            lambda: not progress.is_over(self.year) or self.year.stage is CycleStage.PAUSED,
        ]

    def _open(self) -> list[Child]:
        return [child for child in self.children if not is_over(child)]

    def _begun(self) -> set[str]:
        pairs = ((plan, progress.progress_of(self.year, plan.key)) for plan in self.year.plan)
        return {
            progress.child_id(self.year.slug, plan, body, done.round)
            for plan, done in pairs
            if plan.kind is not StepKind.LETTER_PACK
            for body in done.begun
        }

    def _is_heard(self, child: Child) -> bool:
        """Whether the year knows what the child has reported; of an older round it needs to know nothing."""
        done = progress.progress_of(self.year, child.step)
        body = body_of(child, self.year.lead)
        if done.round != child.round:
            return True
        if is_over(child):
            return body in self._settled[child.step]
        return not (isinstance(child, DeliverableState) and child.past) or body in self._done[child.step]

    def _is_told(self, child: Child) -> bool:
        """Whether the child knows the date that the year's latest plan gives it; a postponed meeting waits for one."""
        if isinstance(child, MeetingState) and child.decision and f"command:{child.decision.id}" not in self._tasks:
            return False
        if child.step not in {planned.step.key for planned in self._timeline.steps}:
            return True
        planned = self._timeline.step_named(child.step)
        if isinstance(child, HearingState):
            days = {each.key: each.deadline.on for each in child.classes}
            return planned.date.day == child.opens.on and all(
                each.date.day == days.get(each.body, each.date.day) for each in planned.dates
            )
        on = child.step_on if isinstance(child, DeliverableState) else child.schedule.deadline.on
        return planned.date_for(child.body).day in (None, on)

    def _is_ending(self, child: Child) -> bool:
        """Whether the year is about to end this open child: its round or track has ended, or its duty has."""
        done = progress.progress_of(self.year, child.step)
        track = progress.plan_of(self.year, child.step).track
        if child.round < done.round or track in self._rejected:
            return True
        return isinstance(child, DeliverableState) and (self._is_closing(child) or self._is_lapsing(child))

    @cached_property
    def _settled(self) -> dict[str, frozenset[str]]:
        return {done.key: frozenset(done.settled) for done in self.year.progress}

    @cached_property
    def _done(self) -> dict[str, frozenset[str]]:
        return {done.key: frozenset(done.done) for done in self.year.progress}

    @cached_property
    def _rejected(self) -> set[str]:
        """The tracks that a body's rejection has ended."""
        return {
            progress.plan_of(self.year, done.key).track
            for done in self.year.progress
            if any(each.outcome is Outcome.REJECTED for each in done.outcomes)
        }

    def _is_closing(self, child: DeliverableState) -> bool:
        """Whether every step that needed this obligation, when it began, has ended."""
        return child.needed and not progress.still_needed(self.year, child.step)

    def _is_lapsing(self, child: DeliverableState) -> bool:
        """Whether the policy of this duty has been replaced by a decision of which the child has not heard."""
        replaced_by = progress.plan_of(self.year, child.step).waived_by
        if replaced_by is None or not progress.gate_passed(self.year, replaced_by):
            return False
        told = {policies.waiver(decision).id for decision in self._decisions(replaced_by)}
        return told.isdisjoint(child.acts)

    def _decisions(self, step: str) -> Iterator[Decision]:
        return (c.decision for c in self.children if isinstance(c, MeetingState) and c.step == step and c.decision)
