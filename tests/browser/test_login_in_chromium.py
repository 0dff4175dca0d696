"""The city's login in a real browser: in by it and out again, with what a browser allows; axe-core on every state."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.delivery import utc_now
from tests.browser.chromium import Chromium
from tests.browser.test_page_in_chromium import FOUND, RULES
from tests.databases import fresh
from tests.runtime.offices import until
from tests.web.city import City, office_in, opened_city
from tests.web.office import Office

pytestmark = pytest.mark.timeout(900)  # the first run may install browser and provider

STATES = ("/", "/about", "/left", *(f"/login/failed?because={why}" for why in ("away", "answer", "broken", "group")))


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    """Give a city with a login."""
    with opened_city() as city:
        yield city


@pytest.fixture
def office(city: City, tmp_path: Path) -> Iterator[Office]:
    """Give an office whose door is the city's login."""
    with fresh("sqlite", tmp_path) as engine, office_in(city, engine, utc_now()) as office:
        yield office


def test_person_logs_in_is_led_where_they_wanted_and_logs_out_here_and_there(
    city: City, office: Office, chromium: Chromium
) -> None:
    chromium.call("Network.clearBrowserCookies")
    chromium.visit(f"{office.address}/journal")
    until(lambda: "/interaction/" in at(chromium))
    chromium.value("document.querySelector('[name=login]').value = 'id-1'")
    chromium.value("document.querySelector('button').click()")
    until(lambda: at(chromium) == f"{office.address}/journal")
    assert chromium.value("document.querySelector('footer strong').textContent") == "sekretær"
    assert chromium.value("document.cookie") == ""  # no script could take the session along

    chromium.value("document.querySelector('footer button').click()")
    until(lambda: at(chromium).startswith(f"{city.issuer}/session/end"))
    chromium.value("document.querySelector('[name=logout]').click()")
    until(lambda: at(chromium) == f"{office.address}/")
    assert chromium.value("document.querySelector('h1').textContent") == "Log ind"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_state_of_the_door_breaks_no_rule_of_axe_and_fits_the_screen(
    width: int, city: City, office: Office, chromium: Chromium, axe: str
) -> None:
    chromium.call("Network.clearBrowserCookies")
    city.close()  # so that the page of who has left stays
    try:
        for page in STATES:
            chromium.visit(office.address + page, width=width, dark=width == 320)
            chromium.value(axe + "\n;undefined")

            assert (page, chromium.value(FOUND % RULES)) == (page, [])
            assert (page, chromium.value("document.documentElement.scrollWidth")) == (page, width)
    finally:
        city.open()


def at(chromium: Chromium) -> str:
    """Where the browser is, once it is there; nothing while one page gives way to the next."""
    try:
        return str(chromium.value("document.readyState === 'complete' ? location.href : ''"))
    except RuntimeError:
        return ""
