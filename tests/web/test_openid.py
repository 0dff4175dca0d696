"""Coming in and going out by the city's login, before a certified provider."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import Engine

from desk.delivery import utc_now
from desk.doors import ATTEMPT_LIVES
from tests.web.city import Citizen, City, failed, office_in, query_of
from tests.web.office import Office
from web.limits import MOST

pytestmark = pytest.mark.timeout(300)  # the first run may install the provider


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


def test_link_opens_nothing_where_the_city_s_login_is_the_door(town_hall: Office, person: Citizen) -> None:
    link = town_hall.link()

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
    assert 'href="/left"' in page.text  # else the city's login would bring the same person back for ever
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


def test_answer_opens_nothing_in_another_browser(city: City, town_hall: Office, person: Citizen) -> None:
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


def test_answer_after_ten_minutes_opens_nothing(town_hall: Office, person: Citizen) -> None:
    back = person.types(person.begins(), "id-1")
    town_hall.clock.now += ATTEMPT_LIVES

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


def test_address_that_keeps_guessing_has_to_wait_and_the_page_says_so(person: Citizen) -> None:
    for _ in range(MOST):
        assert failed(person.here.get("/login/back?state=guessed&code=guessed").headers["location"], "answer")

    answer = person.here.get("/login/back?state=guessed&code=guessed")

    assert answer.status == 429
    assert 0 < int(answer.headers["retry-after"]) <= 600
