"""Nothing is lost and no formal letter goes out twice, whatever is killed with -9."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from desk.rehydration import rehydrate
from desk.starting import cycle_row, other_rows
from models.correspondence import Letter
from models.cycles import Cycle
from models.vocabulary import CycleStage, LetterState, cycle_id
from planning.definition import Definition
from planning.orders import cycle_state
from planning.resolver import resolve
from planning.source import Source
from tests.clock import eventually, local
from tests.databases import fresh
from tests.definitions import body, definition, step
from tests.machines import Machines, machines
from tests.postbox import Postbox, postbox

pytestmark = pytest.mark.timeout(180)
GONE = frozenset({LetterState.SENT, LetterState.UNKNOWN})
COMMITTEES = [f"U{number:02d}" for number in range(1, 21)]


@dataclass
class Site:
    """The machines with the record and the relay."""

    machines: Machines
    engine: Engine
    postbox: Postbox

    def letters(self) -> list[Letter]:
        """Return the outbox."""
        with Session(self.engine) as session:
            return list(session.exec(select(Letter)).all())

    def states(self) -> Counter[LetterState]:
        """Count the letters by state."""
        return Counter(letter.state for letter in self.letters())

    def stage(self) -> CycleStage:
        """Return where the one cycle is."""
        with Session(self.engine) as session:
            return session.exec(select(Cycle.stage)).one()

    async def start(self, wanted: Definition, begins: datetime) -> Client:
        """Start a cycle whose clock shows `begins` now."""
        timeline = resolve(wanted)
        offset = timedelta(seconds=round((begins - datetime.now(UTC)).total_seconds()))
        state = cycle_state(timeline, offset)
        with Session(self.engine) as session, session.begin():
            session.add(cycle_row(timeline, Source(name="small", toml=""), state, begins, "sekretariat"))
            session.flush()
            session.add_all(other_rows(timeline))
        client = await self.machines.client()
        await client.start_workflow("annual-cycle", state, id=cycle_id(state.slug), task_queue="aarshjul")
        return client


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """Give a site with its server running; the worker is the test's to start."""
    with fresh("sqlite", tmp_path) as engine:
        async with postbox() as box, machines(tmp_path, str(engine.url), box.port) as running:
            yield Site(running, engine, box)


def packs() -> Definition:
    """Twenty challenge letters that leave at once."""
    wanted = definition(step("letters", "letter_pack", bodies=COMMITTEES))
    return _with_committees(wanted)


def reminders() -> Definition:
    """Twenty obligations whose last reminder leaves on 13 May at 08:00."""
    plan = step("plan", "deliverable", bodies=COMMITTEES, date="2011-05-16", ladder="plan")
    return _with_committees(definition(plan))


def _with_committees(wanted: Definition) -> Definition:
    bodies = {code: body(code) for code in COMMITTEES}
    return Definition.model_validate(
        {**wanted.model_dump(by_alias=True), "body": {**wanted.model_dump()["body"], **bodies}}
    )


async def kill_in_the_middle(site: Site, times: int) -> None:
    """Kill the worker as often while letters are on the wire, and start it again."""
    for _ in range(times):
        arrived = len(site.postbox.mails)
        await eventually(lambda seen=arrived: len(site.postbox.mails) > seen, within=60)
        await site.machines.worker.kill()
        await site.machines.worker.start()


async def test_formal_letters_never_leave_twice_though_the_worker_is_killed(site: Site) -> None:
    site.postbox.delay = 0.3
    await site.machines.worker.start()
    await site.start(packs(), local(date(2011, 2, 7)))

    await kill_in_the_middle(site, 2)
    await eventually(lambda: sum(site.states()[state] for state in GONE) == len(COMMITTEES), within=120)

    arrived = Counter(mail.id for mail in site.postbox.mails)
    assert set(arrived.values()) == {1}
    sent = {letter.message_id for letter in site.letters() if letter.state is LetterState.SENT}
    assert sent <= set(arrived)
    assert site.states()[LetterState.UNKNOWN] >= 1


async def test_reminders_are_sent_again_with_the_same_bytes_though_the_worker_is_killed(site: Site) -> None:
    site.postbox.delay = 0.3
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(7, 59, 45)))

    await kill_in_the_middle(site, 1)
    await eventually(lambda: site.states()[LetterState.SENT] == len(COMMITTEES), within=120)

    assert len({mail.id for mail in site.postbox.mails}) == len(COMMITTEES)
    assert len({mail.raw for mail in site.postbox.mails}) == len(COMMITTEES)


async def test_timer_survives_the_death_of_the_server(site: Site) -> None:
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(7, 59, 45)))
    await asyncio.sleep(5)

    await site.machines.server.kill()
    await asyncio.sleep(2)
    await site.machines.server.start()

    await eventually(lambda: site.states()[LetterState.SENT] == len(COMMITTEES), within=90)
    assert len(site.postbox.mails) == len(COMMITTEES)


async def test_year_goes_on_from_the_record_on_an_empty_server(site: Site) -> None:
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(8, 0, 1)))
    passed = site.states
    await eventually(lambda: passed()[LetterState.PASSED] == 2 * len(COMMITTEES), within=60)
    before = {letter.key for letter in site.letters()}

    await site.machines.worker.kill()
    await site.machines.server.kill()
    for file in site.machines.folder.glob("temporal.db*"):
        file.unlink()
    await site.machines.server.start()
    client = await site.machines.client()
    await site.machines.worker.start()
    rebuilt = await rehydrate(site.engine, client, local(date(2011, 5, 13)))
    again = await rehydrate(site.engine, client, local(date(2011, 5, 13)))

    assert len(rebuilt.started) == 1 + len(COMMITTEES)
    assert again.started == ()
    state = await client.get_workflow_handle(cycle_id("small-2011")).query("state")
    assert state["stage"] == "running"
    assert {letter.key for letter in site.letters()} == before
    assert site.postbox.mails == []
