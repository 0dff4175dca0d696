"""Nothing is lost and nothing is doubled when what the year leans on goes away: the mail relay, the database's line."""

import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from desk.shown import overviews
from models.database import reading
from models.journal import JournalEntry
from models.vocabulary import CycleStage, LetterState
from tests.clock import eventually, local
from tests.databases import fresh
from tests.machines import Machine, free_port, machines
from tests.postbox import postbox
from tests.survival.relay import arrived
from tests.survival.site import COMMITTEES, Site, packs

pytestmark = pytest.mark.timeout(180)
BEGINS = local(date(2011, 2, 7))


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[Machine]:
    """Give a running relay of its own process, whose command ends with port and folder."""
    folder = tmp_path / "relay"
    folder.mkdir()
    machine = Machine(
        [sys.executable, "-m", "tests.survival.relay", str(free_port()), str(folder)], tmp_path / "relay.log", {}
    )
    await machine.start()
    yield machine
    await machine.kill()


async def test_letters_wait_and_are_counted_while_the_relay_is_dead_and_leave_once_when_it_is_back(
    relay: Machine, tmp_path: Path
) -> None:
    port, folder = int(relay.command[-2]), Path(relay.command[-1])
    with fresh("sqlite", tmp_path) as engine:
        async with machines(tmp_path, str(engine.url), port) as running:
            site = Site(running, engine)
            await running.worker.start()
            await site.start(packs(), BEGINS)
            await eventually(lambda: len(arrived(folder)) > 0, within=60)
            await relay.kill()

            await eventually(lambda: LetterState.SENDING not in site.states(), within=60)
            before = site.states()
            with Session(reading(engine)) as session:
                page = overviews.status(session, BEGINS, "small-2011")
            assert page
            assert page.letters[LetterState.RELEASED] == before[LetterState.RELEASED] > 0
            assert page.oldest_waiting

            await relay.start()
            await eventually(lambda: site.gone() == len(COMMITTEES), within=90)

    taken = Counter(arrived(folder))
    assert set(taken.values()) == {1}
    sent, doubtful = site.ids(LetterState.SENT), site.ids(LetterState.UNKNOWN)
    assert sent <= set(taken) <= sent | doubtful
    assert len(sent) >= before[LetterState.SENT] + before[LetterState.RELEASED]


def cut(engine: Engine) -> bool:
    """Cut every other connection to this database; return whether there was one."""
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with engine.begin() as connection:
        cut = connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({others}) AS others"))
        return len(cut.all()) > 0


async def test_year_goes_on_though_its_lines_to_postgresql_are_cut_and_nothing_is_lost_or_doubled(
    tmp_path: Path,
) -> None:
    with fresh("postgresql", tmp_path) as engine:
        async with (
            postbox() as box,
            machines(tmp_path, engine.url.render_as_string(hide_password=False), box.port) as running,
        ):
            box.delay = 0.5
            site = Site(running, engine)
            await running.worker.start()
            await site.start(packs(), BEGINS)
            for _ in range(3):
                seen = len(box.mails)
                await eventually(lambda seen=seen: len(box.mails) > seen, within=60)
                await eventually(lambda: cut(engine))
            await eventually(lambda: site.gone() == len(COMMITTEES), within=120)
            await eventually(lambda: site.stage() is CycleStage.ENDED)

        assert len(site.letters()) == len(COMMITTEES)
        assert Counter(mail.id for mail in box.mails) == Counter(letter.message_id for letter in site.letters())
        with Session(engine) as session:
            rows = session.exec(select(JournalEntry)).all()
        told = Counter((row.workflow_id, row.version, row.event, row.before, row.after) for row in rows)
        assert set(told.values()) == {1}
