"""Looking into folders: each file once, also after a restart, and a source that fails holds nothing up."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inbox.filing import Arrived
from inbox.folder import Folder
from inbox.poller import Looked, Poller, keep_looking
from inbox.sources import Position, Unreachable
from models.database import make_engine
from models.inbox import IncomingMail, Mailbox
from models.journal import Task
from models.schedule import Text
from tests.databases import fresh_url
from tests.inbox.conftest import NOW
from tests.inbox.samples import plain, report

LIMIT = 100_000


def poller(record: Engine, *folders: Path) -> Poller:
    """Return a reader as a newly started process has it."""
    return Poller(record, [Folder(folder, LIMIT) for folder in folders], clock=lambda: NOW)


def export(folder: Path, name: str, raw: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(raw)


def stored(record: Engine) -> list[bytes]:
    with Session(record) as session:
        return list(session.exec(select(IncomingMail.raw).order_by(col(IncomingMail.number))).all())


def boxes(record: Engine) -> dict[str, Mailbox]:
    with Session(record, expire_on_commit=False) as session:
        return {row.source: row for row in session.exec(select(Mailbox)).all()}


def test_each_file_of_the_folder_is_read_once_also_by_a_new_process(record: Engine, tmp_path: Path) -> None:
    export(tmp_path / "ind", "a.eml", plain("a"))
    export(tmp_path / "ind", "b.EML", plain("b"))
    export(tmp_path / "ind", "c.eml.part", plain("half"))
    first = poller(record, tmp_path / "ind")

    assert [first.look().filed, first.look().filed, poller(record, tmp_path / "ind").look().filed] == [2, 0, 0]
    assert sorted(stored(record)) == [plain("a"), plain("b")]
    assert sorted(path.name for path in (tmp_path / "ind").iterdir()) == ["a.eml", "b.EML", "c.eml.part"]


def test_file_that_comes_later_is_found(record: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "ind"
    export(folder, "a.eml", plain("a"))
    reader = poller(record, folder)
    reader.look()
    export(folder, "b.eml", plain("b"))

    assert reader.look() == Looked(1)


def test_large_file_is_kept_from_its_beginning_only(record: Engine, tmp_path: Path) -> None:
    export(tmp_path / "ind", "a.eml", plain("x") + b"y" * 10 * LIMIT)
    poller(record, tmp_path / "ind").look()

    assert [len(raw) for raw in stored(record)] == [LIMIT]


def test_folder_that_is_not_there_is_said_remembered_and_holds_up_no_other(record: Engine, tmp_path: Path) -> None:
    export(tmp_path / "ind", "a.eml", plain("a"))
    gone = tmp_path / "gone"
    reader = poller(record, gone, tmp_path / "ind")
    looked = reader.look()

    [trouble] = looked.troubles
    assert (looked.filed, str(gone) in trouble.da, "Nothing is lost" in trouble.en) == (1, True, True)
    assert boxes(record)[str(gone)].failing_since == NOW
    export(gone, "b.eml", plain("b"))
    assert reader.look() == Looked(1)
    assert boxes(record)[str(gone)].failing_since is None


class Broken:
    """A mailbox whose line drops after the first mail."""

    name = "imap:broken"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def new(self, position: Position) -> Iterator[Arrived]:
        self.asked.append(position.last_uid)
        for uid in range(position.last_uid + 1, 4):
            raw = plain(f"nr. {uid}")
            yield Arrived(raw, len(raw), validity=7, uid=uid)
            raise Unreachable("Linjen faldt ud.", "The line dropped.")


def test_line_that_drops_between_two_mails_goes_on_after_the_last_one(record: Engine) -> None:
    source = Broken()
    reader = Poller(record, [source], clock=lambda: NOW)
    filed = [reader.look().filed for _ in range(4)]

    assert (filed, source.asked) == ([1, 1, 1, 0], [0, 1, 2, 3])


async def test_trouble_is_told_when_it_begins_and_not_again_while_it_lasts(record: Engine) -> None:
    told: list[Text] = []
    looks = 0

    class Failing:
        name = "imap:failing"

        def new(self, position: Position) -> Iterator[Arrived]:
            nonlocal looks
            looks += 1
            assert position.since <= date(2011, 1, 3)
            raise Unreachable("Postkassen er væk.", "The mailbox is away.")
            yield

    looking = asyncio.create_task(keep_looking(Poller(record, [Failing()], lambda: NOW), 0.01, told.append))
    async with asyncio.timeout(30):
        while looks < 4:  # noqa: ASYNC110 -- what the source sees is the point
            await asyncio.sleep(0.01)
    looking.cancel()

    assert [text.en for text in told] == ["The mailbox is away."]


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlmodel import Session
from inbox import filing
from inbox.folder import Folder
from inbox.poller import Poller
from models.database import make_engine

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

before, real = sys.argv[3], getattr(filing.arrivals, "came_back")
if before == "effects":
    filing.arrivals.came_back = die
else:
    filing.arrivals.came_back = lambda *each: (real(*each), die())
Poller(make_engine(sys.argv[1]), [Folder(Path(sys.argv[2]), 100_000)]).look()
"""


@pytest.mark.parametrize("before", ["effects", "commit"])
def test_reader_killed_in_the_middle_of_a_mail_loses_nothing_and_does_nothing_twice(
    record: Engine, tmp_path: Path, before: str
) -> None:
    export(tmp_path / "ind", "a.eml", report())
    url = record.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", KILLED, url, str(tmp_path / "ind"), before], cwd=os.getcwd())
    assert died.returncode == -signal.SIGKILL
    assert stored(record) == []

    assert [poller(record, tmp_path / "ind").look().filed for _ in range(2)] == [1, 0]
    with Session(record) as session:
        assert len(session.exec(select(Task)).all()) == 1


def test_two_readers_at_once_file_each_mail_once(tmp_path: Path) -> None:
    for number in range(20):
        export(tmp_path / "ind", f"{number}.eml", plain(f"nr. {number}"))
    with fresh_url("postgresql", tmp_path) as url:
        script = KILLED.split("def die")[0] + KILLED.splitlines()[-1]
        words = [sys.executable, "-c", script, url, str(tmp_path / "ind")]
        for reader in [subprocess.Popen(words, cwd=os.getcwd()) for _ in range(2)]:
            reader.wait(60)
        engine = make_engine(url)
        poller(engine, tmp_path / "ind").look()
        assert len(stored(engine)) == 20
        engine.dispose()
