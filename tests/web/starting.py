"""An office in which a year is being prepared."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.web.office import Answer, Browser, Office, office_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
YEAR = "/start/annual-2027"


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    with office_of(record, NOW) as office:
        yield office


@pytest.fixture
def secretary(office: Office) -> Browser:
    """Give the secretariat with a year to prepare."""
    browser = office.entered()
    assert begun(browser).headers["location"].startswith(YEAR)
    return browser


def begun(browser: Browser, base: str = "shipped:annual", year: str = "2027") -> Answer:
    return browser.fill("/start", "/start", {"base": base, "year": year})
