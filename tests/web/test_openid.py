"""Coming in and going out by the city's login, before a certified provider."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.delivery import utc_now
from desk.doors import ATTEMPT_LIVES, IDLE, LONGEST
from models.doors import DoorAttempt, DoorSession
from models.office import OfficeRole
from tests.web.city import Citizen, City, office_in, opened_city, query_of
from tests.web.office import Office

pytestmark = pytest.mark.timeout(300)  # the first run may install the provider


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    """Give a city with a login."""
    with opened_city() as city:
        yield city


@pytest.fixture
def office(city: City, record: Engine) -> Iterator[Office]:
    """Give an office whose door is the city's login."""
    with office_in(city, record, utc_now()) as office:
        yield office


@pytest.fixture
def person(city: City, office: Office) -> Citizen:
    """Give somebody with a browser."""
    return Citizen(city)


def failed(answer_location: str, because: str) -> bool:
    return answer_location.startswith(f"/login/failed?because={because}&")


@pytest.mark.parametrize(
    ("who", "name", "role"),
    [("id-1", "sekretær", "sekretariat"), ("id-2", "chef", "leder"), ("id-4", "sekretær", "læser"),
     ("id-5", "id-5", "læser")],
)  # fmt: skip
def test_person_comes_in_as_who_and_what_the_city_says(who: str, name: str, role: str, person: Citizen) -> None:
    answer = person.logs_in(who)

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert f"<strong>{name}</strong> ({role})" in person.here.get("/cycles").text


def test_way_leads_to_the_page_that_was_asked_for(person: Citizen) -> None:
    assert person.logs_in("id-2", "/journal?about=x").headers["location"] == "/journal?about=x"


def test_front_offers_the_city_s_login_and_no_link(person: Citizen) -> None:
    front = person.here.get("/")

    assert 'href="/login"' in front.text
    assert "aarshjul door" not in front.text


def test_link_opens_nothing_where_the_city_s_login_is_the_door(office: Office, person: Citizen) -> None:
    link = office.link()

    assert person.here.get(link).status == 404
    assert person.here.post(link, {}).status in {403, 404}
    assert not person.is_in()


def test_request_is_by_code_with_pkce_and_bound_to_this_browser(city: City, person: Citizen) -> None:
    first, second = (query_of(person.begins()) for _ in range(2))

    assert (first["response_type"], first["code_challenge_method"]) == ("code", "S256")
    assert first["redirect_uri"] == f"{city.office}/login/back"
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(person.here.get("/login").headers["set-cookie"].split("; "))


def test_person_in_no_group_of_ours_is_told_so_and_stays_outside(person: Citizen) -> None:
    answer = person.logs_in("id-3")

    assert failed(answer.headers["location"], "group")
    page = person.here.get(answer.headers["location"])
    assert page.status == 403
    assert "ingen" not in page.headers.get("location", "")
    assert "du er ikke i nogen af de grupper" in page.words
    assert not person.is_in()


def test_person_whom_the_city_lets_not_in_is_told_the_way_on(person: Citizen) -> None:
    answer = person.logs_in("nobody", "/board")

    page = person.here.get(answer.headers["location"])
    assert (page.status, failed(answer.headers["location"], "broken")) == (403, True)
    assert 'href="/login?next=%2Fboard"' in page.text


def test_answer_opens_once(person: Citizen) -> None:
    back = person.types(person.begins(), "id-1")
    browser = dict(person.here.cookies)
    assert person.here.get(back).headers["location"] == "/"
    person.here.cookies = browser

    again = person.here.get(back)

    assert failed(again.headers["location"], "answer")
    assert not person.is_in()


def test_code_of_one_attempt_opens_no_other(person: Citizen) -> None:
    used = query_of(person.types(person.begins(), "id-1"))
    state = query_of(person.begins())["state"]

    answer = person.here.get(f"/login/back?code={used['code']}&state={state}&iss={quote(used['iss'], safe='')}")

    assert failed(answer.headers["location"], "answer")
    assert not person.is_in()


def test_answer_opens_nothing_in_another_browser(city: City, office: Office, person: Citizen) -> None:
    back, thief = person.types(person.begins(), "id-1"), Citizen(city)

    assert failed(thief.here.get(back).headers["location"], "answer")
    thief.begins()
    assert failed(thief.here.get(back).headers["location"], "answer")
    assert not thief.is_in()
    assert person.here.get(back).headers["location"] == "/"


@pytest.mark.parametrize("state", ["", "x", "x" * 5000, "%00"])
def test_state_that_the_office_did_not_give_opens_nothing(state: str, person: Citizen) -> None:
    code = query_of(person.types(person.begins(), "id-1"))["code"]

    assert failed(person.here.get(f"/login/back?code={code}&state={state}").headers["location"], "answer")
    assert not person.is_in()


def test_token_for_another_nonce_opens_nothing(person: Citizen) -> None:
    address = re.sub(r"nonce=[0-9a-f]+", "nonce=of-somebody-else", person.begins())

    assert failed(person.here.get(person.types(address, "id-1")).headers["location"], "answer")
    assert not person.is_in()


def test_answer_in_the_name_of_another_provider_opens_nothing(person: Citizen) -> None:
    back = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fevil.example", person.types(person.begins(), "id-1"))

    assert failed(person.here.get(back).headers["location"], "answer")
    assert not person.is_in()


def test_answer_after_ten_minutes_opens_nothing(office: Office, person: Citizen) -> None:
    back = person.types(person.begins(), "id-1")
    office.clock.now += ATTEMPT_LIVES

    assert failed(person.here.get(back).headers["location"], "answer")


@pytest.mark.parametrize("minutes", [-30, 70])
def test_token_of_another_time_opens_nothing_though_the_clock_may_err_a_little(
    minutes: float, city: City, record: Engine
) -> None:
    with office_in(city, record, utc_now()) as office:
        office.clock.goes_on(seconds=-40)
        assert Citizen(city).logs_in("id-1").headers["location"] == "/"
        office.clock.goes_on(minutes=minutes)
        assert failed(Citizen(city).logs_in("id-1").headers["location"], "answer")


@pytest.mark.parametrize(
    "wish",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "board",
     "/%0d%0aLocation:x", "/" + "x" * 600, "/\tevil", "http:evil.example"],
)  # fmt: skip
def test_way_leads_nowhere_but_to_pages_of_the_office(wish: str, person: Citizen) -> None:
    path = f"/login?next={quote(wish, safe='%')}"

    answer = person.logs_in("id-1", path)

    assert answer.headers["location"] == "/"


def test_session_of_the_city_s_login_ends_idle_and_after_a_working_day(
    city: City, office: Office, person: Citizen
) -> None:
    other, began = Citizen(city), office.clock.now
    person.logs_in("id-1")
    other.logs_in("id-2")
    while office.clock.now + IDLE / 2 < began + LONGEST:
        office.clock.now += IDLE / 2
        assert person.is_in()
    assert not other.is_in()

    office.clock.now = began + LONGEST

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
    city: City, office: Office, person: Citizen
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


def test_what_lapsed_is_forgotten_once_a_day(office: Office, person: Citizen, record: Engine) -> None:
    person.logs_in("id-1")
    Citizen(person.city).begins()
    office.clock.now += LONGEST * 2.1
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
