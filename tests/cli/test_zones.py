"""Times are told in the zone of the cycle that they belong to, beside each other in one list."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from desk.acts.starting import cycle_row, other_rows
from models.cycles import Cycle
from models.database import make_engine
from models.types import Row
from models.vocabulary import LetterKind, LetterState
from planning.dates.resolver import resolve
from planning.format.source import parse
from planning.transitions import orders
from settings import Settings
from tests.cli.conftest import Answer
from tests.planning import sample
from tests.records import SLUG, body, cycle, entry, instant, letter, obligation, step, task

NUUK = "nuuk-2011"
AT = instant(2011, 7, 4, 1, 30)
"""03:30 in Copenhagen, and the evening before in Nuuk."""
HERE, THERE = "2011-07-04 03:30", "2011-07-03 23:30"


def rows(slug: str, zone: str) -> list[Row]:
    """Return a cycle with one thing of each kind, all at one instant."""
    seen = {"last_letter_kind": LetterKind.REMINDER, "last_letter_at": AT}
    owed: list[Row] = [obligation(slug=slug, due_at=instant(2011, 5, 1, 22), **seen)]
    waits = letter(f"{slug}.letter", slug=slug, state=LetterState.RELEASED, at=AT)
    return [cycle(slug, zone=zone), body(slug=slug), step(slug=slug), *owed, waits, entry(slug=slug, at=AT),
            task(f"{slug}.task", slug, at=AT)]  # fmt: skip


@pytest.fixture
def two(aarshjul: Callable[..., Answer]) -> Callable[..., Answer]:
    """An office with a cycle here and one in Nuuk."""
    assert aarshjul("upgrade").status == 0
    every = [*rows(SLUG, "Europe/Copenhagen"), *rows(NUUK, "America/Nuuk")]
    with Session(make_engine(Settings().database)) as session, session.begin():
        for table in (Cycle, object):
            session.add_all(row for row in every if isinstance(row, table))
            session.flush()
    return aarshjul


@pytest.mark.parametrize("words", [("journal",), ("outbox",), ("tasks",)])
def test_list_over_cycles_tells_each_in_its_own_zone(two: Callable[..., Answer], words: tuple[str, ...]) -> None:
    answer = two(*words)

    assert (answer.status, answer.err) == (0, "")
    assert answer.out.count(HERE) == answer.out.count(THERE) == 1


@pytest.mark.parametrize(("slug", "at"), [(SLUG, HERE), (NUUK, THERE)])
def test_page_and_letter_of_a_cycle_are_in_its_zone(two: Callable[..., Answer], slug: str, at: str) -> None:
    number = "1" if slug == SLUG else "2"
    assert f"of {at}" in two("status", slug).out
    assert at in two("outbox", "show", number).out
    assert f"Reminder {at[:10]}".lower() in two("overdue", "--cycle", slug).out.lower()


def test_impact_sheet_is_in_the_zone_of_the_cycle(aarshjul: Callable[..., Answer]) -> None:
    """08:00 in Nuuk is 11:00 or 12:00 in Copenhagen."""
    assert aarshjul("upgrade").status == 0
    year = datetime.now(UTC).year + 2
    source = sample.source(('key = "sample"', 'key = "sample"\nzone = "America/Nuuk"'))
    timeline = resolve(parse(source), year)
    with Session(make_engine(Settings().database)) as session, session.begin():
        session.add(cycle_row(timeline, source, orders.cycle_state(timeline), datetime.now(UTC), "test"))
        session.flush()
        session.add_all(other_rows(timeline))

    answer = aarshjul("move", "plan", str(date(year, 6, 12)), "--dry-run")

    assert answer.status == 0, answer.err
    hours = {line[11:16] for line in answer.out.splitlines() if line.startswith(f"{year}-")}
    assert "08:00" in hours
    assert not hours & {"11:00", "12:00", "13:00"}
