"""The office's pulse: signs of life, what the engine owes, mail that waits, mailboxes that cannot be read."""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session

from activities.beating import beat, keep_beating
from desk.shown.heartbeat import Heartbeat, heartbeat
from desk.shown.overviews import WAITING
from models.beats import Beat, Part
from models.cycles import Cycle
from models.database import reading
from models.inbox import Mailbox
from models.journal import Command
from models.obligations import Obligation
from models.office import OfficeRole
from models.vocabulary import CycleStage, LetterState, cycle_id, step_id
from tests import records
from tests.web.lateness import AFTER, late, store
from tests.web.office import Clock, office_of
from tests.web.year import Year

__all__ = ["late"]

MANAGER = OfficeRole.MANAGER


def pulse(engine: Engine, now: datetime = AFTER) -> Heartbeat:
    """The pulse while the worker lives."""
    beat(engine, Part.WORKER, now)
    return pulse_alone(engine, now)


def pulse_alone(engine: Engine, now: datetime) -> Heartbeat:
    with Session(reading(engine)) as session:
        return heartbeat(session, now)


def late_started(year: Year) -> datetime:
    with Session(reading(year.engine)) as session:
        return session.get_one(Cycle, year.slug).started_at


def test_engine_that_does_what_is_due_is_well(late: Year) -> None:
    found = pulse(late.engine)

    assert (found.due_since, found.stands_still) == (None, False)
    assert found.last_letter is not None


def test_engine_that_has_owed_a_letter_for_ten_minutes_stands_still(late: Year) -> None:
    with Session(late.engine) as session:
        owed = session.get_one(Obligation, step_id(late.slug, "plan", "TMU"))
        rung = owed.next_rung_at
    assert rung is not None

    assert pulse(late.engine, rung + timedelta(minutes=10)).stands_still is False
    after = pulse(late.engine, rung + timedelta(minutes=10, seconds=1))

    assert (after.due_since, after.stands_still) == (rung, True)
    with office_of(late.engine, rung + timedelta(minutes=11)) as office:
        page = office.entered(MANAGER).get("/board")
    assert "STÅR STILLE siden" in page.words
    assert 'class="pulse alarm"' in page.text


def test_engine_that_is_silent_for_ten_minutes_stands_still_though_it_owes_nothing(late: Year) -> None:
    beat(late.engine, Part.WORKER, AFTER)

    ten, later = (pulse_alone(late.engine, AFTER + timedelta(minutes=10, seconds=more)) for more in (0, 1))

    assert (ten.due_since, ten.stands_still, ten.alarm) == (None, False, False)
    assert (later.due_since, later.still_since, later.alarm) == (None, AFTER, True)


def test_engine_that_never_showed_itself_stands_still_once_a_year_needs_it(late: Year, record: Engine) -> None:
    assert pulse_alone(late.engine, AFTER).still_since == late_started(late)
    with Session(record) as session, session.begin():
        session.connection().execute(update(Cycle).values(stage=CycleStage.ENDED))
    assert pulse_alone(late.engine, AFTER).still_since is None


def test_engine_that_cannot_be_reached_is_said_at_once_and_until_it_can(late: Year) -> None:
    beat(late.engine, Part.WORKER, AFTER)
    for minutes in (1, 2):
        beat(late.engine, Part.ENGINE, AFTER + timedelta(minutes=minutes), works=False)
    with office_of(late.engine, AFTER + timedelta(minutes=3)) as office:
        page = office.entered(MANAGER).get("/board")
    assert "kan ikke nås siden ons. 21. maj 2031 kl. 09.01" in page.words
    assert 'class="pulse alarm"' in page.text

    beat(late.engine, Part.ENGINE, AFTER + timedelta(minutes=3))
    assert pulse(late.engine).alarm is False


def test_what_the_relay_refused_is_told_while_the_letter_waits(late: Year) -> None:
    letter = records.letter("stuck", slug=late.slug, state=LetterState.RELEASED)
    letter.last_error_da, letter.last_error_en = "451 prøv senere", "451 try later"
    store(late.engine, letter)

    with office_of(late.engine, AFTER) as office:
        page = office.entered(MANAGER).get("/board").words
    assert "det seneste svar: 451 prøv senere" in page


async def test_part_shows_a_sign_of_life_again_and_again_and_says_when_it_fails(record: Engine) -> None:
    answers = iter((True, False, False))
    failed = asyncio.Event()

    async def works() -> bool:
        if (answer := next(answers, None)) is None:
            failed.set()
            raise RuntimeError("a defect ends no signs of life")
        return answer

    clock = Clock(AFTER)

    def minutes() -> datetime:
        clock.goes_on(minutes=1)
        return clock.now

    beating = asyncio.create_task(keep_beating(record, Part.WORKER, works, every=0, clock=minutes))
    await failed.wait()
    beating.cancel()

    with Session(reading(record)) as session:
        found = session.get_one(Beat, Part.WORKER)
    assert (found.at, found.failing_since) == (AFTER + timedelta(minutes=1), AFTER + timedelta(minutes=2))


def test_engine_that_has_not_heard_of_an_act_for_ten_minutes_stands_still(late: Year) -> None:
    store(late.engine, Command(id="c", cycle=late.slug, workflow_id=cycle_id(late.slug), name="pause", by="s",
                               given_at=AFTER))  # fmt: skip

    assert pulse(late.engine, AFTER + timedelta(minutes=9)).stands_still is False
    assert pulse(late.engine, AFTER + timedelta(minutes=11)).stands_still is True


def test_pulse_counts_letters_that_wait_are_held_and_need_a_person(late: Year) -> None:
    before = pulse(late.engine)
    for number, state in enumerate(LetterState):
        store(late.engine, records.letter(f"more@{number}", slug=late.slug, state=state))

    after = pulse(late.engine)

    counts = [(each.waiting, each.held, each.for_a_person) for each in (before, after)]
    assert tuple(b - a for a, b in zip(*counts, strict=True)) == (len(WAITING), 1, 3)


def test_mailbox_that_cannot_be_read_is_shown_before_one_that_can(late: Year) -> None:
    assert pulse(late.engine).inbox is None
    store(late.engine, Mailbox(source="a", read_at=AFTER))
    found = pulse(late.engine).inbox
    assert found is not None
    assert (found.read_at, found.failing_since) == (AFTER, None)

    store(late.engine, Mailbox(source="b", failing_since=AFTER, error_da="intet svar", error_en="no answer"))

    with office_of(late.engine, AFTER) as office:
        page = office.entered(MANAGER).get("/board").words
    assert "KAN IKKE LÆSES siden ons. 21. maj 2031 kl. 09.00: intet svar" in page
