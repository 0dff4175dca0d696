"""Rounds: what a decision that sends back opens again, and everything that has begun in any round."""

from collections.abc import Iterable

from models.states import CycleState, StepProgress
from models.vocabulary import DECIDING_KINDS, OBLIGATION_KINDS, StepKind, StepStage
from planning.transitions import progress


def reopened_by(state: CycleState, step: str) -> str:
    """Return the step that a sent-back decision of `step` reopens: `back_to`, or the lead committee's last reading."""
    plan = progress.plan_of(state, step)
    if plan.back_to:
        return plan.back_to
    before = state.plan[: [each.key for each in state.plan].index(step)]
    readings = [
        p.key for p in before if p.kind in DECIDING_KINDS and p.bodies == (state.lead,) and p.track == plan.track
    ]
    return readings[-1] if readings else step


def downstream(state: CycleState, step: str) -> tuple[str, ...]:
    """Return the step and every meeting or hearing that comes after it, in the plan's order."""
    found = {step}
    for _ in state.plan:
        found |= {p.key for p in state.plan if found & {*p.gate, *p.after} and p.kind not in OBLIGATION_KINDS}
    return tuple(p.key for p in state.plan if p.key in found and p.kind is not StepKind.LETTER_PACK)


def reopened(state: CycleState, steps: Iterable[str]) -> CycleState:
    """These steps wait again, in their next round; steps that had not begun keep theirs."""
    chosen = set(steps)
    return progress.advanced(state, progress=tuple(_next_round(p) if p.key in chosen else p for p in state.progress))


def children_ever(state: CycleState) -> tuple[str, ...]:
    """Return the workflow ids of every child that has begun, in any round: also of those that have ended."""
    found = []
    for plan in (each for each in state.plan if each.kind is not StepKind.LETTER_PACK):
        known = progress.progress_of(state, plan.key)
        for round_ in range(1, known.round + 1):
            bodies = known.begun if round_ == known.round else plan.bodies
            found += [progress.child_id(state.slug, plan, body, round_) for body in bodies]
    return tuple(dict.fromkeys(found))


def _next_round(known: StepProgress) -> StepProgress:
    if known.stage is StepStage.WAITING:
        return known
    return StepProgress(key=known.key, round=known.round + 1)
