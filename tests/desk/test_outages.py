"""What a person does while the engine is away: judged as if it had been delivered, and delivered as it was answered."""

import asyncio
from collections.abc import Awaitable
from datetime import date, time

import pytest
from sqlmodel import Session

from desk.answers import Done, Unknown
from desk.shown import overviews
from models.journal import Command
from models.obligations import Meeting, Obligation, Submission
from models.vocabulary import CommandState, CycleStage, MeetingStage, ObligationStage, Outcome, step_id
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, Counter, on_both, small
from tests.desk.outages import Outage
from tests.desk.test_letters import HOLD
from tests.papers import PLAN, pdf, xlsx

STORED, DELIVERED = CommandState.STORED, CommandState.DELIVERED


def owed(counter: Counter, step: str = "plan", body: str = "TMU") -> Obligation:
    with Session(counter.engine, expire_on_commit=False) as session:
        return session.get_one(Obligation, step_id(SLUG, step, body))


async def refused(act: Awaitable[Done]) -> str:
    with pytest.raises(NotPermitted) as refusal:
        await act
    return refusal.value.sentence.en


async def all_arrive(counter: Counter) -> None:
    """Deliver everything: nothing that was acknowledged is refused."""
    await counter.desk.deliver()
    await counter.office.clock.settle()
    assert {state for _, state in counter.commands()} == {DELIVERED}
    assert counter.tasks() == []


@on_both
async def test_hand_in_of_the_outage_can_be_returned_handed_in_again_and_accepted(opened: Counter) -> None:
    desk = opened.desk
    async with opened.refused():
        await opened.hand_in(pdf("first"))
        assert "it is handed in" in await refused(desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), "møde", by=BY))
        await desk.send_back(SLUG, "plan", "TMU", date(2031, 5, 28), "mål mangler", by=BY)
        assert "is open" in await refused(desk.accept(SLUG, "plan", "TMU", by=BY))
        await opened.hand_in(pdf("second"))
        done = await desk.accept(SLUG, "plan", "TMU", by=BY)
        assert "it is accepted" in await refused(desk.waive(SLUG, "plan", "TMU", "uden relevans", by=BY))

    assert done.what.en.startswith("Received and stored: Plan (TMU) is accepted (version 2).")
    assert owed(opened).stage is ObligationStage.OPEN
    await all_arrive(opened)
    assert (owed(opened).stage, owed(opened).versions) == (ObligationStage.ACCEPTED, 2)


@on_both
async def test_second_pause_is_refused_and_a_resume_taken_while_the_first_waits(opened: Counter) -> None:
    async with opened.refused():
        await opened.desk.pause(SLUG, by=BY)
        assert await refused(opened.desk.pause(SLUG, by=BY)) == f"The cycle {SLUG} is already paused."
        await opened.desk.resume(SLUG, by=BY)
        assert await refused(opened.desk.resume(SLUG, by=BY)) == f"The cycle {SLUG} is not paused."
        await opened.desk.pause(SLUG, by=BY)

    await all_arrive(opened)
    assert opened.year().stage is CycleStage.PAUSED
    assert opened.journal(f"cycle:{SLUG}").count("paused") == 2


async def test_extension_of_the_outage_is_the_deadline_that_the_next_one_and_the_hand_in_meet(opened: Counter) -> None:
    """Due on Friday 16 May; granted until the 21st in the outage; handed in on the 19th, the engine still away."""
    desk = opened.desk
    await opened.travel_to(date(2031, 5, 15))
    async with opened.refused():
        await desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), "udvalgsmøde", by=BY)
        assert "is not later than the deadline in force, 2031-05-21" in await refused(
            desk.extend(SLUG, "plan", "TMU", date(2031, 5, 20), "udvalgsmøde", by=BY)
        )
        await opened.travel_to(date(2031, 5, 19))
        assert "it came after the deadline" not in await opened.hand_in()

    [row] = opened.rows(Submission)
    assert (row.late, row.due_at) == (False, owed(opened).due_at.replace(day=21))
    await all_arrive(opened)
    assert (owed(opened).late, owed(opened).due_on) == (False, date(2031, 5, 21))


async def test_board_knows_of_the_extension_and_the_waiver_that_wait(opened: Counter) -> None:
    """Economy was due on 2 May, the plan on the 16th. It is the 19th, and the engine is away since the 15th."""

    def overdue() -> list[tuple[str, str]]:
        with Session(opened.engine) as session:
            now = opened.at - opened.office.clock.offset
            return sorted((row.step, row.body) for row in overviews.overdue(session, now))

    await opened.travel_to(date(2031, 5, 15))
    async with opened.refused():
        await opened.desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), "udvalgsmøde", by=BY)
        await opened.travel_to(date(2031, 5, 19))
        assert overdue() == [("economy", "TMU"), ("economy", "ØU"), ("plan", "ØU")]
        await opened.desk.waive(SLUG, "plan", "ØU", "uden relevans", by=BY)
        assert overdue() == [("economy", "TMU"), ("economy", "ØU")]
        await opened.desk.move(SLUG, "workshop", date(2031, 6, 18), by=BY)
        assert overdue() == [("economy", "TMU"), ("economy", "ØU")]


async def test_request_of_the_outage_can_be_granted_after_the_deadline(opened: Counter) -> None:
    await opened.travel_to(date(2031, 5, 15))
    async with opened.refused():
        await opened.desk.request_extension(SLUG, "plan", "TMU", date(2031, 5, 23), "møde", by="TMU")
        await opened.travel_to(date(2031, 5, 19))
        await opened.desk.extend(SLUG, "plan", "TMU", date(2031, 5, 23), "møde", by=BY)
        assert "There is no open request" in await refused(
            opened.desk.refuse_extension(SLUG, "plan", "TMU", "nej", by=BY)
        )
    await all_arrive(opened)
    assert owed(opened).due_on == date(2031, 5, 23)


@on_both
async def test_nothing_of_a_year_is_taken_after_its_cancellation_is_stored(opened: Counter) -> None:
    desk = opened.desk
    async with opened.refused():
        await desk.cancel(SLUG, "politikken er trukket", by=BY)
        assert "it is cancelled" in await refused(desk.submit(SLUG, "plan", "TMU", PLAN, "plan.pdf", by="TMU"))
        assert f"The cycle {SLUG} has ended." == await refused(desk.pause(SLUG, by=BY))
        assert f"The cycle {SLUG} has ended." == await refused(desk.move(SLUG, "plan", date(2031, 5, 20), by=BY))
    assert opened.rows(Submission) == []
    await all_arrive(opened)
    assert owed(opened).stage is ObligationStage.CANCELLED


async def test_hand_ins_decisions_and_moves_go_on_after_a_stored_pause(opened: Counter) -> None:
    async with opened.refused():
        await opened.desk.pause(SLUG, by=BY)
        await opened.hand_in()
        await opened.desk.move(SLUG, "workshop", date(2031, 6, 12), by=BY)
        await opened.desk.accept(SLUG, "plan", "TMU", by=BY)
    await all_arrive(opened)
    assert (opened.year().stage, owed(opened).stage) == (CycleStage.PAUSED, ObligationStage.ACCEPTED)


async def test_what_a_pause_has_kept_open_can_be_accepted_after_the_stored_resume(opened: Counter) -> None:
    """No step needs the economy overview: it closes with its last rung, on a working morning after the pause."""
    await opened.desk.submit(SLUG, "economy", "TMU", xlsx(), "tal.xlsx", by="TMU")
    await opened.desk.pause(SLUG, by=BY)
    await opened.travel_to(date(2031, 6, 2))
    async with opened.refused():
        await opened.desk.resume(SLUG, by=BY)
        await opened.desk.accept(SLUG, "economy", "TMU", by=BY)
    await all_arrive(opened)
    assert owed(opened, "economy").stage is ObligationStage.ACCEPTED


async def test_meeting_is_decided_once_and_what_it_closes_is_closed(opened: Counter) -> None:
    desk = opened.desk
    await opened.travel_to(date(2031, 8, 25))
    async with opened.refused():
        await opened.hand_in()
        await desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY)
        assert "does not wait for a decision" in await refused(
            desk.decide(SLUG, "reading", "BIU", Outcome.REJECTED, by=BY)
        )
        assert "is closed" in await refused(desk.accept(SLUG, "plan", "TMU", by=BY))
        with pytest.raises(Unknown) as unknown:
            await desk.respond(SLUG, "hearing", "citizens", "lokaludvalg", text="ja", by=BY)
    assert unknown.value.sentence.en == (
        "The step “hearing” has not begun; it waits for: reading. "
        "Something is stored that the engine has not heard of; try again when it can be reached."
    )
    await all_arrive(opened)
    with Session(opened.engine) as session:
        assert session.get_one(Meeting, step_id(SLUG, "reading", "BIU")).stage is MeetingStage.DECIDED


async def test_year_whose_start_is_stored_can_be_paused_and_says_that_its_steps_wait(counter: Counter) -> None:
    async with counter.refused():
        await counter.desk.start(small(), 2031, by=BY)
        with pytest.raises(Unknown) as unknown:
            await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
        await counter.desk.pause(SLUG, by=BY)
        assert await refused(counter.desk.pause(SLUG, by=BY)) == f"The cycle {SLUG} is already paused."

    assert unknown.value.sentence.en.endswith(
        "Something is stored that the engine has not heard of; try again when it can be reached."
    )
    await all_arrive(counter)
    assert counter.year().stage is CycleStage.PAUSED


@on_both
async def test_of_two_acts_at_once_the_second_is_judged_with_the_first_one_stored(opened: Counter) -> None:
    async with opened.refused():
        answers = await asyncio.gather(
            *(desk.pause(SLUG, by=BY) for desk in (opened.desk, opened.another_desk())), return_exceptions=True
        )
    assert sorted(type(each).__name__ for each in answers) == ["Done", "NotPermitted"]
    await all_arrive(opened)


async def test_held_letters_are_released_once(counter: Counter) -> None:
    await counter.start(small(HOLD))
    await counter.approve()
    async with counter.refused():
        done = await counter.desk.release(SLUG, "letters", by=BY)
        assert "has no held letters" in await refused(counter.desk.release(SLUG, "letters", by=BY))
        assert "has ended and cannot be moved" in await refused(
            counter.desk.move(SLUG, "letters", date(2031, 2, 3), by=BY)
        )
    assert done.what.en.startswith("Received and stored: 2 letters are released.")
    await all_arrive(counter)
    assert owed(counter).stage is ObligationStage.OPEN


async def test_command_that_the_engine_has_done_and_not_answered_counts_once(opened: Counter) -> None:
    """The answer was lost: the command still waits, and the record has it already."""
    await opened.hand_in(pdf("first"))
    with Session(opened.engine) as session, session.begin():
        [row] = [session.merge(row) for row in opened.rows(Command) if row.name == "submit"]
        row.state = STORED
    async with opened.refused():
        await opened.desk.accept(SLUG, "plan", "TMU", by=BY)
    await all_arrive(opened)
    assert (owed(opened).stage, owed(opened).versions) == (ObligationStage.ACCEPTED, 1)


@pytest.mark.parametrize("seed", [3, 11])
async def test_whatever_is_acknowledged_in_an_outage_is_never_refused_on_delivery(counter: Counter, seed: int) -> None:
    """A year of drawn acts: at every stop the engine is away, people act, the engine comes back and hears it all."""
    await counter.start()
    await counter.approve()
    outage = Outage(counter, seed)
    for day in (date(2031, 5, 2), date(2031, 5, 16), date(2031, 5, 20), date(2031, 8, 25), date(2031, 10, 8)):
        await counter.travel_to(day, time(9))
        async with counter.refused():
            await outage.act(8)
        await counter.desk.deliver()
        await counter.office.clock.settle()
        assert outage.refused_on_delivery() == []
    assert outage.acknowledged > 10
