"""A scenario's act, done by the rules alone: permitted or refused, then the transition."""

from models.acts import (
    Acceptance,
    Addition,
    Amendment,
    Cancellation,
    Closing,
    Decision,
    Extension,
    ExtensionRefusal,
    ExtensionRequest,
    Move,
    Pause,
    Release,
    Response,
    Resume,
    Return,
    Submission,
    Waiver,
)
from models.change import Change
from models.requests import DeadlineAnswer, Reported
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import Outcome, step_id
from planning.acts import meeting_days, permitted, releasing
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from planning.dates.workdays import Workdays
from planning.foresight import commands
from planning.foresight.commands import deadline_answer
from planning.foresight.simulation import Simulation, body_of
from planning.scenarios.scenario import FIRST_TO_RELEASE, OF_THE_YEAR, Happening
from planning.transitions import hearing, meeting, obligation, schedules


def do(simulation: Simulation, happening: Happening, command: str) -> None:
    """Do one act at the simulation's moment; raises NotPermitted as the desk would, or the engine after it."""
    try:
        _do(simulation, happening, command)
    except Unresolvable as error:
        found = [finding.sentence for finding in error.findings]
        raise NotPermitted(" ".join(each.da for each in found), " ".join(each.en for each in found)) from error
    finally:
        simulation.settle_act()


def _do(simulation: Simulation, happening: Happening, command: str) -> None:
    if happening.act == "move":
        _move(simulation, happening, command)
    elif happening.act == "release":
        _release(simulation, happening, command)
    elif happening.act in OF_THE_YEAR:
        _order(simulation, happening, command)
    elif happening.act == "decide":
        _decide(simulation, happening, command)
    elif happening.act in {"respond", "close"}:
        _answer(simulation, happening, command)
    else:
        state = obligation_of(simulation, happening)
        simulation.apply(state.id, _change(simulation, state, happening, command))


def obligation_of(simulation: Simulation, happening: Happening) -> DeliverableState:
    """Return the obligation that the act is about, in its latest round."""
    latest = max((each.round for each in simulation.state.progress if each.key == happening.step), default=0)
    for round_ in range(latest, 0, -1):
        child = simulation.children.get(step_id(simulation.state.slug, happening.step, happening.body, round_))
        if isinstance(child, DeliverableState):
            return child
    raise _not_begun(happening)


def _change(simulation: Simulation, state: DeliverableState, happening: Happening, command: str) -> Change:
    said = {"id": command, "by": "scenario", "at": simulation.now}
    if happening.act == "submit":
        late = obligation.late_at(state, simulation.now)
        submission = Submission(**said, version=state.versions + 1, late=late)
        permitted.submission(state, submission)
        return obligation.submitted(state, submission)
    if happening.act == "waive":
        waiver = Waiver(**said, reason=happening.reason)
        permitted.waiver(state, waiver)
        return obligation.waived(state, waiver)
    if happening.act == "accept":
        acceptance = Acceptance(**said)
        permitted.acceptance(state, acceptance)
        return obligation.accepted(state, acceptance)
    return _about_deadline(simulation, state, happening, said)


def _about_deadline(
    simulation: Simulation, state: DeliverableState, happening: Happening, said: dict[str, object]
) -> Change:
    if happening.act == "refuse":
        refusal = ExtensionRefusal(**said, reason=happening.reason)
        permitted.extension_refusal(state, refusal)
        return obligation.extension_refused(state, refusal)
    if happening.until is None:
        raise NotPermitted(f"»{happening.act}« mangler »until«.", f"“{happening.act}” lacks “until”.")
    if happening.act == "return":
        returned = Return(**said, until=happening.until, reason=happening.reason)
        permitted.sending_back(state, returned)
        return obligation.returned(state, returned, answer(simulation, state, returned=returned))
    if happening.act == "request":
        request = ExtensionRequest(**said, until=happening.until, reason=happening.reason)
        permitted.extension_request(state, request)
        return obligation.extension_requested(state, request, answer(simulation, state, granted=request))
    extension = Extension(**said, until=happening.until, reason=happening.reason, override=happening.override)
    permitted.extension(state, extension)
    return obligation.extended(state, extension, answer(simulation, state, granted=extension))


def answer(
    simulation: Simulation,
    state: DeliverableState,
    *,
    granted: Extension | ExtensionRequest | None = None,
    returned: Return | None = None,
) -> DeadlineAnswer:
    """Return the schedule that follows from an extension or a return."""
    return deadline_answer(
        simulation.timeline,
        state,
        simulation.now,
        granted=granted.until if granted else None,
        returned=returned.until if returned else None,
    )


def _decide(simulation: Simulation, happening: Happening, command: str) -> None:
    state = _meeting(simulation, happening)
    made = happening.addition
    act = Decision(
        id=command,
        by="scenario",
        at=simulation.now,
        outcome=happening.outcome or Outcome.APPROVED,
        text=happening.text,
        addition=Addition(**made.model_dump()) if made else None,
        amendments=tuple(Amendment(text=text) for text in happening.amendments),
        to=happening.to,
    )
    permitted.decision(state, act)
    meeting_days.check_decision(simulation.timeline, state, act)
    simulation.apply(state.id, meeting.decided(state, act))
    if act.outcome is Outcome.POSTPONED:
        told = Reported(id=state.id, step=state.step, body=body_of(state, ""), round=state.round, decision=act)
        simulation.hear(told)


def _meeting(simulation: Simulation, happening: Happening) -> MeetingState:
    found = [
        child
        for child in simulation.children.values()
        if isinstance(child, MeetingState) and child.step == happening.step and happening.body in (None, child.body)
    ]
    if not found:
        raise _not_begun(happening)
    return max(found, key=lambda child: child.round)


def _answer(simulation: Simulation, happening: Happening, command: str) -> None:
    found = [c for c in simulation.children.values() if isinstance(c, HearingState) and c.step == happening.step]
    if not found:
        raise _not_begun(happening)
    state = max(found, key=lambda child: child.round)
    if happening.act == "close":
        closing = Closing(id=command, by="scenario", at=simulation.now, used=happening.text)
        permitted.closing(state, closing)
        simulation.apply(state.id, hearing.closed(state, closing))
        return
    response = Response(
        id=command,
        by="scenario",
        at=simulation.now,
        hearing_class=happening.hearing_class or "",
        respondent=happening.respondent or "",
        late=False,
    )
    permitted.response(state, response)
    late = hearing.late_at(state, response.hearing_class, simulation.now)
    simulation.apply(state.id, hearing.responded(state, response.model_copy(update={"late": late})))


def _move(simulation: Simulation, happening: Happening, command: str) -> None:
    if happening.to is None:
        raise NotPermitted("»move« mangler »to«.", "“move” lacks “to”.")
    act = Move(id=command, by="scenario", at=simulation.now, step=happening.step, to=happening.to, body=happening.body)
    permitted.move(simulation.state, act)
    simulation.replan(act.step, act.body, act.to, command, reason=happening.reason)


def _release(simulation: Simulation, happening: Happening, command: str) -> None:
    permitted.running(simulation.state)
    keys = tuple(order.own_key for order in simulation.letters.held if order.step == happening.step)
    if not keys:
        raise releasing.nothing_held(simulation.state.slug, happening.step)
    commands.release(
        simulation,
        Release(
            id=command,
            by="scenario",
            at=simulation.now,
            keys=keys,
            reason=happening.reason,
            asked_by=FIRST_TO_RELEASE if simulation.state.four_eyes else "",
        ),
    )


def _order(simulation: Simulation, happening: Happening, command: str) -> None:
    """Pause, resume or cancel the year."""
    at, said = simulation.now, {"id": command, "by": "scenario", "at": simulation.now}
    if happening.act == "pause":
        commands.pause(simulation, Pause(**said, reason=happening.reason))
    elif happening.act == "resume":
        leave = schedules.letters_leave(at, Workdays.of(simulation.timeline.definition))
        commands.resume(simulation, Resume(**said, letters_from=leave))
    else:
        commands.cancel(simulation, Cancellation(**said, reason=happening.reason))


def _not_begun(happening: Happening) -> NotPermitted:
    name = f"{happening.step} {happening.body or ''}".strip()
    return NotPermitted(
        f"»{name}« er ikke begyndt {happening.on}, så »{happening.act}« kan ikke ske.",
        f"“{name}” has not begun on {happening.on}, so “{happening.act}” cannot happen.",
    )
