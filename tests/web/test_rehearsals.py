"""A year is rehearsed from the browser: one at a time, in a process of its own, and its result is read there."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.schedule import Text
from models.vocabulary import Language
from planning.format.source import Source
from planning.not_permitted import NotPermitted
from planning.papers.zipped import zipped
from runtime.pages.workshop import workshop_of
from runtime.rehearsals import child as rehearsal_child
from runtime.rehearsals.beside import ORDER, RESULT, ZIP, FolderRehearsals
from settings import Settings
from tests.planning import sample
from tests.runtime.offices import until
from tests.web.office import Browser, Office, office_of
from web.starting.workshop import RehearsalState

NOW = datetime(2030, 11, 22, 9, tzinfo=UTC)
WAITS = "import sys, time; time.sleep(600)"
ENDS = """
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
(folder / "out" / "mails").mkdir(parents=True)
(folder / "out" / "index.html").write_text("<h1>Året</h1><script>alert(1)</script>")
(folder / "out" / "mails" / "a.eml").write_text("Subject: a")
(folder / "result.json").write_text(json.dumps({"done": True, "letters": 1, "said": []}))
"""


def rehearsals(home: Path, program: str) -> FolderRehearsals:
    ticks = iter(range(1_000))
    return FolderRehearsals(home, (sys.executable, "-c", program), now=lambda: NOW + timedelta(seconds=next(ticks)))


def begin(kept: FolderRehearsals) -> str:
    return kept.begin(Source("a", "", {}), 2031, Text(da="Året", en="The year"), "", Language.DA, "sekretariat")


def ended(kept: FolderRehearsals) -> bool:
    return kept.every()[0].state is not RehearsalState.RUNNING


def test_second_rehearsal_is_refused_while_one_runs_and_it_ends_with_the_office(tmp_path: Path) -> None:
    kept = rehearsals(tmp_path, WAITS)
    begun = begin(kept)

    with pytest.raises(NotPermitted):
        begin(kept)
    kept.forget(begun)

    assert [(each.id, each.state) for each in kept.every()] == [(begun, RehearsalState.RUNNING)]
    kept.stop()
    assert ended(kept)
    assert "cut off" in kept.every()[0].said[0].en


def test_child_outlives_the_thread_of_the_page_that_began_it(tmp_path: Path) -> None:
    kept = rehearsals(tmp_path, WAITS)
    page = threading.Thread(target=begin, args=(kept,))
    page.start()
    page.join()

    assert not ended(kept)
    kept.stop()


def test_oldest_give_way_and_one_is_deleted_when_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.rehearsals.beside.KEPT", 2)
    kept = rehearsals(tmp_path, ENDS)
    for _ in range(3):
        begin(kept)
        until(lambda: ended(kept))

    assert len(kept.every()) == 2
    assert kept.file(kept.every()[0].id, "mails/a.eml") == b"Subject: a"
    gone = kept.every()[0].id
    kept.forget(gone)
    assert gone not in {each.id for each in kept.every()}


@pytest.mark.parametrize("path", ["../order.json", "/etc/passwd", "mails/../../order.json", "mails", "nothing"])
def test_nothing_but_what_the_rehearsal_wrote_is_given(path: str, tmp_path: Path) -> None:
    kept = rehearsals(tmp_path, ENDS)
    begun = begin(kept)
    until(lambda: ended(kept))

    assert kept.file(begun, path) is None
    assert kept.file("..", "index.html") is None


@pytest.fixture
def office(record: Engine, tmp_path: Path) -> Iterator[Office]:
    """Give an office whose rehearsals are real."""
    workshop = workshop_of(Settings(home=tmp_path))
    small = sample.source(("count = 55", "count = 2"))
    with office_of(record, NOW, workshop=replace(workshop, shipped=lambda: (small,))) as office:
        yield office


def test_prepared_year_is_rehearsed_and_its_page_read_in_the_browser(office: Office) -> None:
    secretary = office.entered()
    secretary.fill("/start", "/start", {"base": "shipped:sample", "year": "2031"})

    began = secretary.fill("/rehearsals", "/rehearsals", {"year": "year:sample-2031", "scenario": ""})

    assert began.status == 303
    page = secretary.get("/rehearsals/latest").text
    assert 'data-refresh="/rehearsals/' in page
    assert secretary.fill("/rehearsals", "/rehearsals", {"year": "year:sample-2031", "scenario": ""}).status == 422
    done = until_done(secretary)
    assert "Se hele årets side" in done
    files = done.partition("index.html")[0].rpartition('"')[2]
    result = secretary.get(f"{files}index.html")
    assert "<svg" in result.text
    policy = result.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox allow-downloads allow-same-origin")  # its letters can be saved; nothing runs
    assert "allow-scripts" not in policy
    mail = done.partition("/files/mails/")[2].partition('"')[0]
    letter = secretary.get(f"{files}mails/{mail}")
    assert letter.headers["content-type"] == "message/rfc822"
    assert letter.headers["content-disposition"].startswith("attachment")
    assert secretary.get(f"{files}../order.json").status == 404


def until_done(browser: Browser) -> str:
    """The page of the latest rehearsal once it is over."""
    deadline = time.monotonic() + 240
    while 'data-then="' not in (shown := browser.get("/rehearsals/latest").text):
        assert time.monotonic() < deadline, shown
        time.sleep(0.2)
    return shown


def test_year_with_mistakes_is_not_rehearsed_and_says_why(office: Office) -> None:
    secretary = office.entered()
    secretary.fill("/start", "/start", {"base": "shipped:sample", "year": "2031"})
    secretary.fill("/start/sample-2031", "/start/sample-2031", {"place": "plan", "to": "", "rule": "engang i maj"})

    answer = secretary.fill("/rehearsals", "/rehearsals", {"year": "year:sample-2031", "scenario": ""})

    assert answer.status == 422
    assert "engang i maj" in answer.words
    assert "Ingen prøver endnu" in answer.words


def test_child_says_why_a_year_cannot_be_lived(tmp_path: Path) -> None:
    order = {"title": {"da": "", "en": ""}, "year": 2031, "scenario": "", "language": "da", "by": "", "begun_at": ""}
    (tmp_path / ORDER).write_text(json.dumps(order))
    (tmp_path / ZIP).write_bytes(zipped(sample.source(('date = "05-16"', 'date = "engang i maj"'))))

    assert rehearsal_child.main(tmp_path) == 1

    result = json.loads((tmp_path / RESULT).read_text())
    assert result["done"] is False
    assert "engang i maj" in result["said"][0]["da"]
