"""What a child's report brings: steps end, additions begin, dates are planned anew, a rejection ends a track."""

from collections.abc import Sequence
from datetime import date, time
from itertools import takewhile

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from workflows.writing import RECORD
from workflows.year import Year, ended_steps

with workflow.unsafe.imports_passed_through():
    from activities.refusing import NOT_PERMITTED
    from activities.replanning import Replanning
    from models.acts import Cancellation, Decision
    from models.change import Entry, Task
    from models.requests import AdditionQuestion, Replanned, ReplanQuestion, Reported
    from models.schedule import Text
    from models.states import CycleState, DeliverableState
    from models.vocabulary import Outcome, StepKind, TaskKind
    from planning.transitions import notices, orders, policies, progress, rounds
    from planning.transitions.transition import happened

AT_ONCE = 100
"""How many reports become one change: each is looked up among all bodies, and a task has its time."""


def alike(heard: Sequence[Reported]) -> Sequence[Reported]:
    """Return the first report with those after it that say the same of other bodies, as of one step's deadline."""
    first = heard[0]
    same = takewhile(
        lambda each: each.decision is None and (each.step, each.round, each.at) == (first.step, first.round, first.at),
        heard[:AT_ONCE],
    )
    return tuple(same) or (first,)


async def hear_all(year: Year, reports: Sequence[Reported]) -> None:
    """Take reports that are alike as one change: the record is not written anew for each of thousands of bodies."""
    first = reports[0]
    year.cause = first.at or year.cause
    if first.round != progress.progress_of(year.state, first.step).round:
        return
    state = year.state
    for each in reports:
        state = progress.reported(state, _of_its_body(year, each))
    await _note(year, state)


async def hear(year: Year, report: Reported) -> None:
    """Take one report; one of an older round, or one heard before, changes nothing."""
    report = _of_its_body(year, report)
    year.cause = report.at or year.cause
    decision = report.decision
    if report.round != progress.progress_of(year.state, report.step).round:
        return
    if decision is None or decision.id in year.state.acts:
        await _note(year, progress.reported(year.state, report))
    elif decision.outcome is Outcome.POSTPONED:
        await _postpone(year, report, decision)
    elif decision.outcome is Outcome.SENT_BACK:
        await _send_back(year, report.step, decision)
    elif decision.outcome is Outcome.REJECTED:
        await _end_track(year, report, decision)
    else:
        await _decide(year, report, decision)


async def replan(
    year: Year,
    entry: Entry,
    step: str,
    body: str | None,
    to: date | None,
    command: str,
    *,
    state: CycleState | None = None,
    hour: time | None = None,
    reason: str = "",
) -> None:
    """Give a step another date (None: its body's next meeting), write the new plan, and tell every child.

    Raises the refusal as an ApplicationError when the date cannot be; then nothing has changed.
    """
    base = state or year.state
    question = ReplanQuestion(
        state=base,
        step=step,
        body=body if progress.dated_apart(progress.plan_of(base, step)) else None,
        to=to,
        hour=hour,
        at=year.now(),
        command=command,
        reason=reason,
    )
    try:
        answer: Replanned = await workflow.execute_activity_method(Replanning.replan, question, **RECORD)
    except ActivityError as error:
        raise _cause(error) from error
    after = progress.advanced(base, plan=answer.plan, sequence=base.sequence + 1)
    done = notices.settled_by_a_date(base, step)
    await year.become(after, entry, once=command, tasks=answer.tasks, done=done)
    for move in answer.moved:
        await year.tell([move.id], "moved", move)


def _of_its_body(year: Year, report: Reported) -> Reported:
    """A hearing is one, whichever bodies it concerns; the first of them stands for it."""
    plan = progress.plan_of(year.state, report.step)
    return report.model_copy(update={"body": plan.bodies[0]}) if plan.kind is StepKind.HEARING else report


async def _note(year: Year, state: CycleState) -> None:
    """Write a state that a report has changed, and close what no step needs any longer."""
    if state == year.state:
        return
    before = ended_steps(year.state)
    await year.become(state)
    for step in sorted(ended_steps(state) - before):
        await year.close_obligations(step)


async def _decide(year: Year, report: Reported, decision: Decision) -> None:
    state, before = progress.reported(year.state, report), ended_steps(year.state)
    if decision.addition:
        question = AdditionQuestion(
            cycle=state.slug,
            step=progress.addition_key(state),
            decision=decision,
            secretariat=state.secretariat,
            at=year.now(),
        )
        order: DeliverableState = await workflow.execute_activity_method(Replanning.addition, question, **RECORD)
        await year.start_one(order)
        track = progress.plan_of(state, report.step).track
        state = progress.with_addition(state, orders.addition_plan(order, track), order.blocking)
    await year.become(state, once=decision.id)
    await _conclude(year, ended_steps(state) - before, decision)


async def _conclude(year: Year, ended: frozenset[str], decision: Decision) -> None:
    """Steps have ended: duties under a policy that they replaced are waived, obligations that they needed closed."""
    for step in sorted(ended):
        for key in policies.waived_by(year.state, step):
            await year.tell(progress.children_of(year.state, key), "lapse", policies.waiver(decision))
            await year.become(policies.without_duty(year.state, key))
        await year.close_obligations(step)


async def _postpone(year: Year, report: Reported, decision: Decision) -> None:
    entry = happened("meeting_postponed", year.now(), after=decision.to, about=f"{report.step}:{report.body}")
    try:
        await replan(year, entry, report.step, report.body, decision.to, decision.id)
    except ApplicationError as refusal:
        await _give_to_a_person(year, entry, decision, refusal)


async def _send_back(year: Year, step: str, decision: Decision) -> None:
    back_to = rounds.reopened_by(year.state, step)
    steps = tuple(dict.fromkeys([*rounds.downstream(year.state, back_to), step]))
    begun = [child for each in steps for child in progress.children_of(year.state, each)]
    state = rounds.reopened(year.state, steps)
    entry = happened("step_sent_back", year.now(), before=step, after=back_to, about=step)
    await year.tell(begun, "cancel", _cancellation(decision))
    try:
        await replan(year, entry, back_to, None, None, decision.id, state=state)
    except ApplicationError as refusal:
        await year.become(state, entry)
        await _give_to_a_person(year, entry, decision, refusal)


async def _end_track(year: Year, report: Reported, decision: Decision) -> None:
    state = progress.reported(year.state, report)
    before = ended_steps(year.state)
    track = progress.plan_of(state, report.step).track
    concerned = [plan.key for plan in state.plan if plan.track == track]
    running = [child for key in concerned for child in progress.children_of(state, key)]
    ended = progress.track_ended(state, report.step)
    entry = happened("track_ended", year.now(), after=track or report.step)
    letters = notices.track_ended(ended, report.step, decision)
    await year.become(ended, entry, once=decision.id, letters=letters)
    await year.tell(running, "cancel", _cancellation(decision))
    await _conclude(year, ended_steps(ended) - before, decision)


async def _give_to_a_person(year: Year, entry: Entry, decision: Decision, refusal: ApplicationError) -> None:
    """The record has the outcome, but planning finds no date for what follows: the secretariat must move it."""
    task = Task.told(f"command:{decision.id}", TaskKind.COMMAND_REFUSED, _undated(year, entry, refusal))
    await year.become(progress.advanced(year.state), entry, once=decision.id, tasks=(task,))


def _undated(year: Year, entry: Entry, refusal: ApplicationError) -> Text:
    step, _, body = str(entry.about or entry.after).partition(":")
    title, of_body = progress.plan_of(year.state, step).title, f" ({body})" if body else ""
    why = Text.model_validate(refusal.details[0])
    return Text(
        da=f"{title.da}{of_body}: beslutningen er registreret, men en ny dato mangler. {why.da}",
        en=f"{title.en}{of_body}: the decision is recorded, but a new date is missing. {why.en}",
    )


def _cancellation(decision: Decision) -> Cancellation:
    return Cancellation(id=decision.id, by=decision.by, at=decision.at, reason=decision.text)


def _cause(error: ActivityError) -> ApplicationError | ActivityError:
    cause = error.cause
    return cause if isinstance(cause, ApplicationError) and cause.type == NOT_PERMITTED else error
