"""From a timeline to what the engine is given: the year's plan, and each step's children and letters, dates settled."""

from datetime import date, datetime, timedelta
from typing import Any

from models.letters import LetterOrder
from models.requests import AdditionQuestion, StepOrders, StepQuestion
from models.schedule import Deadline, Recipient, Text
from models.states import CycleState, DeliverableState, HearingState, MeetingState, StepPlan, StepProgress
from models.vocabulary import (
    DECIDING_KINDS,
    MEETING_KINDS,
    OBLIGATION_KINDS,
    LetterKind,
    Precision,
    Role,
    StepKind,
    step_id,
)
from planning.dates.timeline import PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Definition, Step
from planning.transitions import schedules
from planning.transitions.transition import secretary

ASKED_BEFORE = 10
"""Working days before a window opens that the secretariat is asked for a day (rules: Steps)."""

SUSPENSION = 5
"""Working days that an open request for an extension suspends overdue rungs at most (rules: Deadlines)."""


def cycle_state(timeline: Timeline, offset: timedelta = timedelta()) -> CycleState:
    """Return the start input of a year."""
    cycle = timeline.definition.cycle
    plan = year_plan(timeline)
    return CycleState(
        slug=timeline.slug,
        title=cycle.title,
        lead=cycle.lead,
        secretariat=cycle.secretariat,
        zone=cycle.zone,
        four_eyes=cycle.four_eyes,
        offset=offset,
        plan=plan,
        progress=tuple(StepProgress(key=each.key) for each in plan),
    )


def year_plan(timeline: Timeline) -> tuple[StepPlan, ...]:
    """Return every step as the year knows it, in the definition's order."""
    workdays = Workdays.of(timeline.definition)
    return tuple(_step_plan(timeline, planned, workdays) for planned in timeline.steps)


def step_orders(timeline: Timeline, question: StepQuestion, offset: timedelta = timedelta()) -> StepOrders:
    """Return what a step starts for the question's bodies (all of them if none are named), at the question's moment."""
    planned = timeline.step_named(question.step)
    kind, bodies = planned.step.kind, question.bodies or _bodies(timeline, planned)
    if kind in OBLIGATION_KINDS:
        return StepOrders(deliverables=tuple(_deliverable(timeline, planned, b, question, offset) for b in bodies))
    if kind in MEETING_KINDS:
        return StepOrders(meetings=tuple(_meeting(timeline, planned, b, question, offset) for b in bodies))
    if kind is StepKind.HEARING:
        return StepOrders(hearings=(_hearing(timeline, planned, question, offset),))
    return StepOrders(letters=_pack(timeline, planned, question))


def addition_order(timeline: Timeline, question: AdditionQuestion, offset: timedelta = timedelta()) -> DeliverableState:
    """Return the obligation that an addition starts: its owner, its deadline, the definition's first ladder."""
    addition = question.decision.addition
    if addition is None:
        raise ValueError("the decision carries no addition")
    return DeliverableState(
        id=step_id(timeline.slug, question.step, addition.owner),
        cycle=timeline.slug,
        step=question.step,
        kind=StepKind.DELIVERABLE,
        title=Text(da=f"Tilføjelse: {addition.text}", en=f"Addition: {addition.text}"),
        offset=offset,
        cursor=question.at,
        secretariat=question.secretariat,
        zone=timeline.definition.cycle.zone,
        body=addition.owner,
        schedule=schedules.addition_schedule(timeline, addition.owner, addition.due),
        step_on=addition.due,
        opening=LetterKind.OBLIGATION,
        text=addition.text,
        blocking=addition.blocking,
        needed=False,
    )


def addition_plan(order: DeliverableState, track: str = "") -> StepPlan:
    """Return the step that an addition's obligation is in the year: it belongs to the track that made it."""
    return StepPlan(
        key=order.step,
        kind=order.kind,
        title=order.title,
        track=track,
        bodies=(order.body,),
        day=order.schedule.deadline,
    )


def suspended_until(timeline: Timeline, at: datetime, deadline: Deadline) -> datetime:
    """Return until when a request made at this instant suspends overdue rungs: a morning, when letters leave.

    Counted from the deadline, for before it there is nothing to suspend.
    """
    workdays = Workdays.of(timeline.definition)
    since = max(workdays.civil(at).date(), deadline.on)
    return workdays.instant(workdays.shift(since, SUSPENSION), schedules.MORNING)


def bound(timeline: Timeline, step: str, after: date, ended: frozenset[str] = frozenset()) -> date | None:
    """Return the last day an extension may reach: when the agenda closes of the next step that needs this one."""
    workdays = Workdays.of(timeline.definition)
    days = [
        workdays.shift(day, -planned.step.agenda_days)
        for planned in timeline.steps
        if step in planned.step.needs and planned.step.key not in ended
        for day in schedules.days_of(planned)
        if day > after
    ]
    return min(days, default=None)


def _step_plan(timeline: Timeline, planned: PlannedStep, workdays: Workdays) -> StepPlan:
    step = planned.step
    day = schedules.deadline_of(planned, workdays)
    start, own = planned.date.start, _own_day(timeline, planned)
    fuzzy = _is_fuzzy(planned)
    return StepPlan(
        key=step.key,
        kind=step.kind,
        title=step.title,
        track=step.track,
        bodies=_bodies(timeline, planned),
        gate=step.gate,
        after=step.after,
        needs=step.needs,
        letter=step.letter,
        day=day,
        fuzzy=fuzzy,
        begins=workdays.instant(own, schedules.MORNING) if own else None,
        ask_at=workdays.instant(workdays.shift(start, -ASKED_BEFORE), schedules.MORNING) if fuzzy and start else None,
        back_to=step.back_to,
        waived_by=_replaced_by(timeline.definition, step),
    )


def _own_day(timeline: Timeline, planned: PlannedStep) -> date | None:
    """A letter pack's own day, from its rule or from a person; one without leaves when its gate is decided."""
    day, step = planned.date.day, planned.step
    if step.kind is not StepKind.LETTER_PACK or day is None:
        return None
    before = [timeline.step_named(key) for key in (*step.gate, *step.after)]
    follows = max((end for each in before if (end := (each.until or each.date).day)), default=None)
    return day if step.date is not None or day != follows else None


def _replaced_by(definition: Definition, step: Step) -> str | None:
    """The step whose decision replaces the policy under which a status account is due."""
    policy = definition.policy.get(step.policy or "")
    return policy.replaced_by if policy and step.kind is StepKind.STATUS_ACCOUNT else None


def _bodies(timeline: Timeline, planned: PlannedStep) -> tuple[str, ...]:
    """The bodies that the step waits for: workshops, meetings and hearings are one affair of the lead committee."""
    one_affair = {StepKind.WORKSHOP, StepKind.MEETING, StepKind.HEARING}
    lead = (timeline.definition.cycle.lead,)
    return lead if planned.step.kind in one_affair else planned.step.bodies or lead


def _is_fuzzy(planned: PlannedStep) -> bool:
    if planned.step.kind is StepKind.LETTER_PACK and planned.step.date is None and planned.date.day is None:
        return False
    dates = [planned.date, *(each.date for each in planned.dates), *([planned.until] if planned.until else [])]
    return any(each.precision is not Precision.DAY for each in dates)


def _child(
    timeline: Timeline, step: Step, body: str | None, question: StepQuestion, offset: timedelta
) -> dict[str, Any]:
    """What every child of the year is told: whose it is, which step and round, and since when it counts."""
    cycle = timeline.definition.cycle
    return {
        "id": step_id(timeline.slug, step.key, body, question.round),
        "cycle": timeline.slug,
        "step": step.key,
        "kind": step.kind,
        "title": step.title,
        "round": question.round,
        "offset": offset,
        "cursor": question.at,
        "secretariat": cycle.secretariat,
        "zone": cycle.zone,
    }


def _deliverable(
    timeline: Timeline, planned: PlannedStep, body: str, question: StepQuestion, offset: timedelta
) -> DeliverableState:
    step, on = planned.step, schedules.day_for(planned, body)
    return DeliverableState(
        **_child(timeline, step, body, question, offset),
        body=body,
        schedule=schedules.obligation_schedule(timeline, step, body, on),
        step_on=on,
        bound=bound(timeline, step.key, on),
        needed=question.needed and any(step.key in each.step.needs for each in timeline.steps),
    )


def _meeting(
    timeline: Timeline, planned: PlannedStep, body: str, question: StepQuestion, offset: timedelta
) -> MeetingState:
    step, on = planned.step, schedules.day_for(planned, body)
    return MeetingState(
        **_child(timeline, step, body, question, offset),
        body=body,
        schedule=schedules.meeting_schedule(timeline, planned, body, on),
        ends_at=Workdays.of(timeline.definition).instant(on, None),
        place=step.place,
        decides=step.kind in DECIDING_KINDS,
    )


def _hearing(timeline: Timeline, planned: PlannedStep, question: StepQuestion, offset: timedelta) -> HearingState:
    step = planned.step
    opens, classes, ladder = schedules.hearing_schedule(timeline, planned)
    return HearingState(
        **_child(timeline, step, None, question, offset),
        opens=opens,
        classes=classes,
        ladder=ladder,
        bodies=step.bodies or _committees(timeline, step.track),
    )


def _committees(timeline: Timeline, track: str) -> tuple[str, ...]:
    """The committees that deliver or read in this track: unless the definition names others, they get the catalogue."""
    steps = [each.step for each in timeline.steps if each.step.track == track]
    wanted = [step for step in steps if step.kind in OBLIGATION_KINDS or step.kind is StepKind.READING]
    return tuple(dict.fromkeys(body for step in wanted for body in step.bodies))


def _pack(timeline: Timeline, planned: PlannedStep, question: StepQuestion) -> tuple[LetterOrder, ...]:
    """One challenge letter per body, and the copies that the definition asks for."""
    bodies = question.bodies or _bodies(timeline, planned)
    to: list[tuple[LetterKind, Recipient, str | None]]
    to = [(LetterKind.CHALLENGE, secretary(body), body) for body in bodies]
    for copy in planned.step.copy_to:
        body, _, role = copy.rpartition(".")
        to.append((LetterKind.CHALLENGE_COPY, Recipient(body=body, role=Role(role)), None))
    return tuple(
        LetterOrder(
            cycle=timeline.slug,
            workflow_id=step_id(timeline.slug, planned.step.key, None, question.round),
            step=planned.step.key,
            body=body,
            kind=kind,
            cause="pack",
            to=recipient,
            at=question.at,
        )
        for kind, recipient, body in to
    )
