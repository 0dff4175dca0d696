"""The database goes away in the middle of an act: what was done is not done again, and what was not can be."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from desk.sent_forms import Meanwhile, SentForms
from models.journal import Command
from tests.databases import fresh, gone
from tests.web.office import office_of
from tests.web.year import started

NOW = datetime(2031, 5, 21, 7, tzinfo=UTC)
PAUSE = "/cycles/sample-2031/do/pause"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Engine]:
    """Give the record of a year that runs."""
    with fresh("sqlite", tmp_path) as engine:
        started(engine, 2031)
        yield engine


def pauses(record: Engine) -> list[str]:
    """Why the year is to pause."""
    with Session(record) as session:
        return [each.payload["reason"] for each in session.exec(select(Command).where(Command.name == "pause")).all()]


def test_act_that_is_stored_when_the_database_goes_is_done_and_not_done_again(
    record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.acting.LOOKS", 1)
    outage = ExitStack()

    async def away() -> Client:
        outage.enter_context(gone(record))
        raise ConnectionError("the engine is away, and so is the record from now on")

    with office_of(record, NOW, connect=away) as office:
        browser = office.entered()
        form = browser.hidden(PAUSE, PAUSE) | {"reason": "Vi venter på byrådet"}
        with outage:
            first = browser.post(PAUSE, form)
        second = browser.post(PAUSE, form)

    assert (first.status, second.status) == (303, 409)
    assert pauses(record) == ["Vi venter på byrådet"]


def test_form_that_did_nothing_when_the_database_went_acts_when_it_is_sent_again(
    record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    outage, seen = ExitStack(), SentForms.meanwhile

    def goes(self: SentForms, about: str, since: int, by: str) -> list[Meanwhile]:
        monkeypatch.undo()
        outage.enter_context(gone(record))
        return seen(self, about, since, by)

    with office_of(record, NOW) as office:
        browser = office.entered()
        form = browser.hidden(PAUSE, PAUSE) | {"reason": "Vi venter på byrådet"}
        monkeypatch.setattr(SentForms, "meanwhile", goes)
        with outage:
            first = browser.post(PAUSE, form)
        second = browser.post(PAUSE, form)

    assert (first.status, second.status) == (503, 303)
    assert pauses(record) == ["Vi venter på byrådet"]


def test_database_that_another_program_keeps_is_said_on_a_page_and_the_form_acts_afterwards(
    record: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.dispose()
    monkeypatch.setattr("models.sqlite.BUSY_SECONDS", 0)
    with office_of(record, NOW) as office, closing(sqlite3.connect(str(record.url.database))) as other:
        browser = office.entered()
        form = browser.hidden(PAUSE, PAUSE) | {"reason": "Vi venter på byrådet"}
        other.execute("BEGIN IMMEDIATE")
        first = browser.post(PAUSE, form)
        other.rollback()
        second = browser.post(PAUSE, form)

    assert (first.status, second.status) == (503, 303)
    assert "Vi venter på byrådet" in first.words
    assert pauses(record) == ["Vi venter på byrådet"]
