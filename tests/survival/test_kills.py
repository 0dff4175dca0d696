"""Nothing is lost and no formal letter goes out twice, whatever is killed with -9."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError

from desk.recovery.rehydration import rehydrate
from models.vocabulary import LetterState, cycle_id, step_id
from tests.clock import eventually, local
from tests.databases import fresh
from tests.machines import machines
from tests.postbox import Postbox, postbox
from tests.survival.site import COMMITTEES, Site, packs, reminders

pytestmark = pytest.mark.timeout(180)


@dataclass
class PostedSite(Site):
    """A site whose relay is the test's own."""

    postbox: Postbox


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[PostedSite]:
    """Give a site with its server running; the worker is the test's to start."""
    with fresh("sqlite", tmp_path) as engine:
        async with postbox() as box, machines(tmp_path, str(engine.url), box.port) as running:
            yield PostedSite(running, engine, box)


async def kill_in_the_middle(site: PostedSite, times: int) -> set[str]:
    """Kill the worker as often while letters are on the wire, and start it again; return what the relay had taken.

    The relay holds its answers from the start: a letter that has arrived is on the wire until the kill.
    """
    on_the_wire: set[str] = set()
    for _ in range(times):
        seen = len(site.postbox.mails)
        await eventually(lambda seen=seen: len(site.postbox.mails) > seen, within=90)
        await site.machines.worker.kill()
        on_the_wire |= {mail.id for mail in site.postbox.mails[seen:]}
        site.postbox.answers()  # to nobody: the lines ended with the worker
        site.postbox.holds()
        await site.machines.worker.start()
    site.postbox.answers()
    return on_the_wire


async def test_formal_letters_never_leave_twice_though_the_worker_is_killed(site: PostedSite) -> None:
    site.postbox.holds()
    await site.machines.worker.start()
    await site.start(packs(), local(date(2011, 2, 7)))

    on_the_wire = await kill_in_the_middle(site, 2)
    await eventually(lambda: site.gone() == len(COMMITTEES), within=120)

    arrived = Counter(mail.id for mail in site.postbox.mails)
    assert set(arrived.values()) == {1}
    sent, unknown = site.ids(LetterState.SENT), site.ids(LetterState.UNKNOWN)
    assert sent <= set(arrived) <= sent | unknown
    assert len(on_the_wire) >= 2
    assert on_the_wire <= unknown


LEAD = timedelta(seconds=15)
"""From the start of a year to its reminders: the few committees of these tests have opened by then."""
FEW = COMMITTEES[:6]
RUNG = local(date(2011, 5, 13), time(8))


async def test_reminders_are_sent_again_with_the_same_bytes_though_the_worker_is_killed(site: PostedSite) -> None:
    site.postbox.holds()
    await site.machines.start_working()
    await site.start(reminders(FEW), RUNG - LEAD)

    on_the_wire = await kill_in_the_middle(site, 1)
    await eventually(lambda: site.states()[LetterState.SENT] == len(FEW), within=120)

    arrived = Counter(mail.id for mail in site.postbox.mails)
    assert len(arrived) == len({mail.raw for mail in site.postbox.mails}) == len(FEW)
    assert {id_ for id_, times in arrived.items() if times > 1} == on_the_wire != set()


async def test_timer_survives_the_death_of_the_server(site: PostedSite) -> None:
    await site.machines.start_working()
    client = await site.start(reminders(FEW), RUNG - LEAD)
    due = datetime.now(UTC) + LEAD
    await timers_are_set(client)

    await site.machines.server.kill()
    assert site.postbox.mails == []
    await asyncio.sleep((due - datetime.now(UTC)).total_seconds())
    await site.machines.server.start()

    await eventually(lambda: site.states()[LetterState.SENT] == len(FEW), within=90)
    assert len(site.postbox.mails) == len(FEW)


async def timers_are_set(client: Client) -> None:
    """Wait until the server holds the timer of each committee's plan."""
    for committee in FEW:
        handle = client.get_workflow_handle(step_id("small-2011", "plan", committee))
        async with asyncio.timeout(60):
            while not await has_timer(handle):  # noqa: ASYNC110 -- another process's condition
                await asyncio.sleep(0.1)


async def has_timer(handle: WorkflowHandle[Any, Any]) -> bool:
    """Whether the workflow is there, and has begun to wait."""
    try:
        events = (await handle.fetch_history()).events
    except RPCError:
        return False
    return any(event.HasField("timer_started_event_attributes") for event in events)


async def test_year_goes_on_from_the_record_on_an_empty_server(site: PostedSite) -> None:
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(8, 0, 1)))
    passed = site.states
    await eventually(lambda: passed()[LetterState.PASSED] == 2 * len(COMMITTEES), within=60)
    before = {letter.key for letter in site.letters()}

    await site.machines.worker.kill()
    await site.machines.server.kill()
    site.machines.lose_the_file()
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
