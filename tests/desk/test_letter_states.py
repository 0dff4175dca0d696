"""Every state that a letter can be in: reached by what people, relays and recipients do, and shown by its name."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.correspondence import Correspondence
from activities.wire import InDoubt, Permanent
from desk.acts import arrivals
from desk.acts.acknowledging import Acknowledgements
from desk.acts.drafts import Drafts
from desk.shown import overviews
from models.acts import Release
from models.correspondence import Letter
from models.database import reading
from models.letters import SendOrder
from models.requests import ReleaseOrder
from models.vocabulary import Language, LetterKind, LetterState
from rendering.kinds import state_words
from tests.databases import engine
from tests.engine import TEMPLATES
from tests.web.test_acknowledging import found_in
from tests.web.year import Year, started
from worker import build_drafting

__all__ = ["engine"]

ASKING = ('lead = "BIU"', 'lead = "BIU"\nhold = ["invitation"]\nacknowledge = ["invitation"]')
MANY = (
    'date = "15 working days after plan"',
    'date = "15 working days after plan"\ninvite = ["secretary", "manager"]',
)


@dataclass
class TellingWire:
    """Notes which states the record has while a letter is on the wire; then takes it, or says what it is told to."""

    engine: Engine
    seen: set[LetterState] = field(default_factory=set)
    answer: Exception | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator["TellingWire"]:
        yield self

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        self.seen |= {row.state for row in rows(self.engine)}
        if self.answer:
            raise self.answer


def rows(engine: Engine) -> list[Letter]:
    with Session(reading(engine), expire_on_commit=False) as session:
        query = select(Letter).where(Letter.kind == LetterKind.INVITATION).order_by(Letter.number)
        return list(session.exec(query).all())


def shown(engine: Engine, state: LetterState) -> int:
    """How many letters the outbox lists under this state."""
    with Session(reading(engine)) as session:
        return len(overviews.outbox(session, state=state))


def test_every_state_is_reached_and_shown(engine: Engine) -> None:
    year, wire = started(engine, 2031, ASKING, MANY), TellingWire(engine)
    drafting = build_drafting(
        templates=TEMPLATES, sender="aarshjul@by.example", domain="by.example", links="https://aarshjul.example/office"
    )
    year.post = Correspondence(engine=engine, wire=wire, drafting=drafting)
    reached: set[LetterState] = set()

    def note(state: LetterState) -> None:
        assert state in {row.state for row in rows(engine)}
        assert shown(engine, state) > 0
        reached.add(state)

    year.open("workshop")
    year.climb(datetime(2031, 6, 1, tzinfo=UTC))
    letters = rows(engine)
    assert len(letters) >= 4
    note(LetterState.HELD)

    drafts = Drafts(engine=engine, drafting=drafting, clock=lambda: year.at)
    for step in sorted({row.step for row in letters}):
        drafts.draft(year.slug, step, by="leder")
    note(LetterState.DRAFTED)

    keys = tuple(row.key for row in letters)
    act = Release(id="release", by="leder", at=year.at, keys=keys)
    asyncio.run(year.post.release_letters(ReleaseOrder(cycle=year.slug, act=act)))
    note(LetterState.RELEASED)

    first, second, third, *_ = keys
    _send(year, first, wire, None)
    reached |= {LetterState.SENDING} & wire.seen
    note(LetterState.SENT)
    _send(year, second, wire, InDoubt("relay", 0, ""))
    note(LetterState.UNKNOWN)
    _send(year, third, wire, Permanent("relay", 550, ""))
    note(LetterState.REFUSED)

    with Session(engine) as session, session.begin():
        letter = session.exec(select(Letter).where(Letter.key == first)).one()
        arrivals.came_back(session, letter, "550", "inbox", year.at)
    note(LetterState.BOUNCED)
    acknowledged = next(row for row in rows(engine) if row.key == second)
    token = found_in((acknowledged.message or b"").decode().replace("=\r\n", "")).rpartition("/")[2]
    Acknowledgements(engine=engine, clock=lambda: year.at).acknowledge(token)
    note(LetterState.ACKNOWLEDGED)

    last = rows(engine)[-1]
    assert last.state is LetterState.RELEASED
    year.cancel(last.step, last.workflow_id.rpartition(":")[2])
    _send(year, last.key, wire, None)
    note(LetterState.WITHDRAWN)

    assert reached == set(LetterState) - {LetterState.FOLDED, LetterState.PASSED}


def _send(year: Year, key: str, wire: TellingWire, answer: Exception | None) -> None:
    wire.answer = answer
    asyncio.run(year.post.send_letter(SendOrder(key=key, now=year.at)))


@pytest.mark.parametrize("state", list(LetterState))
def test_every_state_has_a_name_of_its_own_in_both_languages(state: LetterState) -> None:
    for language in Language:
        others = {state_words(each, language) for each in LetterState if each is not state}
        assert state_words(state, language) not in others
