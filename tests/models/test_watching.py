"""Marks of the record: equal as long as nothing was committed, by whomever."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.database import make_engine, reading
from models.watching import Watch
from tests.databases import fresh
from tests.records import cycle


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Engine]:
    with fresh("sqlite", tmp_path) as engine:
        yield engine


def test_mark_changes_with_every_commit_and_with_nothing_else(record: Engine) -> None:
    watch, other = Watch(reading(record)), make_engine(str(record.url))
    marks = [watch.mark(), watch.mark()]
    with Session(record) as session:
        session.add(cycle())
        session.flush()
        marks.append(watch.mark())  # written by then, committed not, and the mark has not waited
        session.rollback()
    marks.append(watch.mark())
    for engine, slug in ((record, "one"), (other, "two")):
        with Session(engine) as session:
            session.add(cycle(slug))
            session.commit()
        marks.append(watch.mark())
    other.dispose()

    first, *rest = marks
    assert first is not None
    assert rest[:3] == [first, first, first]
    assert len({first, *rest[3:]}) == 3


def test_mark_of_a_record_that_cannot_be_opened_is_not_known(tmp_path: Path) -> None:
    assert Watch(make_engine(f"sqlite:///{tmp_path}/nowhere/aarshjul.db")).mark() is None


def test_only_sqlite_has_marks(engine: Engine) -> None:
    assert (Watch(engine).mark() is None) == (engine.dialect.name == "postgresql")
