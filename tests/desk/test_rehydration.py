"""An empty engine is filled from the record, and the year ends as it would have."""

from datetime import date, time, timedelta
from pathlib import Path

from sqlmodel import col

from desk.recovery.rehydration import rehydrate
from models.correspondence import Letter
from models.journal import JournalEntry
from models.vocabulary import CycleStage, LetterState, Outcome, cycle_id, step_id
from tests.desk.counter import BY, SLUG, Counter, on_both, open_counter, small

ONE_RUNG = '    { days = 5, letter = "escalation", to = "manager" },\n'
FIVE_RUNGS = """
    { days = 0, letter = "due_today", to = "secretary" },
    { days = 1, letter = "overdue", to = "secretary" },
    { days = 2, letter = "escalation", to = "manager" },
    { days = 3, letter = "overdue", to = "secretary" },
    { days = 4, letter = "escalation", to = "manager" },
"""


async def first_half(counter: Counter) -> None:
    """TMU hands in its plan, ØU is silent: on 20 May its overdue ladder still has rungs ahead."""
    await counter.start()
    await counter.approve()
    await counter.desk.extend(SLUG, "economy", "ØU", date(2031, 5, 12), "udvalgsmøde", by=BY)
    await counter.travel_to(date(2031, 5, 15))
    await counter.hand_in(approved_on=date(2031, 5, 14))
    await counter.travel_to(date(2031, 5, 20))


async def second_half(counter: Counter) -> None:
    """The readings, the hearing and the council: the year ends."""
    await counter.travel_to(date(2031, 8, 25))
    await counter.desk.decide(SLUG, "reading", "BIU", Outcome.APPROVED, by=BY)
    await counter.travel_to(date(2031, 10, 7))
    await counter.desk.close_hearing(SLUG, "hearing", by=BY)
    for day, step, body in (
        (date(2031, 10, 27), "committees", "TMU"),
        (date(2031, 10, 28), "committees", "ØU"),
        (date(2031, 11, 20), "council", "BR"),
    ):
        await counter.travel_to(day, time(18))
        await counter.desk.decide(SLUG, step, body, Outcome.APPROVED, by=BY)
    await counter.office.clock.settle()


def letters(counter: Counter) -> list[tuple[str, LetterState]]:
    return sorted((row.key, row.state) for row in counter.rows(Letter))


def events(counter: Counter) -> list[tuple[str, str, str | None]]:
    rows = counter.rows(JournalEntry, col(JournalEntry.number))
    return sorted((row.workflow_id, row.event, row.after) for row in rows)


async def test_year_whose_engine_is_lost_in_may_ends_with_the_letters_of_an_undisturbed_one(tmp_path: Path) -> None:
    (tmp_path / "undisturbed").mkdir()
    (tmp_path / "rebuilt").mkdir()
    async with open_counter(tmp_path / "undisturbed") as undisturbed:
        await first_half(undisturbed)
        await second_half(undisturbed)
        assert undisturbed.year().stage is CycleStage.ENDED

    async with open_counter(tmp_path / "rebuilt") as rebuilt:
        await first_half(rebuilt)
        before = letters(rebuilt), events(rebuilt), len(rebuilt.office.postbox.mails)
        async with rebuilt.another_server():
            client = rebuilt.office.client
            first = await rehydrate(rebuilt.engine, client, rebuilt.at)
            second = await rehydrate(rebuilt.engine, client, rebuilt.at)
            await rebuilt.office.clock.settle()

            children = [("plan", "TMU"), ("plan", "ØU"), ("workshop", "BIU")]  # what is settled is not opened
            assert set(first.started) == {cycle_id(SLUG), *(step_id(SLUG, *child) for child in children)}
            assert (first.running, second.started) == ((), ())
            assert set(second.running) == set(first.started)
            assert (letters(rebuilt), events(rebuilt), len(rebuilt.office.postbox.mails)) == before

            await second_half(rebuilt)
            assert rebuilt.year().stage is CycleStage.ENDED

    assert letters(rebuilt) == letters(undisturbed)
    assert events(rebuilt) == events(undisturbed)
    sent = [key for key, state in letters(rebuilt) if state is LetterState.SENT]
    assert len(rebuilt.office.postbox.mails) == len(sent)


async def test_letter_that_had_not_left_when_the_engine_was_lost_leaves_once(counter: Counter) -> None:
    await counter.start()
    counter.office.postbox.refuses["*"] = "451 try later"
    await counter.approve()
    waiting = [row.key for row in counter.rows(Letter) if row.state is LetterState.RELEASED]
    assert waiting
    counter.office.postbox.mails.clear()

    async with counter.another_server():
        counter.office.postbox.refuses.clear()
        await rehydrate(counter.engine, counter.office.client, counter.at)
        await counter.office.clock.settle()
        states = {row.key: row.state for row in counter.rows(Letter)}
        assert {states[key] for key in waiting} == {LetterState.SENT}
        ids = [mail.id for mail in counter.office.postbox.mails]
        assert len(ids) == len(set(ids)) == len(waiting)


async def test_farewells_of_a_cancelled_cycle_leave_after_the_engine_was_lost(opened: Counter) -> None:
    opened.office.postbox.refuses["*"] = "451 try later"
    await opened.desk.cancel(SLUG, "politikken er trukket tilbage", by=BY)
    await opened.office.clock.settle()
    waiting = [row.key for row in opened.rows(Letter) if row.state is LetterState.RELEASED]
    assert waiting
    journal = events(opened)

    async with opened.another_server():
        opened.office.postbox.refuses.clear()
        done = await rehydrate(opened.engine, opened.office.client, opened.at)
        await opened.office.client.get_workflow_handle(cycle_id(SLUG)).result()
        assert done.started == (cycle_id(SLUG),)
        states = {row.key: row.state for row in opened.rows(Letter)}
        assert {states[key] for key in waiting} == {LetterState.SENT}
        assert events(opened) == journal
        assert (await rehydrate(opened.engine, opened.office.client, opened.at)).started == ()


@on_both
async def test_stored_act_is_delivered_to_the_rebuilt_engine(opened: Counter) -> None:
    async with opened.refused():
        await opened.hand_in()
    async with opened.another_server():
        assert await opened.desk.deliver() == 0
        await rehydrate(opened.engine, opened.office.client, opened.at)
        assert await opened.desk.deliver() == 1
        assert opened.journal(step_id(SLUG, "plan", "TMU"))[-1] == "handed_in"


async def test_after_eight_days_of_outage_the_latest_true_letter_leaves_once_and_who_has_handed_in_gets_none(
    tmp_path: Path,
) -> None:
    async with open_counter(tmp_path) as counter:
        await counter.start(small((ONE_RUNG, FIVE_RUNGS)))
        await counter.approve()
        await counter.travel_to(date(2031, 5, 15))
        await counter.hand_in(approved_on=date(2031, 5, 14))
        await counter.office.clock.settle()
        before = set(letters(counter))

        counter.at += timedelta(days=8)
        async with counter.another_server():
            await rehydrate(counter.engine, counter.office.client, counter.at)
            await counter.office.clock.settle()

            caught_up = [
                (row.step, row.kind, f"{row.recipient_body}.{row.recipient_role}", row.state)
                for row in counter.rows(Letter, col(Letter.at), col(Letter.key))
                if (row.key, row.state) not in before
            ]
            assert sorted(caught_up) == [
                ("plan", "due_today", "ØU.secretary", "folded"),
                ("plan", "escalation", "ØU.manager", "folded"),
                ("plan", "escalation", "ØU.manager", "sent"),
                ("plan", "overdue", "ØU.secretary", "folded"),
                ("plan", "overdue", "ØU.secretary", "sent"),
            ]
