"""The office of a year whose letters wait for a release."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.web.held import STEP, holding
from tests.web.kept import kept
from tests.web.office import Browser, Office, office_of

NOW = datetime(2031, 1, 7, 8, tzinfo=UTC)


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give the office of a year with two held letters; the engine is away."""
    kept(record, holding)
    with office_of(record, NOW) as office:
        yield office


def draft(browser: Browser) -> None:
    """Write the letters of the step."""
    assert browser.fill(STEP, f"{STEP}/draft", {}).status == 303
