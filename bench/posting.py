"""Letters rendered, recorded and sent, beside the same finished messages over one plain connection."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from aiosmtplib import SMTP
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.correspondence import Correspondence
from activities.drafting import Drafting
from activities.smtp import Mailer
from activities.tracking import Record
from bench.cycles import SOURCE, one_deadline
from bench.measure import Pair, Say, Series, figure
from bench.relay import relay
from bench.scene import Numbers, play
from bench.starting import prepared
from desk.acts.starting import cycle_row, other_rows
from models.change import Change
from models.correspondence import Letter
from models.database import reading
from models.letters import SendOrder
from models.requests import StepQuestion
from models.states import DeliverableState
from models.vocabulary import LetterState
from planning.dates.timeline import Timeline
from planning.foresight import simulation as rules
from planning.transitions import orders
from rendering.letters import Letters
from rendering.message import Mailbox
from settings import Settings

AT_ONCE = 8
"""Letters that are under way at once."""

_BEGINS = datetime(2011, 4, 1, 9, tzinfo=UTC)


async def measure(letters: int, turns: int, say: Say) -> Pair:
    """Return the seconds that so many letters took."""
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(turns):
        found = await play(both, letters=letters)
        mine.append(found["ours"])
        theirs.append(found["bare"])
        say(f"turn {turn + 1} of {turns}: {figure(mine[-1])} s beside {figure(theirs[-1])} s")
    return Pair(Series(tuple(mine)), Series(tuple(theirs)))


async def both(folder: Path, letters: int) -> Numbers:
    """Write and send the reminders of one morning; then send their finished bytes once more, plainly."""
    engine, settings = prepared(folder), Settings()
    record = Record(engine=engine, domain=settings.domain)
    reminders = [await _opened(record, state) for state in _stored(engine, one_deadline(letters))]
    async with relay() as port:
        sender = Mailbox(name="", address=settings.sender_address)
        drafting = Drafting(letters=Letters(settings.templates), sender=sender, domain=settings.domain)
        mailer = Mailer(
            host="127.0.0.1", port=port, security="none", username=None, password=None,
            local_hostname="localhost", timeout=30.0,
        )  # fmt: skip
        post = Correspondence(engine=engine, wire=mailer, drafting=drafting)
        seconds = {"ours": await _ours(record, post, reminders)}
        await mailer.close()
        finished = _finished(engine)
        assert len(finished) == letters, f"{len(finished)} of {letters} letters were sent"
        return {**seconds, "bare": await bare(port, sender.address, finished)}


async def _ours(record: Record, post: Correspondence, reminders: list[Change]) -> float:
    places = asyncio.Semaphore(AT_ONCE)

    async def deliver(change: Change) -> None:
        async with places:
            for key in (await record.record(change)).sendable:
                await post.send_letter(SendOrder(key=key, now=change.letters[0].at))

    began = perf_counter()
    await asyncio.gather(*(deliver(change) for change in reminders))
    return perf_counter() - began


async def bare(port: int, sender: str, finished: list[tuple[str, bytes]]) -> float:
    """Hand finished messages over on one plain connection, and return the seconds."""
    began = perf_counter()
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False, local_hostname="localhost") as connection:
        for address, message in finished:
            await connection.sendmail(sender, [address], message)
    return perf_counter() - began


def _stored(engine: Engine, timeline: Timeline) -> tuple[DeliverableState, ...]:
    state = orders.cycle_state(timeline, timedelta())
    with Session(engine) as session, session.begin():
        session.add(cycle_row(timeline, SOURCE, state, _BEGINS, "bench"))
        session.flush()
        session.add_all(other_rows(timeline))
    return orders.step_orders(
        timeline, StepQuestion(cycle=timeline.slug, step="plan", round=1, at=_BEGINS)
    ).deliverables


async def _opened(record: Record, state: DeliverableState) -> Change:
    """Open the obligation in the record; return the change that its first reminder is."""
    change = rules.opened(state, _BEGINS)
    await record.record(change)
    opened = change.state
    assert isinstance(opened, DeliverableState)
    moment = rules.next_moment(opened)
    assert moment is not None
    return rules.climbed(opened, moment)


def _finished(engine: Engine) -> list[tuple[str, bytes]]:
    with Session(reading(engine)) as session:
        query = select(Letter.to_address, Letter.message).where(Letter.state == LetterState.SENT)
        return [(address, message) for address, message in session.exec(query).all() if address and message]
