"""The database is away: what the office's pages say, what still works, and that nothing written is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import fresh, gone
from tests.web.office import Office, office_of
from tests.web.year import started

NOW = datetime(2031, 5, 21, 7, tzinfo=UTC)
PAUSE = "/cycles/sample-2031/do/pause"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Engine]:
    """Give the record of a year that runs."""
    with fresh("sqlite", tmp_path) as engine:
        started(engine, 2031)
        yield engine


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give the office over it."""
    with office_of(record, NOW) as office:
        yield office


@pytest.mark.parametrize("page", ["/", "/board", "/board/overdue.csv", "/cycles/sample-2031", "/outbox", "/start"])
def test_page_says_in_a_sentence_that_the_database_is_away_and_where_it_is_to_nobody(
    page: str, office: Office, record: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    browser = office.entered()
    with gone(record):
        answer = browser.get(page)

    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert "Databasen kan ikke bruges lige nu" in answer.words
    assert "sqlite" not in answer.text
    assert str(record.url.database) not in answer.text
    assert str(record.url.database) in caplog.text


@pytest.mark.parametrize("path", ["/office.css", "/office.js", "/about"])
def test_what_needs_no_database_is_there_while_it_is_away(path: str, office: Office, record: Engine) -> None:
    browser = office.entered()
    with gone(record):
        assert browser.get(path).status == 200


def test_form_that_meets_no_database_gives_back_what_was_written_and_acts_when_it_is_sent_again(
    office: Office, record: Engine
) -> None:
    browser = office.entered()
    form = browser.hidden(PAUSE, PAUSE) | {"reason": "Vi venter på byrådet"}
    with gone(record):
        answer = browser.post(PAUSE, form)

    assert answer.status == 503
    assert "Vi venter på byrådet" in answer.words
    again = browser.post(PAUSE, form)
    assert again.status == 303
    assert "er sat på pause" in browser.get(again.headers["location"]).words
