"""What every answer of the office carries, and under which names it answers at all."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk.doors import Visitor
from models.office import OfficeRole
from tests import records
from tests.web.office import Browser, Office, office_of
from web.doors.openid import Registration

NOW = datetime(2011, 5, 19, 9, tzinfo=UTC)
LETTER = (
    b"From: a@aarshjul.example\r\nTo: b@aarshjul.example\r\nSubject: Brev\r\nContent-Type: text/html\r\n\r\n<p>Hej</p>"
)


@pytest.fixture
def office(record: Engine, year: object) -> Iterator[Office]:
    """Give an office with a year and one letter."""
    with Session(record) as session:
        session.add(records.letter(slug="sample-2031", message=LETTER))
        session.commit()
    with office_of(record, NOW) as office:
        yield office


@pytest.mark.parametrize("address", ["/", "/board", "/outbox/1", "/cycles/none", "/office.css", "/nowhere"])
def test_every_answer_carries_what_keeps_it_where_it_belongs(address: str, office: Office) -> None:
    headers = office.entered().get(address).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_page_of_a_session_is_kept_by_nobody_and_stylesheet_and_script_by_everybody(office: Office) -> None:
    browser = office.entered()

    assert browser.get("/board").headers["cache-control"] == "no-store"
    assert browser.get("/office.css").headers["cache-control"].startswith("public")
    assert browser.get("/office.js").headers["cache-control"].startswith("public")


def test_pages_hold_no_style_and_no_script_of_their_own(office: Office) -> None:
    browser = office.entered()
    for address in ("/board", "/cycles", "/cycles/sample-2031", "/cycles/sample-2031/wheel", "/journal", "/outbox"):
        page = browser.get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert re.findall(r"<script[^>]*>", page) == re.findall(
            r'<script src="/office.js\?v=[0-9a-f]{12}" defer>', page
        )
        assert not re.search(r"\son[a-z]+=", page)
        assert len(page.encode()) < 300_000


def test_letter_is_shown_in_a_frame_that_can_do_nothing(office: Office) -> None:
    browser = office.entered()

    page, frame = browser.get("/outbox/1"), browser.get("/outbox/1/shown")

    assert '<iframe class="letter" sandbox="" src="/outbox/1/shown"' in page.text
    assert frame.text.strip() == "<p>Hej</p>"
    policy = frame.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_name_that_is_not_ours_is_answered_with_no_page_of_ours(host: str, office: Office) -> None:
    answer = office.entered().get("/board", host=host)

    assert answer.status in {400, 421}
    assert "TMU" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8080", "[::1]:8080"])
def test_names_of_this_machine_are_ours(host: str, office: Office) -> None:
    assert office.entered().get("/board", host=host).status == 200


def test_pages_opened_by_links_are_not_shown_under_the_public_name_or_through_a_server_in_front(
    record: Engine,
) -> None:
    with office_of(record, NOW, address="https://office.example") as office:
        browser = office.entered()

        assert browser.get("/board", host="office.example").status == 421
        assert browser.get("/board", x_forwarded_for="10.0.0.7").status == 421
        assert browser.get("/board").status == 200
        assert browser.get("/about", host="office.example").status == 200


def test_with_the_city_s_login_pages_are_shown_under_the_public_name_and_no_other(record: Engine) -> None:
    city = Registration("https://login.example", "aarshjul", None, {})
    with office_of(record, NOW, address="https://office.example", registration=city) as office:
        token = office.doors.admit(Visitor("sekretær", OfficeRole.SECRETARIAT, "1"))
        browser = Browser(office.port, {"__Host-aarshjul": token})

        shown = browser.get("/board", host="office.example", x_forwarded_for="10.0.0.7")

        assert shown.status == 200
        assert shown.headers["strict-transport-security"] == "max-age=31536000"
        assert browser.get("/board", host="evil.example").status == 421


def test_unknown_address_says_so_in_the_visitor_s_language_with_the_menu(office: Office) -> None:
    browser = office.entered()

    danish, english = browser.get("/nowhere"), browser.get("/nowhere?lang=en")

    assert (danish.status, english.status) == (404, 404)
    assert "Her er ingenting" in danish.words
    assert "There is nothing here" in english.words
    assert 'href="/board"' in danish.text
