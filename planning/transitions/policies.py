"""Status accounts are due under a policy: when another one replaces it, what has not been handed in is waived."""

from models.acts import Decision, Waiver
from models.states import CycleState
from planning.transitions import progress
from planning.transitions.transition import ENGINE

REASON = "Politikken er afløst af en ny. / A new policy has replaced the old one."
"""Why the year waives: one text for every body, for a waiver's reason has no language."""


def waived_by(state: CycleState, decided_step: str) -> tuple[str, ...]:
    """Return the status accounts whose policy this step has replaced: none before every body of it has passed it."""
    if not progress.gate_passed(state, decided_step):
        return ()
    return tuple(plan.key for plan in state.plan if plan.waived_by == decided_step)


def waiver(decision: Decision) -> Waiver:
    """Return what the year tells each obligation that has begun; `planning.transitions.obligation.lapsed` takes it."""
    return Waiver(id=f"{decision.id}:policy", by=ENGINE, at=decision.at, reason=REASON)


def without_duty(state: CycleState, step: str) -> CycleState:
    """Bodies whose obligation has not begun owe nothing any more: the step does not wait for them."""
    plan, known = progress.plan_of(state, step), progress.progress_of(state, step)
    free = tuple(body for body in plan.bodies if body not in known.begun)
    if known.stage in progress.ENDED or not free:
        return state
    state = progress.with_progress(
        state, step, begun=(*known.begun, *free), done=(*known.done, *free), settled=(*known.settled, *free)
    )
    return progress.finished_if_complete(state, step)
