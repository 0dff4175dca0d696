"""The page that a rehearsal leaves, in a real browser: with real letters, decisions and journal."""

from pathlib import Path

import pytest

from cli.main import main
from tests.browser.chromium import Chromium
from tests.browser.test_page_in_chromium import FOUND, OPEN_ALL, RULES

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser


def test_rehearsed_page_breaks_no_rule_of_axe(chromium: Chromium, axe: str, tmp_path: Path) -> None:
    assert main(("rehearse", "inclusion-2011", "--scenario", "on-time", "--out", str(tmp_path / "out"))) == 0

    for width, dark in ((320, False), (1280, True)):
        chromium.open(tmp_path / "out" / "index.html", width=width, dark=dark)
        chromium.value(OPEN_ALL)
        chromium.value(axe + "\n;undefined")

        assert chromium.value(FOUND % RULES) == []
