"""Who is overdue, on both databases. The plan is due on Monday 16 May 2011 at 23:59 in Copenhagen, 21:59 UTC."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, SQLModel

from desk.shown.overviews import overdue, status
from models.database import reading
from models.obligations import Submission
from models.schedule import Text
from models.vocabulary import CycleStage, LetterKind, ObligationStage, step_id
from tests.records import DEFINITION, SLUG, body, cycle, instant, obligation

DUE = instant(2011, 5, 16, 21, 59)
NEXT_MORNING = instant(2011, 5, 17, 6)
TMU = step_id(SLUG, "plan", "TMU")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(reading(engine)) as session:
        yield session


def _store(engine: Engine, *rows: SQLModel) -> None:
    with Session(engine) as session:
        session.add_all(rows)
        session.commit()


def _owing(session: Session, now: datetime, of: str | None = None) -> list[tuple[str, str]]:
    return [(row.cycle, row.body) for row in overdue(session, now, of)]


def test_silent_committee_is_shown_with_all_that_a_manager_asks(engine: Engine, session: Session) -> None:
    silent = obligation(
        last_letter_kind=LetterKind.OVERDUE,
        last_letter_at=instant(2011, 5, 17, 6),
        next_rung_kind=LetterKind.ESCALATION,
        next_rung_at=instant(2011, 5, 23, 6),
        next_rung_to="TMU.manager",
        escalates_to="TMU.manager",
        request_until=date(2011, 5, 30),
    )
    _store(engine, cycle(), body(), silent)

    [row] = overdue(session, instant(2011, 5, 19, 9))

    assert (row.cycle, row.step, row.body) == (SLUG, "plan", "TMU")
    assert row.name == Text(da="Teknik- og Miljøudvalget", en="Technical Committee")
    assert row.title == Text(da="Handleplan", en="Plan")
    assert (row.due_on, row.due_hour, row.due_at, row.days_late) == (date(2011, 5, 16), None, DUE, 3)
    assert (row.last_letter_kind, row.last_letter_at) == (LetterKind.OVERDUE, instant(2011, 5, 17, 6))
    assert (row.next_rung_kind, row.next_rung_at) == (LetterKind.ESCALATION, instant(2011, 5, 23, 6))
    assert (row.next_rung_to, row.escalates_to) == ("TMU.manager", "TMU.manager")
    assert row.request_until == date(2011, 5, 30)


@pytest.mark.parametrize(
    ("now", "days_late"),
    [
        (DUE, None),  # the deadline's own instant is in time
        (DUE + timedelta(seconds=1), 0),  # late, on the day itself
        (instant(2011, 5, 17, 6), 1),
        (instant(2011, 5, 19, 21, 59), 3),
        (instant(2011, 5, 19, 22, 0), 3),  # Friday 20 May in Copenhagen: store bededag
        (instant(2011, 5, 22, 10), 3),  # the Sunday after it
        (instant(2011, 5, 23, 6), 4),
        (instant(2011, 6, 6, 6), 13),  # Ascension Thursday 2 June and Grundlovsdag, a Sunday, between
    ],
)
def test_days_late_are_working_days_after_the_deadline(
    engine: Engine, session: Session, now: datetime, days_late: int | None
) -> None:
    _store(engine, cycle(), body(), obligation())
    assert [row.days_late for row in overdue(session, now)] == ([] if days_late is None else [days_late])


def test_day_that_the_definition_closes_makes_nobody_later(engine: Engine, session: Session) -> None:
    closed = DEFINITION | {"closed": {"days": ["2011-05-18"]}}
    _store(engine, cycle(), body(), obligation())
    _store(engine, cycle("closed", definition=closed), obligation(slug="closed"))

    late = {row.cycle: row.days_late for row in overdue(session, instant(2011, 5, 19, 6))}

    assert late == {SLUG: 3, "closed": 2}


@pytest.mark.parametrize(
    ("fields", "is_overdue"),
    [
        ({}, True),
        ({"stage": ObligationStage.CLOSED}, True),  # the step that needed it is decided, and nothing came
        ({"stage": ObligationStage.PLANNED}, False),
        ({"stage": ObligationStage.HANDED_IN, "versions": 1}, False),
        ({"stage": ObligationStage.CLOSED, "versions": 1}, False),
        ({"stage": ObligationStage.OPEN, "versions": 1}, True),  # returned for revision, and not handed in again
        ({"stage": ObligationStage.WAIVED}, False),
        ({"stage": ObligationStage.CANCELLED}, False),
        ({"stage": ObligationStage.ACCEPTED, "versions": 2}, False),
        ({"due_on": date(2011, 5, 30), "due_at": instant(2011, 5, 30, 21, 59)}, False),  # extended
    ],
)
def test_overdue_is_derived_from_deadline_and_hand_in(
    engine: Engine, session: Session, fields: dict[str, Any], is_overdue: bool
) -> None:
    _store(engine, cycle(), body(), obligation(**fields))
    assert _owing(session, NEXT_MORNING) == ([(SLUG, "TMU")] if is_overdue else [])


def test_returned_hand_in_is_overdue_only_after_its_new_date(engine: Engine, session: Session) -> None:
    returned = {"due_on": date(2011, 5, 30), "due_at": instant(2011, 5, 30, 21, 59), "versions": 1}
    _store(engine, cycle(), body(), obligation(**returned))
    assert _owing(session, NEXT_MORNING) == []
    assert [row.days_late for row in overdue(session, instant(2011, 5, 31, 6))] == [1]


def test_hand_in_that_the_engine_has_not_heard_of_counts(engine: Engine, session: Session) -> None:
    owed = obligation(versions=1)  # returned: the first version is known
    _store(engine, cycle(), body(), owed)
    _store(engine, _submission(TMU, 1))
    assert _owing(session, NEXT_MORNING) == [(SLUG, "TMU")]
    session.rollback()

    _store(engine, _submission(TMU, 2))

    assert _owing(session, NEXT_MORNING) == []
    page = status(session, NEXT_MORNING, SLUG)
    assert page
    assert (page.overdue, page.received) == (frozenset(), frozenset({TMU}))


def _submission(obligation_id: str, version: int) -> Submission:
    return Submission(
        obligation=obligation_id,
        version=version,
        received_at=DUE,
        by="TMU",
        late=False,
        due_at=DUE,
        file_name="plan.pdf",
        media_type="application/pdf",
        sha256="",
        content=b"plan",
        command=f"command-{version}",
    )


@pytest.mark.parametrize("stage", CycleStage)
@pytest.mark.parametrize("owed", [ObligationStage.OPEN, ObligationStage.CLOSED])
def test_only_running_and_paused_cycles_are_on_the_board(
    engine: Engine, session: Session, stage: CycleStage, owed: ObligationStage
) -> None:
    _store(engine, cycle(stage=stage), body(), obligation(stage=owed))
    _store(engine, cycle("beside"), obligation(slug="beside", stage=ObligationStage.HANDED_IN, versions=1))
    assert bool(overdue(session, NEXT_MORNING)) == (stage in {CycleStage.RUNNING, CycleStage.PAUSED})


def test_longest_overdue_comes_first_and_one_cycle_can_be_asked_for(engine: Engine, session: Session) -> None:
    earlier: dict[str, Any] = {"due_on": date(2011, 5, 2), "due_at": instant(2011, 5, 2, 21, 59)}
    _store(engine, cycle(), obligation("TMU"), obligation("BUU"), obligation("SUD", **earlier))
    _store(engine, cycle("other"), obligation("KFU", slug="other", **earlier))

    assert _owing(session, NEXT_MORNING) == [(SLUG, "SUD"), ("other", "KFU"), (SLUG, "BUU"), (SLUG, "TMU")]
    assert _owing(session, NEXT_MORNING, "other") == [("other", "KFU")]
    assert _owing(session, NEXT_MORNING, "unknown") == []


def test_cycle_with_a_time_of_its_own_is_asked_at_that_time(engine: Engine, session: Session) -> None:
    fifteen_years = instant(2026, 5, 17, 6) - NEXT_MORNING
    _store(engine, cycle(offset_seconds=-int(fifteen_years.total_seconds())), obligation())
    _store(engine, cycle("now"), obligation(slug="now", due_on=date(2026, 5, 18), due_at=instant(2026, 5, 18, 21, 59)))

    rows = overdue(session, instant(2026, 5, 17, 6))

    assert [(row.cycle, row.days_late) for row in rows] == [(SLUG, 1)]


def test_owner_who_is_no_body_is_shown_by_the_name_in_the_record(engine: Engine, session: Session) -> None:
    _store(engine, cycle(), obligation("Lokaludvalg", "addition-1", text="sendes til kommentar"))
    [row] = overdue(session, NEXT_MORNING)
    assert (row.name.da, row.text) == ("Lokaludvalg", "sendes til kommentar")


def test_board_reads_a_range_of_one_index_and_no_other_row(engine: Engine) -> None:
    """20,000 obligations of finished cycles and 4,000 of a running one; only two of them are overdue."""
    _store(engine, cycle(), cycle("past", stage=CycleStage.ENDED))
    _store(engine, *(obligation(f"P{n}", slug="past", stage=ObligationStage.CLOSED) for n in range(20_000)))
    _store(engine, *(obligation(f"C{n}", versions=1, stage=ObligationStage.HANDED_IN) for n in range(1_998)))
    _store(engine, *(obligation(f"D{n}", versions=1, stage=ObligationStage.CLOSED) for n in range(2_000)))
    _store(engine, obligation("BUU"), obligation("TMU"))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    asked: list[tuple[str, Any]] = []
    with Session(engine) as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        assert _owing(session, NEXT_MORNING) == [(SLUG, "BUU"), (SLUG, "TMU")]
        statement, parameters = next(each for each in asked if "FROM obligation" in each[0])
        prefix = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(prefix + statement, parameters))

    assert "obligation_overdue_index" in plan
    assert "SCAN obligation" not in plan
    assert "Seq Scan on obligation" not in plan
