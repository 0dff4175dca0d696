"""The gallery of letters, and letters themselves, in a real browser: axe-core's WCAG rules, phones, the dark."""

from pathlib import Path

import pytest

from models.vocabulary import LetterKind
from tests.browser.chromium import Chromium
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES
from tests.gallery import annual_gallery

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

LETTERS = ["challenge-letter_pack-da", "next_year-en", "digest-da", "invitation-workshop-en", "decision-reading-da"]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return annual_gallery(tmp_path_factory.mktemp("gallery")).page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_gallery_breaks_no_rule_of_axe_and_fits_its_screen(
    gallery: Path, dark: bool, width: int, chromium: Chromium, axe: str
) -> None:
    chromium.open(gallery, width=width, dark=dark)
    chromium.value(OPEN_ALL)
    chromium.value(axe + "\n;undefined")

    assert chromium.value(FOUND % RULES) == []
    assert chromium.value("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", LETTERS)
def test_letter_breaks_no_rule_of_axe_and_fits_a_phone(
    gallery: Path, name: str, dark: bool, chromium: Chromium, axe: str
) -> None:
    chromium.open(gallery.parent / "letters" / f"{name}.html", width=320, dark=dark)
    chromium.value(axe + "\n;undefined")

    assert chromium.value(FOUND % RULES.replace(", 'best-practice'", "")) == []
    assert chromium.value("document.documentElement.scrollWidth") == 320


def test_gallery_shows_every_letter_in_its_frame_and_asks_for_nothing_else(gallery: Path, chromium: Chromium) -> None:
    chromium.open(gallery)

    frames = chromium.value("[...document.querySelectorAll('iframe')].map(frame => frame.src)")

    assert len(frames) >= 2 * len(LetterKind)
    assert {*chromium.requests} == {gallery.as_uri(), *frames}
    assert chromium.value("document.querySelectorAll('script').length") == 0
