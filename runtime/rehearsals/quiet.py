"""Whether a cycle is at rest: everything that is due has been done and written, so that time may pass."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

from models.acts import Decision
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, Outcome, StepKind
from planning.acts.replanning import Child
from planning.dates.timeline import PlannedStep, Timeline
from planning.foresight.simulation import body_of, is_over, next_moment
from planning.transitions import policies, progress


def moments_of(children: Iterable[Child]) -> dict[str, datetime]:
    """Return when each of these wants to be looked at again; what is over, or waits for a person alone, is left out."""
    moments = ((child.id, next_moment(child)) for child in children if not is_over(child))
    return {id_: moment for id_, moment in moments if moment is not None}


class Hearsay:
    """What the children of a year must have heard: one state of the year, its plan, and the tasks that it has given.

    `resting` names the children that have heard it all; whoever sees one of them change takes it out.
    """

    def __init__(self, year: CycleState, timeline: Timeline, tasks: frozenset[str]) -> None:
        self.year = year
        self.timeline = timeline
        self.tasks = tasks
        self.resting: set[str] = set()

    @cached_property
    def begun(self) -> frozenset[str]:
        """The children that the year has started."""
        pairs = ((plan, progress.progress_of(self.year, plan.key)) for plan in self.year.plan)
        return frozenset(
            progress.child_id(self.year.slug, plan, body, done.round)
            for plan, done in pairs
            if plan.kind is not StepKind.LETTER_PACK
            for body in done.begun
        )

    @cached_property
    def planned(self) -> dict[str, PlannedStep]:
        """The steps with their dates."""
        return {planned.step.key: planned for planned in self.timeline.steps}

    @cached_property
    def settled(self) -> dict[str, frozenset[str]]:
        """The bodies of each step whose child has ended."""
        return {done.key: frozenset(done.settled) for done in self.year.progress}

    @cached_property
    def done(self) -> dict[str, frozenset[str]]:
        """The bodies of each step whose child has reported."""
        return {done.key: frozenset(done.done) for done in self.year.progress}

    @cached_property
    def rejected(self) -> frozenset[str]:
        """The tracks that a body's rejection has ended."""
        return frozenset(
            progress.plan_of(self.year, done.key).track
            for done in self.year.progress
            if any(each.outcome is Outcome.REJECTED for each in done.outcomes)
        )


class Glance:
    """One look at a cycle's record. `is_moving`: letters are on their way."""

    def __init__(
        self,
        *,
        hearsay: Hearsay,
        children: tuple[Child, ...],
        held: frozenset[str] = frozenset(),
        moments: Mapping[str, datetime] | None = None,
        is_moving: bool = False,
    ) -> None:
        self.is_moving = is_moving
        self.year = hearsay.year
        self.held = held  # steps with letters that wait for a release
        self.children = children
        self._hearsay = hearsay
        self._moments = moments_of(children) if moments is None else moments

    @property
    def is_over(self) -> bool:
        """Whether the year has ended or was cancelled."""
        return self.year.stage in {CycleStage.ENDED, CycleStage.CANCELLED}

    def is_quiet(self, now: datetime) -> bool:
        """Whether all that is due at this moment has been recorded; its letters may still be on their way."""
        return self.year.version > 0 and all(holds() for holds in self._at_rest(now))

    def next_moment(self, now: datetime) -> datetime | None:
        """Return when the engine wants to look again."""
        own = progress.next_moment(self.year, now)
        return min([*self._moments.values(), *([own] if own else [])], default=None)

    def _at_rest(self, now: datetime) -> list[Callable[[], bool]]:
        """What must hold; what most often does not hold yet comes first, so that the rest need not be asked."""
        if self.is_over:
            return [lambda: all(is_over(child) for child in self.children)]
        return [
            lambda: (due := self.next_moment(now)) is None or due > now,
            lambda: all(child.step in self._hearsay.done for child in self.children),  # an addition begins first
            lambda: self._hearsay.begun <= {child.id for child in self.children if child.version > 0},
            lambda: not any(progress.bodies_to_begin(self.year, plan.key, now) for plan in self.year.plan),
            lambda: not progress.steps_to_ask(self.year, now),
            lambda: all(self._rests(child) for child in self.children if child.id not in self._hearsay.resting),
            lambda: not progress.is_over(self.year) or self.year.stage is CycleStage.PAUSED,
        ]

    def _rests(self, child: Child) -> bool:
        """Whether year and child know the same of each other. It is remembered, unless it hangs on other children."""
        rests = self._is_heard(child) and (is_over(child) or self._has_heard(child))
        if rests and progress.plan_of(self.year, child.step).waived_by is None:
            self._hearsay.resting.add(child.id)
        return rests

    def _has_heard(self, child: Child) -> bool:
        paused = self.year.stage is CycleStage.PAUSED
        return self._is_told(child) and not self._is_ending(child) and child.paused == paused

    def _is_heard(self, child: Child) -> bool:
        """Whether the year knows what the child has reported; of an older round it needs to know nothing."""
        done = progress.progress_of(self.year, child.step)
        body = body_of(child, self.year.lead)
        if done.round != child.round:
            return True
        if is_over(child):
            return body in self._hearsay.settled[child.step]
        return not (isinstance(child, DeliverableState) and child.past) or body in self._hearsay.done[child.step]

    def _is_told(self, child: Child) -> bool:
        """Whether the child knows the date that the year's latest plan gives it; a postponed meeting waits for one."""
        given = self._hearsay.tasks
        if isinstance(child, MeetingState) and child.decision and f"command:{child.decision.id}" not in given:
            return False
        planned = self._hearsay.planned.get(child.step)
        if planned is None:
            return True
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
        if child.round < done.round or track in self._hearsay.rejected:
            return True
        return isinstance(child, DeliverableState) and (self._is_closing(child) or self._is_lapsing(child))

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
