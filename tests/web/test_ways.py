"""Every route of the office × every role, with and without what proves a form."""

from collections.abc import Iterator
from datetime import UTC, datetime
from secrets import token_urlsafe
from socket import create_connection
from typing import NamedTuple

import pytest
from sqlmodel import Session
from starlette.routing import Route

from models.office import OfficeRole
from tests import records
from tests.databases import fresh
from tests.web.office import FORM_TOKEN, Browser, Office, office_of
from tests.web.year import started
from web.form_data import LARGEST_FORM
from web.ways import WAYS

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
            ("GET", "/letters/{number:int}/shown"),
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
            ("POST", "/letters"),
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


def test_every_route_has_a_row_and_every_row_a_route(walked: Office) -> None:
    routes = {
        (method, route.path)
        for route in walked.app.routes
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


def test_large_form_of_somebody_who_may_not_send_it_is_not_read(walked: Office) -> None:
    asked = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 24000000\r\n%s\r\n"
    path = next(TABLE["POST", way.path].address for way in WAYS.values() if way.need and way.largest > LARGEST_FORM)
    reader = walked.entered(READER).cookies["aarshjul"]
    for cookie, status in ((b"", b"303"), (f"Cookie: aarshjul={reader}\r\n".encode(), b"403")):
        with create_connection(("127.0.0.1", walked.port), 30) as line:
            line.sendall(asked % (path.encode(), cookie))  # and not a byte of the form: who waits for it never answers

            assert line.recv(4096).startswith(b"HTTP/1.1 " + status)


def proof(browser: Browser) -> str:
    """What a form of this browser's pages carries."""
    found = FORM_TOKEN.search(browser.get("/cycles").text)
    return found[1] if found else ""
