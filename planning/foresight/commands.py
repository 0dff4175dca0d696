"""A person's command, done by the rules alone: what a stored one will have changed when the engine has been told.

Each is asked of the rules first, as the workflow's validator does; what they refuse changes nothing.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from models.acts import (
    Acceptance,
    Act,
    Cancellation,
    Closing,
    Decision,
    DoubtSettled,
    Extension,
    ExtensionRefusal,
    ExtensionRequest,
    Move,
    Pause,
    Reinvitation,
    Release,
    Response,
    Resume,
    Return,
    Submission,
    Waiver,
)
from models.change import Change
from models.requests import DeadlineAnswer, Reported
from models.states import DeliverableState, MeetingState
from models.vocabulary import CycleStage, LetterKind, Outcome, StepKind, letter_key, step_id
from planning.acts import held_back, permitted
from planning.acts.replanning import Child
from planning.dates.timeline import Timeline
from planning.foresight.simulation import Simulation, body_of, cancelled, is_over
from planning.transitions import hearing, meeting, notices, obligation, orders, progress, schedules
from planning.transitions.transition import secretary


class _Deed(NamedTuple):
    """An update of an obligation, meeting or hearing: its message, its rule, and what it changes."""

    act: type[Act]
    rule: Callable[[Any, Any], None]
    change: Callable[[Any, Any, Timeline], Change]


class _Order(NamedTuple):
    """An update of the year."""

    act: type[Act]
    do: Callable[[Simulation, Any], None]


def child_after(child: Child, name: str, payload: dict[str, Any], timeline: Timeline) -> Change:
    """Return what an update of this name does to a child; raises NotPermitted."""
    deed = _DEEDS[name]
    act = deed.act.model_validate(payload)
    deed.rule(child, act)
    return deed.change(child, act, timeline)


def do(simulation: Simulation, workflow_id: str, name: str, payload: dict[str, Any]) -> None:
    """Let a simulated year and its children take one update, with all that follows at once; raises NotPermitted.

    Raises Unresolvable too, when a date cannot be. An update of what the simulation does not know changes nothing.
    """
    if name in _ORDERS:
        order = _ORDERS[name]
        order.do(simulation, order.act.model_validate(payload))
    elif child := simulation.children.get(workflow_id):
        change = child_after(child, name, payload, simulation.timeline)
        simulation.apply(workflow_id, change)
        _replan_if_postponed(simulation, change)
    simulation.settle()


def deadline_answer(
    timeline: Timeline,
    state: DeliverableState,
    at: datetime,
    *,
    granted: date | None = None,
    returned: date | None = None,
) -> DeadlineAnswer:
    """Return the schedule that follows for an obligation from an extension or a return date given at this instant."""
    granted, returned = granted or state.granted, returned or state.returned
    step = next((each.step for each in timeline.steps if each.step.key == state.step), None)
    schedule = (
        schedules.obligation_schedule(timeline, step, state.body, state.step_on, granted, returned)
        if step
        else schedules.addition_schedule(timeline, state.body, state.step_on, granted, returned)
    )
    return DeadlineAnswer(
        schedule=schedule, suspended_until=orders.suspended_until(timeline, at, state.schedule.deadline)
    )


def pause(simulation: Simulation, act: Pause) -> None:
    """Letters and ladders stop, also those of every child."""
    permitted.pause(simulation.state, act)
    simulation.state = progress.advanced(simulation.state, stage=CycleStage.PAUSED)
    simulation.letters.pause()
    for child in _running(simulation):
        simulation.apply(child.id, _paused(child))


def resume(simulation: Simulation, act: Resume) -> None:
    """Letters and ladders go on."""
    permitted.resume(simulation.state, act)
    simulation.state = progress.resumed(simulation.state, act.letters_from)
    simulation.letters.go_on()
    for child in _running(simulation):
        simulation.apply(child.id, _resumed(child, act))


def _resume_and_climb(simulation: Simulation, act: Resume) -> None:
    """What has passed meanwhile is done at once, unless its letters wait."""
    resume(simulation, act)
    simulation.climb()


def cancel(simulation: Simulation, act: Cancellation) -> None:
    """Nothing that has not ended will happen; everyone concerned gets one letter."""
    permitted.cancellation(simulation.state, act)
    running = _running(simulation)
    simulation.letters.go_on(notices.FAREWELLS)
    simulation.letters += notices.cycle_cancelled(simulation.state, act)
    simulation.state = progress.cancelled(simulation.state)
    for child in running:
        simulation.apply(child.id, cancelled(child, act.at, act.id, act.reason))


def move(simulation: Simulation, act: Move) -> None:
    """The step gets its new date, and everything that hangs on it follows."""
    permitted.move(simulation.state, act)
    simulation.replan(act.step, act.body, act.to, act.id, hour=act.hour, reason=act.reason)


def release(simulation: Simulation, act: Release) -> None:
    """Held letters leave that are still true; the obligations that a pack's letter asks for begin."""
    permitted.release(simulation.state, act)
    held = simulation.letters.take_held(act.keys)
    simulation.letters.release(held_back.still_leaving(held, simulation.letters, simulation.children, act.at))
    state = simulation.state
    for plan in (each for each in state.plan if each.kind is StepKind.LETTER_PACK):
        id_ = step_id(state.slug, plan.key, None, progress.progress_of(state, plan.key).round)
        keys = {body: letter_key(id_, LetterKind.CHALLENGE, "pack", str(secretary(body))) for body in plan.bodies}
        released = [body for body, key in keys.items() if key in act.keys]
        if released:
            simulation.state = progress.released(simulation.state, plan.key, released)


def _settle_doubt(_simulation: Simulation, _act: DoubtSettled) -> None:
    """A word on a letter changes no state."""


def _replan_if_postponed(simulation: Simulation, change: Change) -> None:
    """A postponed meeting is not over, so its change reports nothing; the year hears of the decision all the same."""
    state = change.state
    if isinstance(state, MeetingState) and state.decision and state.decision.outcome is Outcome.POSTPONED:
        body = body_of(state, simulation.state.lead)
        told = Reported(id=state.id, step=state.step, body=body, round=state.round, decision=state.decision)
        simulation.hear(told)


def _running(simulation: Simulation) -> list[Child]:
    known = (simulation.children.get(each) for each in progress.running_children(simulation.state))
    return [child for child in known if child is not None and not is_over(child)]


def _paused(child: Child) -> Change:
    if isinstance(child, DeliverableState):
        return obligation.paused(child)
    return meeting.paused(child) if isinstance(child, MeetingState) else hearing.paused(child)


def _resumed(child: Child, act: Resume) -> Change:
    if isinstance(child, DeliverableState):
        return obligation.resumed(child, act.letters_from)
    if isinstance(child, MeetingState):
        return meeting.resumed(child, act.letters_from)
    return hearing.resumed(child, act.letters_from)


def _extended(state: DeliverableState, act: Extension, timeline: Timeline) -> Change:
    return obligation.extended(state, act, deadline_answer(timeline, state, act.at, granted=act.until))


def _requested(state: DeliverableState, act: ExtensionRequest, timeline: Timeline) -> Change:
    return obligation.extension_requested(state, act, deadline_answer(timeline, state, act.at, granted=act.until))


def _returned(state: DeliverableState, act: Return, timeline: Timeline) -> Change:
    return obligation.returned(state, act, deadline_answer(timeline, state, act.at, returned=act.until))


def _plain(change: Callable[[Any, Any], Change]) -> Callable[[Any, Any, Timeline], Change]:
    return lambda state, act, _: change(state, act)


_DEEDS = {
    "submit": _Deed(Submission, permitted.submission, _plain(obligation.submitted)),
    "extend": _Deed(Extension, permitted.extension, _extended),
    "request_extension": _Deed(ExtensionRequest, permitted.extension_request, _requested),
    "refuse_extension": _Deed(ExtensionRefusal, permitted.extension_refusal, _plain(obligation.extension_refused)),
    "waive": _Deed(Waiver, permitted.waiver, _plain(obligation.waived)),
    "send_back": _Deed(Return, permitted.sending_back, _returned),
    "accept": _Deed(Acceptance, permitted.acceptance, _plain(obligation.accepted)),
    "decide": _Deed(Decision, permitted.decision, _plain(meeting.decided)),
    "reinvite": _Deed(Reinvitation, meeting.reinvitation_permitted, _plain(meeting.reinvited)),
    "respond": _Deed(Response, permitted.response, _plain(hearing.responded)),
    "close": _Deed(Closing, permitted.closing, _plain(hearing.closed)),
}

_ORDERS = {
    "pause": _Order(Pause, pause),
    "resume": _Order(Resume, _resume_and_climb),
    "cancel": _Order(Cancellation, cancel),
    "move": _Order(Move, move),
    "release": _Order(Release, release),
    "settle_doubt": _Order(DoubtSettled, _settle_doubt),
}

NAMES = frozenset({*_DEEDS, *_ORDERS})
"""Every update that can be done by the rules alone: all that the workflows take."""
