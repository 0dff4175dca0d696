"""The outbox and the inbox in a real browser: axe-core in every state of a letter, and figures that follow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.vocabulary import LetterState
from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.hands import Hands
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.databases import fresh
from tests.runtime.offices import until
from tests.web.held import FOUR_EYES, STEP, become, edit_text, holding, left, letters
from tests.web.office import Office, office_of
from tests.web.test_inbox import invited, receive, replied
from tests.web.test_releasing import released

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

NOW = datetime(2031, 1, 7, 8, tzinfo=UTC)
STATES = {
    11: LetterState.SENT, 12: LetterState.UNKNOWN, 13: LetterState.REFUSED, 14: LetterState.BOUNCED,
    15: LetterState.ACKNOWLEDGED, 16: LetterState.WITHDRAWN,
}  # fmt: skip
PAGES = (
    *("/outbox", "/outbox?to=nobody", STEP, f"{STEP}/difference", "/outbox/1"),
    *(f"/outbox/{each}" for each in STATES),
    *("/inbox", "/inbox/1", "/inbox/2", "/inbox/answers", "/inbox?all=1"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give a record with letters in every state, drafts whose text was edited, and mails that came back."""
    folder: Path = tmp_path_factory.mktemp("outbox")
    with fresh("sqlite", folder) as engine:
        holding(engine, FOUR_EYES)
        for number, state in STATES.items():
            left(engine, number, state, last_error_da="550 ukendt modtager", last_error_en="550 unknown recipient")
        invited(engine)
        receive(engine, replied("vikar@by.example", "ferie"))
        receive(engine, replied("sekretaer@biu.example", "glæder mig"))
        yield engine


@pytest.fixture(scope="module")
def office(engine: Engine) -> Iterator[Office]:
    """Give the office over it, its letters drafted and asked for by somebody else."""
    with office_of(engine, NOW) as office:
        other = office.entered(name="Anna")
        other.fill(STEP, f"{STEP}/draft", {})
        other.fill(STEP, f"{STEP}/release", {"which": "all"})
        edit_text(engine)
        yield office


@pytest.fixture
def inside(office: Office, chromium: Chromium) -> Iterator[Chromium]:
    """Give a browser that is in."""
    for name, value in office.entered().cookies.items():
        chromium.call("Network.setCookie", name=name, value=value, url=office.address)
    yield chromium
    chromium.call("Network.clearBrowserCookies")


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_letters_and_mails_in_every_state_break_no_rule_of_axe_and_fit_the_screen(
    width: int, dark: bool, inside: Chromium, office: Office, axe: str
) -> None:
    for page in PAGES:
        joined = f"{page}{'&' if '?' in page else '?'}lang={'en' if dark else 'da'}"
        inside.visit(office.address + joined, width=width, dark=dark)
        inside.value(OPEN_ALL)
        inside.value(axe + "\n;undefined")

        assert (page, inside.value(FOUND % RULES)) == (page, [])
        assert (page, inside.value("document.documentElement.scrollWidth")) == (page, width)
        assert (page, inside.value("document.querySelectorAll('h1').length")) == (page, 1)
        assert (page, too_wide(inside)) == (page, [])


def test_form_that_comes_back_breaks_no_rule_of_axe_and_says_so_by_the_field(
    inside: Chromium, office: Office, axe: str
) -> None:
    inside.visit(f"{office.address}/outbox/14?lang=da", width=320)
    inside.value("document.querySelector('#f-note').value = ' '; document.querySelector('#f-note').form.submit()")
    until(lambda: inside.value("location.pathname") == "/outbox/14/reached" and inside.value(LOADED))

    inside.value(axe + "\n;undefined")
    assert inside.value(FOUND % RULES) == []
    assert inside.value("document.querySelector('#f-note').getAttribute('aria-describedby')") == "h-note e-note"
    assert inside.value("document.activeElement.getAttribute('role')") == "alert"
    assert inside.value("document.documentElement.scrollWidth") == 320


def test_figures_of_letters_that_leave_follow_by_themselves(inside: Chromium, office: Office, engine: Engine) -> None:
    step = STEP.replace("/letters", "/plan")
    become(engine, 11, state=LetterState.SENDING)
    inside.visit(f"{office.address}{step}?lang=da")
    assert "1 brev er på vej" in inside.value(LEAVING)

    become(engine, 11, state=LetterState.SENT)

    until(lambda: "Ingen breve er på vej" in inside.value(LEAVING))


LOADED = "document.readyState === 'complete'"
LEAVING = "document.querySelector('#leaving').textContent"


def test_letters_are_looked_through_and_released_with_keys_alone_and_without_a_script(
    chromium: Chromium, tmp_path: Path
) -> None:
    with fresh("sqlite", tmp_path) as engine:
        holding(engine)
        with office_of(engine, NOW) as office, no_script(chromium):
            hands = Hands(chromium, office.address, width=360)
            hands.go(office.link())
            hands.tab_to("main button")
            hands.enter()
            hands.go(f"{STEP}?lang=da")
            hands.tab_to("form[action$='/draft'] button")
            hands.enter()
            hands.tab_to("a.button")
            hands.enter()
            for _ in letters(engine):
                hands.tab_to("form[action$='/looked'] button")
                hands.enter()

            hands.go(f"{STEP}?lang=da")
            hands.tab_to("#f-reason")
            hands.keys("Kun den ene")
            hands.enter()
            assert "Sæt kryds" in hands.value("document.querySelector('#e-which').innerText")
            assert released(engine) == []
            hands.tab_to("[name=number]")
            hands.keys(" ")
            hands.tab_to("button[value=some]")
            hands.enter()

            assert hands.path == STEP
            assert released(engine) == [("sekretariat", ("TMU",), "Kun den ene")]
            assert hands.value("document.documentElement.scrollWidth") == 360


@contextmanager
def no_script(browser: Chromium) -> Iterator[None]:
    """Let the browser run no script of a page."""
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    yield
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.call("Network.clearBrowserCookies")
