"""What the record says of a letter while it waits for the wire, is on it, and when the relay's words come too early."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.correspondence import Correspondence
from activities.drafting import Drafting
from activities.wire import InDoubt, Passing
from models.correspondence import Letter
from models.letters import SendOrder
from models.vocabulary import LetterState
from rendering.letters import Letters
from rendering.message import Mailbox
from tests import records
from tests.databases import engine as engine
from tests.engine import TEMPLATES

KEY, BYTES = "challenge@0", b"Message-ID: <x@aarshjul.example>\r\n\r\nHej\r\n"
NOW = datetime(2011, 2, 1, 9, tzinfo=UTC)


class Wire:
    """A wire that looks into the record at each of its moments, and then does what a test tells it."""

    def __init__(self, record: Engine) -> None:
        self.record = record
        self.waiting: list[LetterState] = []
        self.leaving: list[tuple[LetterState, bytes | None, str | None, bytes]] = []
        self.in_turn: Callable[[], None] = lambda: None
        self.on_the_wire: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator["Wire"]:
        """Look, then give the turn."""
        self.waiting.append(letter(self.record).state)
        self.in_turn()
        yield self

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Look, then take the message."""
        row = letter(self.record)
        self.leaving.append((row.state, row.message, row.sha256, message))
        self.on_the_wire()


def letter(record: Engine) -> Letter:
    with Session(record, expire_on_commit=False) as session:
        return session.exec(select(Letter)).one()


def mark(record: Engine, state: LetterState) -> None:
    with Session(record) as session, session.begin():
        row = session.exec(select(Letter)).one()
        row.state = state
        session.add(row)


@pytest.fixture
def wire(engine: Engine) -> Wire:
    """Give a wire, and a released letter that is written and has yet to leave."""
    with Session(engine) as session, session.begin():
        session.add_all([records.cycle(), records.body()])
        session.flush()
        written = {"to_address": "tmu@kommune.example", "to_name": "", "subject": "x", "message": BYTES}
        session.add(records.letter(KEY, state=LetterState.RELEASED, **written))
    return Wire(engine)


async def send(wire: Wire) -> LetterState:
    drafting = Drafting(
        letters=Letters(TEMPLATES), sender=Mailbox(name="", address="a@aarshjul.example"), domain="aarshjul.example"
    )
    post = Correspondence(engine=wire.record, wire=wire, drafting=drafting)
    state: LetterState = await ActivityEnvironment().run(post.send_letter, SendOrder(key=KEY, now=NOW))
    return state


def fail(error: Exception) -> Callable[[], None]:
    def failing() -> None:
        raise error

    return failing


async def test_letter_that_waits_for_its_turn_is_not_yet_on_its_way(wire: Wire) -> None:
    assert await send(wire) is LetterState.SENT

    assert wire.waiting == [LetterState.RELEASED]


async def test_finished_bytes_are_stored_with_their_hash_before_the_wire_has_them(wire: Wire) -> None:
    await send(wire)

    assert wire.leaving == [(LetterState.SENDING, BYTES, hashlib.sha256(BYTES).hexdigest(), BYTES)]


async def test_repeated_attempt_hands_over_the_same_bytes(wire: Wire) -> None:
    wire.on_the_wire = fail(Passing("relay:25", 450, "greylisted"))
    with pytest.raises(ApplicationError):
        await send(wire)
    assert letter(wire.record).state is LetterState.RELEASED
    wire.on_the_wire = lambda: None
    await send(wire)

    assert [each[3] for each in wire.leaving] == [BYTES, BYTES]


async def test_turn_that_does_not_come_leaves_the_letter_as_it_was(wire: Wire) -> None:
    wire.in_turn = fail(Passing("relay:25", None, "its turn comes in 300 seconds"))
    with pytest.raises(ApplicationError):
        await send(wire)

    assert (letter(wire.record).state, letter(wire.record).attempts) == (LetterState.RELEASED, 0)


async def test_letter_withdrawn_while_it_waited_for_its_turn_stays_withdrawn(wire: Wire) -> None:
    def withdrawn() -> None:
        mark(wire.record, LetterState.WITHDRAWN)
        raise Passing("relay:25", None, "its turn comes in 300 seconds")

    wire.in_turn = withdrawn
    with pytest.raises(ApplicationError):
        await send(wire)
    wire.in_turn = lambda: None

    assert await send(wire) is LetterState.WITHDRAWN
    assert wire.leaving == []


async def test_letter_that_came_back_before_its_own_mark_stays_bounced(wire: Wire) -> None:
    wire.on_the_wire = lambda: mark(wire.record, LetterState.BOUNCED)
    await send(wire)

    assert letter(wire.record).state is LetterState.BOUNCED


async def test_line_that_drops_after_the_dot_leaves_a_formal_letter_to_a_person(wire: Wire) -> None:
    wire.on_the_wire = fail(InDoubt("relay:25", None, "connection lost"))

    assert await send(wire) is LetterState.UNKNOWN
    assert await send(wire) is LetterState.UNKNOWN
    assert len(wire.leaving) == 1
