"""The page of a year in a real browser: axe-core's WCAG rules, phones, paper, the dark, and no network."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import Language
from tests.browser.chromium import Chromium
from tests.browser.sample import year_page

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

CYCLES = [("annual", 2027), ("integration-2018", None), ("inclusion-2011", None), ("integration-2010", None)]
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations']}"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
FOUND = "axe.run(document, %s).then(all => all.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"
UPRIGHT_TEXTS = """[...document.querySelectorAll('.%s text')]
  .filter(text => !text.closest('[transform]') && !text.querySelector('textPath') && !text.hasAttribute('transform'))
  .map(text => [text.textContent, text.getBoundingClientRect()])
  .map(([text, box]) => [text, box.left, box.top + box.height * .2, box.right, box.bottom - box.height * .2])"""


def saved(folder: Path, name: str, year: int | None, language: Language = Language.DA) -> Path:
    today = date(year, 4, 20) if year else None
    file = folder / f"{name}.html"
    file.write_text(year_page(name, year, language, today), "utf-8")
    return file


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("name", "year"), CYCLES[:3])
def test_page_breaks_no_rule_of_axe(
    name: str, year: int | None, dark: bool, width: int, chromium: Chromium, axe: str, tmp_path: Path
) -> None:
    language = Language.EN if name == "integration-2018" else Language.DA

    chromium.open(saved(tmp_path, name, year, language), width=width, dark=dark)
    chromium.value(OPEN_ALL)
    chromium.value(axe + "\n;undefined")

    assert chromium.value(FOUND % RULES) == []


def test_axe_would_find_a_page_without_language_and_contrast(chromium: Chromium, axe: str, tmp_path: Path) -> None:
    page = saved(tmp_path, "annual", 2027)
    page.write_text(
        page.read_text("utf-8").replace('<html lang="da">', "<html>").replace("--soft: #51606b", "--soft: #b9c2c9"),
        "utf-8",
    )

    chromium.open(page)
    chromium.value(axe + "\n;undefined")

    assert {rule for rule, _ in chromium.value(FOUND % RULES)} == {"html-has-lang", "color-contrast"}


def test_page_asks_for_nothing_but_itself(chromium: Chromium, tmp_path: Path) -> None:
    page = saved(tmp_path, "annual", 2027)

    chromium.open(page)
    chromium.value(OPEN_ALL)

    assert chromium.requests == [page.as_uri()]


@pytest.mark.parametrize(("name", "year"), CYCLES)
def test_page_fits_a_phone_and_shows_the_small_wheel(
    name: str, year: int | None, chromium: Chromium, tmp_path: Path
) -> None:
    chromium.open(saved(tmp_path, name, year), width=320)
    chromium.value(OPEN_ALL)

    assert chromium.value("document.documentElement.scrollWidth") == 320
    assert chromium.value("['poster', 'small'].map(name => document.querySelector('.' + name).clientHeight > 0)") == [
        False,
        True,
    ]
    assert (
        chromium.value(
            "Math.min(...[...document.querySelectorAll('.small .mark + text')].map(size))".replace(
                "size",
                "text => text.getAttribute('font-size') * document.querySelector('.small svg').clientWidth / 640",
            )
        )
        >= 7
    )


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("picture", ["poster", "small"])
@pytest.mark.parametrize(("name", "year"), CYCLES)
def test_no_text_of_the_wheel_lies_on_another_or_leaves_the_picture(
    name: str, year: int | None, picture: str, language: Language, chromium: Chromium, tmp_path: Path
) -> None:
    chromium.open(saved(tmp_path, name, year, language), width=1400 if picture == "poster" else 640)

    texts = chromium.value(UPRIGHT_TEXTS % picture)
    left, right = chromium.value(
        f"(box => [box.left, box.right])(document.querySelector('.{picture} svg').getBoundingClientRect())"
    )

    assert [(one[0], two[0]) for at, one in enumerate(texts) for two in texts[at + 1 :] if overlap(one, two)] == []
    assert [text for text in texts if text[1] < left or text[3] > right] == []
    assert len(texts) > 50


def overlap(one: list[Any], two: list[Any]) -> bool:
    today = {"i dag", "today"} & {one[0], two[0]}  # the hand's sign hides a week number on purpose
    return not today and one[1] < two[3] and two[1] < one[3] and one[2] < two[4] and two[2] < one[4]


def test_first_key_offers_to_skip_to_the_content(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(saved(tmp_path, "annual", 2027))

    for kind in ("keyDown", "keyUp"):
        chromium.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    assert chromium.value("document.activeElement.getAttribute('href')") == "#content"
    assert chromium.value("document.activeElement.getBoundingClientRect().left") >= 0


@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (11.69, 16.54)], ids=["A4", "A3"])
def test_page_prints_across_the_paper(width: float, height: float, chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(saved(tmp_path, "annual", 2027), dark=True)

    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", chromium.printed(width=width, height=height))

    assert len(sheets) > 3
    assert {(round(float(wide) / 72, 1), round(float(high) / 72, 1)) for wide, high in sheets} == {
        (round(height, 1), round(width, 1))
    }


def test_printed_wheel_is_dark_on_white_though_the_screen_is_dark(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(saved(tmp_path, "annual", 2027), dark=True)
    chromium.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )

    ink = chromium.value("getComputedStyle(document.querySelector('.poster text:not([class])')).fill")
    ground = chromium.value("getComputedStyle(document.querySelector('.poster')).backgroundColor")

    assert (ink, ground) == ("rgb(27, 35, 41)", "rgb(255, 255, 255)")
