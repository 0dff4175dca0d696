"""Every route of the office × every role, and what every answer carries."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import NamedTuple

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.routing import Route

from desk.doors import Visitor
from models.office import OfficeRole
from tests import records
from tests.databases import fresh
from tests.web.office import FORM_TOKEN, Browser, Office, office_of
from tests.web.year import started
from web.openid import Registration

NOW = datetime(2011, 5, 19, 9, tzinfo=UTC)
READER, MANAGER, SECRETARIAT = OfficeRole
ROLES = (None, *OfficeRole)
LETTER = (
    b"From: a@aarshjul.example\r\nTo: b@aarshjul.example\r\nSubject: Brev\r\nContent-Type: text/html\r\n\r\n<p>Hej</p>"
)
DUTY, PLAN = "/cycles/{cycle}/duties/{step}/{body}", "/cycles/sample-2031/duties/plan/TMU"
MEETING, READING = "/cycles/{cycle}/meetings/{step}/{body}", "/cycles/sample-2031/meetings/reading/BIU"
STEP = "/outbox/steps/sample-2031/letters"
HEARING = "/cycles/sample-2031/hearings/hearing"


class Int(int):
    """A number in a path, whose pattern says that it is one."""

    def __format__(self, pattern: str) -> str:
        return str(int(self))


class Row(NamedTuple):
    """What a route needs, and an address that takes it."""

    need: OfficeRole | None
    address: str


NAMED = {"step": "plan", "number": Int(1), "place": Int(0)}
TABLE = {
    ("GET", "/office.css"): Row(None, "/office.css"),
    ("GET", "/"): Row(None, "/"),
    ("GET", "/door/{token}"): Row(None, "/door/unknown"),
    ("POST", "/door/{token}"): Row(None, "/door/unknown"),
    **{
        (method, f"/committee/{{token}}{path}"): Row(None, f"/committee/unknown{path.format(**NAMED)}")
        for method, path in (
            ("GET", ""),
            ("GET", "/letters/{number:int}"),
            ("GET", "/letters/{number:int}/papers/{place:int}"),
            ("GET", "/hand-in/{step}/{number:int}"),
            ("POST", "/acknowledge/{number:int}"),
            ("POST", "/calendar"),
            ("GET", "/hand-in/{step}"),
            ("POST", "/hand-in/{step}"),
            ("GET", "/extension/{step}"),
            ("POST", "/extension/{step}"),
            ("GET", "/answer/{number:int}"),
            ("POST", "/answer/{number:int}"),
            ("GET", "/substitute"),
            ("POST", "/substitute"),
        )
    },
    ("GET", "/login"): Row(None, "/login"),
    ("GET", "/login/back"): Row(None, "/login/back"),
    ("GET", "/login/failed"): Row(None, "/login/failed"),
    ("GET", "/left"): Row(None, "/left"),
    ("GET", "/about"): Row(None, "/about"),
    ("GET", "/links"): Row(SECRETARIAT, "/links"),
    ("POST", "/links/feeds"): Row(SECRETARIAT, "/links/feeds"),
    ("POST", "/links/feeds/{number:int}/rotate"): Row(SECRETARIAT, "/links/feeds/1/rotate"),
    ("POST", "/links/feeds/{number:int}/revoke"): Row(SECRETARIAT, "/links/feeds/1/revoke"),
    ("POST", "/links/committees"): Row(SECRETARIAT, "/links/committees"),
    ("POST", "/links/people"): Row(SECRETARIAT, "/links/people"),
    ("GET", "/settings"): Row(SECRETARIAT, "/settings"),
    ("POST", "/leave"): Row(READER, "/leave"),
    ("POST", "/leave-everywhere"): Row(READER, "/leave-everywhere"),
    ("GET", "/cycles"): Row(READER, "/cycles"),
    ("GET", "/cycles/{cycle}"): Row(READER, "/cycles/sample-2031"),
    ("GET", "/start"): Row(SECRETARIAT, "/start"),
    ("POST", "/start"): Row(SECRETARIAT, "/start"),
    ("POST", "/start/upload"): Row(SECRETARIAT, "/start/upload"),
    **{
        (method, f"/start/{{year}}{part}"): Row(SECRETARIAT, f"/start/sample-2033{part.format(**NAMED)}")
        for method, part in (
            ("GET", ""),
            ("POST", ""),
            ("GET", "/text"),
            ("POST", "/text"),
            ("GET", "/people"),
            ("POST", "/people"),
            ("GET", "/papers"),
            ("POST", "/papers"),
            ("GET", "/letters"),
            ("GET", "/letters/{number:int}"),
            ("GET", "/letters/{number:int}/shown"),
            ("GET", "/letters/{number:int}/files/{place:int}"),
            ("POST", "/start"),
            ("POST", "/forget"),
            ("GET", "/definition.zip"),
        )
    },
    ("GET", "/cycles/{cycle}/definition.zip"): Row(SECRETARIAT, "/cycles/sample-2031/definition.zip"),
    ("GET", "/rehearsals"): Row(SECRETARIAT, "/rehearsals"),
    ("POST", "/rehearsals"): Row(SECRETARIAT, "/rehearsals"),
    ("GET", "/rehearsals/{id}"): Row(SECRETARIAT, "/rehearsals/1"),
    ("GET", "/rehearsals/{id}/files/{path:path}"): Row(SECRETARIAT, "/rehearsals/1/files/index.html"),
    ("POST", "/rehearsals/{id}/forget"): Row(SECRETARIAT, "/rehearsals/1/forget"),
    ("GET", "/cycles/{cycle}/wheel"): Row(READER, "/cycles/sample-2031/wheel"),
    ("GET", "/cycles/{cycle}/forecast"): Row(MANAGER, "/cycles/sample-2031/forecast"),
    ("GET", "/cycles/{cycle}/move"): Row(SECRETARIAT, "/cycles/sample-2031/move"),
    ("POST", "/cycles/{cycle}/move"): Row(SECRETARIAT, "/cycles/sample-2031/move"),
    ("GET", "/cycles/{cycle}/do/{act}"): Row(SECRETARIAT, "/cycles/sample-2031/do/cancel"),
    ("POST", "/cycles/{cycle}/do/{act}"): Row(SECRETARIAT, "/cycles/sample-2031/do/cancel"),
    ("GET", f"{DUTY}"): Row(READER, PLAN),
    ("GET", f"{DUTY}/versions/{{number:int}}"): Row(MANAGER, f"{PLAN}/versions/1"),
    ("GET", f"{DUTY}/submit"): Row(SECRETARIAT, f"{PLAN}/submit"),
    ("POST", f"{DUTY}/submit"): Row(SECRETARIAT, f"{PLAN}/submit"),
    ("GET", f"{DUTY}/do/{{act}}"): Row(SECRETARIAT, f"{PLAN}/do/waive"),
    ("POST", f"{DUTY}/do/{{act}}"): Row(SECRETARIAT, f"{PLAN}/do/waive"),
    ("GET", f"{MEETING}"): Row(READER, READING),
    ("GET", f"{MEETING}/decide"): Row(SECRETARIAT, f"{READING}/decide"),
    ("POST", f"{MEETING}/decide"): Row(SECRETARIAT, f"{READING}/decide"),
    ("GET", "/cycles/{cycle}/hearings/{step}"): Row(MANAGER, HEARING),
    ("GET", "/cycles/{cycle}/hearings/{step}/answers/{number:int}"): Row(MANAGER, f"{HEARING}/answers/1"),
    ("GET", "/cycles/{cycle}/hearings/{step}/respond"): Row(SECRETARIAT, f"{HEARING}/respond"),
    ("POST", "/cycles/{cycle}/hearings/{step}/respond"): Row(SECRETARIAT, f"{HEARING}/respond"),
    ("GET", "/cycles/{cycle}/hearings/{step}/close"): Row(SECRETARIAT, f"{HEARING}/close"),
    ("POST", "/cycles/{cycle}/hearings/{step}/close"): Row(SECRETARIAT, f"{HEARING}/close"),
    ("GET", "/tasks"): Row(SECRETARIAT, "/tasks"),
    ("POST", "/tasks"): Row(SECRETARIAT, "/tasks"),
    ("GET", "/office.js"): Row(None, "/office.js"),
    ("GET", "/contacts"): Row(MANAGER, "/contacts"),
    ("GET", "/cycles/{cycle}/contacts"): Row(MANAGER, "/cycles/sample-2031/contacts"),
    ("GET", "/cycles/{cycle}/contacts/import"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/import"),
    ("POST", "/cycles/{cycle}/contacts/import"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/import"),
    ("POST", "/cycles/{cycle}/contacts/import/check"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/import/check"),
    ("POST", "/cycles/{cycle}/contacts/end"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/end"),
    ("GET", "/cycles/{cycle}/contacts/{body}/{role}"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/TMU/chair"),
    ("POST", "/cycles/{cycle}/contacts/{body}/{role}"): Row(SECRETARIAT, "/cycles/sample-2031/contacts/TMU/chair"),
    ("GET", "/cycles/{cycle}/contacts/{body}/{role}/substitute"): Row(
        SECRETARIAT, "/cycles/sample-2031/contacts/TMU/chair/substitute"
    ),
    ("POST", "/cycles/{cycle}/contacts/{body}/{role}/substitute"): Row(
        SECRETARIAT, "/cycles/sample-2031/contacts/TMU/chair/substitute"
    ),
    ("GET", "/cycles/{cycle}/calendars"): Row(MANAGER, "/cycles/sample-2031/calendars"),
    ("GET", "/cycles/{cycle}/calendars/{body}"): Row(SECRETARIAT, "/cycles/sample-2031/calendars/TMU"),
    ("POST", "/cycles/{cycle}/calendars/{body}"): Row(SECRETARIAT, "/cycles/sample-2031/calendars/TMU"),
    ("POST", "/cycles/{cycle}/calendars/{body}/check"): Row(SECRETARIAT, "/cycles/sample-2031/calendars/TMU/check"),
    ("GET", "/board"): Row(MANAGER, "/board"),
    ("GET", "/board/live"): Row(MANAGER, "/board/live"),
    ("GET", "/board/overdue.xlsx"): Row(MANAGER, "/board/overdue.xlsx"),
    ("GET", "/board/overdue.csv"): Row(MANAGER, "/board/overdue.csv"),
    ("GET", "/journal"): Row(MANAGER, "/journal"),
    ("GET", "/cycles/{cycle}/as-of"): Row(MANAGER, "/cycles/sample-2031/as-of?on=2031-05-01"),
    ("GET", "/outbox"): Row(SECRETARIAT, "/outbox"),
    ("GET", "/outbox/{number:int}"): Row(SECRETARIAT, "/outbox/1"),
    ("GET", "/outbox/{number:int}/shown"): Row(SECRETARIAT, "/outbox/1/shown"),
    ("GET", "/outbox/{number:int}/files/{place:int}"): Row(SECRETARIAT, "/outbox/1/files/0"),
    **{
        ("POST", f"/outbox/{{number:int}}/{act}"): Row(SECRETARIAT, f"/outbox/1/{act}")
        for act in ("looked", "test", "arrived", "again", "reached", "revoke")
    },
    **{
        ("GET", f"/outbox/steps/{{cycle}}/{{step}}{part}"): Row(SECRETARIAT, f"{STEP}{part}")
        for part in ("", "/leaving", "/difference")
    },
    **{
        ("POST", f"/outbox/steps/{{cycle}}/{{step}}/{act}"): Row(SECRETARIAT, f"{STEP}/{act}")
        for act in ("draft", "regenerate", "release", "again")
    },
    ("GET", "/inbox"): Row(SECRETARIAT, "/inbox"),
    ("GET", "/inbox/answers"): Row(SECRETARIAT, "/inbox/answers"),
    ("GET", "/inbox/{number:int}"): Row(SECRETARIAT, "/inbox/1"),
    ("GET", "/inbox/{number:int}/source"): Row(SECRETARIAT, "/inbox/1/source"),
    ("POST", "/inbox/{number:int}"): Row(SECRETARIAT, "/inbox/1"),
}
OPENED_BY_THEIR_ADDRESS = {"/feeds/{token}.ics", "/public/{cycle}.ics", "/letters/{token}"}
"""Without a session, for everyone who has the address: tested with what they show."""


@pytest.fixture
def office(record: Engine, year: object) -> Iterator[Office]:
    """Give an office with a year and one letter."""
    with Session(record) as session:
        session.add(records.letter(slug="sample-2031", message=LETTER))
        session.commit()
    with office_of(record, NOW) as office:
        yield office


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give one office for the whole walk: a role that may act sends forms that hold nothing to act upon."""
    with fresh("sqlite", tmp_path_factory.mktemp("walked")) as engine:
        started(engine, 2031)
        with Session(engine) as session:
            session.add(records.letter(slug="sample-2031", message=LETTER))
            session.commit()
        with office_of(engine, NOW, most=10_000) as office:
            yield office


def test_every_route_has_a_row_and_every_row_a_route(office: Office) -> None:
    routes = {
        (method, route.path)
        for route in office.app.routes
        if isinstance(route, Route) and route.path not in OPENED_BY_THEIR_ADDRESS
        for method in (route.methods or set()) - {"HEAD"}
    }

    assert routes == TABLE.keys()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda part: part)
def test_way_is_open_to_the_roles_that_its_row_names_and_to_no_other(
    method: str, path: str, role: OfficeRole | None, walked: Office
) -> None:
    need, address = TABLE[method, path]
    browser = walked.entered(role) if role else walked.stranger()

    form = {"form_token": proof(browser), "form_id": token_urlsafe(24)}
    answer = browser.get(address) if method == "GET" else browser.post(address, form)

    if need is None:
        assert answer.status in {200, 303, 403, 404}
        assert answer.status != 403 or method == "POST"
    elif role is None:
        assert (answer.status, answer.headers["location"], answer.text) == (303, "/", "")
    elif role.rank < need.rank:
        assert answer.status == 403
    else:
        # What has not begun is not there, and a form with nothing in it comes back: neither is a question of the role.
        assert answer.status in ({200, 303, 404} if method == "GET" else {303, 404, 422})
        assert answer.headers.get("location") != "/" or address.startswith("/leave")


@pytest.mark.parametrize("path", sorted(path for method, path in TABLE if method == "POST"))
def test_form_without_proof_acts_for_nobody(path: str, walked: Office) -> None:
    need, address = TABLE["POST", path]
    for role in ROLES:
        browser = walked.entered(role) if role else walked.stranger()

        answer = browser.post(address, {})

        outside = need is not None and role is None
        assert answer.status in ({303} if outside else {403, 404} if need is None else {403})
        assert role is None or browser.get("/cycles").status == 200


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
        token = office.doors.admit(Visitor("sekretær", SECRETARIAT, "1"))
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


def proof(browser: Browser) -> str:
    """What a form of this browser's pages carries."""
    found = FORM_TOKEN.search(browser.get("/cycles").text)
    return found[1] if found else ""
