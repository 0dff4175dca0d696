"""Operators at the command line, beside a real server on a file, a worker and a relay: each process ends and begins."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.correspondence import Letter
from models.obligations import Meeting
from models.types import Row
from models.vocabulary import LetterState
from tests.clock import eventually
from tests.databases import fresh
from tests.machines import Machines, free_port, machines
from tests.planning import sample
from tests.postbox import Postbox, postbox

pytestmark = pytest.mark.timeout(180)
HOLD = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge"]')
FEW = ("count = 55", "count = 2")
YEAR = "2031"


@dataclass
class Place:
    """An office whose parts are processes of the test, and its command line."""

    machines: Machines
    box: Postbox
    environment: dict[str, str]
    engine: Engine

    async def __call__(self, *words: str, status: int = 0) -> str:
        """Run one command line; return what it said when it ended with this status."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from cli.main import run; run()", *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **self.environment},
        )
        said, _ = await process.communicate()
        assert process.returncode == status, said.decode()
        return said.decode()

    async def begin(self, folder: Path, *changes: tuple[str, str]) -> None:
        """Start the small cycle; its approval has begun."""
        source = sample.source(FEW, *changes)
        for name, content in {"cycle.toml": source.toml, **source.files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, "utf-8")
        await self("start", str(folder), "--year", YEAR)
        await eventually(lambda: [row.step for row in self.rows(Meeting)] == ["approval"], within=60)

    async def letters(self, state: str, number: int) -> list[dict[str, Any]]:
        """Return the letters in this state, as soon as there are so many."""
        await eventually(
            lambda: [row.state for row in self.rows(Letter)].count(LetterState(state)) == number, within=60
        )
        found: list[dict[str, Any]] = json.loads(await self("outbox", "--state", state, "--json"))
        assert len(found) == number
        return found

    def rows(self, table: type[Row]) -> list[Any]:
        """Return a table of the record: what is waited for is looked up here, and then asked of the program once."""
        with Session(self.engine) as session:
            return list(session.exec(select(table)).all())

    async def says(self, words: str, *command: str) -> None:
        """Repeat a command until it says so and ends well: a server's lists follow a little later."""
        for _ in range(30):
            try:
                assert words in await self(*command)
            except AssertionError:
                await asyncio.sleep(0.2)
            else:
                return
        assert words in await self(*command)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """Give a place whose server and worker run."""
    with fresh("sqlite", tmp_path) as engine:
        async with postbox() as box, machines(tmp_path, str(engine.url), box.port) as running:
            await running.client()
            await running.worker.start()
            yield Place(running, box, {**running.worker.environment, "AARSHJUL_LANG": "en"}, engine)


async def test_outbox_releases_held_letters_and_settles_doubt_about_them(place: Place, tmp_path: Path) -> None:
    await place.begin(tmp_path / "sample", HOLD)
    await place("decide", "approval", "approved", "--yes")
    first, second = [str(row["number"]) for row in await place.letters("held", 2)]
    assert "As it would look now" in await place("outbox", "preview", first)
    assert "2 drafts are written." in await place("outbox", "draft", first, "--by", "leder")
    tested = await place("outbox", "test", first, "--to", "mig@by.example")
    assert tested.startswith(f"Letter no. {first} has left to mig@by.example as a test;")
    [trial] = place.box.to("mig@by.example")
    assert trial.subject.startswith("[PRØVE] ")
    kept = tmp_path / "letter.eml"
    assert f"is in {kept}." in await place("outbox", "preview", first, "--out", str(kept))
    assert b"<sekretaer@tmu.example>" in kept.read_bytes()
    assert "2 drafts are written anew; 0 of them" in await place("outbox", "regenerate", first)
    await place.letters("drafted", 2)
    place.box.drops = 1
    assert "1 letter" in await place("outbox", "release", first, "--reason", "read")
    await place.letters("unknown", 1)
    assert f"Letter no. {first} is noted as arrived." in await place("outbox", "arrived", first)

    place.box.drops = 1
    await place("outbox", "release", second)
    await place.letters("unknown", 1)
    assert f"Letter no. {second} is sent again." in await place("outbox", "resend", second)
    await place.letters("unknown", 0)

    await place.letters("held", 0)
    challenges = [mail for mail in place.box.mails if mail.to in ("sekretaer@tmu.example", "sekretaer@oeu.example")]
    assert sorted(Counter(mail.id for mail in challenges).values()) == [1, 2]


async def test_stored_command_is_dispatched_when_the_server_is_back(place: Place, tmp_path: Path) -> None:
    await place.begin(tmp_path / "sample")
    await place.machines.server.kill()
    assert "Received and stored" in await place("decide", "approval", "approved", "--yes")
    await place.machines.server.start()
    await place.machines.client()

    assert await place("dispatch") == "1 commands are delivered.\n"
    assert await place("dispatch") == "0 commands are delivered.\n"
    await place.letters("released", 0)
    assert [mail for mail in place.box.mails if mail.to == "sekretaer@tmu.example"]


async def test_lost_engine_is_named_rebuilt_and_agrees_again(place: Place, tmp_path: Path) -> None:
    await place.begin(tmp_path / "sample")
    await place("decide", "approval", "approved", "--yes")
    await place.says("5 workflows agree.", "reconcile")
    mails = len(place.box.mails)
    await place.machines.worker.kill()
    await place.machines.server.kill()
    place.machines.lose_the_file()
    await place.machines.server.start()
    await place.machines.client()

    lost = await place("reconcile", status=1)
    assert lost.count("missing in Temporal: cycle:sample-2031") == 5
    assert "Run “aarshjul rehydrate” to rebuild them." in lost

    await place.machines.worker.start()
    assert await place("rehydrate") == "5 workflows are rebuilt; 0 were running already.\n"
    assert await place("rehydrate") == "0 workflows are rebuilt; 5 were running already.\n"
    await place.says("5 workflows agree.", "reconcile")
    await place.says("5 workflows can go on with this code.", "replay-check")
    assert len(place.box.mails) == mails


async def test_demo_lets_a_year_go_by_and_says_where_to_look(place: Place, tmp_path: Path) -> None:
    place.environment |= {f"AARSHJUL_{name}_PORT": str(free_port()) for name in ("SMTP", "MAIL", "WEB")}

    said = await place(
        "demo", "inclusion-2011", "--scenario", "on-time", "--pace", "0", "--out", str(tmp_path / "demo")
    )

    assert said.startswith(f"Mails: http://127.0.0.1:{place.environment['AARSHJUL_MAIL_PORT']}\n")
    assert f"http://127.0.0.1:{place.environment['AARSHJUL_WEB_PORT']}/door/" in said
    assert said.endswith("The year has gone by.\n")
    assert len(list((tmp_path / "demo" / "mails").glob("*.eml"))) > 60
