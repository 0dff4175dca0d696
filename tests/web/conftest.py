"""A started year on each database, and the server of its calendars."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.databases import engine, fresh
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
    return started(record, 2031)


@pytest.fixture
def web(record: Engine) -> Iterator[Web]:
    """Give the server of the record's calendars."""
    with served(record) as web:
        yield web
