"""A started year on each database, and the server of its calendars."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from desk.delivery import utc_now
from tests.databases import engine, fresh
from tests.web.city import Citizen, City, office_in, opened_city
from tests.web.kept import kept
from tests.web.office import Office
from tests.web.year import Web, Year, served, started

__all__ = ["engine"]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Engine]:
    """Give a record on SQLite."""
    with fresh("sqlite", tmp_path) as engine:
        yield engine


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the sample year of 2031, started in January."""
    return kept(record, started, 2031)


@pytest.fixture
def web(record: Engine) -> Iterator[Web]:
    """Give the server of the record's calendars."""
    with served(record) as web:
        yield web


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    """Give a city with a login."""
    with opened_city() as city:
        yield city


@pytest.fixture
def town_hall(city: City, record: Engine) -> Iterator[Office]:
    """Give an office whose door is the city's login."""
    with office_in(city, record, utc_now()) as office:
        yield office


@pytest.fixture
def person(city: City, town_hall: Office) -> Citizen:
    """Give somebody with a browser."""
    return Citizen(city)
