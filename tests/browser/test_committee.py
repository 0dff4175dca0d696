"""The committee's page in a real browser: from the mail to the receipt on a phone, and every state of it under axe."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.vocabulary import Outcome
from planning.format.source import Source
from tests.browser.chromium import Chromium
from tests.browser.enlarged import too_wide
from tests.browser.hands import Hands
from tests.browser.test_page_in_chromium import FOUND, RULES
from tests.browser.town import Town, town_hall
from tests.papers import pdf
from tests.planning import sample
from tests.web.committee import Site, link_in, site_of

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

PHONE = 360
BEGINS = datetime(2031, 1, 2, 8, tzinfo=UTC)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give a town hall in which a year's letters have left."""
    with town_hall(tmp_path, BEGINS) as town:
        small: Source = sample.source(("count = 55", "count = 2"))
        town.run(town.desk.start(small, 2031, by="sekretariat"))
        town.settle()
        town.run(town.desk.decide("sample-2031", "approval", "BIU", Outcome.APPROVED, by="sekretariat"))
        town.settle()
        yield town


@pytest.fixture
def phone(chromium: Chromium) -> Iterator[Chromium]:
    """Give a browser that runs no script."""
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    yield chromium
    chromium.call("Emulation.setScriptExecutionDisabled", value=False)
    chromium.call("Network.clearBrowserCookies")


def test_committee_goes_from_the_mail_to_the_receipt_on_a_phone_with_keys_alone(
    town: Town, phone: Chromium, tmp_path: Path
) -> None:
    [letter] = [mail for mail in town.mails if mail.to == "sekretaer@tmu.example" and "Breve til" in mail.subject]
    plan = tmp_path / "handleplan.pdf"
    plan.write_bytes(pdf("TMU's plan"))
    hands = Hands(phone, town.address, PHONE)

    hands.go(link_in(letter.parsed))
    assert "Frist: senest fredag den 16. maj 2031 kl. 12.00" in hands.words
    hands.tab_to("a[href$='/hand-in/plan']")
    hands.enter()
    hands.tab_to("input[type=file]")
    hands.attach("file", plan)
    hands.tab_to("[name=approved_by]")
    hands.keys("Udvalgsformanden")
    hands.tab_to("[name=agenda_item]")
    hands.keys("7")
    hands.tab_to("main form button")
    hands.enter()

    assert "Plan (TMU) er modtaget som version 1" in hands.words
    assert "SHA-256" in hands.words
    assert "Udvalgsformanden, punkt 7" in hands.words
    assert hands.value("document.documentElement.scrollWidth") == PHONE
    town.settle()
    assert [mail.subject for mail in town.mails if mail.subject.startswith("Kvittering: Plan")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give an office in which a plan is owed, one is handed in, and the workshop is called."""
    with site_of(tmp_path_factory.mktemp("committee")) as site:
        site.year.open("workshop")
        site.year.extend("plan", "TMU", date(2031, 6, 13))
        site.year.extend("plan", "ØU", date(2031, 6, 13))
        site.year.climb(site.year.at + timedelta(days=30))
        site.office.clock.now = site.year.at
        other = f"{site.link('ØU')}/hand-in/plan"
        typed = {"approved_by": "Formanden", "approved_on": "2031-05-02", "agenda_item": "7"}
        assert site.visitor.fill(other, other, typed, {"file": ("plan.pdf", pdf())}).status == 303
        yield site


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_every_state_of_the_page_breaks_no_rule_of_axe_and_fits_the_screen(
    width: int, dark: bool, site: Site, chromium: Chromium, axe: str, tmp_path: Path
) -> None:
    hands, language = Hands(chromium, site.office.address, width), "en" if dark else "da"
    script = tmp_path / "plan.pdf"
    script.write_bytes(b"#!/bin/sh\n")

    def clean(state: str) -> None:
        hands.value(axe + "\n;undefined")
        assert (state, hands.value(FOUND % RULES)) == (state, [])
        assert (state, hands.value("document.documentElement.scrollWidth")) == (state, width)
        assert (state, too_wide(chromium)) == (state, [])
        assert hands.value("document.documentElement.lang") == language

    link, done = site.link(), site.link("ØU")
    number = next(each for each in chromium_links(site, link) if "/answer/" in each)
    for page in (
        link, done, f"{link}/letters/1", f"{link}/hand-in/plan", f"{link}/extension/plan", f"{done}/extension/plan",
        f"{link}/substitute", number, "/committee/none", f"{link}/hand-in/nothing",
    ):  # fmt: skip
        chromium.visit(f"{site.office.address}{page}?lang={language}", width=width, dark=dark)
        clean(page)
    for page in (f"{link}/hand-in/plan", f"{link}/extension/plan", f"{link}/substitute"):
        chromium.visit(f"{site.office.address}{page}", width=width, dark=dark)
        hands.value("document.querySelector('form.fields').noValidate = true")
        if page.endswith("hand-in/plan"):
            hands.attach("file", script)
        hands.send()
        assert hands.value("document.querySelector('[role=alert]') !== null")
        clean(f"{page}, refused")
    chromium.visit(f"{site.office.address}{link}", width=width, dark=dark)
    hands.value("window.pageThatWasLeft = true; document.querySelector('form[action$=calendar] button').click()")
    hands._arrive()
    assert hands.value("document.querySelector('a[href^=\"webcal:\"]') !== null")
    clean("calendar")
    chromium.call("Network.clearBrowserCookies")


def chromium_links(site: Site, page: str) -> list[str]:
    """Every address that a page leads to."""
    return [part.partition('"')[0] for part in site.visitor.get(page).text.split('href="')[1:]]
