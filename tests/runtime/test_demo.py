"""A year going by before somebody's eyes, with real mail."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from sqlmodel import Session

from desk.shown import overviews
from models.vocabulary import CycleStage
from planning.dates.resolver import resolve
from planning.format.source import parse
from planning.scenarios.reading import parse_scenario
from runtime.definitions import read
from runtime.demo import Passed, demo, prepare
from runtime.refusal import Refused
from runtime.rehearsals.record import record
from runtime.scenarios import find_scenario
from settings import Settings
from tests.runtime.offices import free_ports
from tests.web.office import Browser


@pytest.mark.timeout(300)
async def test_demo_shows_every_letter_once_and_leaves_it_in_the_mail_catcher(tmp_path: Path) -> None:
    web = free_ports(1)[0]
    settings = Settings().model_copy(
        update={"home": tmp_path / "demo", "smtp_port": 0, "mail_port": 0, "web_port": web}
    )
    source = read("inclusion-2011", settings.cycles)
    timeline = resolve(parse(source))
    name, text = find_scenario("on-time", source.files)
    shown: list[Passed] = []
    door: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    watching = asyncio.create_task(boards(web, door))

    lived = await demo(
        settings, timeline, source, parse_scenario(text, timeline, name), 0.02, shown.append, door.set_result
    )

    seen = await watching
    assert len(set(seen)) > 3, "the board does not change with the year"
    assert lived.stage is CycleStage.ENDED
    moments = [passed.at for passed in shown]
    assert moments == sorted(moments)
    numbers = [letter.number for passed in shown for letter in passed.letters]
    assert len(numbers) == len(set(numbers))
    with Session(record(settings.home)) as session:
        sent = overviews.outbox(session, timeline.slug, None)
    mails = list(settings.mail_folder.glob("*.eml"))
    assert len(mails) == sum(letter.sent_at is not None for letter in sent) > 60


async def boards(port: int, door: asyncio.Future[str]) -> list[str]:
    """Look at the board again and again, as a manager does, until the demo is over."""
    browser, seen = Browser(port), list[str]()
    path = f"/door/{(await door).rpartition('/')[2]}"
    assert (await asyncio.to_thread(browser.press, path, path)).status == 303
    with contextlib.suppress(ConnectionError):
        while True:
            seen.append((await asyncio.to_thread(browser.get, "/board")).words)
    return seen


def test_demo_replaces_only_what_an_earlier_demo_left(tmp_path: Path) -> None:
    prepare(tmp_path / "demo")
    (tmp_path / "demo" / "old").write_text("old")
    prepare(tmp_path / "demo")
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == ["DEMO"]

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(Refused) as refusal:
        prepare(tmp_path / "mine")

    assert "--out" in refusal.value.sentence.da
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
