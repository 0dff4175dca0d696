"""What follows when a date moves, a meeting is postponed or a step begins its next round.

Everything that hangs on it gets new dates. Steps that have ended keep theirs. Rule dates follow; absolute dates, and
those that a person has settled, become tasks when they no longer lie behind what they come after.
"""

from collections.abc import Iterable
from datetime import date

from models.change import Task
from models.requests import Moved, Replanned, ReplanQuestion
from models.schedule import Text
from models.states import CycleState, DeliverableState, HearingState, MeetingState, StepPlan
from models.vocabulary import StepStage, TaskKind
from planning.acts import meeting_days
from planning.acts.permitted import NotPermitted
from planning.dates.meetings import next_meeting
from planning.dates.resolver import resolve
from planning.dates.rule import Day
from planning.dates.rules import parse
from planning.dates.slots import END
from planning.dates.timeline import Pin, PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Definition
from planning.transitions import orders, progress, rounds, schedules
from planning.words import full_day

Child = DeliverableState | MeetingState | HearingState


def replan(
    definition: Definition, year: int, pins: tuple[Pin, ...], question: ReplanQuestion, children: Iterable[Child]
) -> tuple[Replanned, tuple[Pin, ...]]:
    """Return the new plan with what each running child is told, and the pins that hold from now on.

    Raises NotPermitted when a meeting cannot be that day or there is none to postpone to, Unresolvable when the
    definition cannot take the date.
    """
    before = resolve(definition, year, pins)
    _check_day(before, question)
    kept = (*pins, *_ended_pins(before, question.state, pins))
    free = _reopened(question)
    kept = tuple(pin for pin in kept if pin.step not in free and not _replaced(pin, question))
    after_pins = (*kept, *_new_pins(before, question))
    after = resolve(definition, year, after_pins)
    moved = [move for child in children if (move := _moved(after, child, question))]
    plan = (*orders.year_plan(after), *_additions(after, question.state))
    return Replanned(plan=plan, moved=tuple(moved), tasks=tuple(_tasks(after, kept, question))), after_pins


def _check_day(timeline: Timeline, question: ReplanQuestion) -> None:
    """A person's day for a meeting is one on which the offices are open."""
    if question.to is not None:
        bodies = (question.body,) if question.body else progress.plan_of(question.state, question.step).bodies
        today = Workdays.of(timeline.definition).civil(question.at).date()
        meeting_days.check(timeline, question.step, bodies, question.to, today)


def _ended_pins(timeline: Timeline, state: CycleState, pins: tuple[Pin, ...]) -> list[Pin]:
    """Pins that hold the dates of ended steps where they were."""
    pinned = {(pin.step, pin.body) for pin in pins}
    ended = {each.key for each in state.progress if each.stage in progress.ENDED}
    found = []
    for planned in (each for each in timeline.steps if each.step.key in ended):
        key, end = planned.step.key, [(END, planned.until)] if planned.until else []
        for body, date_ in [(None, planned.date), *((each.body, each.date) for each in planned.dates), *end]:
            if date_.day and (key, body) not in pinned:
                found.append(Pin(step=key, body=body, on=date_.day, reason=date_.reason))
    return found


def _reopened(question: ReplanQuestion) -> frozenset[str]:
    """Steps that a sent-back decision lets wait again: where they were in the round before no longer holds them."""
    waiting = {p.key for p in question.state.progress if p.round > 1 and p.stage is StepStage.WAITING}
    if question.to is not None or question.step not in waiting:
        return frozenset()
    return frozenset(waiting & set(rounds.downstream(question.state, question.step)))


def _replaced(pin: Pin, question: ReplanQuestion) -> bool:
    return pin.step == question.step and (question.body is None or pin.body == question.body)


def _new_pins(timeline: Timeline, question: ReplanQuestion) -> tuple[Pin, ...]:
    """The new date; for a step of several bodies that wait for their next meeting, one date for each."""
    bodies = progress.plan_of(question.state, question.step).bodies
    if question.to is None and question.body is None and len(bodies) > 1:
        return tuple(_new_pin(timeline, question, body) for body in bodies)
    return (_new_pin(timeline, question, question.body),)


def _new_pin(timeline: Timeline, question: ReplanQuestion, body: str | None) -> Pin:
    return Pin(
        step=question.step,
        body=body,
        on=question.to or _next_meeting(timeline, question, body),
        hour=question.hour,
        reason=Text(da=question.reason, en=question.reason) if question.reason else None,
    )


def _next_meeting(timeline: Timeline, question: ReplanQuestion, of: str | None) -> date:
    """The next meeting of the body after today and after the day that did not lead to a decision."""
    workdays = Workdays.of(timeline.definition)
    plan = progress.plan_of(question.state, question.step)
    body = of or plan.bodies[0]
    planned = timeline.step_named(question.step).date_for(body).day
    today = workdays.civil(question.at).date()
    found = next_meeting(timeline.definition, body, max(today, planned or today), workdays)
    if found is None:
        raise NotPermitted(
            f"{body} har ikke flere møder i kalenderen. Angiv selv en dato.",
            f"{body} has no further meetings in its calendar. Give a date yourself.",
        )
    return found


def _moved(after: Timeline, child: Child, question: ReplanQuestion) -> Moved | None:
    if child.step not in {planned.step.key for planned in after.steps}:
        return None
    planned = after.step_named(child.step)
    if isinstance(child, HearingState):
        return _moved_hearing(after, planned, child, question)
    day = planned.date_for(child.body).day
    if day is None:
        return None
    if isinstance(child, MeetingState):
        return _moved_meeting(after, planned, child, day, question)
    return _moved_deliverable(after, planned, child, day, question)


def _moved_deliverable(
    after: Timeline, planned: PlannedStep, child: DeliverableState, day: date, question: ReplanQuestion
) -> Moved | None:
    schedule = schedules.obligation_schedule(after, planned.step, child.body, day, child.granted, child.returned)
    ended = frozenset(each.key for each in question.state.progress if each.stage in progress.ENDED)
    bound = orders.bound(after, child.step, schedule.deadline.on, ended)
    if (schedule.deadline.at, day, bound) == (child.schedule.deadline.at, child.step_on, child.bound):
        return None
    return Moved(
        id=child.id,
        command=question.command,
        at=question.at,
        step_on=day,
        schedule=schedule,
        bound=bound,
        reason=question.reason,
    )


def _moved_meeting(
    after: Timeline, planned: PlannedStep, child: MeetingState, day: date, question: ReplanQuestion
) -> Moved | None:
    schedule = schedules.meeting_schedule(after, planned, child.body, day)
    if (schedule.deadline.at, planned.step.place) == (child.schedule.deadline.at, child.place):
        return None
    return Moved(
        id=child.id,
        command=question.command,
        at=question.at,
        step_on=day,
        schedule=schedule,
        ends_at=Workdays.of(after.definition).instant(day, None),
        place=planned.step.place,
        reason=question.reason,
    )


def _moved_hearing(
    after: Timeline, planned: PlannedStep, child: HearingState, question: ReplanQuestion
) -> Moved | None:
    opens, classes, ladder = schedules.hearing_schedule(after, planned)
    same = [each.deadline.at for each in classes] == [each.deadline.at for each in child.classes]
    if same and opens.at == child.opens.at:
        return None
    return Moved(
        id=child.id,
        command=question.command,
        at=question.at,
        step_on=opens.on,
        opens=opens,
        classes=classes,
        ladder=ladder,
        reason=question.reason,
    )


def _additions(after: Timeline, state: CycleState) -> tuple[StepPlan, ...]:
    defined = {planned.step.key for planned in after.steps}
    return tuple(plan for plan in state.plan if plan.key not in defined)


def _tasks(after: Timeline, pins: tuple[Pin, ...], question: ReplanQuestion) -> Iterable[Task]:
    """Dates downstream, absolute or settled by hand, that no longer lie behind what they come after."""
    by_hand = {pin.step for pin in pins}
    ended = {each.key for each in question.state.progress if each.stage in progress.ENDED}
    behind = set(rounds.downstream(question.state, question.step)) - {question.step} - ended
    for planned in (each for each in after.steps if each.step.key in behind):
        if planned.step.key in by_hand or _is_absolute(planned):
            yield from _not_behind(after, planned, question)


def _not_behind(after: Timeline, planned: PlannedStep, question: ReplanQuestion) -> Iterable[Task]:
    names = dict.fromkeys((*planned.step.gate, *planned.step.after, question.step))
    before = [(day, name) for name in names if (day := max(_days(after.step_named(name)), default=None))]
    own = min(_days(planned), default=None)
    if own and before and own <= max(before)[0]:
        yield _task(after, planned.step.key, own, *max(before), question.command)


def _days(planned: PlannedStep) -> list[date]:
    """Every known day of a step, from a hearing's opening to its end."""
    days = [planned.date.day, *schedules.days_of(planned), planned.until.day if planned.until else None]
    return [day for day in days if day]


def _is_absolute(planned: PlannedStep) -> bool:
    if planned.step.date is None:
        return False
    rule = parse(planned.step.date)
    return isinstance(rule, Day) and rule.absolute


def _task(after: Timeline, key: str, own: date, latest: date, name: str, command: str) -> Task:
    title, before = after.step_named(key).step.title, after.step_named(name).step.title
    day, previous = full_day(own), full_day(latest)
    text = Text(
        da=f"{title.da} ({day.da}) ligger ikke efter {before.da} ({previous.da}). Vælg en ny dato for »{key}«.",
        en=f"{title.en} ({day.en}) does not come after {before.en} ({previous.en}). Choose a new date for “{key}”.",
    )
    return Task.told(f"{after.slug}:{key}:{command}", TaskKind.ABSOLUTE_DATE_TO_MOVE, text)
