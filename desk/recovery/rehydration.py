"""Rebuilds every open workflow from the record: the database is the truth, the engine's own file is replaceable.

Running ids are left alone, so doing it twice changes nothing. What is in the outbox is not sent again, what is settled
is not opened, moments and counters come from the rows.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from activities.books import children_of, open_book
from activities.outbox import STANDING
from desk.acts.next_year import recreate
from desk.loading import LIVE
from desk.record import year_of
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.requests import Reported, StepQuestion
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import StepKind, cycle_id
from planning.acts.replanning import Child
from planning.dates.timeline import Timeline
from planning.foresight.simulation import body_of, is_over
from planning.transitions import orders, progress

State = CycleState | DeliverableState | MeetingState | HearingState


@dataclass(frozen=True)
class Rebuilt:
    """What rehydrating did: ids that were started, and ids that were running already."""

    started: tuple[str, ...]
    running: tuple[str, ...]


async def rehydrate(engine: Engine, client: Client, now: datetime, task_queue: str = "aarshjul") -> Rebuilt:
    """Start what the record says is open and the engine does not run; tell each year its children's reports again.

    The schedules of next years are created again too.
    """
    started: list[str] = []
    running: list[str] = []
    for slug in await asyncio.to_thread(_unfinished_cycles, engine):
        year, children = await asyncio.to_thread(_states, engine, slug, now)
        open_children = [child for child in children if year.stage in LIVE and not is_over(child)]
        for state in (year, *open_children):
            fresh = await _start(client, state, task_queue)
            (started if fresh else running).append(_id_of(state))
        await _retell(client, year, children)
    await recreate(engine, client, task_queue)
    return Rebuilt(tuple(started), tuple(running))


def _unfinished_cycles(engine: Engine) -> list[str]:
    """Cycles that run, and those that are over whose last letters have not left."""
    waiting = select(Letter.cycle).where(col(Letter.state).in_(list(STANDING)))
    unfinished = col(Cycle.stage).in_(LIVE) | col(Cycle.slug).in_(waiting)
    with Session(reading(engine)) as session:
        return list(session.exec(select(Cycle.slug).where(unfinished).order_by(Cycle.slug)).all())


def _states(engine: Engine, slug: str, now: datetime) -> tuple[CycleState, list[Child]]:
    with Session(reading(engine)) as session:
        cycle = session.get_one(Cycle, slug)
        year, stored = year_of(cycle), children_of(session, slug)
        timeline = open_book(session, slug).timeline
    return year, [*stored, *_never_recorded(timeline, year, {child.id for child in stored}, now)]


def _never_recorded(timeline: Timeline, year: CycleState, stored: set[str], now: datetime) -> Iterable[Child]:
    """Children that the year had begun when the engine was lost, before they could write their first row."""
    for plan in year.plan:
        lost = [body for body, child in _begun(year, plan.key) if child not in stored]
        if lost and plan.key in {planned.step.key for planned in timeline.steps}:
            round_ = progress.progress_of(year, plan.key).round
            question = StepQuestion(cycle=year.slug, step=plan.key, round=round_, at=now, bodies=tuple(lost))
            found = orders.step_orders(timeline, question, year.offset)
            yield from found.deliverables
            yield from found.meetings
            yield from found.hearings


def _begun(year: CycleState, step: str) -> list[tuple[str, str]]:
    plan, done = progress.plan_of(year, step), progress.progress_of(year, step)
    if plan.kind is StepKind.LETTER_PACK:
        return []
    return [(body, progress.child_id(year.slug, plan, body, done.round)) for body in done.begun]


async def _start(client: Client, state: State, task_queue: str) -> bool:
    """Start one workflow; False when it runs already."""
    try:
        await client.start_workflow(
            _workflow_of(state),
            state,
            id=_id_of(state),
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True


async def _retell(client: Client, year: CycleState, children: Iterable[Child]) -> None:
    """Repeat every report that a child owes the year: the engine may have been lost between the two."""
    handle = client.get_workflow_handle(cycle_id(year.slug))
    for report in filter(None, (_report(child, year.lead) for child in children)):
        try:
            await handle.signal("reported", report)
        except RPCError:  # the year has ended meanwhile: it needs no report
            return


def _report(child: Child, lead: str) -> Reported | None:
    told = Reported(id=child.id, step=child.step, body=body_of(child, lead), round=child.round)
    if isinstance(child, MeetingState):
        return told.model_copy(update={"decision": child.decision}) if is_over(child) else None
    if is_over(child):
        return told
    past = isinstance(child, DeliverableState) and child.past
    return told.model_copy(update={"settled": False}) if past else None


def _workflow_of(state: State) -> str:
    if isinstance(state, CycleState):
        return "annual-cycle"
    return state.shape


def _id_of(state: State) -> str:
    return cycle_id(state.slug) if isinstance(state, CycleState) else state.id
