"""Asking planning: what a step starts, which deadline follows, what a move changes. Dates settled here become data.

Workflows never compute a date: a changed holiday table would make their history diverge unseen.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select
from temporalio import activity

from activities.books import Book, children_of, open_book
from activities.refusing import refused
from models.cycles import Cycle, Pin, Step
from models.obligations import Hearing, Meeting, Obligation
from models.requests import (
    AdditionQuestion,
    DeadlineAnswer,
    DeadlineQuestion,
    Leaving,
    LeavingQuestion,
    Replanned,
    ReplanQuestion,
    StepOrders,
    StepQuestion,
)
from models.schedule import Text
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import LetterKind
from planning.acts.permitted import NotPermitted
from planning.acts.replanning import replan
from planning.dates import timeline as plan
from planning.dates.resolver import Unresolvable, resolve
from planning.foresight.commands import deadline_answer
from planning.foresight.simulation import is_over
from planning.transitions import orders, schedules

T = TypeVar("T")
Recorded = TypeVar("Recorded", Obligation, Meeting, Hearing)
Child = TypeVar("Child", DeliverableState, MeetingState, HearingState)


class Replanning:
    """Answers the workflows' questions about dates from the cycle's own copy of its definition."""

    def __init__(self, *, engine: Engine) -> None:
        self._engine = engine

    @activity.defn(name="step-orders")
    async def step_orders(self, question: StepQuestion) -> StepOrders:
        """Return what a step starts now. A child that the record knows already is returned as it stands there."""
        return await self._ask(question.cycle, lambda session, book: _step_orders(session, book, question))

    @activity.defn(name="deadline")
    async def deadline(self, question: DeadlineQuestion) -> DeadlineAnswer:
        """Return the schedule that follows from the step's date, an extension and a return date."""
        state, granted, returned = question.state, question.granted, question.returned

        def answer(_: Session, book: Book) -> DeadlineAnswer:
            return deadline_answer(book.timeline, state, question.at, granted=granted, returned=returned)

        return await self._ask(state.cycle, answer)

    @activity.defn(name="letters-leave")
    async def letters_leave(self, question: LeavingQuestion) -> Leaving:
        """Return when letters leave that an outage held up: now, or in the morning of the next working day."""
        return await self._ask(
            question.cycle, lambda _, book: Leaving(at=schedules.letters_leave(question.at, book.workdays))
        )

    @activity.defn(name="addition")
    async def addition(self, question: AdditionQuestion) -> DeliverableState:
        """Return the obligation that an addition starts."""

        def answer(session: Session, book: Book) -> DeliverableState:
            order = orders.addition_order(book.timeline, question, _offset(session, question.cycle))
            return _as_recorded(session, (order,), Obligation, DeliverableState)[0]

        return await self._ask(question.cycle, answer)

    @activity.defn(name="replan")
    async def replan(self, question: ReplanQuestion) -> Replanned:
        """Settle a new date for a step and store it; return the new plan and what each running child is told.

        Raises a non-retryable ApplicationError with a sentence in both languages when the date cannot be.
        """
        return await self._ask(question.state.slug, lambda session, book: _replan(session, book, question))

    async def _ask(self, slug: str, answer: Callable[[Session, Book], T]) -> T:
        def ask() -> T:
            with Session(self._engine) as session, session.begin():
                return answer(session, open_book(session, slug))

        try:
            return await asyncio.to_thread(ask)
        except NotPermitted as refusal:
            raise refused(refusal.sentence) from refusal
        except Unresolvable as error:
            sentences = [finding.sentence for finding in error.findings]
            raise refused(
                Text(da=" ".join(each.da for each in sentences), en=" ".join(each.en for each in sentences))
            ) from error


def _step_orders(session: Session, book: Book, question: StepQuestion) -> StepOrders:
    found = orders.step_orders(book.timeline, question, _offset(session, question.cycle))
    held = session.exec(select(Cycle.hold).where(Cycle.slug == question.cycle)).one()
    return found.model_copy(
        update={
            "deliverables": _as_recorded(session, found.deliverables, Obligation, DeliverableState),
            "meetings": _as_recorded(session, found.meetings, Meeting, MeetingState),
            "hearings": _as_recorded(session, found.hearings, Hearing, HearingState),
            "held": tuple(LetterKind(kind) for kind in held),
        }
    )


def _as_recorded(
    session: Session,
    states: Sequence[Child],
    table: type[Recorded],
    shape: type[Child],
) -> tuple[Child, ...]:
    """What the record knows already is not begun anew: on an empty server it goes on, or ends, from where it was."""
    rows = {row.id: row for state in states if (row := session.get(table, state.id))}
    return tuple(shape.model_validate(rows[state.id].state) if state.id in rows else state for state in states)


def _replan(session: Session, book: Book, question: ReplanQuestion) -> Replanned:
    year = session.exec(select(Cycle.year).where(Cycle.slug == question.state.slug)).one()
    children = [child for child in children_of(session, question.state.slug) if not is_over(child)]
    answer, pins = replan(book.definition, year, book.pins, question, children)
    _store_pins(session, question, pins)
    _store_dates(session, question.state.slug, resolve(book.definition, year, pins))
    return answer


def _store_pins(session: Session, question: ReplanQuestion, pins: tuple[plan.Pin, ...]) -> None:
    """Replace the cycle's pins by these; the order of storing is the order of reading."""
    slug = question.state.slug
    commands = {(row.step, row.body): row.command for row in session.exec(select(Pin).where(Pin.cycle == slug)).all()}
    session.exec(delete(Pin).where(col(Pin.cycle) == slug))
    for pin in pins:
        row = Pin(
            cycle=slug,
            step=pin.step,
            body=pin.body,
            on=pin.on,
            hour=pin.hour,
            reason_da=pin.reason.da if pin.reason else None,
            reason_en=pin.reason.en if pin.reason else None,
            command=commands.get((pin.step, pin.body), question.command),
        )
        session.add(row)
        session.flush()


def _store_dates(session: Session, slug: str, timeline: plan.Timeline) -> None:
    for planned in timeline.steps:
        row = session.get(Step, (slug, planned.step.key))
        if row:
            row.starts_on, row.ends_on = planned.date.start, (planned.until or planned.date).end
            row.precision = planned.date.precision
            session.add(row)


def _offset(session: Session, slug: str) -> timedelta:
    state = session.exec(select(Cycle.state).where(Cycle.slug == slug)).one()
    return CycleState.model_validate(state).offset
