"""A year is started in the browser by somebody new to it: at most twelve decisions, with and without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from models.bodies import Contact
from models.cycles import Cycle
from models.vocabulary import Role
from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.hands import Hands
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.browser.town import Town, town_hall
from tests.databases import fresh
from tests.web.office import Office, office_of

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

BEGINS = datetime(2026, 11, 20, 9, tzinfo=UTC)
MOST = 12
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
YEAR = "/start/annual-2027"
PAGES = ("/start", YEAR, f"{YEAR}/people", f"{YEAR}/papers", f"{YEAR}/letters", f"{YEAR}/letters/3", f"{YEAR}/text")
OTHERS = ("/rehearsals",)


@dataclass
class Person(Hands):
    """Somebody whose every choice, field, file and button is counted."""

    decisions: list[str] = field(default_factory=list)

    def fill(self, **values: str) -> None:
        self.decisions += values
        super().fill(**values)

    def attach(self, name: str, *files: Path) -> None:
        self.decisions.append(name)
        super().attach(name, *files)

    def press(self, label: str, nth: int = 0) -> None:
        self.decisions.append(label)
        super().press(label, nth)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a town hall that has started nothing yet."""
    with town_hall(tmp_path_factory.mktemp("town"), BEGINS) as town:
        yield town


@pytest.mark.parametrize(("year", "script"), [("2027", True), ("2028", False)])
def test_year_is_started_in_at_most_twelve_decisions(
    year: str, script: bool, town: Town, chromium: Chromium, tmp_path: Path
) -> None:
    person = Person(chromium, town.address)
    paper = tmp_path / "Bilag 3b Udfordringspapir.pdf"
    paper.write_bytes(PDF)
    chromium.call("Emulation.setScriptExecutionDisabled", value=not script)
    try:
        person.go(town.door())
        Hands.press(person, "Åbn kontoret")
        person.go("/cycles")
        walk(person, year, paper)
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)
        chromium.call("Network.clearBrowserCookies")

    assert len(person.decisions) <= MOST, person.decisions
    with Session(town.engine) as session:
        cycle = session.get_one(Cycle, f"annual-{year}")
        assert (cycle.stage, cycle.started_by) == ("running", "sekretariat")
        assert "papers/challenge-tmu.pdf" in cycle.files
        contact = session.get_one(Contact, (cycle.slug, "TMU", Role.SECRETARY, "01", ""))
        assert contact.address == "ny@tmu.kommune.example"


def walk(person: Person, year: str, paper: Path) -> None:
    """From the list of years to the started one."""
    person.press("Start et år")
    person.fill(base="shipped:annual", year=year)
    person.press("Se tidsplanen")
    assert "Planen er læst igennem" in person.words
    assert "andet møde i BIU i januar" in person.words
    person.press("Datoerne passer: videre til kontakter")
    person.fill(**{address_of(person, "udvalgssekretaer@tmu.kommune.example"): "ny@tmu.kommune.example"})
    person.press("Gem, og videre til bilag")
    person.attach("many", paper)
    person.press("Gem bilagene")
    assert "7/7 brevpakker er fuldstændige" in person.words
    person.press("Videre til brevene")
    person.press("Se brevet: udfordringsskrivelse, TMU, udvalgssekretær")
    assert person.value("document.querySelector('iframe').checkVisibility()")
    person.go(f"/start/annual-{year}/letters")  # the browser's own way back
    person.press(f"Start {year}")
    assert person.path == f"/cycles/annual-{year}"
    assert "er startet" in person.words


def address_of(person: Person, address: str) -> str:
    """The name of the field that holds this address."""
    return str(person.value(f"[...document.querySelectorAll('input')].find(e => e.value === '{address}').name"))


@pytest.fixture
def prepared(tmp_path: Path, chromium: Chromium) -> Iterator[Office]:
    """Give an office in which a year is prepared, and a browser that is in."""
    with fresh("sqlite", tmp_path) as engine, office_of(engine, BEGINS) as office:
        browser = office.entered()
        browser.fill("/start", "/start", {"base": "shipped:annual", "year": "2027"})
        for name, value in browser.cookies.items():
            chromium.call("Network.setCookie", name=name, value=value, url=office.address)
        yield office
    chromium.call("Network.clearBrowserCookies")


@pytest.mark.parametrize(("width", "language"), [(320, "en"), (1280, "da")])
def test_pages_of_a_prepared_year_break_no_rule_of_axe_and_fit_the_screen(
    width: int, language: str, prepared: Office, chromium: Chromium, axe: str
) -> None:
    for page in (*PAGES, *OTHERS):
        chromium.visit(f"{prepared.address}{page}?lang={language}", width=width, dark=language == "en")
        chromium.value(OPEN_ALL)
        chromium.value(axe + "\n;undefined")

        assert (page, chromium.value(FOUND % RULES)) == (page, [])
        assert (page, chromium.value("document.documentElement.scrollWidth")) == (page, width)
        assert (page, too_wide(chromium)) == (page, [])
