"""The page behind a letter's link in a real browser: nothing that axe finds wrong, and it works without a script."""

import pytest

from tests.browser.chromium import Chromium
from tests.browser.test_page_in_chromium import FOUND, RULES
from tests.web.conftest import record
from tests.web.test_acknowledging import Site, site, year

__all__ = ["record", "site", "year"]

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

PRESS = "document.querySelector('button').click()"


@pytest.mark.parametrize("language", ["da", "en"])
def test_letters_page_breaks_no_rule_of_axe_before_and_after_the_button(
    chromium: Chromium, axe: str, site: Site, language: str
) -> None:
    base = f"http://127.0.0.1:{site.port}"
    for path in (f"{site.path()}?lang={language}", "/letters/none"):
        for width, dark in ((320, False), (1280, True)):
            _is_clean(chromium, axe, f"{base}{path}", width, dark=dark)

    chromium.visit(f"{base}{site.path()}?lang={language}", width=320)
    chromium.value(PRESS)
    said = "document.querySelector('[role=status]')?.textContent ?? ''"
    while not chromium.value(said):
        pass
    assert ("Tak." if language == "da" else "Thank you.") in chromium.value(said)
    _is_clean(chromium, axe, f"{base}{site.path()}?lang={language}", 320, dark=False)


def _is_clean(chromium: Chromium, axe: str, url: str, width: int, *, dark: bool) -> None:
    chromium.visit(url, width=width, dark=dark)
    chromium.value(axe + "\n;undefined")
    assert chromium.value(FOUND % RULES) == []
    assert chromium.value("document.documentElement.scrollWidth <= innerWidth")
