"""Starting a cycle, moving a date, pausing, resuming and cancelling, at the desk."""

import asyncio
from datetime import date

import pytest
from sqlmodel import Session, col, func, select

from desk.acts.years import NotStarted
from desk.answers import Done, Unknown
from models.correspondence import Letter
from models.cycles import Step
from models.database import reading
from models.journal import Command
from models.obligations import Obligation
from models.vocabulary import CommandState, CycleStage, LetterKind, LetterState, ObligationStage
from planning.acts.permitted import NotPermitted
from tests.cycles.shipped import source
from tests.desk.counter import BY, SLUG, TMU_PLAN, YEAR, Counter, on_both, small
from tests.engine import eventually, local


def rows_in_all(counter: Counter) -> int:
    """Count every row of every table."""
    with Session(reading(counter.engine)) as session:
        tables = Letter.metadata.sorted_tables
        return sum(session.exec(select(func.count()).select_from(table)).one() for table in tables)


async def test_start_copies_the_whole_cycle_and_begins_at_its_moment(counter: Counter) -> None:
    done = await counter.desk.start(small(), YEAR, by=BY)

    assert done.what.en == "Sample cycle 2031 is started."
    await eventually(lambda: counter.year().version > 0)
    assert counter.year().began == counter.at
    [start] = [row for row in counter.commands() if row[0] == "start"]
    assert start == ("start", CommandState.DELIVERED)


@on_both
async def test_second_start_is_refused_also_when_both_come_at_once(counter: Counter) -> None:
    starts = (counter.desk.start(small(), YEAR, by=BY), counter.another_desk().start(small(), YEAR, by=BY))
    answers = await asyncio.gather(*starts, return_exceptions=True)

    [done] = [answer for answer in answers if isinstance(answer, Done)]
    [refusal] = [answer for answer in answers if isinstance(answer, NotPermitted)]
    assert done.delivered
    assert refusal.sentence.en == "Sample cycle 2031 has already been started. Choose another year."
    with pytest.raises(NotPermitted):
        await counter.desk.start(small(), YEAR, by=BY)
    assert [name for name, _ in counter.commands()] == ["start"]


async def test_what_cannot_be_started_leaves_nothing_in_the_database(counter: Counter) -> None:
    with pytest.raises(NotPermitted) as history:
        await counter.desk.start(source("inclusion-2011"), 2011, by=BY)
    with pytest.raises(NotPermitted) as past:
        await counter.desk.start(small(), 2030, by=BY)
    with pytest.raises(NotStarted) as wrong:
        await counter.desk.start(small(('gate = ["approval"]', 'gate = ["aproval"]')), YEAR, by=BY)
    with pytest.raises(NotStarted) as unreadable:
        await counter.desk.start(small(("[[step]]", "[[step")), YEAR, by=BY)

    assert history.value.sentence.en.startswith("“inclusion-2011” is history (2011) and cannot be started")
    assert past.value.sentence.en.startswith("The year 2030 is over (its last date is 2030-11-21)")
    assert any("Did you mean “approval”?" in finding.sentence.en for finding in wrong.value.findings)
    assert unreadable.value.findings
    assert rows_in_all(counter) == 0


async def test_impact_of_a_move_is_what_then_happens(opened: Counter) -> None:
    """Shown before: other dates, letters that go and letters that come. Then moved, and the year lived to the end."""
    to = date(2031, 5, 21)
    await opened.travel_to(date(2031, 4, 1))
    impact = await opened.desk.impact(SLUG, "plan", to)
    before = {row.key: row.starts_on for row in opened.rows(Step)}

    done = await opened.desk.move(SLUG, "plan", to, reason="påske", by=BY)
    await opened.office.clock.settle()

    assert done.what.en == "Plan is moved to Wednesday 21 May 2031."
    after = {row.key: row.starts_on for row in opened.rows(Step)}
    changed = {key for key in after if after[key] != before[key]}
    assert {change.step for change in impact.dates} == changed == {"economy", "plan", "workshop"}
    for change in impact.dates:
        assert change.after == after[change.step]

    end = date(2031, 6, 2)
    await opened.travel_to(end)
    sent = [row for row in opened.rows(Letter) if row.state is LetterState.SENT]
    happened = {(row.at, row.kind, row.step, f"{row.recipient_body}.{row.recipient_role}") for row in sent}
    new = {(each.at, each.kind, each.step, each.to) for each in impact.new if each.at < local(end)}
    gone = {(each.at, each.kind, each.step, each.to) for each in impact.gone if each.at < local(end)}
    assert new
    assert new <= happened
    assert gone
    assert not gone & happened


async def test_looking_at_an_impact_changes_nothing(opened: Counter) -> None:
    commands, rows = opened.commands(), rows_in_all(opened)
    impact = await opened.desk.impact(SLUG, "plan", date(2031, 5, 21))
    assert impact.dates
    assert (opened.commands(), rows_in_all(opened)) == (commands, rows)
    assert opened.year().sequence == 0


@pytest.mark.parametrize(
    ("step", "body", "sentence"),
    [
        ("plann", None, "“plann” is not a step of sample-2031. Did you mean “plan”?"),
        ("plan", "TMUU", "“TMUU” is not a body of “plan”. Did you mean “TMU”?"),
    ],
)
async def test_move_of_what_is_not_there_names_the_nearest(
    counter: Counter, step: str, body: str | None, sentence: str
) -> None:
    await counter.start()
    to = date(2031, 5, 21)
    for ask in (
        counter.desk.impact(SLUG, step, to, body=body),
        counter.desk.move(SLUG, step, to, body=body, by=BY),
    ):
        with pytest.raises(Unknown) as unknown:
            await ask
        assert unknown.value.sentence.en == sentence
    with pytest.raises(Unknown):
        await counter.desk.move("sample-2032", "plan", to, by=BY)


async def test_move_to_a_day_behind_us_is_refused(counter: Counter) -> None:
    await counter.start()
    for ask in (
        counter.desk.impact(SLUG, "plan", date(2030, 5, 21)),
        counter.desk.move(SLUG, "plan", date(2030, 5, 21), by=BY),
    ):
        with pytest.raises(NotPermitted) as refusal:
            await ask
        assert "2030-05-21 is not a day ahead" in refusal.value.sentence.en


async def test_pause_stops_letters_and_resume_lets_them_go_on(opened: Counter) -> None:
    await opened.desk.pause(SLUG, by=BY)
    with pytest.raises(NotPermitted) as again:
        await opened.desk.pause(SLUG, by=BY)
    await opened.travel_to(date(2031, 5, 9))
    reminders = [row for row in opened.rows(Letter) if row.kind is LetterKind.REMINDER]
    assert reminders == []

    done = await opened.desk.resume(SLUG, by=BY)
    assert done.what.da == "sample-2031 kører igen."
    assert again.value.sentence.en == "The cycle sample-2031 is already paused."
    await opened.office.clock.settle()
    sent = [row for row in opened.rows(Letter) if row.kind is LetterKind.REMINDER and row.state is LetterState.SENT]
    assert {(row.step, row.body) for row in sent} >= {("plan", "TMU"), ("plan", "ØU")}


async def test_cancel_needs_a_reason_ends_what_is_open_and_tells_everyone(opened: Counter) -> None:
    with pytest.raises(NotPermitted):
        await opened.desk.cancel(SLUG, " ", by=BY)
    assert opened.year().stage is CycleStage.RUNNING

    await opened.desk.cancel(SLUG, "politikken er trukket tilbage", by=BY)
    await opened.office.clock.settle()

    assert opened.year().stage is CycleStage.CANCELLED
    assert {row.stage for row in opened.rows(Obligation)} == {ObligationStage.CANCELLED}
    told = [row for row in opened.rows(Letter, col(Letter.number)) if row.kind is LetterKind.CYCLE_CANCELLED]
    assert {row.recipient_body for row in told} >= {"TMU", "ØU", "BIU"}
    with pytest.raises(NotPermitted) as ended:
        await opened.hand_in()
    assert "cancelled" in ended.value.sentence.en
    assert opened.journal(TMU_PLAN)[-1] == "obligation_cancelled"


async def test_move_that_was_confirmed_on_another_year_than_it_is_by_then_is_to_be_looked_at_again(
    opened: Counter,
) -> None:
    to = date(2031, 5, 21)
    shown = await opened.desk.impact(SLUG, "plan", to)
    await opened.desk.move(SLUG, "workshop", date(2031, 6, 18), by="en anden")

    with pytest.raises(NotPermitted, match=r"has changed since you saw what the move entails\. Nothing was moved"):
        await opened.desk.move(SLUG, "plan", to, on_version=shown.version, by=BY)
    again = await opened.desk.impact(SLUG, "plan", to)
    done = await opened.desk.move(SLUG, "plan", to, on_version=again.version, by=BY)

    assert done.delivered
    [row] = [row for row in opened.rows(Command) if row.id == done.command]
    assert row.on_version == again.version


async def test_move_is_confirmed_on_the_year_with_what_waits_for_the_engine(opened: Counter) -> None:
    async with opened.refused():
        await opened.desk.move(SLUG, "workshop", date(2031, 6, 18), by=BY)
        await opened.hand_in()
        shown = await opened.desk.impact(SLUG, "plan", date(2031, 5, 21))
        await opened.desk.move(SLUG, "plan", date(2031, 5, 21), on_version=shown.version, by=BY)
    assert await opened.desk.deliver() == 3
