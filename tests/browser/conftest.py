"""A real browser, and axe-core as the npm registry has it: both installed when missing, or one line to type."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, running
from tests.installing import debian, node_packages

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_program() -> str:
    """Give the browser's path; root installs it first when it is missing."""
    return debian(_program, "Chromium", "chromium", "browser")


@pytest.fixture(scope="session")
def chromium(browser_program: str) -> Iterator[Chromium]:
    """Give a running browser."""
    with running(browser_program) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core."""
    return (node_packages(Path(__file__).parent, "browser", "axe-core") / "axe-core" / "axe.min.js").read_text("utf-8")


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)
