"""Nothing is lost and no formal letter goes out twice, whatever is killed with -9."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest

from desk.rehydration import rehydrate
from models.vocabulary import LetterState, cycle_id
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


async def kill_in_the_middle(site: PostedSite, times: int) -> None:
    """Kill the worker as often while letters are on the wire, and start it again."""
    for _ in range(times):
        arrived = len(site.postbox.mails)
        await eventually(lambda seen=arrived: len(site.postbox.mails) > seen, within=60)
        await site.machines.worker.kill()
        await site.machines.worker.start()


async def test_formal_letters_never_leave_twice_though_the_worker_is_killed(site: PostedSite) -> None:
    site.postbox.delay = 0.3
    await site.machines.worker.start()
    await site.start(packs(), local(date(2011, 2, 7)))

    await kill_in_the_middle(site, 2)
    await eventually(lambda: site.gone() == len(COMMITTEES), within=120)

    arrived = Counter(mail.id for mail in site.postbox.mails)
    assert set(arrived.values()) == {1}
    sent = {letter.message_id for letter in site.letters() if letter.state is LetterState.SENT}
    assert sent <= set(arrived)
    assert site.states()[LetterState.UNKNOWN] >= 1


async def test_reminders_are_sent_again_with_the_same_bytes_though_the_worker_is_killed(site: PostedSite) -> None:
    site.postbox.delay = 0.3
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(7, 59, 45)))

    await kill_in_the_middle(site, 1)
    await eventually(lambda: site.states()[LetterState.SENT] == len(COMMITTEES), within=120)

    assert len({mail.id for mail in site.postbox.mails}) == len(COMMITTEES)
    assert len({mail.raw for mail in site.postbox.mails}) == len(COMMITTEES)


async def test_timer_survives_the_death_of_the_server(site: PostedSite) -> None:
    await site.machines.worker.start()
    await site.start(reminders(), local(date(2011, 5, 13), time(7, 59, 45)))
    await asyncio.sleep(5)

    await site.machines.server.kill()
    await asyncio.sleep(2)
    await site.machines.server.start()

    await eventually(lambda: site.states()[LetterState.SENT] == len(COMMITTEES), within=90)
    assert len(site.postbox.mails) == len(COMMITTEES)


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
