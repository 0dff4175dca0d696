"""A year lived by the rules alone: the workflows' transitions, driven by a calendar instead of a clock.

Used by the forecast. What people do comes from a `Scenario`; what the engine does comes from the same pure functions.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from models.acts import Decision
from models.change import Change, Task
from models.letters import LetterOrder
from models.requests import AdditionQuestion, Moved, ReplanQuestion, Reported, StepQuestion
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, LetterKind, Outcome, StepKind
from planning.acts.replanning import Child, replan
from planning.dates.resolver import resolve
from planning.dates.timeline import Pin, Timeline
from planning.dates.workdays import Workdays
from planning.foresight import outages
from planning.foresight.moments import Moments
from planning.foresight.outgoing import Outgoing
from planning.transitions import hearing, meeting, notices, obligation, orders, policies, progress, rounds


class Simulation:
    """One cycle at one moment, which the rules carry forward. `letters` grows with every letter that would leave."""

    def __init__(
        self,
        timeline: Timeline,
        state: CycleState,
        now: datetime,
        *,
        children: Iterable[Child] = (),
        pins: tuple[Pin, ...] = (),
        held: Iterable[LetterOrder] = (),
    ) -> None:
        self.timeline = timeline
        self.state = state
        self.now = now
        self.reached = now  # what falls due up to here has happened; acts of an instant precede what falls due at it
        self.pins = pins
        self.children: dict[str, Child] = {child.id: child for child in children}
        self.letters = Outgoing(timeline.definition.cycle.hold, paused=state.stage is CycleStage.PAUSED)
        self.letters.held += held
        self.tasks: list[Task] = []
        self._moments = Moments(self.children, next_moment)

    def next_moment(self) -> datetime | None:
        """Return when the engine wants to look again."""
        own = progress.next_moment(self.state, self.reached)
        return min([*self._moments.known().values(), *([own] if own else [])], default=None)

    def climb(self) -> None:
        """Let every child climb what is due now, and the year open what may open."""
        opens = progress.next_moment(self.state, self.reached)
        self.reached = max(self.reached, self.now)
        workdays = Workdays.of(self.timeline.definition)
        self.state = outages.year_waiting(self.state, opens, self.now, workdays)
        moments = dict(self._moments.known())
        for child in self._sorted():
            moment = moments.get(child.id)
            if moment is not None and moment <= self.now and not is_over(child):
                late = outages.waiting(child, moment, self.now, workdays)
                self.apply(child.id, late or climbed(child, self.now))
        self.settle()

    def settle_act(self) -> None:
        """Open what an act lets open; what falls due at this very instant still waits for its other acts."""
        self.reached = max(self.reached, self.now - timedelta.resolution)
        self.settle()

    def settle(self) -> None:
        """Open steps until nothing more opens."""
        while self._open_one():
            pass
        for step in progress.steps_to_ask(self.state, self.reached):
            letter, task = notices.day_wanted(self.state, step, self.now)
            self.state = progress.asked(self.state, step)
            self.letters.append(letter)
            self.tasks.append(task)
        if self.state.stage is CycleStage.RUNNING and progress.is_over(self.state):
            self.state = progress.ended(self.state)

    def apply(self, child_id: str, change: Change) -> None:
        """Take a child's change: its letters, its new state, and what it reports to the year."""
        before, after = self.children[child_id], change.state
        assert not isinstance(after, CycleState)
        self._put(after)
        self.letters += change.letters
        self.tasks += change.tasks
        for report in reports(before, after, self.state.lead):
            self.hear(report)

    def _put(self, child: Child) -> None:
        self.children[child.id] = child
        self._moments.changed(child.id)

    def hear(self, report: Reported) -> None:
        """Let the year take a child's report, with all that a decision brings."""
        if report.round != progress.progress_of(self.state, report.step).round:
            return
        decision = report.decision
        if decision and decision.outcome is Outcome.POSTPONED:
            self.replan(report.step, report.body, decision.to, decision.id)
            return
        if decision and decision.outcome is Outcome.SENT_BACK:
            self._send_back(report.step, decision)
            return
        ended_before = _ended_steps(self.state)
        self.state = progress.reported(self.state, report)
        if decision and decision.addition:
            self._add(report.step, decision)
        if decision and decision.outcome is Outcome.REJECTED:
            self._end_track(report.step, decision)
        for step in sorted(_ended_steps(self.state) - ended_before):
            if decision:
                self._waive(step, decision)
            self._close_obligations(step)

    def replan(
        self,
        step: str,
        body: str | None,
        to: date | None,
        command: str,
        *,
        hour: time | None = None,
        reason: str = "",
    ) -> None:
        """Give a step another date (None: its body's next meeting) and tell every child that it concerns."""
        question = ReplanQuestion(
            state=self.state,
            step=step,
            body=body if progress.dated_apart(progress.plan_of(self.state, step)) else None,
            to=to,
            hour=hour,
            at=self.now,
            command=command,
            reason=reason,
        )
        definition, year = self.timeline.definition, self.timeline.year
        open_children = [child for child in self.children.values() if not is_over(child)]
        planned, self.pins = replan(definition, year, self.pins, question, open_children)
        self.timeline = resolve(definition, year, self.pins)
        self.state = progress.advanced(self.state, plan=planned.plan, sequence=self.state.sequence + 1)
        self.tasks += planned.tasks
        for move in planned.moved:
            self.apply(move.id, moved(self.children[move.id], move))

    def _open_one(self) -> bool:
        for plan in self.state.plan:
            bodies = progress.bodies_to_begin(self.state, plan.key, self.reached)
            if bodies:
                self._open(plan.key, bodies)
                return True
        return False

    def _open(self, step: str, bodies: tuple[str, ...]) -> None:
        plan = progress.plan_of(self.state, step)
        round_ = progress.progress_of(self.state, step).round
        needed = progress.still_needed(self.state, step)
        question = StepQuestion(
            cycle=self.state.slug, step=step, round=round_, at=self.now, bodies=bodies, needed=needed
        )
        found = orders.step_orders(self.timeline, question, self.state.offset)
        self.letters += found.letters
        if plan.kind is StepKind.LETTER_PACK:
            held = LetterKind.CHALLENGE in self.timeline.definition.cycle.hold
            self.state = (progress.begun if held else progress.released)(self.state, step, bodies)
            return
        self.state = progress.begun(self.state, step, bodies)
        for child in found.children:
            self._begin(child)

    def _begin(self, child: Child) -> None:
        if self.state.stage is CycleStage.PAUSED:
            child = child.model_copy(update={"paused": True})
        self._put(child)
        self.apply(child.id, opened(child, self.now))
        begun = self.children[child.id]
        moment = next_moment(begun)
        if moment is not None and moment <= self.now and not is_over(begun):
            self.apply(child.id, climbed(begun, self.now))

    def _add(self, step: str, decision: Decision) -> None:
        key = progress.addition_key(self.state)
        secretariat = self.timeline.definition.cycle.secretariat
        question = AdditionQuestion(
            cycle=self.state.slug, step=key, decision=decision, secretariat=secretariat, at=self.now
        )
        order = orders.addition_order(self.timeline, question, self.state.offset)
        track = progress.plan_of(self.state, step).track
        self.state = progress.with_addition(self.state, orders.addition_plan(order, track), order.blocking)
        self._begin(order)

    def _send_back(self, step: str, decision: Decision) -> None:
        back_to = rounds.reopened_by(self.state, step)
        steps = tuple(dict.fromkeys([*rounds.downstream(self.state, back_to), step]))
        begun = [child for each in steps for child in progress.children_of(self.state, each)]
        self.state = rounds.reopened(self.state, steps)
        self._cancel([self.children[child] for child in begun], decision)
        self.replan(back_to, None, None, decision.id)

    def _end_track(self, step: str, decision: Decision) -> None:
        track = progress.plan_of(self.state, step).track
        concerned = {plan.key for plan in self.state.plan if plan.track == track}
        self.state = progress.track_ended(self.state, step)
        self._cancel([child for child in self._sorted() if child.step in concerned], decision)
        self.letters += notices.track_ended(self.state, step, decision)

    def _cancel(self, children: list[Child], decision: Decision) -> None:
        for child in children:
            if not is_over(child):
                self.apply(child.id, cancelled(child, self.now, decision.id, decision.text))

    def _waive(self, step: str, decision: Decision) -> None:
        for key in policies.waived_by(self.state, step):
            for child in self._obligations(key):
                self.apply(child.id, obligation.lapsed(child, policies.waiver(decision)))
            self.state = policies.without_duty(self.state, key)

    def _close_obligations(self, step: str) -> None:
        for key in progress.obligations_to_close(self.state, step):
            for child in self._obligations(key):
                self.apply(child.id, obligation.closed(child, self.now))

    def _obligations(self, step: str) -> list[DeliverableState]:
        found = [child for child in self._sorted() if isinstance(child, DeliverableState)]
        return [child for child in found if child.step == step and not is_over(child)]

    def _sorted(self) -> list[Child]:
        return sorted(self.children.values(), key=lambda each: each.id)


def next_moment(child: Child) -> datetime | None:
    """Return when a child of any shape wants to be looked at again."""
    if isinstance(child, DeliverableState):
        return None if obligation.is_over(child) else obligation.next_moment(child)
    if isinstance(child, MeetingState):
        return None if meeting.is_over(child) else meeting.next_moment(child)
    return hearing.next_moment(child)


def opened(child: Child, now: datetime) -> Change:
    """Begin a child of any shape."""
    if isinstance(child, DeliverableState):
        return obligation.opened(child, now)
    return meeting.opened(child, now) if isinstance(child, MeetingState) else hearing.opened(child, now)


def climbed(child: Child, now: datetime) -> Change:
    """Let a child of any shape climb what is due."""
    if isinstance(child, DeliverableState):
        return obligation.climbed(child, now)
    return meeting.climbed(child, now) if isinstance(child, MeetingState) else hearing.climbed(child, now)


def moved(child: Child, move: Moved) -> Change:
    """Move a child of any shape."""
    if isinstance(child, DeliverableState):
        return obligation.moved(child, move)
    return meeting.moved(child, move) if isinstance(child, MeetingState) else hearing.moved(child, move)


def cancelled(child: Child, now: datetime, cause: str, reason: str) -> Change:
    """Cancel a child of any shape."""
    if isinstance(child, MeetingState):
        return meeting.cancelled(child, now, cause, reason)
    if isinstance(child, HearingState):
        return hearing.cancelled(child, now, cause, reason)
    return obligation.cancelled(child, now)


def is_over(child: Child) -> bool:
    """Whether nothing can happen to a child of any shape any more."""
    if isinstance(child, DeliverableState):
        return obligation.is_over(child)
    return meeting.is_over(child) if isinstance(child, MeetingState) else hearing.is_over(child)


def body_of(child: Child, lead: str) -> str:
    """Return the body under which the year knows this child; a hearing is the lead committee's."""
    return lead if isinstance(child, HearingState) else child.body


def reports(before: Child, after: Child, lead: str) -> list[Reported]:
    """Return what a change of a child tells the year."""
    told = Reported(id=after.id, step=after.step, body=body_of(after, lead), round=after.round)
    if isinstance(after, DeliverableState) and isinstance(before, DeliverableState):
        if is_over(after):
            return [told]
        return [told.model_copy(update={"settled": False})] if after.past and not before.past else []
    if isinstance(after, MeetingState):
        return [told.model_copy(update={"decision": after.decision})] if is_over(after) else []
    return [told] if is_over(after) else []


def _ended_steps(state: CycleState) -> set[str]:
    return {each.key for each in state.progress if each.stage in progress.ENDED}
