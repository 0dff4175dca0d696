"""Every act of the desk once on a real PostgreSQL, and what was stored in an outage delivered by the dispatcher."""

import asyncio
from datetime import date, time

import pytest
from sqlmodel import Session

from desk.dispatcher import dispatch
from desk.shown import overviews
from models.acts import Addition
from models.cycles import Cycle
from models.database import reading
from models.obligations import DecisionRecord, HearingResponse, Submission
from models.vocabulary import CommandState, CycleStage, Outcome, Role
from tests.desk.counter import BY, SLUG, Counter, small
from tests.desk.test_letters import HOLD
from tests.engine import eventually
from tests.papers import pdf

on_postgresql = pytest.mark.parametrize("counter", ["postgresql"], indirect=True)

ACTS = {
    "start", "decide", "release", "extend", "request_extension", "refuse_extension", "submit", "send_back", "accept",
    "waive", "move", "pause", "resume", "respond", "close", "cancel",
}  # fmt: skip


async def spring(counter: Counter) -> None:
    """From the held letters to hand-ins that are settled."""
    desk = counter.desk
    await counter.approve()
    await desk.release(SLUG, "letters", by=BY)
    await counter.office.clock.settle()
    await desk.extend(SLUG, "economy", "TMU", date(2031, 5, 8), "møde", by=BY)
    await desk.request_extension(SLUG, "plan", "TMU", date(2031, 5, 21), "møde", by="TMU")
    await desk.refuse_extension(SLUG, "plan", "TMU", "for sent", by=BY)
    await desk.substitute(
        SLUG, "TMU", Role.SECRETARY, "Vikar, TMU", "vikar@tmu.example", date(2031, 5, 1), date(2031, 5, 9), by=BY
    )
    await counter.hand_in(pdf("first"))
    await desk.send_back(SLUG, "plan", "TMU", date(2031, 5, 28), "mål mangler", by=BY)
    await counter.hand_in(pdf("anden: æøå"))
    await desk.accept(SLUG, "plan", "TMU", by=BY)
    await desk.waive(SLUG, "economy", "ØU", "uden relevans", by=BY)
    await desk.move(SLUG, "workshop", date(2031, 6, 12), by=BY)


async def autumn(counter: Counter) -> None:
    """The first reading, the hearing, and the end."""
    desk = counter.desk
    await counter.travel_to(date(2031, 8, 26), time(18))
    addition = Addition(text="et notat", owner="TMU", due=date(2031, 9, 30))
    await desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED_WITH_ADDITION, addition=addition, by=BY)
    await counter.travel_to(date(2031, 8, 28))
    await desk.respond(SLUG, "hearing", "citizens", "lokaludvalg", text="Ja tak.", by=BY)
    await counter.travel_to(date(2031, 10, 8))
    await desk.close_hearing(SLUG, "hearing", by=BY)


@on_postgresql
async def test_every_act_is_stored_delivered_and_read_back_on_postgresql(counter: Counter) -> None:
    await counter.start(small(HOLD))
    await spring(counter)
    await autumn(counter)

    dispatching = asyncio.create_task(dispatch(counter.desk, every=0.1))
    async with counter.refused():
        await counter.desk.pause(SLUG, by=BY)
        await counter.desk.resume(SLUG, by=BY)
        await counter.desk.cancel(SLUG, "politikken er trukket", by=BY)
        assert {state for _, state in counter.commands()[-3:]} == {CommandState.STORED}
    await eventually(lambda: counter.rows(Cycle)[0].stage is CycleStage.CANCELLED)
    await eventually(lambda: {state for _, state in counter.commands()} == {CommandState.DELIVERED})
    dispatching.cancel()

    assert {name for name, _ in counter.commands()} == ACTS
    papers = [row.content for row in counter.rows(Submission, Submission.version)]
    assert papers == [pdf("first"), pdf("anden: æøå")]
    assert [row.text for row in counter.rows(HearingResponse)] == ["Ja tak."]
    [decided] = [row for row in counter.rows(DecisionRecord) if row.addition]
    assert (decided.met_on, decided.addition["owner"]) == (date(2031, 8, 25), "TMU")
    with Session(reading(counter.engine)) as session:
        page = overviews.status(session, counter.at - counter.office.clock.offset, SLUG)
    assert page is not None
    assert [(row.body, row.version) for row in page.grounds] == [("TMU", 2), ("ØU", None)]
