"""Whether a cycle is at rest: everything that is due has been done and written, so that time may pass."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from activities.books import open_book, pins_of
from models.acts import Decision
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import Task
from models.obligations import Hearing, Meeting, Obligation
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, LetterState, Outcome, StepKind
from planning import policies, progress
from planning.replanning import Child
from planning.simulation import body_of, is_over, next_moment
from planning.timeline import Pin, Timeline

MOVING = (LetterState.RELEASED, LetterState.SENDING)

_SHAPES = ((Obligation, DeliverableState), (Meeting, MeetingState), (Hearing, HearingState))


class Lookout:
    """Looks at a cycle's record again and again; only what has changed since the last look is read."""

    def __init__(self, engine: Engine, slug: str) -> None:
        self._engine = reading(engine)
        self._slug = slug
        self._year: CycleState | None = None
        self._plan: tuple[tuple[Pin, ...], Timeline] | None = None
        self._children: dict[str, Child] = {}

    def look(self) -> "Glance | None":
        """Return the record as it stands; None while letters are on their way."""
        with Session(self._engine) as session:
            moving = select(Letter.number).where(Letter.cycle == self._slug, col(Letter.state).in_(MOVING))
            if session.exec(moving.limit(1)).first() is not None:
                return None
            return Glance(
                year=self._read_year(session),
                children=self._read_children(session),
                timeline=self._read_plan(session),
                tasks=frozenset(session.exec(select(Task.key).where(Task.cycle == self._slug)).all()),
            )

    def _read_year(self, session: Session) -> CycleState:
        version = session.exec(select(Cycle.version).where(Cycle.slug == self._slug)).one()
        if self._year is None or self._year.version != version:
            found = session.exec(select(Cycle.state).where(Cycle.slug == self._slug)).one()
            self._year = CycleState.model_validate(found)
        return self._year

    def _read_children(self, session: Session) -> tuple[Child, ...]:
        found = tuple(self._each_child(session))
        self._children = {child.id: child for child in found}
        return found

    def _each_child(self, session: Session) -> Iterator[Child]:
        for table, shape in _SHAPES:
            mine = select(table.id, table.version).where(table.cycle == self._slug).order_by(table.id)
            for id_, version in session.exec(mine).all():
                known = self._children.get(id_)
                if known is None or known.version != version:
                    known = shape.model_validate(session.exec(select(table.state).where(table.id == id_)).one())
                yield known

    def _read_plan(self, session: Session) -> Timeline:
        pins = pins_of(session, self._slug)
        if self._plan is None or self._plan[0] != pins:
            self._plan = pins, open_book(session, self._slug).timeline
        return self._plan[1]


class Glance:
    """One look at a cycle's record, taken while no letter was on its way."""

    def __init__(
        self, *, year: CycleState, children: tuple[Child, ...], timeline: Timeline, tasks: frozenset[str]
    ) -> None:
        self.year = year
        self.children = children
        self._timeline = timeline
        self._tasks = tasks

    @property
    def is_over(self) -> bool:
        """Whether the year has ended or was cancelled."""
        return self.year.stage in {CycleStage.ENDED, CycleStage.CANCELLED}

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is under way at this moment."""
        return self.year.version > 0 and all(self._at_rest(now))

    def next_moment(self, now: datetime) -> datetime | None:
        """Return when the engine wants to look again."""
        moments = [progress.next_moment(self.year, now), *(next_moment(child) for child in self._open())]
        return min((moment for moment in moments if moment is not None), default=None)

    def _at_rest(self, now: datetime) -> list[bool]:
        if self.is_over:
            return [not list(self._open())]
        due = self.next_moment(now)
        return [
            due is None or due > now,
            not any(progress.bodies_to_begin(self.year, plan.key, now) for plan in self.year.plan),
            not progress.steps_to_ask(self.year, now),
            self._begun() <= {child.id for child in self.children if child.version > 0},
            all(self._is_heard(child) for child in self.children),
            all(self._is_told(child) and not self._is_ending(child) for child in self._open()),
            not progress.is_over(self.year),
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
            return body in done.settled
        return not (isinstance(child, DeliverableState) and child.past) or body in done.done

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
        if child.round < done.round or track in self._rejected():
            return True
        return isinstance(child, DeliverableState) and (self._is_closing(child) or self._is_lapsing(child))

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
