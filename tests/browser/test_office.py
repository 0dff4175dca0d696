"""The office in a real browser: axe-core on phone and screen, light and dark, and the way in by keys alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.databases import fresh
from tests.runtime.offices import until
from tests.web.office import Office, office_of
from tests.web.year import started

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

AFTER = datetime(2031, 5, 21, 7, tzinfo=UTC)
YEAR = "/cycles/sample-2031"
PAGES = (
    "/", "/board", "/cycles", YEAR, f"{YEAR}/wheel", "/journal", "/outbox", "/outbox/1", "/links", "/settings",
    "/about", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give the office of a year in which one committee is late and one has more time."""
    folder: Path = tmp_path_factory.mktemp("office")
    with fresh("sqlite", folder) as engine:
        year = started(engine, 2031)
        year.open("plan")
        year.extend("plan", "ØU", date(2031, 6, 3))
        year.climb(AFTER)
        with office_of(engine, AFTER) as office:
            yield office


@pytest.fixture
def inside(office: Office, chromium: Chromium) -> Iterator[Chromium]:
    """Give a browser that is in."""
    for name, value in office.entered().cookies.items():
        chromium.call("Network.setCookie", name=name, value=value, url=office.address)
    yield chromium
    chromium.call("Network.clearBrowserCookies")


@pytest.mark.parametrize(("width", "dark"), [(320, False), (320, True), (1280, False), (1280, True)])
def test_every_page_breaks_no_rule_of_axe_and_fits_the_screen(
    width: int, dark: bool, inside: Chromium, office: Office, axe: str
) -> None:
    language = "en" if dark else "da"
    for page in PAGES:
        inside.visit(f"{office.address}{page}?lang={language}", width=width, dark=dark)
        inside.value(OPEN_ALL)
        inside.value(axe + "\n;undefined")

        assert (page, inside.value(FOUND % RULES)) == (page, [])
        assert (page, inside.value("document.documentElement.scrollWidth")) == (page, width)
        assert (page, too_wide(inside)) == (page, [])
        assert inside.value("document.documentElement.lang") == language


def test_nothing_is_asked_of_anybody_else_and_nothing_is_blocked(inside: Chromium, office: Office) -> None:
    for page in PAGES:
        inside.visit(office.address + page)
        assert all(request.startswith((office.address, "data:")) for request in inside.requests)
        assert inside.value("document.styleSheets.length") == 1


def test_person_comes_in_by_the_link_and_goes_out_again_with_keys_alone(office: Office, chromium: Chromium) -> None:
    chromium.call("Network.clearBrowserCookies")
    chromium.visit(office.address + office.link())
    chromium.value("document.querySelector('main button').focus()")
    _press(chromium, "Enter", "/board")
    assert chromium.value("document.querySelector('h1').textContent") == "Hvem er for sent ude?"

    chromium.value("document.querySelector('footer button').focus()")
    _press(chromium, "Enter", "/")
    assert chromium.value("document.querySelector('h1').textContent") == "Kontoret er lukket for dig"


def test_first_key_offers_to_skip_to_the_content(inside: Chromium, office: Office) -> None:
    inside.visit(office.address + "/board")
    _key(inside, "Tab")

    assert inside.value("document.activeElement.getAttribute('href')") == "#content"


def _press(chromium: Chromium, key: str, path: str) -> None:
    """Press a key and wait for the page that it leads to."""
    _key(chromium, key)
    until(lambda: _at(chromium) == (path, "complete"))


def _at(chromium: Chromium) -> tuple[str, str] | None:
    """Where the browser is and how far; nothing while one page gives way to the next."""
    try:
        return chromium.value("location.pathname"), chromium.value("document.readyState")
    except RuntimeError:
        return None


def _key(chromium: Chromium, key: str) -> None:
    code = {"Tab": 9, "Enter": 13}[key]
    text = {"text": "\r"} if key == "Enter" else {}
    for kind in ("keyDown", "keyUp"):
        chromium.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)
