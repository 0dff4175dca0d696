"""The engine on a real PostgreSQL: the same letters as on SQLite."""

from datetime import date, time
from pathlib import Path

from models.vocabulary import CycleStage
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition
from tests.engine import local, open_office


async def test_year_ends_on_postgresql_as_on_sqlite(tmp_path: Path) -> None:
    async with open_office(tmp_path, "postgresql") as office:
        year = await office.start(definition(APPROVE, LETTERS, PLAN, READING), local(date(2011, 1, 10)))
        await office.clock.travel_to(date(2011, 2, 7), time(14))
        await year.decide("approve", "BIU")
        await office.clock.travel_to(date(2011, 5, 4))
        await year.submit("plan", "TMU")
        await office.clock.travel_to(date(2011, 8, 22), time(18))
        await year.move("reading", date(2011, 8, 23))
        await office.clock.travel_to(date(2011, 8, 23), time(18))
        await year.decide("reading", "BIU")

        assert year.state().stage is CycleStage.ENDED
        assert [kind for _, kind, _ in year.sent(step="plan", body="TMU")] == ["reminder_first", "receipt"]
        assert len(year.sent(step="plan", body="BUU")) == 6
