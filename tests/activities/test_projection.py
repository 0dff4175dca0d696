"""A state becomes a row that is never older than it was, on either database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities import projection
from models.cycles import Cycle, Step
from models.obligations import Meeting, Obligation
from models.states import CycleState, DeliverableState, MeetingState
from planning.acts.replanning import Child
from tests import records
from tests.databases import engine as engine
from tests.planning.building import living, with_letters_sent

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def record(engine: Engine) -> Engine:
    """Give a record that knows the cycle."""
    state = living().simulation.state
    with Session(engine) as session, session.begin():
        session.add(records.cycle(state.slug, state=state.model_dump(mode="json"), version=0))
    return engine


def write(record: Engine, state: Child | CycleState, at: datetime | None = AT) -> None:
    with Session(record) as session, session.begin():
        projection.write(session, state, (), at)


def test_repeating_an_older_obligation_undoes_nothing(record):
    state = with_letters_sent().until(date(2027, 3, 1)).child("plan", "TMU")
    assert isinstance(state, DeliverableState)
    later = state.model_copy(update={"version": state.version + 1, "versions": 1})

    write(record, later)
    write(record, state)

    with Session(record) as session:
        [row] = session.exec(select(Obligation)).all()
        assert (row.version, row.versions, row.due_at) == (later.version, 1, state.schedule.deadline.at)
        assert DeliverableState.model_validate(row.state) == later


def test_revision_that_no_reader_sees_keeps_the_stamp_of_the_one_before(record):
    state = living().until(date(2027, 1, 5)).child("approve", None)
    assert isinstance(state, MeetingState)

    write(record, state, AT)
    write(record, state.model_copy(update={"version": state.version + 1}), None)

    with Session(record) as session:
        [row] = session.exec(select(Meeting)).all()
        assert (row.version, row.stamp) == (state.version + 1, AT)


def test_older_year_changes_neither_the_cycle_nor_its_steps(record):
    older = living().simulation.state
    newer = with_letters_sent().until(date(2027, 3, 1)).simulation.state
    newer = newer.model_copy(update={"version": older.version + 10})

    write(record, newer)
    write(record, older)

    with Session(record) as session:
        assert session.exec(select(Cycle.version)).one() == newer.version
        stages = dict(session.exec(select(Step.key, Step.stage)).all())
    assert stages == {each.key: each.stage for each in newer.progress}
    assert any(each.stage is not before.stage for each, before in zip(newer.progress, older.progress, strict=True))


def test_year_that_the_record_does_not_know_is_refused(engine):
    with pytest.raises(Exception, match="No row"):
        write(engine, living().simulation.state.model_copy(update={"offset": timedelta()}))
