"""Commits that coroutines share: each learns its own outcome, and none before it is durable."""

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from models import joint
from models.database import make_engine

TOGETHER = 6


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'record.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (value TEXT PRIMARY KEY)"))
    yield engine
    engine.dispose()


def add(value: str, session: Session) -> str:
    session.connection().execute(text("INSERT INTO word VALUES (:value)"), {"value": value})
    return value


def words(engine: Engine) -> set[str]:
    with engine.begin() as connection:
        return set(connection.execute(text("SELECT value FROM word")).scalars())


async def all_at_once(engine: Engine, values: list[str]) -> list[str | BaseException]:
    """Write each value by a coroutine of its own, while the first of them holds the writer until all have come."""
    holding, go_on = Event(), Event()

    def hold(session: Session) -> str:
        holding.set()
        assert go_on.wait(10)
        return add("first", session)

    first = asyncio.create_task(joint.write(engine, hold))
    await asyncio.to_thread(holding.wait, 10)
    rest = [asyncio.create_task(joint.write(engine, partial(add, value))) for value in values]
    await asyncio.sleep(0)  # each of them asks
    go_on.set()
    assert await first == "first"
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_works_that_come_together_share_one_commit(engine):
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    values = [f"word {number}" for number in range(TOGETHER)]

    assert await all_at_once(engine, values) == values
    assert words(engine) >= {"first", *values}
    assert len(commits) == 2 + 1  # the first alone, the others together, and the look at the words


async def test_failing_work_is_undone_alone_and_told_to_the_one_who_asked(engine):
    outcomes = await all_at_once(engine, ["one", "first", "two"])

    assert [outcomes[0], outcomes[2]] == ["one", "two"]
    assert "UNIQUE" in str(outcomes[1])
    assert words(engine) == {"first", "one", "two"}


async def test_one_who_is_cancelled_leaves_the_commit_to_the_others(engine):
    given_up = asyncio.create_task(joint.write(engine, partial(add, "given up")))
    stays = asyncio.create_task(joint.write(engine, partial(add, "stays")))
    await asyncio.sleep(0)  # both ask
    given_up.cancel()

    assert await stays == "stays"
    assert words(engine) == {"given up", "stays"}


async def test_nobody_is_told_of_success_when_the_commit_fails(engine):
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    await joint.write(engine, partial(add, "before"))
    event.listen(engine, "commit", refuse)
    lost = (joint.write(engine, partial(add, value)) for value in ("lost", "lost too"))
    outcomes = await asyncio.gather(*lost, return_exceptions=True)
    event.remove(engine, "commit", refuse)

    assert [str(each) for each in outcomes] == ["the disk is full"] * 2
    assert words(engine) == {"before"}
    assert await joint.write(engine, partial(add, "after")) == "after"
