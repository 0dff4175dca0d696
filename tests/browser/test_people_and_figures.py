"""Contacts, calendars and the journal in a real browser, with their reports; and figures that refresh themselves."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from activities.beating import beat
from models.beats import Part
from models.office import OfficeRole
from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.databases import fresh
from tests.runtime.offices import until
from tests.web.lateness import AFTER
from tests.web.office import Office, office_of
from tests.web.year import started

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

YEAR = "/cycles/sample-2031"
PAGES = (
    "/contacts", f"{YEAR}/contacts", f"{YEAR}/contacts/TMU/secretary", f"{YEAR}/contacts/TMU/secretary/substitute",
    f"{YEAR}/contacts/import", f"{YEAR}/calendars", f"{YEAR}/calendars/TMU", f"{YEAR}/as-of?on=2031-05-17",
)  # fmt: skip
REPORTS = {
    f"{YEAR}/contacts/import": "TMU;secretary;Ny;ny@tmu.example\nXYZ;chair;Ingen;a@b.example",
    f"{YEAR}/calendars/TMU": "2031-08-21\n2031-12-25\nen dag",
}
SOON = "const later = setTimeout; window.setTimeout = (what, ms) => later(what, Math.min(ms, 50));"
"""Figures refresh at once instead of every minute."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give the record of a year in which the plans are late."""
    folder: Path = tmp_path_factory.mktemp("people")
    with fresh("sqlite", folder) as engine:
        year = started(engine, 2031)
        year.open("plan")
        year.climb(AFTER)
        yield engine


@pytest.fixture(scope="module")
def office(record: Engine) -> Iterator[Office]:
    """Give the office over it."""
    with office_of(record, AFTER) as office:
        yield office


@pytest.fixture
def inside(office: Office, chromium: Chromium) -> Iterator[Chromium]:
    """Give a browser that is in."""
    for name, value in office.entered().cookies.items():
        chromium.call("Network.setCookie", name=name, value=value, url=office.address)
    yield chromium
    chromium.call("Network.clearBrowserCookies")


def faultless(browser: Chromium, axe: str, width: int) -> tuple[object, object]:
    """What axe finds, and how wide the page is."""
    browser.value(OPEN_ALL)
    browser.value(axe + "\n;undefined")
    return browser.value(FOUND % RULES), browser.value("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_every_page_breaks_no_rule_of_axe_and_fits_the_screen(
    width: int, dark: bool, inside: Chromium, office: Office, axe: str
) -> None:
    for page in PAGES:
        mark = "&" if "?" in page else "?"
        inside.visit(f"{office.address}{page}{mark}lang={'en' if dark else 'da'}", width=width, dark=dark)

        assert (page, *faultless(inside, axe, width)) == (page, [], True)
        assert (page, too_wide(inside)) == (page, [])


@pytest.mark.parametrize("page", REPORTS)
def test_report_of_a_table_breaks_no_rule_of_axe_and_fits_a_phone(
    page: str, inside: Chromium, office: Office, axe: str
) -> None:
    inside.visit(f"{office.address}{page}?lang=da", width=320, dark=False)
    inside.value(f"document.querySelector('#f-table').value = {REPORTS[page]!r}")
    inside.value("document.querySelector('main form').requestSubmit()")
    until(lambda: at(inside) == f"{page}/check")

    assert faultless(inside, axe, 320) == ([], True)


def at(browser: Chromium) -> object:
    """Where the browser is, once it has read the page."""
    try:
        return browser.value("document.readyState === 'complete' ? location.pathname : ''")
    except RuntimeError:
        return None


def test_board_refreshes_itself_without_being_opened_again(inside: Chromium, office: Office, record: Engine) -> None:
    beat(record, Part.WORKER, AFTER)
    inside.call("Page.enable")
    added = inside.call("Page.addScriptToEvaluateOnNewDocument", source=SOON)
    inside.visit(f"{office.address}/board?lang=da")
    inside.value("document.querySelector('h1').dataset.mine = 'yes'")
    assert "alarm" not in str(inside.value("document.getElementById('pulse').className"))

    beat(record, Part.ENGINE, AFTER, works=False)

    until(lambda: "kan ikke nås siden" in str(inside.value("document.getElementById('pulse').textContent")))
    assert "alarm" in str(inside.value("document.getElementById('pulse').className"))
    assert inside.value("document.querySelector('h1').dataset.mine") == "yes"
    inside.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


def test_wheel_is_printed_on_one_sheet_of_a3_and_the_table_behind_it(inside: Chromium, office: Office) -> None:
    inside.visit(f"{office.address}{YEAR}/wheel?lang=da")

    first, *rest = PdfReader(BytesIO(inside.printed())).pages

    assert [round(float(side) * 25.4 / 72) for side in first.mediabox[2:]] == [420, 297]
    assert "Prøveårshjul" in first.extract_text()
    assert "Årets trin" not in first.extract_text()
    assert "Årets trin" in rest[0].extract_text()


@pytest.mark.parametrize(("width", "height", "rows"), [(1280, 800, 2), (360, 740, 1)])
def test_manager_sees_who_is_late_without_pressing_or_scrolling(
    width: int, height: int, rows: int, office: Office, chromium: Chromium
) -> None:
    for name, value in office.entered(OfficeRole.MANAGER, "leder").cookies.items():
        chromium.call("Network.setCookie", name=name, value=value, url=office.address)
    chromium.visit(f"{office.address}/?lang=da", width=width, height=height)

    assert chromium.value("location.pathname") == "/board"
    assert chromium.value(IN_SIGHT % ".figures-row li.bad") == ["2 for sent"]
    assert [each[:3] for each in chromium.value(IN_SIGHT % "table.late tbody td:first-child b")] == ["TMU", "ØU"][:rows]
    assert chromium.value(IN_SIGHT % "table.late td.number") == ["3"] * (rows if width > height else 0)
    chromium.call("Network.clearBrowserCookies")


IN_SIGHT = """[...document.querySelectorAll('%s')]
  .filter(each => each.getBoundingClientRect().bottom <= innerHeight).map(each => each.innerText.trim())"""
