"""Steering a year in a real browser: every page and state of it under axe-core, and a date moved by keys alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from models.vocabulary import TaskKind, step_id
from tests import records
from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.hands import Hands
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.databases import fresh
from tests.web.office import Office, office_of
from tests.web.year import started

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

AFTER = datetime(2031, 9, 24, 7, tzinfo=UTC)
YEAR = "/cycles/sample-2031"
DUTY, MEETING, HEARING = f"{YEAR}/duties/plan/%C3%98U", f"{YEAR}/meetings/reading/BIU", f"{YEAR}/hearings/hearing"
PAPER = b"%PDF-1.7\n%%EOF\n"
ASKED = (
    'deadline = "4 weeks after opening of hearing"\n',
    'deadline = "4 weeks after opening of hearing"\n'
    'contact = [{ role = "respondent", name = "Beboer {n}", address = "beboer{n}@by.example", count = 2 }]\n',
)
PAGES = (
    YEAR, f"{YEAR}/move", f"{YEAR}/move?place=committees&to=2031-11-24", f"{YEAR}/move?place=council&to=2031-12-07",
    f"{YEAR}/move?place=council&to=soon&hour=99", f"{YEAR}/do/pause", f"{YEAR}/do/cancel", f"{YEAR}/forecast",
    f"{YEAR}/forecast?from=2031-12-01&to=2031-11-01", DUTY, f"{DUTY}/submit", f"{DUTY}/do/waive", f"{DUTY}/do/extend",
    f"{YEAR}/duties/plan/TMU/do/return", MEETING, f"{MEETING}/decide", HEARING, f"{HEARING}/respond",
    f"{HEARING}/close", "/tasks", f"{YEAR}/duties/plan/BR",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give the office of a year whose hearing is open, with a hand-in, an answer and a task."""
    with fresh("sqlite", tmp_path_factory.mktemp("steering")) as engine:
        year = started(engine, 2031, ASKED)
        year.open("plan")
        year.extend("plan", "ØU", date(2031, 6, 3))
        for step in ("reading", "hearing", "committees"):
            year.open(step)
        year.climb(AFTER)
        with Session(engine) as session, session.begin():
            refused = {"kind": TaskKind.COMMAND_REFUSED, "workflow_id": step_id(year.slug, "plan", "TMU")}
            session.add(records.task(slug=year.slug, **refused))
        with office_of(engine, AFTER) as office:
            browser = office.entered()
            path, file = f"{YEAR}/duties/plan/TMU/submit", {"file": ("Handleplan.pdf", PAPER)}
            assert browser.fill(path, path, {"approved_on": "2031-09-01", "agenda_item": "7"}, file).status == 303
            answer = {"respondent": "citizens.01", "text": "Ja til mål 3"}
            assert browser.fill(f"{HEARING}/respond", f"{HEARING}/respond", answer, {}).status == 303
            yield office


@pytest.fixture
def inside(office: Office, chromium: Chromium) -> Iterator[Chromium]:
    """Give a browser that is in."""
    for name, value in office.entered().cookies.items():
        chromium.call("Network.setCookie", name=name, value=value, url=office.address)
    yield chromium
    chromium.call("Network.clearBrowserCookies")


def check(chromium: Chromium, axe: str, page: str, width: int) -> None:
    """Hold the page that is shown against axe-core, and to the width of its screen."""
    chromium.value(OPEN_ALL)
    chromium.value(axe + "\n;undefined")
    assert (page, chromium.value(FOUND % RULES)) == (page, [])
    assert (page, chromium.value("document.documentElement.scrollWidth")) == (page, width)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_every_page_breaks_no_rule_of_axe_and_fits_the_screen(
    width: int, dark: bool, inside: Chromium, office: Office, axe: str
) -> None:
    for page in PAGES:
        joined = f"{page}{'&' if '?' in page else '?'}lang={'en' if dark else 'da'}"
        inside.visit(f"{office.address}{joined}", width=width, dark=dark)
        check(inside, axe, page, width)
        assert (page, too_wide(inside)) == (page, [])


def test_date_is_moved_with_keys_alone_and_what_is_wrong_stands_next_to_its_field(
    inside: Chromium, office: Office, axe: str
) -> None:
    hands = Hands(inside, office.address, width=320)
    hands.go(f"{YEAR}/move?place=council&to=2031-12-07&lang=da")
    assert "søndag den 7. december 2031" in hands.words
    hands.fill(to="2031-12-18")
    hands.tab_to("form[method=get] button")
    hands.enter()
    assert "Hvad det ændrer" in hands.words
    check(inside, axe, "sheet", 320)

    hands.tab_to("#f-reason")
    hands.keys("Budgetmødet er rykket")
    hands.tab_to("form[method=post] button")
    hands.enter()

    assert hands.path == YEAR
    assert "Rådet er flyttet til torsdag den 18. december 2031." in hands.words


def test_decision_that_changes_the_plan_is_seen_and_then_recorded(
    inside: Chromium, office: Office, axe: str, tmp_path: Path
) -> None:
    hands = Hands(inside, office.address)
    hands.go(f"{MEETING}/decide?lang=da")
    inside.value("document.querySelector('#f-outcome').required = false")
    hands.press("Vis, hvad der følger")
    assert inside.value("document.querySelector('#f-outcome').getAttribute('aria-invalid')") == "true"
    check(inside, axe, "refused", 1280)

    hands.fill(outcome="postponed", text="Udsat til oktober", to="2031-10-06")
    hands.press("Vis, hvad der følger")
    assert "Intet er registreret endnu." in hands.words
    assert inside.value("document.querySelector('#f-text').value") == "Udsat til oktober"
    check(inside, axe, "seen", 1280)
    hands.press("Registrér beslutningen")

    assert hands.path == MEETING
    assert "Behandling (BIU): udsat." in hands.words
