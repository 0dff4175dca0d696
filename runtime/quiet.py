"""Whether a cycle is at rest: everything that is due has been done and written, so that time may pass."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from activities.books import children_of
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.messages import CycleState, DeliverableState
from models.vocabulary import CycleStage, LetterState, StepKind
from planning import progress
from planning.replanning import Child
from planning.simulation import body_of, is_over, next_moment

MOVING = (LetterState.RELEASED, LetterState.SENDING)


class Glance:
    """One look at a cycle's record."""

    def __init__(self, engine: Engine, slug: str) -> None:
        with Session(reading(engine)) as session:
            self.year = CycleState.model_validate(session.get_one(Cycle, slug).state)
            self.children = children_of(session, slug)
            moving = select(func.count()).where(Letter.cycle == slug, col(Letter.state).in_(MOVING))
            self._letters = session.exec(moving).one()

    @property
    def is_over(self) -> bool:
        """Whether the year has ended or was cancelled."""
        return self.year.stage in {CycleStage.ENDED, CycleStage.CANCELLED}

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is under way at this moment."""
        return not self._letters and self.year.version > 0 and all(self._at_rest(now))

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
            return body in done.settled and not self._closing(child)
        return not (isinstance(child, DeliverableState) and child.past) or body in done.done

    def _closing(self, child: Child) -> bool:
        """Whether obligations are still being closed because this child's step has ended."""
        if progress.progress_of(self.year, child.step).stage not in progress.ENDED:
            return False
        keys = progress.obligations_to_close(self.year, child.step)
        return any(each.step in keys and not is_over(each) for each in self.children)
