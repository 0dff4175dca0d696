"""Coming in by a link that opens once, staying, and leaving."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.delivery import utc_now
from desk.doors import IDLE, LINK_LIVES, LONGEST
from models.doors import DoorLink, DoorSession
from models.office import OfficeRole
from runtime.pages.web_server import new_door
from settings import Settings
from tests.web.office import Browser, Office, office_of
from web.limits import MOST

NOW = datetime(2031, 5, 19, 9, tzinfo=UTC)


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give an office without any year."""
    with office_of(record, NOW) as office:
        yield office


def is_in(browser: Browser) -> bool:
    return browser.get("/board").status == 200


def test_link_shows_a_door_and_only_its_button_opens_it(office: Office) -> None:
    link, scanner, person = office.link(), office.stranger(), office.stranger()

    assert [scanner.get(link).status for _ in range(3)] == [200, 200, 200]
    assert not is_in(scanner)
    entered = person.press(link, link)

    assert (entered.status, entered.headers["location"]) == (303, "/")
    assert is_in(person)


def test_link_opens_once(office: Office) -> None:
    link, late = office.link(), office.stranger()
    shown = late.get(link).text
    assert office.stranger().press(link, link).status == 303

    again = late.post(link, {"form_token": shown.partition('form_token" value="')[2][:64]})

    assert again.status == 404
    assert "Et link åbner kun én gang" in again.words
    assert late.get(link).status == 404
    assert not is_in(late)


def test_link_that_nobody_used_opens_no_more_after_an_hour(office: Office) -> None:
    link = office.link()
    office.clock.now += LINK_LIVES

    assert office.stranger().get(link).status == 404


def test_cookie_is_for_the_server_alone(office: Office) -> None:
    link = office.link()
    cookie = office.stranger().press(link, link).headers["set-cookie"]

    assert cookie.startswith("aarshjul=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_behind_tls_the_cookie_is_tied_to_host_and_line_and_the_line_is_required(record: Engine) -> None:
    with office_of(record, NOW, address="https://office.example") as office:
        link = office.link()
        answer = office.stranger().press(link, link)

    assert answer.headers["set-cookie"].startswith("__Host-aarshjul=")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_only_hashes_of_links_and_sessions_are_stored(office: Office, record: Engine) -> None:
    link = office.link()
    browser = office.stranger()
    browser.press(link, link)

    with Session(record) as session:
        stored = repr([*session.exec(select(DoorLink)).all(), *session.exec(select(DoorSession)).all()])
    assert link.removeprefix("/door/") not in stored
    assert browser.cookies["aarshjul"] not in stored


def test_session_that_nobody_uses_ends_and_one_in_use_goes_on(office: Office) -> None:
    used, idle = office.entered(), office.entered()
    for _ in range(3):
        office.clock.now += IDLE * 0.9
        assert is_in(used)

    assert not is_in(idle)


def test_session_in_use_ends_after_a_working_day(office: Office) -> None:
    browser, until = office.entered(), NOW + LONGEST
    while office.clock.now + IDLE / 2 < until:
        office.clock.now += IDLE / 2
        assert is_in(browser)

    office.clock.now = until

    assert not is_in(browser)


def test_leaving_ends_this_session_for_everyone_who_has_its_cookie(office: Office) -> None:
    here, there = office.entered(), office.entered()
    stolen = Browser(office.port, dict(here.cookies))

    assert here.press("/board", "/leave").status == 303

    assert (is_in(here), is_in(stolen), is_in(there)) == (False, False, True)
    assert "aarshjul" not in here.cookies


def test_leaving_everywhere_ends_all_sessions_of_that_name_and_no_other(office: Office) -> None:
    here, there, other = office.entered(), office.entered(), office.entered(name="direktion")

    assert here.press("/board", "/leave-everywhere").status == 303

    assert (is_in(here), is_in(there), is_in(other)) == (False, False, True)


@pytest.mark.parametrize(
    "headers",
    [{"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}, {"origin": "https://evil.example"},
     {"origin": "null"}],
)  # fmt: skip
def test_form_from_elsewhere_does_nothing(headers: dict[str, str], office: Office) -> None:
    browser = office.entered()
    token = browser.get("/board").text.partition('form_token" value="')[2][:64]

    answer = browser.post("/leave", {"form_token": token}, **headers)

    assert answer.status == 403
    assert "Formularen kunne ikke bruges" in answer.words
    assert is_in(browser)


@pytest.mark.parametrize("form", [{}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": "æ"}])
def test_form_without_proof_does_nothing(form: dict[str, str], office: Office) -> None:
    browser = office.entered()

    assert browser.post("/leave", form).status == 403
    assert is_in(browser)


def test_form_of_one_session_proves_nothing_for_another(office: Office) -> None:
    mine, theirs = office.entered(), office.entered(name="direktion")
    token = mine.get("/board").text.partition('form_token" value="')[2][:64]

    assert theirs.post("/leave", {"form_token": token}).status == 403


def test_form_that_does_not_end_is_not_read_to_its_end(office: Office) -> None:
    browser = office.entered()

    answer = browser.post("/leave", {"form_token": "x" * 200_000})

    assert answer.status == 413


def test_front_leads_each_role_to_what_it_may_see(office: Office) -> None:
    assert office.entered(OfficeRole.MANAGER).get("/").headers["location"] == "/board"
    assert office.entered(OfficeRole.READER).get("/").headers["location"] == "/cycles"
    assert "aarshjul door" in office.stranger().get("/").words


def test_menu_holds_what_the_role_may_see(office: Office) -> None:
    manager = office.entered(OfficeRole.MANAGER).get("/board").text

    assert 'href="/journal"' in manager
    assert 'href="/outbox"' not in manager


def test_language_is_chosen_once_and_kept(office: Office) -> None:
    browser = office.entered()
    assert '<html lang="da">' in browser.get("/board").text

    assert '<html lang="en">' in browser.get("/board?lang=en").text

    assert '<html lang="en">' in browser.get("/journal").text


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "%00", "æ" * 43])
def test_cookie_or_link_of_nobody_opens_nothing(token: str, office: Office) -> None:
    browser = Browser(office.port, {"aarshjul": token.replace("æ", "%C3%A6")})

    assert browser.get("/board").status == 303
    assert browser.get(f"/door/{token.replace('æ', '%C3%A6')}").status == 404


def test_printed_link_opens_the_office(record: Engine) -> None:
    with office_of(record, utc_now()) as present:
        link = new_door(Settings(web_port=present.port), record, "sekretariat", OfficeRole.READER)
        path = link.removeprefix(present.address)

        assert present.stranger().press(path, path).status == 303


def test_address_that_tries_links_has_to_wait_and_who_is_in_goes_on(office: Office) -> None:
    inside, link = office.entered(), office.link()
    guesses = [office.stranger().get(f"/door/{number}").status for number in range(MOST)]

    assert guesses == [404] * MOST
    assert office.stranger().get(link).status == 429
    assert is_in(inside)


def test_link_and_session_that_lapsed_are_forgotten_and_others_kept(office: Office, record: Engine) -> None:
    office.entered()
    office.link()
    office.clock.now += LONGEST * 2
    office.entered()

    with Session(record) as session:
        assert len(session.exec(select(DoorLink)).all()) == 1
        assert len(session.exec(select(DoorSession)).all()) == 1
