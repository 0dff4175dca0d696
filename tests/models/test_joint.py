"""Commits that threads share: each learns its own outcome, and none before it is durable."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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


def all_at_once(engine: Engine, values: list[str]) -> list[str | BaseException]:
    """Write each value by a thread of its own, while the first of them holds the turn until all have come."""
    writer = joint.writer_of(engine)
    holding, go_on = Event(), Event()

    def hold(session: Session) -> str:
        holding.set()
        assert go_on.wait(10)
        return add("first", session)

    def outcome(value: str) -> str | BaseException:
        try:
            return joint.write(engine, lambda session: add(value, session))
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(values) + 1) as threads:
        first = threads.submit(joint.write, engine, hold)
        assert holding.wait(10)
        rest = [threads.submit(outcome, value) for value in values]
        while writer.waiting < len(values):
            pass
        go_on.set()
        assert first.result() == "first"
        return [each.result() for each in rest]


def test_works_that_come_together_share_one_commit(engine):
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    values = [f"word {number}" for number in range(TOGETHER)]

    assert all_at_once(engine, values) == values
    assert words(engine) >= {"first", *values}
    assert len(commits) == 2 + 1  # the first alone, the others together, and the look at the words


def test_failing_work_is_undone_alone_and_told_to_the_one_who_asked(engine):
    outcomes = all_at_once(engine, ["one", "first", "two"])

    assert [outcomes[0], outcomes[2]] == ["one", "two"]
    assert "UNIQUE" in str(outcomes[1])
    assert words(engine) == {"first", "one", "two"}


def test_nobody_is_told_of_success_when_the_commit_fails(engine):
    def refuse(_connection: object) -> None:
        raise OSError("the disk is full")

    with ThreadPoolExecutor(1) as threads:
        threads.submit(joint.write, engine, lambda session: add("before", session)).result()
        event.listen(engine, "commit", refuse)
        with pytest.raises(OSError, match="the disk is full"):
            joint.write(engine, lambda session: add("lost", session))
        event.remove(engine, "commit", refuse)

    assert words(engine) == {"before"}
    assert joint.write(engine, lambda session: add("after", session)) == "after"
