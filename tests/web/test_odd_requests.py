"""Requests that no browser of ours sends: each gets an answer that says so, on every database; no page breaks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_urlsafe

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.journal import Command
from tests.web.office import FORM_TOKEN, Browser, Office, office_of
from tests.web.year import started

NOW = datetime(2031, 5, 19, 9, tzinfo=UTC)
CHARSET = "multipart/form-data; boundary=x; charset=unicode_escape"
HALF_A_SIGN = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    """Give the office over a started year, on each database."""
    started(engine, 2031)
    with office_of(engine, NOW) as office:
        yield office


def form_of(browser: Browser, **values: str) -> dict[str, str]:
    """What any form of this browser's pages carries."""
    found = FORM_TOKEN.search(browser.get("/cycles").text)
    assert found
    return {"form_token": found[1], "form_id": token_urlsafe(24), **values}


def test_odd_address_is_answered_with_the_page_for_nothing_here(office: Office) -> None:
    browser = office.entered()
    for path in ("/outbox/" + "9" * 5000, "/outbox/9999999999", "/cycles/%00", "/outbox/steps/%00/x", "/start/a%00b"):
        answer = browser.get(path)

        assert answer.status == 404, path
        assert "Her er ingenting" in answer.words


def test_form_to_an_odd_address_finds_nothing_to_act_on(office: Office) -> None:
    browser = office.entered()
    for path in ("/start/%00", "/cycles/%00/contacts/TMU/secretary/substitute", "/links/feeds/9999999999/revoke"):
        assert browser.post(path, form_of(browser)).status == 404, path


@pytest.mark.parametrize("seen", ["99999999999", "٣", "-1", "x"])
def test_form_that_saw_nonsense_is_judged_as_one_that_saw_nothing(seen: str, office: Office) -> None:
    browser = office.entered()

    answer = browser.post("/cycles/sample-2031/do/pause", form_of(browser, seen=seen, reason="ferie"))

    assert answer.status == 303


def test_sign_that_no_record_keeps_is_not_typed(office: Office, engine: Engine) -> None:
    browser = office.entered()

    browser.post("/cycles/sample-2031/do/pause", form_of(browser, reason="fe\x00rie"))

    with Session(engine) as session:
        [command] = session.exec(select(Command).where(Command.name == "pause")).all()
    assert command.payload["reason"] == "ferie"


def test_form_in_a_code_of_the_senders_own_is_only_a_form_without_proof(office: Office) -> None:
    browser = office.entered()
    for name in (b"form_token", b"reason"):
        assert browser.post_raw("/cycles/sample-2031/do/pause", HALF_A_SIGN % name, CHARSET).status == 403


@pytest.mark.parametrize("origin", ["http://[", "null", "//", "http://127.0.0.1:1"])
def test_form_from_an_address_that_is_none_is_refused(origin: str, office: Office) -> None:
    browser = office.entered()

    assert browser.post("/cycles/sample-2031/do/pause", form_of(browser, reason="ferie"), origin=origin).status == 403


@pytest.mark.parametrize("host", ["[", "[::1", "127.0.0.1@by.example", "::"])
def test_host_that_is_none_is_not_ours(host: str, office: Office) -> None:
    assert office.entered().get("/board", host=host).status == 421


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1989-12-31", "2151-01-01"])
def test_day_at_an_end_of_the_calendar_is_told_beside_its_field(day: str, office: Office) -> None:
    browser = office.entered()
    for path in (f"/journal?to={day}&from={day}", f"/cycles/sample-2031/as-of?on={day}"):
        answer = browser.get(path)

        assert answer.status == 422, path
        assert "ligger uden for 1990–2150. Ret årstallet." in answer.words
