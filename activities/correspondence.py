"""A letter's way out: claimed, rendered, re-read against the record, handed to the wire, marked.

One letter to one recipient. A routine letter that a crash left on the wire is handed over again with the same bytes;
a formal one becomes unknown, and waits for a person.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities import invited, marking, outbox
from activities.books import Book, open_book
from activities.digesting import Company, Grace, gathered, place_of, refused_with, waits
from activities.drafting import Draft, Drafting, facts_of, rendered, stored
from activities.moment import beating, observed
from activities.packing import Incomplete
from activities.settling import settle
from activities.wire import InDoubt, Passing, Permanent, WireError
from models.correspondence import Letter
from models.database import reading
from models.letters import SendOrder
from models.requests import CycleNamed, DoubtOrder, ReleasedLetter, ReleasedLetters, ReleaseOrder, WaitingLetters
from models.schedule import Text
from models.vocabulary import LetterKind, LetterState, TaskKind
from rendering.refusal import Unrenderable

_WAITS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long a letter waits after a failed attempt; the last holds until the relay is back."""

_DESKS = max(2, os.cpu_count() or 2)
"""How many letters are written at once: Python runs one thread at a time, and more of them only wait for each other."""

_STOPPED = Text(
    da="Programmet standsede under afsendelsen. Spørg modtageren, om brevet kom.",
    en="The program stopped while sending. Ask the recipient whether the letter arrived.",
)


class Wire(Protocol):
    """What finished bytes are handed to: a mail relay, or in a rehearsal a folder."""

    def turn(self) -> AbstractAsyncContextManager["Wire"]:
        """Wait for a place on the wire and hold it for one `send`; raises `Passing` when it will not come soon."""

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand over one message for one recipient; raises `Passing`, `Permanent` or `InDoubt` of `activities.wire`."""


class Correspondence:
    """Sends what the record says is released; what may be told together waits for its `company`."""

    def __init__(self, *, engine: Engine, wire: Wire, drafting: Drafting, company: Company | None = None) -> None:
        self._company = company or Grace()
        self._engine = engine
        self._wire = wire
        self._drafting = drafting
        self._desks = ThreadPoolExecutor(_DESKS, "letters")

    @activity.defn(name="send-letter")
    async def send_letter(self, order: SendOrder) -> LetterState:
        """Send the letter if it is released and still true; return what has become of it.

        RELEASED means that the cycle is paused: ask again when it goes on. Raises a retryable ApplicationError while
        the relay takes nothing.
        """
        now = observed(order.now)
        async with beating():
            draft, key = await self._claimed(order.key, now), order.key
            if draft is None:
                key = await self._gathered(key, now)
                draft = key if isinstance(key, LetterState) else await self._claimed(key, now, True)
            if isinstance(draft, LetterState) or draft is None:
                return draft or LetterState.RELEASED
            state = await self._send(key, draft, now)
        if key != order.key and state is LetterState.WITHDRAWN:
            raise waits("the digest was not true any more", timedelta(seconds=1))
        return state

    @activity.defn(name="release-letters")
    async def release_letters(self, order: ReleaseOrder) -> ReleasedLetters:
        """Release held letters, all in one transaction; repeating it returns the same letters."""
        return await asyncio.to_thread(self._release, order)

    @activity.defn(name="settle-doubt")
    async def settle_doubt(self, order: DoubtOrder) -> LetterState:
        """Note that an unknown letter arrived (SENT), or release it to be sent again (RELEASED).

        A refused one is written anew when it leaves, to the contact of that day; for one that came back there is a new
        letter, and RELEASED is the new one's state.
        """
        return await asyncio.to_thread(settle, self._engine, order)

    @activity.defn(name="waiting-letters")
    async def waiting_letters(self, cycle: CycleNamed) -> WaitingLetters:
        """Return the letters of a cycle that have still to leave, oldest first: for a rebuilt engine."""

        def read() -> WaitingLetters:
            query = select(Letter.key).where(
                Letter.cycle == cycle.slug,
                col(Letter.state).in_(list(outbox.STANDING)),
                Letter.kind != LetterKind.DIGEST,  # whoever gathered it sends it
            )
            with Session(self._engine) as session:
                return WaitingLetters(keys=tuple(session.exec(query.order_by(col(Letter.number))).all()))

        return await asyncio.to_thread(read)

    async def _gathered(self, key: str, now: datetime) -> str | LetterState:
        await self._company.is_complete()
        return await asyncio.to_thread(gathered, self._engine, key, now, self._drafting.domain, self._company.again)

    async def _claimed(self, key: str, now: datetime, gathered: bool = False) -> Draft | LetterState | None:
        return await asyncio.get_running_loop().run_in_executor(self._desks, self._claim, key, now, gathered)

    def _claim(self, key: str, now: datetime, gathered: bool = False) -> Draft | LetterState | None:
        """Settle what an earlier attempt left; return the finished bytes, or its state when it shall not leave.

        None: others of its moment may have to be told with it, and that has not been `gathered` yet.
        """
        with Session(reading(self._engine)) as session:
            letter = outbox.letter_as_it_stands(session, key)
            if letter.state not in outbox.STANDING:
                return letter.state
            if letter.state is LetterState.SENDING and letter.formal:
                return self._settle_crash(key, now)
            if letter.message and letter.to_address and (letter.attempts or not letter.drafted_from):
                return stored(letter)
            book = open_book(session, letter.cycle)
            if not gathered and (letter.told_in or place_of(book, letter)):
                return None
            return self._written(session, letter, book, now)

    def _written(self, session: Session, letter: Letter, book: Book, now: datetime) -> Draft | LetterState:
        """Read what the letter says, and render it with the record closed; what cannot be written is refused."""
        to = invited.holder(session, letter, book.workdays.civil(now).date())
        if to is None:
            return self._settle_nobody(letter.key, now)
        try:
            read = self._drafting.read(session, letter, book, to, now)
            if letter.drafted_from and letter.drafted_from == facts_of(read):
                return stored(letter)  # what was looked at is what leaves
            session.close()
            return rendered(self._drafting, read)
        except Incomplete as error:
            return self._settle_incomplete(letter.key, error.sentence, now)
        except Unrenderable as error:
            return self._settle_unwritten(letter.key, error.sentence, now)

    async def _send(self, key: str, draft: Draft, now: datetime) -> LetterState:
        try:
            async with self._wire.turn() as wire:  # what waits for its turn is not on the wire: a kill leaves no doubt
                state = await marking.sending(self._engine, key, draft, now)
                if state is not LetterState.SENDING:
                    return state
                await wire.send(self._drafting.sender.address, draft.address, draft.message)
        except Permanent as error:
            return await asyncio.to_thread(self._settle_refusal, key, error, now)
        except (Passing, InDoubt) as error:
            return await asyncio.to_thread(self._settle_failure, key, error, now)
        return await marking.sent(self._engine, key, now)

    def _settle_crash(self, key: str, now: datetime) -> LetterState:
        """An earlier attempt died with this formal letter on the wire."""
        with Session(self._engine) as session, session.begin():
            letter = outbox.letter_with(session, key)
            if letter.state is not LetterState.SENDING:
                return letter.state
            return _in_doubt(session, letter, _STOPPED, now)

    def _settle_nobody(self, key: str, now: datetime) -> LetterState:
        with Session(self._engine) as session, session.begin():
            return _nobody(session, outbox.letter_with(session, key), now)

    def _settle_unwritten(self, key: str, why: Text, now: datetime) -> LetterState:
        with Session(self._engine) as session, session.begin():
            return _refused(session, outbox.letter_with(session, key), why, now)

    def _settle_incomplete(self, key: str, why: Text, now: datetime) -> LetterState:
        """No letter of the pack leaves; one task tells it, for all of them."""
        with Session(self._engine) as session, session.begin():
            letter = outbox.letter_with(session, key)
            letter.state = LetterState.REFUSED
            _note_error(letter, why)
            session.add(letter)
            outbox.pack_task(session, letter, why, now)
            return letter.state

    def _settle_refusal(self, key: str, error: Permanent, now: datetime) -> LetterState:
        with Session(self._engine) as session, session.begin():
            return _refused(session, outbox.letter_with(session, key), error.sentence, now)

    def _settle_failure(self, key: str, error: WireError, now: datetime) -> LetterState:
        """Not taken: released again. Nobody knows: a routine letter stays on the wire, a formal one waits for a person.

        Raises a retryable ApplicationError unless a person must look.
        """
        with Session(self._engine) as session, session.begin():
            letter = outbox.letter_with(session, key)
            _note_error(letter, error.sentence)
            session.add(letter)
            if isinstance(error, InDoubt):
                if letter.formal:
                    return _in_doubt(session, letter, error.sentence, now)
            elif letter.state is LetterState.SENDING:  # one that waited for its turn may be withdrawn meanwhile
                letter.state = LetterState.RELEASED
            wait = _WAITS[max(0, min(letter.attempts, len(_WAITS)) - 1)]
        raise ApplicationError(
            error.sentence.en,
            type=type(error).__name__,
            next_retry_delay=wait,
            category=ApplicationErrorCategory.BENIGN,  # a relay that is away is no defect: the row counts the attempts
        )

    def _release(self, order: ReleaseOrder) -> ReleasedLetters:
        with Session(self._engine) as session, session.begin():
            rows = [row for key in order.act.keys if (row := _letter_of(session, order.cycle, key))]
            for row in rows:
                if row.state in outbox.WAITING:
                    row.state = LetterState.RELEASED
                    row.released_by, row.release_reason = order.act.by, order.act.reason or None
                    session.add(row)
            return ReleasedLetters(
                letters=tuple(
                    ReleasedLetter(key=row.key, step=row.step, kind=row.kind, body=row.body)
                    for row in rows
                    if row.state is LetterState.RELEASED
                )
            )


def _letter_of(session: Session, cycle: str, key: str) -> Letter | None:
    return session.exec(select(Letter).where(Letter.cycle == cycle, Letter.key == key).with_for_update()).first()


def _in_doubt(session: Session, letter: Letter, why: Text, now: datetime) -> LetterState:
    letter.state = LetterState.UNKNOWN
    session.add(letter)
    outbox.task_about(session, letter, TaskKind.LETTER_UNKNOWN, why, now)
    return letter.state


def _refused(
    session: Session, letter: Letter, why: Text, now: datetime, kind: TaskKind = TaskKind.LETTER_REFUSED
) -> LetterState:
    letter.state = LetterState.REFUSED
    _note_error(letter, why)
    session.add(letter)
    if letter.kind is LetterKind.DIGEST:
        refused_with(session, letter)
    outbox.task_about(session, letter, kind, why, now)
    return letter.state


def _note_error(letter: Letter, why: Text) -> None:
    letter.last_error_da, letter.last_error_en = why.da, why.en


def _nobody(session: Session, letter: Letter, now: datetime) -> LetterState:
    role = f"{letter.recipient_body}.{letter.recipient_role}"
    why = Text(
        da=f"{role} har ingen adresse. Tilføj kontakten, og send brevet igen.",
        en=f"{role} has no address. Add the contact, and send the letter again.",
    )
    return _refused(session, letter, why, now, TaskKind.NO_ADDRESS)
