"""Sessions of people who came by the city's login: ended, left, kept secret, and gone on with while it is away."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.delivery import utc_now
from desk.doors import IDLE, LONGEST
from models.doors import DoorAttempt, DoorSession
from models.office import OfficeRole
from tests.web.city import Citizen, City, failed, office_in, query_of
from tests.web.office import Office

pytestmark = pytest.mark.timeout(300)  # the first run may install the provider


def test_session_of_the_city_s_login_ends_idle_and_after_a_working_day(
    city: City, town_hall: Office, person: Citizen
) -> None:
    other, began = Citizen(city), town_hall.clock.now
    person.logs_in("id-1")
    other.logs_in("id-2")
    while town_hall.clock.now + IDLE / 2 < began + LONGEST:
        town_hall.clock.now += IDLE / 2
        assert person.is_in()
    assert not other.is_in()

    town_hall.clock.now = began + LONGEST

    assert not person.is_in()


def test_leaving_leads_on_to_leave_the_city_s_login_too(city: City, person: Citizen) -> None:
    person.logs_in("id-1")

    answer = person.here.press("/cycles", "/leave")

    assert (answer.status, answer.headers["location"]) == (303, "/left")
    page = person.here.get("/left").text
    found = re.search(r'<a class="button" href="([^"]+)"', page)
    assert found
    out = found[1].replace("&amp;", "&")
    assert query_of(out) == {"client_id": "aarshjul", "post_logout_redirect_uri": f"{city.office}/"}
    assert f'<meta http-equiv="refresh" content="0; url={found[1]}">' in page
    assert _left_there(person, out) == f"{city.office}/"
    assert not person.is_in()
    assert "/interaction/" in person.there.get(person.begins().removeprefix(city.issuer)).headers["location"]


def test_leaving_everywhere_ends_every_browser_of_this_person_and_of_nobody_with_the_same_name(
    city: City, town_hall: Office, person: Citizen
) -> None:
    elsewhere, namesake = Citizen(city), Citizen(city)
    for citizen, who in ((person, "id-1"), (elsewhere, "id-1"), (namesake, "id-4")):
        citizen.logs_in(who)

    assert person.here.press("/cycles", "/leave-everywhere").status == 303

    assert [each.is_in() for each in (person, elsewhere, namesake)] == [False, False, True]


def test_while_the_city_s_login_is_away_a_page_says_so_and_who_is_in_goes_on(city: City, record: Engine) -> None:
    with office_in(city, record, utc_now()):
        inside = Citizen(city)
        inside.logs_in("id-1")
    city.close()
    with office_in(city, record, utc_now()):
        answer = Citizen(city).here.get("/login?next=/board")

        assert (answer.status, answer.headers["retry-after"]) == (503, "60")
        assert "Kommunens login svarer ikke" in answer.words
        assert 'href="/login?next=%2Fboard"' in answer.text
        assert inside.is_in()
        left = inside.here.press("/cycles", "/leave")
        assert "Luk den, hvis andre bruger den" in inside.here.get(left.headers["location"]).words
        city.open()
        assert Citizen(city).logs_in("id-1").headers["location"] == "/"


def test_provider_that_goes_away_in_the_middle_of_a_login_is_named_and_the_way_is_open_again(
    city: City, person: Citizen
) -> None:
    back = person.types(person.begins("/board"), "id-1")
    city.close()
    try:
        answer = person.here.get(back)
    finally:
        city.open()

    assert failed(answer.headers["location"], "away")
    assert person.here.get(answer.headers["location"]).status == 503
    assert person.logs_in("id-1", "/board").headers["location"] == "/board"


def test_office_with_a_wrong_secret_lets_nobody_in(city: City, record: Engine) -> None:
    with office_in(city, record, utc_now(), city.registration(client_secret="guessed")):
        assert failed(Citizen(city).logs_in("id-1").headers["location"], "answer")


def test_no_secret_of_a_whole_login_is_logged_stored_or_shown(
    person: Citizen, record: Engine, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    address = person.begins("/board")
    back = person.types(address, "id-1")
    asked, given = query_of(address), query_of(back)
    attempt = dict(person.here.cookies)
    shown = person.here.get(back).text + person.here.get("/cycles").text
    replayed = person.here.get(back).headers["location"]
    shown += replayed + person.here.get(replayed).text
    with Session(record) as session:
        stored = repr([*session.exec(select(DoorSession)).all(), *session.exec(select(DoorAttempt)).all()])
    printed = capfd.readouterr()

    everywhere = caplog.text + printed.out + printed.err + shown + stored
    for secret in (given["code"], asked["state"], asked["nonce"], *attempt.values(), *person.here.cookies.values()):
        assert len(secret) > 20
        assert secret not in everywhere
    assert "only-office-and-provider" not in everywhere
    assert "eyJ" not in everywhere  # how every token begins
    assert asked.keys() == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip


def test_what_lapsed_is_forgotten_once_a_day(town_hall: Office, person: Citizen, record: Engine) -> None:
    person.logs_in("id-1")
    Citizen(person.city).begins()
    town_hall.clock.now += LONGEST * 2.1
    Citizen(person.city).begins()

    with Session(record) as session:
        assert session.exec(select(DoorSession)).all() == []
        assert len(session.exec(select(DoorAttempt)).all()) == 1


def test_roles_are_told_apart_as_ever(person: Citizen) -> None:
    person.logs_in("id-5")

    assert person.here.get("/board").status == 403
    assert OfficeRole.READER.words.da in person.here.get("/cycles").text


def _left_there(person: Citizen, out: str) -> str:
    """Confirm at the city's login that one wants to leave; return where it leads."""
    asked = person.there.get(out.removeprefix(person.city.issuer))
    found = re.search(r'name="xsrf" value="([^"]+)"', asked.text)
    assert found
    kind = "application/x-www-form-urlencoded"
    done = person.there.post("/session/end/confirm", {"xsrf": found[1], "logout": "yes"}, content_type=kind)
    return done.headers["location"]
