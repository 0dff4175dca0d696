"""What holds a year back: every step that has not ended, and what it waits for."""

from collections.abc import Iterator
from typing import NamedTuple

from models.messages import CycleState, StepPlan
from planning import progress


class Wait(NamedTuple):
    """A step that has not ended. `reason` names steps, bodies that have begun and not ended, or `?` for its own day."""

    step: str
    reason: str


def waits_of(state: CycleState) -> Iterator[Wait]:
    """Yield every step that has not ended, or whose obligations have not."""
    for plan in state.plan:
        if not _has_ended(state, plan.key) or progress.children_of(state, plan.key):
            yield Wait(plan.key, _why(state, plan))


def _why(state: CycleState, plan: StepPlan) -> str:
    known = progress.progress_of(state, plan.key)
    letter = progress.plan_of(state, plan.letter) if plan.letter else None
    missing = [gate for gate in plan.gate if not progress.gate_passed(state, gate)]
    missing += [each for each in plan.after if not _has_ended(state, each)]
    missing += [each for each in state.blocking if each != plan.key and not _has_ended(state, each)]
    if letter and not set(plan.bodies) <= set(progress.progress_of(state, letter.key).released):
        missing.append(letter.key)
    if plan.fuzzy:
        missing.append("?")
    return ", ".join(dict.fromkeys(missing or [body for body in known.begun if body not in known.settled])) or "–"


def _has_ended(state: CycleState, step: str) -> bool:
    return progress.progress_of(state, step).stage in progress.ENDED
