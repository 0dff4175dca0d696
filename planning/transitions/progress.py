"""The year's own logic: which step may open, what a child's report changes, when the cycle is over.

Pure transitions over `CycleState`, used by the workflow `AnnualCycle` and by the forecast alike. The rules are those of
"Steps" in `docs/rules.md`: `gate` wants a passing decision, `after` a finished predecessor, `needs` never blocks.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from typing import Any

from models.requests import Reported
from models.states import BodyOutcome, CycleState, StepPlan, StepProgress
from models.vocabulary import (
    DECIDING_KINDS,
    PASSING,
    CycleStage,
    Outcome,
    StepKind,
    StepStage,
    step_id,
)

ENDED = frozenset({StepStage.FINISHED, StepStage.DECIDED, StepStage.ENDED})


def plan_of(state: CycleState, step: str) -> StepPlan:
    """Return the plan of a step; raises KeyError."""
    for plan in state.plan:
        if plan.key == step:
            return plan
    raise KeyError(step)


def progress_of(state: CycleState, step: str) -> StepProgress:
    """Return the progress of a step; raises KeyError."""
    for progress in state.progress:
        if progress.key == step:
            return progress
    raise KeyError(step)


def advanced(state: CycleState, **changes: Any) -> CycleState:
    """Return the state with its changes and the next version."""
    return state.model_copy(update={"version": state.version + 1, **changes})


def with_progress(state: CycleState, step: str, **changes: Any) -> CycleState:
    """Return the state in which one step's progress has changed."""
    changed = tuple(p.model_copy(update=changes) if p.key == step else p for p in state.progress)
    return advanced(state, progress=changed)


def dependencies_open(state: CycleState, step: str) -> bool:
    """Whether gates have passed, predecessors are finished, and no blocking addition is still due.

    A blocking addition holds the cycle as a predecessor would: until it is settled or past its deadline.
    """
    plan = plan_of(state, step)
    return (
        all(gate_passed(state, gate) for gate in plan.gate)
        and all(progress_of(state, each).stage in ENDED for each in plan.after)
        and not any(key != step and progress_of(state, key).stage not in ENDED for key in state.blocking)
    )


def gate_passed(state: CycleState, step: str) -> bool:
    """Whether every body of the gate has recorded a passing decision."""
    progress, plan = progress_of(state, step), plan_of(state, step)
    decided = {each.body for each in progress.outcomes if each.outcome in PASSING}
    return progress.stage is StepStage.DECIDED and set(plan.bodies) <= decided


def bodies_to_begin(state: CycleState, step: str, now: datetime) -> tuple[str, ...]:
    """Return the bodies whose child (or letter) may begin now: none while anything holds the step back.

    An obligation begins per body, when that body's letter has been released.
    """
    plan, progress = plan_of(state, step), progress_of(state, step)
    held = plan.fuzzy or _is_quiet(state, now) or (plan.begins is not None and now < plan.begins)
    if state.stage is not CycleStage.RUNNING or progress.stage in ENDED or held or not dependencies_open(state, step):
        return ()
    begun = frozenset(progress.begun)  # there can be thousands
    ready = frozenset(progress_of(state, plan.letter).released if plan.letter else plan.bodies)
    return tuple(body for body in plan.bodies if body in ready and body not in begun)


def next_moment(state: CycleState, now: datetime) -> datetime | None:
    """Return when a step that only waits for its own moment begins, or a fuzzy one is asked for."""
    moments = [plan.begins for plan in state.plan if _waits_for_its_moment(state, plan, now) and plan.begins]
    moments += [plan.ask_at for plan in state.plan if _waits_to_be_asked(state, plan) and plan.ask_at]
    moments += [state.quiet_until] if state.quiet_until and state.stage is CycleStage.RUNNING else []
    return min((moment for moment in moments if moment > now), default=None)


def steps_to_ask(state: CycleState, now: datetime) -> tuple[str, ...]:
    """Return the fuzzy steps whose day the secretariat is asked for now.

    Ten working days before the window opens; without any window, when the step holds back the year.
    """
    return tuple(
        plan.key
        for plan in state.plan
        if _waits_to_be_asked(state, plan)
        and not _is_quiet(state, now)
        and (now >= plan.ask_at if plan.ask_at else dependencies_open(state, plan.key))
    )


def asked(state: CycleState, step: str) -> CycleState:
    """The secretariat has been asked to sharpen this step's date."""
    return with_progress(state, step, asked=True)


def begun(state: CycleState, step: str, bodies: Iterable[str]) -> CycleState:
    """Children of these bodies have been started."""
    progress = progress_of(state, step)
    return with_progress(state, step, stage=StepStage.OPEN, begun=_union(progress.begun, bodies))


def released(state: CycleState, step: str, bodies: Iterable[str]) -> CycleState:
    """Letters of a pack have been released; the pack is finished with its last body."""
    progress, plan = progress_of(state, step), plan_of(state, step)
    now = _union(progress.released, bodies)
    stage = StepStage.FINISHED if set(plan.bodies) <= set(now) else StepStage.OPEN
    return with_progress(state, step, stage=stage, released=now, begun=_union(progress.begun, bodies))


def reported(state: CycleState, report: Reported) -> CycleState:
    """A child has reported; a report of an older round, one heard before, or of a postponed meeting changes nothing.

    Of a step that was ended from outside only the child's own end is noted.
    """
    progress = progress_of(state, report.step)
    if report.round != progress.round or (report.decision and report.decision.outcome is Outcome.POSTPONED):
        return state
    if progress.stage is StepStage.ENDED:
        settled = _union(progress.settled, [report.body])
        return state if settled == progress.settled else with_progress(state, report.step, settled=settled)
    outcomes = progress.outcomes
    if report.decision and report.body not in {each.body for each in outcomes}:
        outcomes = (*outcomes, BodyOutcome(body=report.body, outcome=report.decision.outcome))
    done = _union(progress.done, [report.body])
    settled = _union(progress.settled, [report.body] if report.settled else [])
    if (outcomes, done, settled) == (progress.outcomes, progress.done, progress.settled):
        return state
    state = with_progress(state, report.step, outcomes=outcomes, done=done, settled=settled)
    return finished_if_complete(state, report.step)


def finished_if_complete(state: CycleState, step: str) -> CycleState:
    """A step ends with the last of its bodies: decided if it decides, else finished."""
    plan, progress = plan_of(state, step), progress_of(state, step)
    if progress.stage in ENDED or not set(plan.bodies) <= set(progress.done):
        return state
    stage = StepStage.DECIDED if plan.kind in DECIDING_KINDS else StepStage.FINISHED
    return with_progress(state, step, stage=stage)


def needed_by(state: CycleState, step: str) -> tuple[str, ...]:
    """Return the steps that need this one's obligations."""
    return tuple(plan.key for plan in state.plan if step in plan.needs)


def still_needed(state: CycleState, step: str) -> bool:
    """Whether a step that has not ended needs this one's obligations. If none does, they close with their last rung."""
    return any(progress_of(state, each).stage not in ENDED for each in needed_by(state, step))


def obligations_to_close(state: CycleState, decided_step: str) -> tuple[str, ...]:
    """Return the obligation steps whose last needing step has now ended."""
    needed = plan_of(state, decided_step).needs
    return tuple(
        key for key in needed if all(progress_of(state, each).stage in ENDED for each in needed_by(state, key))
    )


def children_of(state: CycleState, step: str) -> tuple[str, ...]:
    """Return the workflow ids of a step's begun children that have not ended."""
    plan, progress = plan_of(state, step), progress_of(state, step)
    if plan.kind is StepKind.LETTER_PACK:
        return ()
    settled = frozenset(progress.settled)
    return tuple(child_id(state.slug, plan, body, progress.round) for body in progress.begun if body not in settled)


def child_id(slug: str, plan: StepPlan, body: str, round_: int) -> str:
    """Return the workflow id of one child of a step. A hearing has one child, whichever bodies it concerns."""
    return step_id(slug, plan.key, None if plan.kind is StepKind.HEARING else body, round_)


def running_children(state: CycleState) -> tuple[str, ...]:
    """Return the workflow ids of every child that has not ended."""
    return tuple(dict.fromkeys(child for plan in state.plan for child in children_of(state, plan.key)))


def with_addition(state: CycleState, plan: StepPlan, blocking: bool) -> CycleState:
    """An addition's obligation joins the year as a step of its own, begun."""
    progress = StepProgress(key=plan.key, stage=StepStage.OPEN, begun=plan.bodies)
    return advanced(
        state,
        plan=(*state.plan, plan),
        progress=(*state.progress, progress),
        blocking=(*state.blocking, plan.key) if blocking else state.blocking,
    )


def dated_apart(plan: StepPlan) -> bool:
    """Whether a move may concern one body of this step alone; of a hearing it may be one class, or its end."""
    return len(plan.bodies) > 1 or plan.kind is StepKind.HEARING


def addition_key(state: CycleState) -> str:
    """Return the key of the next addition's step."""
    known = {plan.key for plan in state.plan}
    return next(key for number in count(1) if (key := f"addition-{number}") not in known)


def track_ended(state: CycleState, step: str) -> CycleState:
    """A rejection ends the track: whatever of it has not ended will not happen."""
    track = plan_of(state, step).track
    return _ended(state, lambda plan: plan.track == track)


def resumed(state: CycleState, letters_from: datetime | None) -> CycleState:
    """Letters go on; nothing opens before they leave again."""
    return advanced(state, stage=CycleStage.RUNNING, quiet_until=letters_from)


def quieted(state: CycleState, until: datetime) -> CycleState:
    """Nothing opens before this instant, when letters leave again."""
    return advanced(state, quiet_until=until)


def cancelled(state: CycleState) -> CycleState:
    """The cycle is cancelled: nothing that has not ended will happen."""
    return _ended(state, lambda _: True).model_copy(update={"stage": CycleStage.CANCELLED})


def is_over(state: CycleState) -> bool:
    """Whether every step has ended and every begun child too."""
    return all(p.stage in ENDED for p in state.progress) and not running_children(state)


def ended(state: CycleState) -> CycleState:
    """The year is over."""
    return advanced(state, stage=CycleStage.ENDED)


def _ended(state: CycleState, concerned: Callable[[StepPlan], bool]) -> CycleState:
    keys = {plan.key for plan in state.plan if concerned(plan)}
    progress = tuple(
        p.model_copy(update={"stage": StepStage.ENDED}) if p.key in keys and p.stage not in ENDED else p
        for p in state.progress
    )
    return advanced(state, progress=progress)


def _waits_for_its_moment(state: CycleState, plan: StepPlan, now: datetime) -> bool:
    progress = progress_of(state, plan.key)
    return progress.stage is StepStage.WAITING and not plan.fuzzy and dependencies_open(state, plan.key)


def _waits_to_be_asked(state: CycleState, plan: StepPlan) -> bool:
    progress = progress_of(state, plan.key)
    return (
        plan.fuzzy and not progress.asked and progress.stage is StepStage.WAITING and state.stage is CycleStage.RUNNING
    )


def _is_quiet(state: CycleState, now: datetime) -> bool:
    return state.quiet_until is not None and now < state.quiet_until


def _union(old: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*old, *new]))
