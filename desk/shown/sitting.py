"""One meeting of one body as a page tells it: when it is, what it has before it, and what it decided."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from activities.books import Book, open_book
from desk.record import cycle_named, meeting_of
from desk.shown.incoming import AnswerRow, answers
from desk.shown.proceedings import DecisionRow, GroundRow, decisions, grounds
from desk.shown.rows import CycleRow, MeetingRow
from desk.standing import foreseen_child
from models.bodies import Body
from models.obligations import Meeting
from models.schedule import Text
from models.states import MeetingState
from models.vocabulary import MeetingStage
from planning.acts import offers
from planning.dates.meetings import meetings_between

PROPOSED = 3
"""So many of the body's next meetings are offered for a postponement."""


@dataclass(frozen=True)
class Sitting:
    """A meeting in its latest round, as the commands that wait will leave it.

    `before`: what other bodies and earlier rounds decided in the same cycle. `following`: the body's next meetings.
    `owners`: who can be given what an addition asks for.
    """

    cycle: CycleRow
    row: MeetingRow
    stage: MeetingStage
    on: date
    name: Text
    decisions: tuple[DecisionRow, ...]
    before: tuple[DecisionRow, ...]
    grounds: tuple[GroundRow, ...]
    titles: dict[str, Text]
    answers: tuple[AnswerRow, ...]
    following: tuple[date, ...]
    owners: tuple[tuple[str, Text], ...]
    offered: frozenset[str]
    version: int


def sitting(session: Session, now: datetime, slug: str, step: str, body: str) -> Sitting:
    """Return the meeting at this instant of the clock; raises Unknown, with what is there instead."""
    row, cycle, book = meeting_of(session, slug, step, body), cycle_named(session, slug), open_book(session, slug)
    state = foreseen_child(session, slug, MeetingState.model_validate(row.state))
    today = book.workdays.civil(now + timedelta(seconds=cycle.offset_seconds)).date()
    decided = decisions(session, slug)
    owners = _bodies(session, slug)
    return Sitting(
        cycle=CycleRow(**{each.name: getattr(cycle, each.name) for each in fields(CycleRow)}),
        row=MeetingRow(**{each.name: getattr(row, each.name) for each in fields(MeetingRow)}),
        stage=state.stage,
        on=state.schedule.deadline.on,
        name=dict(owners).get(row.body, Text(da=row.body, en=row.body)),
        decisions=tuple(each for each in decided if (each.step, each.body) == (row.step, row.body)),
        before=tuple(each for each in decided if (each.step, each.body) != (row.step, row.body)),
        grounds=tuple(each for each in grounds(session, slug, today) if each.step == row.step),
        titles={each.step.key: each.step.title for each in book.timeline.steps},
        answers=tuple(each for each in answers(session, slug) if each.meeting == row.id),
        following=_following(book, row, max(today, state.schedule.deadline.on)),
        owners=owners,
        offered=offers.of_meeting(state, now),
        version=state.version,
    )


def _following(book: Book, row: Meeting, after: date) -> tuple[date, ...]:
    body = book.definition.body.get(row.body)
    if body is None:
        return ()
    found = meetings_between(body, after + timedelta(days=1), after + timedelta(days=400), book.workdays)
    return found[:PROPOSED]


def _bodies(session: Session, slug: str) -> tuple[tuple[str, Text], ...]:
    question = select(col(Body.code), col(Body.name_da), col(Body.name_en)).where(col(Body.cycle) == slug)
    rows = session.connection().execute(question.order_by(col(Body.code)))
    return tuple((code, Text(da=da, en=en)) for code, da, en in rows)
