"""A cycle on one page, the journal and the outbox, on both databases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel

from desk.shown import overviews
from models.database import reading
from models.obligations import Hearing, HearingResponse
from models.schedule import Text
from models.vocabulary import HearingStage, LetterState, ObligationStage, Outcome, StepStage
from tests.records import SLUG, body, cycle, entry, instant, letter, meeting, obligation, step, task

NOW = instant(2011, 5, 17, 6)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(reading(engine)) as session:
        yield session


def _store(engine: Engine, *rows: SQLModel) -> None:
    with Session(engine) as session:
        session.add_all(rows)
        session.commit()


def _hearing() -> Hearing:
    return Hearing(
        id=f"cycle:{SLUG}:hearing",
        cycle=SLUG,
        step="hearing",
        title_da="Høring",
        title_en="Hearing",
        opens_on=date(2011, 8, 15),
        closes_on=date(2011, 9, 19),
        stage=HearingStage.OPEN,
        stamp=NOW,
        state={},
    )


def _response(respondent: str) -> HearingResponse:
    return HearingResponse(
        hearing=_hearing().id,
        hearing_class="citizens",
        respondent=respondent,
        received_at=NOW,
        late=False,
        content=b"%PDF",
        sha256="0",
        command=respondent,
    )


def test_status_of_a_cycle_shows_what_is_its_own_and_nothing_of_another(engine: Engine, session: Session) -> None:
    for slug in (SLUG, "other"):
        _store(
            engine,
            cycle(slug),
            body("TMU", slug),
            step("reading", slug, position=2, stage=StepStage.OPEN),
            step("plan", slug, position=1),
            obligation("TMU", slug=slug),
            obligation("BUU", slug=slug, stage=ObligationStage.HANDED_IN, versions=1),
            meeting("TMU", slug=slug, outcome=Outcome.NOTED),
            letter(f"{slug}:1", slug=slug),
            letter(f"{slug}:2", slug=slug, state=LetterState.RELEASED, at=instant(2011, 5, 9, 6)),
            letter(f"{slug}:3", slug=slug, state=LetterState.RELEASED, at=instant(2011, 5, 2, 6)),
            letter(f"{slug}:4", slug=slug, state=LetterState.HELD, at=instant(2011, 1, 3, 6)),
            task(f"{slug}:open", slug),
            task(f"{slug}:done", slug, done_at=NOW, done_by="sekretariat"),
        )

    status = overviews.status(session, NOW, SLUG)

    assert status is not None
    assert (status.cycle.slug, status.cycle.title) == (SLUG, Text(da="Inklusion", en="Inclusion"))
    assert [(row.key, row.stage) for row in status.steps] == [("plan", StepStage.WAITING), ("reading", StepStage.OPEN)]
    assert [row.id for row in status.obligations] == [f"cycle:{SLUG}:plan:BUU", f"cycle:{SLUG}:plan:TMU"]
    assert status.overdue == {f"cycle:{SLUG}:plan:TMU"}
    assert [(row.id, row.outcome) for row in status.meetings] == [(f"cycle:{SLUG}:reading:TMU", Outcome.NOTED)]
    assert status.letters == {LetterState.HELD: 1, LetterState.RELEASED: 2, LetterState.SENT: 1}
    assert status.oldest_waiting is not None
    assert status.oldest_waiting.key == f"{SLUG}:3"
    assert [row.key for row in status.tasks] == [f"{SLUG}:open"]


def test_status_counts_the_responses_of_a_hearing(engine: Engine, session: Session) -> None:
    _store(engine, cycle(), _hearing(), _response("01"), _response("02"))

    status = overviews.status(session, NOW, SLUG)

    assert status is not None
    assert [(row.title.da, row.closes_on, row.responses) for row in status.hearings] == [
        ("Høring", date(2011, 9, 19), 2),
    ]


def test_status_of_an_unknown_cycle_is_nothing(session: Session) -> None:
    assert overviews.status(session, NOW, "unknown") is None


def test_latest_year_is_listed_first(engine: Engine, session: Session) -> None:
    _store(engine, cycle("integration-2010", year=2010), cycle("annual-2027", year=2027), cycle(SLUG, year=2011))
    assert [row.slug for row in overviews.cycles(session)] == ["annual-2027", SLUG, "integration-2010"]


def test_journal_shows_the_last_lines_in_their_order(engine: Engine, session: Session) -> None:
    _store(engine, cycle(), cycle("other"))
    for version in (1, 2, 3):
        _store(engine, entry(version, event=f"event-{version}"))
    _store(engine, entry(4, slug="other", event="elsewhere"))

    assert [row.event for row in overviews.journal(session, SLUG, limit=2)] == ["event-2", "event-3"]
    assert [row.event for row in overviews.journal(session)] == ["event-1", "event-2", "event-3", "elsewhere"]


def test_outbox_is_in_order_of_the_decided_moments(engine: Engine, session: Session) -> None:
    _store(
        engine,
        cycle(),
        cycle("other"),
        letter("late", at=instant(2011, 5, 9, 6)),
        letter("early", at=instant(2011, 5, 2, 6)),
        letter("held", at=instant(2011, 5, 3, 6), state=LetterState.HELD),
        letter("other", slug="other", at=instant(2011, 5, 1, 6)),
    )

    assert [row.key for row in overviews.outbox(session)] == ["other", "early", "held", "late"]
    assert [row.key for row in overviews.outbox(session, SLUG)] == ["early", "held", "late"]
    assert [row.key for row in overviews.outbox(session, SLUG, LetterState.SENT)] == ["early", "late"]


def test_letter_is_shown_with_the_bytes_that_left(engine: Engine, session: Session) -> None:
    _store(engine, cycle(), letter("one", message=b"Subject: Frist\r\n", facts={"late": True}, subject="Frist"))
    [row] = overviews.outbox(session)

    shown = overviews.letter(session, row.number)

    assert shown is not None
    assert (shown.message, shown.facts, shown.subject) == (b"Subject: Frist\r\n", {"late": True}, "Frist")
    assert overviews.letter(session, row.number + 1) is None


def test_lists_read_no_content_and_no_states(engine: Engine, session: Session) -> None:
    _store(engine, cycle(), _hearing(), _response("01"), obligation(), meeting(), letter())
    asked: list[Any] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *call: asked.append(call[2]))

    overviews.status(session, NOW, SLUG)
    overviews.outbox(session)

    assert asked
    for column in (".content", ".message,", ".state,", ".files"):
        read = [question for question in asked if column in question and ("FROM letter" not in question)]
        assert read == []
    assert not [question for question in asked if "letter.message" in question.replace("letter.message_id", "")]
