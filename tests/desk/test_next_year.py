"""The next year is proposed on a fixed day and confirmed by starting it, on a development server: it has schedules."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from desk.answers import Unknown
from desk.recovery.rehydration import rehydrate
from models.bodies import Contact
from models.cycles import Cycle, YearlyOpening
from models.database import reading
from models.journal import JournalEntry, Task
from models.vocabulary import CycleStage, cycle_id
from planning.acts.permitted import NotPermitted
from tests.databases import fresh
from tests.desk.counter import BEGINS, BY, SLUG, YEAR, Counter, small
from tests.desk.development import server, working
from tests.engine import eventually
from tests.postbox import postbox

NEXT = f"sample-{YEAR + 1}"


async def schedules(client: Client) -> dict[str, tuple[int, int]]:
    """Return the server's schedules with their month and day."""
    found = {}
    async for listed in await client.list_schedules():
        described = await client.get_schedule_handle(listed.id).describe()
        [calendar] = described.schedule.spec.calendars
        found[listed.id] = (calendar.month[0].start, calendar.day_of_month[0].start)
    return found


async def test_proposal_is_made_on_the_day_and_confirmed_by_a_start(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as engine:
        async with postbox() as box:
            async with server(tmp_path / "first.db") as client, working(engine, client, box, tmp_path) as desk:
                offset = BEGINS - datetime.now(UTC).replace(microsecond=0)
                await desk.start(small(), YEAR, offset=offset, by=BY)
                await desk.open_yearly("sample", date(2031, 10, 1), by=BY)
                done = await desk.open_yearly("sample", date(2031, 11, 3), by=BY)
                assert done.what.da == "Næste år af »sample« foreslås hvert år den 3. november."
                handle = client.get_schedule_handle("next-year:sample")
                calendar = (await handle.describe()).schedule.spec.calendars[0]
                assert (calendar.month[0].start, calendar.day_of_month[0].start, calendar.hour[0].start) == (11, 3, 8)
                assert (await handle.describe()).schedule.spec.time_zone_name == "Europe/Copenhagen"

                await handle.trigger()
                await eventually(lambda: _stage(engine, NEXT) is CycleStage.PROPOSED)
                await eventually(lambda: any("2032" in mail.raw.decode() for mail in box.to("sekretaer@biu.example")))
                with pytest.raises(NotPermitted, match=f"The cycle {NEXT} is proposed and not started"):
                    await desk.pause(NEXT, by=BY)

                await desk.start(small(), YEAR + 1, offset=offset, by="sekretær")
                await eventually(lambda: _stage(engine, NEXT) is CycleStage.RUNNING)
                with Session(reading(engine)) as session:
                    task = session.get_one(Task, f"{cycle_id(NEXT)}:confirm")
                    assert task.done_by == "sekretær"
                    confirmed = select(JournalEntry).where(JournalEntry.event == "cycle_confirmed")
                    [line] = session.exec(confirmed).all()
                    assert (line.cycle, line.by, line.before, line.after) == (NEXT, "sekretær", "proposed", "running")
                    contacts = [
                        session.exec(select(Contact).where(Contact.cycle == slug)).all() for slug in (SLUG, NEXT)
                    ]
                    assert len(contacts[0]) == len(contacts[1])
                with pytest.raises(NotPermitted):
                    await desk.start(small(), YEAR + 1, offset=offset, by=BY)

            _move_offices(engine, NEXT, "Atlantic/Faroe")
            async with server(tmp_path / "second.db") as client, working(engine, client, box, tmp_path) as desk:
                for _ in ("lost", "again"):
                    await rehydrate(engine, client, BEGINS)
                    described = await client.get_schedule_handle("next-year:sample").describe()
                    assert described.schedule.spec.time_zone_name == "Atlantic/Faroe"
                await desk.open_no_more("sample", by=BY)
                done = await desk.open_no_more("sample", by=BY)
                assert done.delivered
                assert await schedules(client) == {}
                with Session(reading(engine)) as session:
                    assert session.exec(select(YearlyOpening)).all() == []
                    events = session.exec(select(JournalEntry.event, JournalEntry.after)).all()
                assert ("next_year_scheduled", "11-03") in events
                assert ("next_year_unscheduled", None) in events


async def test_day_that_is_agreed_while_the_engine_is_away_stands_in_the_record(counter: Counter) -> None:
    await counter.start()
    async with counter.refused():
        done = await counter.desk.open_yearly("sample", date(2031, 11, 3), by=BY)
    assert not done.delivered
    assert done.what.en.endswith("The engine cannot be reached now; give the command again when it runs.")
    [row] = counter.rows(YearlyOpening)
    assert (row.definition, row.month, row.day) == ("sample", 11, 3)


async def test_unknown_definition_and_a_day_of_leap_years_are_refused(counter: Counter) -> None:
    await counter.start()
    with pytest.raises(Unknown) as unknown:
        await counter.desk.open_yearly("sampel", date(2031, 11, 3), by=BY)
    with pytest.raises(NotPermitted) as leap:
        await counter.desk.open_yearly("sample", date(2032, 2, 29), by=BY)
    assert unknown.value.sentence.en == "“sampel” is not started yet. Did you mean “sample”?"
    assert leap.value.sentence.en == "29 February does not exist every year. Choose another day."
    assert counter.rows(YearlyOpening) == []


def _move_offices(engine: Engine, slug: str, zone: str) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Cycle, slug).zone = zone


def _stage(engine: Engine, slug: str) -> CycleStage | None:
    with Session(reading(engine)) as session:
        row = session.get(Cycle, slug)
        return row.stage if row else None
