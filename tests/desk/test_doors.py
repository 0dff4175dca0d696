"""Sessions and logins, on both databases: used once however many ask, ended by person, forgotten in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.doors import ATTEMPT_LIVES, IDLE, LONGEST, Doors, Inside, Visitor
from models.doors import DoorAttempt, DoorLink, DoorSession
from models.office import OfficeRole
from tests.databases import engine
from tests.web.office import Clock

__all__ = ["engine"]

NOW = datetime(2031, 5, 19, 9, tzinfo=UTC)
CLERK = Visitor("sekretær", OfficeRole.SECRETARIAT, "id-1")
NAMESAKE = Visitor("sekretær", OfficeRole.READER, "id-4")
BY_LINK = Visitor("sekretær", OfficeRole.SECRETARIAT)


@pytest.fixture
def clock() -> Clock:
    """Give a clock that somebody sets."""
    return Clock(NOW)


@pytest.fixture
def doors(engine: Engine, clock: Clock) -> Doors:
    """Give the doors of an empty record."""
    return Doors(engine=engine, clock=clock)


def test_attempt_comes_back_once_however_many_bring_it_at_once(doors: Doors) -> None:
    doors.expect("browser.state", "/board")

    with ThreadPoolExecutor(8) as many:
        found = list(many.map(doors.came_back, ["browser.state"] * 8))

    assert sorted(each for each in found if each) == ["/board"]


def test_link_opens_one_session_however_many_use_it_at_once(doors: Doors) -> None:
    token = doors.new_link("sekretær", OfficeRole.READER)

    with ThreadPoolExecutor(8) as many:
        opened = [each for each in many.map(doors.enter, [token] * 8) if each]

    assert [doors.visitor(each) for each in opened] == [Visitor("sekretær", OfficeRole.READER)]


def test_attempt_that_is_late_or_another_browser_s_leads_nowhere(doors: Doors, clock: Clock) -> None:
    doors.expect("browser.state", "/")

    assert doors.came_back("thief.state") is None
    clock.now += ATTEMPT_LIVES
    assert doors.came_back("browser.state") is None


def test_who_is_inside_is_told_by_person_with_their_browsers(doors: Doors, clock: Clock) -> None:
    first, other = doors.admit(CLERK), doors.admit(NAMESAKE)
    clock.now += timedelta(minutes=30)
    second = doors.admit(CLERK)
    assert doors.visitor(other)
    clock.now += timedelta(minutes=40)

    assert doors.visitor(first) is None  # idle
    assert doors.inside() == [
        Inside(NAMESAKE, 1, NOW, NOW + timedelta(minutes=30)),
        Inside(CLERK, 1, NOW + timedelta(minutes=30), NOW + timedelta(minutes=30)),
    ]
    doors.leave(second)
    assert [each.visitor for each in doors.inside()] == [NAMESAKE]


@pytest.mark.parametrize("who", [CLERK, BY_LINK], ids=["by login", "by link"])
def test_leaving_everywhere_is_by_person_and_not_by_name(who: Visitor, doors: Doors) -> None:
    tokens = {visitor: (doors.admit(visitor), doors.admit(visitor)) for visitor in (CLERK, NAMESAKE, BY_LINK)}

    doors.leave_everywhere(who)

    left = {visitor for visitor, both in tokens.items() if not any(doors.visitor(token) for token in both)}
    assert left == {who}


def test_what_lapsed_is_forgotten_once_a_day_and_nothing_else(
    doors: Doors,
    clock: Clock,
    engine: Engine,
) -> None:
    doors.new_link("a", OfficeRole.READER)
    doors.expect("old", "/")
    doors.admit(CLERK)
    clock.now += LONGEST - IDLE
    young = doors.admit(CLERK)
    clock.now += IDLE
    doors.expect("new", "/")
    with Session(engine) as session:
        assert len(session.exec(select(DoorAttempt)).all()) == 2  # swept when the first came, today

    clock.now += timedelta(minutes=5)
    Doors(engine=engine, clock=clock).expect("newest", "/")

    with Session(engine) as session:
        rows = [len(session.exec(select(table)).all()) for table in (DoorLink, DoorAttempt, DoorSession)]
    assert rows == [0, 2, 1]
    assert doors.visitor(young) is None  # idle, and kept until it lapses
