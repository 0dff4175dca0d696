"""What the tables promise, on both databases."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, SQLModel, select

from models.correspondence import Letter
from models.cycles import Pin
from models.journal import JournalEntry
from models.obligations import Obligation, Submission
from models.vocabulary import LetterKind, ObligationStage
from tests.records import SLUG, cycle, entry, instant, letter, obligation


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        session.add(cycle())
        session.commit()
        yield session


def _store(session: Session, *rows: SQLModel) -> None:
    session.add_all(rows)
    session.commit()
    session.expire_all()


def _submission(version: int, command: str) -> Submission:
    return Submission(
        obligation=obligation().id,
        version=version,
        received_at=instant(2011, 5, 12, 9),
        by="sekretær",
        late=False,
        due_at=instant(2011, 5, 16, 21, 59),
        file_name="plan.pdf",
        media_type="application/pdf",
        sha256="0",
        content=b"%PDF",
        command=command,
    )


def test_instants_come_back_aware_in_utc_and_words_as_members(session: Session) -> None:
    summer = datetime.fromisoformat("2011-05-16T23:59:00+02:00")
    _store(session, obligation(due_at=summer, last_letter_kind=LetterKind.REMINDER))

    owed = session.exec(select(Obligation)).one()

    assert owed.due_at.isoformat() == "2011-05-16T21:59:00+00:00"
    assert owed.due_on == date(2011, 5, 16)
    assert owed.stage is ObligationStage.OPEN
    assert owed.last_letter_kind is LetterKind.REMINDER
    assert owed.handed_in_at is None


def test_words_are_stored_as_words(session: Session) -> None:
    _store(session, obligation(stage=ObligationStage.HANDED_IN))
    assert session.scalar(text("SELECT stage FROM obligation")) == "handed_in"


@pytest.mark.parametrize("wrong", [{"due_at": datetime(2011, 5, 16, 23, 59)}, {"stage": "forgotten"}])  # noqa: DTZ001 -- naive on purpose
def test_naive_instant_and_unknown_word_are_refused(session: Session, wrong: dict[str, Any]) -> None:
    session.add(obligation(**wrong))
    with pytest.raises(StatementError):
        session.commit()


def test_naive_instant_is_refused_in_a_question_too(session: Session) -> None:
    with pytest.raises(StatementError, match="time zone"):
        session.exec(select(Obligation).where(Obligation.due_at < datetime(2011, 5, 16))).all()  # noqa: DTZ001 -- naive on purpose


FORGERIES = {
    "sqlite": ("INSERT OR REPLACE INTO journal SELECT * FROM journal",),
    "postgresql": (
        "TRUNCATE journal",
        "INSERT INTO journal SELECT * FROM journal ON CONFLICT (number) DO UPDATE SET event = 'forged'",
    ),
}


def test_journal_refuses_every_change(session: Session) -> None:
    _store(session, entry())
    own = FORGERIES[session.get_bind().dialect.name]

    for statement in ("UPDATE journal SET event = 'forged'", "DELETE FROM journal", *own):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(statement))
        session.rollback()

    assert [line.event for line in session.exec(select(JournalEntry))] == ["handed_in"]


def test_journal_takes_each_line_of_a_version_once(session: Session) -> None:
    _store(session, entry(1), entry(1, idx=1), entry(2), entry(None), entry(None))
    with pytest.raises(IntegrityError):
        _store(session, entry(1, idx=1))


def test_letter_is_unique_by_its_key_and_gets_a_number(session: Session) -> None:
    _store(session, letter("a"), letter("b"))
    assert [found.number for found in session.exec(select(Letter).order_by("number"))] == [1, 2]
    with pytest.raises(IntegrityError):
        _store(session, letter("a"))


def test_one_version_and_one_command_give_one_submission(session: Session) -> None:
    _store(session, obligation(), _submission(1, "c1"), _submission(2, "c2"))
    with pytest.raises(IntegrityError):
        _store(session, _submission(2, "c3"))
    session.rollback()
    with pytest.raises(IntegrityError):
        _store(session, _submission(3, "c1"))


@pytest.mark.parametrize("body", [None, "TMU"])
def test_step_is_pinned_once_for_a_body_and_once_for_all(session: Session, body: str | None) -> None:
    def pin(of: str | None) -> Pin:
        return Pin(cycle=SLUG, step="plan", body=of, on=date(2011, 5, 30), command="c")

    _store(session, pin(None), pin("TMU"), pin("BUU"))
    with pytest.raises(IntegrityError):
        _store(session, pin(body))
