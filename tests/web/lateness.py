"""The year in which one committee is late and one has more time, and the office over it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from tests.web.kept import kept
from tests.web.office import Office, office_of
from tests.web.year import Year, started

AFTER = datetime(2031, 5, 21, 7, tzinfo=UTC)  # Wednesday; the plan was due on Friday 16 May at 12.00


@pytest.fixture
def late(record: Engine) -> Year:
    """Give the year in which the plans were due last week, and one committee got until the third of June."""
    return kept(record, lateness)


def lateness(record: Engine) -> Year:
    """Live that year."""
    year = started(record, 2031)
    year.open("plan")
    year.extend("plan", "ØU", date(2031, 6, 3))
    year.climb(AFTER)
    return year


@pytest.fixture
def office(late: Year) -> Iterator[Office]:
    """Give the office on the Wednesday after."""
    with office_of(late.engine, AFTER) as office:
        yield office


def store(engine: Engine, *rows: SQLModel) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(rows)
