"""A year in a real record, carried by the rules and the activities, without an engine: quick enough to draw many.

Its letters are rendered and "sent" into a list; its calendars are read over HTTP from a server on this machine.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from http.client import HTTPConnection
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import Engine
from sqlmodel import Session, select

from activities.correspondence import Correspondence
from activities.drafting import Drafting
from activities.replanning import Replanning
from activities.tracking import Record
from desk.acts.starting import cycle_row, other_rows
from desk.commands import Desk
from desk.subscriptions import Subscriptions
from models.acts import Extension
from models.change import Change
from models.cycles import Cycle
from models.letters import SendOrder
from models.obligations import Hearing, Meeting, Obligation
from models.requests import DeadlineQuestion, Moved, ReplanQuestion, StepQuestion
from models.states import CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import FeedScope, calendar_uid, step_id
from planning.acts.replanning import Child
from planning.dates.resolver import resolve
from planning.foresight import simulation
from planning.format.source import Source, parse
from planning.transitions import obligation, orders, progress
from rendering.letters import Letters
from rendering.message import Mailbox
from runtime.processes.http_server import HttpServer
from tests.engine import TEMPLATES
from tests.planning import sample
from web.app import office_app

DOMAIN = "aarshjul.example"
SENDER = f"aarshjul@{DOMAIN}"
_SHAPES: tuple[tuple[Any, Any], ...] = (
    (Obligation, DeliverableState),
    (Meeting, MeetingState),
    (Hearing, HearingState),
)


@dataclass
class ListWire:
    """Takes every mail."""

    taken: list[EmailMessage] = field(default_factory=list)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator["ListWire"]:
        yield self

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        parsed = message_from_bytes(message, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.taken.append(parsed)


@dataclass
class Year:
    """One started cycle of the sample definition."""

    engine: Engine
    slug: str
    at: datetime
    wire: ListWire = field(default_factory=ListWire)
    acts: int = 0

    def __post_init__(self) -> None:
        self.record = Record(engine=self.engine, domain=DOMAIN)
        self.planning = Replanning(engine=self.engine)
        drafting = Drafting(letters=_letters(), sender=Mailbox(name="", address=SENDER), domain=DOMAIN)
        self.post = Correspondence(engine=self.engine, wire=self.wire, drafting=drafting)
        self.desk = Desk(engine=self.engine, connect=_nowhere, clock=lambda: self.at, patience=0.1)

    def open(self, step: str) -> None:
        """Begin a step's children now."""
        question = StepQuestion(cycle=self.slug, step=step, at=self.at)
        found = asyncio.run(self.planning.step_orders(question))
        for child in (*found.deliverables, *found.meetings, *found.hearings):
            self.write(simulation.opened(child, self.at))

    def extend(self, step: str, body: str, until: date) -> None:
        """Grant a later deadline."""
        state = self.child(step, body)
        assert isinstance(state, DeliverableState)
        answer = asyncio.run(self.planning.deadline(DeadlineQuestion(state=state, granted=until, at=self.at)))
        act = Extension(id=self._id(), by="sekretariat", at=self.at, until=until, reason="møde")
        self.write(obligation.extended(state, act, answer))

    def move(self, step: str, to: date) -> None:
        """Give a step another day; raises the refusal when the year cannot be planned with it."""
        year = self.state()
        question = ReplanQuestion(state=year, step=step, to=to, at=self.at, command=self._id())
        answer = asyncio.run(self.planning.replan(question))
        plan = progress.advanced(year, plan=answer.plan, sequence=year.sequence + 1)
        self.write(Change(state=plan))
        for each in answer.moved:
            self.moved(each)

    def moved(self, move: Moved) -> None:
        """Tell one child of its new moments."""
        child = next(each for each in self.children() if each.id == move.id)
        self.write(simulation.moved(child, move))

    def cancel(self, step: str, body: str) -> None:
        """Call one child off."""
        self.write(simulation.cancelled(self.child(step, body), self.at, self._id(), "aflyst"))

    def climb(self, to: datetime) -> None:
        """Let time pass until this moment, with every rung on the way."""
        while moments := [m for each in self.children() if (m := simulation.next_moment(each)) and m <= to]:
            self.at = max(self.at, min(moments))
            for each in self.children():
                moment = simulation.next_moment(each)
                if moment and moment <= self.at and not simulation.is_over(each):
                    self.write(simulation.climbed(each, self.at))
        self.at = to

    def write(self, change: Change) -> None:
        """Write one change, and let its letters leave."""
        recorded = asyncio.run(self.record.record(change))
        for key in recorded.sendable:
            asyncio.run(self.post.send_letter(SendOrder(key=key, now=self.at)))
        self.at += timedelta(minutes=1)

    def state(self) -> CycleState:
        """Return the year as the record has it."""
        with Session(self.engine) as session:
            return CycleState.model_validate(session.get_one(Cycle, self.slug).state)

    def child(self, step: str, body: str) -> Child:
        """Return one child as the record has it."""
        return next(each for each in self.children() if each.id == step_id(self.slug, step, body or None))

    def children(self) -> list[Child]:
        """Return every child as the record has it."""
        with Session(self.engine) as session:
            return [
                shape.model_validate(row.state)
                for table, shape in _SHAPES
                for row in session.exec(select(table).order_by(table.id)).all()
            ]

    def uid(self, step: str, body: str = "") -> str:
        """Return the UID of an entry."""
        return calendar_uid(step_id(self.slug, step, body or None), DOMAIN)

    def feed(self, scope: FeedScope, whose: str = "", **more: Any) -> str:
        """Make a calendar; return its path."""
        cycle = more.pop("cycle", self.slug if scope in {FeedScope.CYCLE, FeedScope.PUBLIC} else None)
        made = asyncio.run(self.desk.create_feed(scope, whose, cycle=cycle, by="sekretariat", **more))
        return f"/{made.path}"

    def _id(self) -> str:
        self.acts += 1
        return f"act-{self.acts:03d}"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def events(self) -> dict[str, Event]:
        """The calendar's events by their UID."""
        events = Calendar.from_ical(self.body).walk("VEVENT")
        return {str(event["UID"]): event for event in events}


@dataclass(frozen=True)
class Web:
    """The office's server, asked as calendar programs ask."""

    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; `if_none_match` becomes If-None-Match."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        line.close()
        return found


def started(engine: Engine, year: int, *changes: tuple[str, str], begins: datetime | None = None) -> Year:
    """Start the sample cycle of this year in the record."""
    source: Source = sample.source(("count = 55", "count = 2"), *changes)
    timeline = resolve(parse(source), year)
    at = begins or datetime.combine(date(year, 1, 4), time(9)).astimezone()
    state = orders.cycle_state(timeline).model_copy(update={"began": at})
    with Session(engine) as session, session.begin():
        session.add(cycle_row(timeline, source, state, at, "sekretariat"))
        session.flush()
        session.add_all(other_rows(timeline))
    return Year(engine, timeline.slug, at)


@contextmanager
def served(engine: Engine) -> Iterator[Web]:
    """Serve the record's calendars on a free port, in a loop of its own thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    app = office_app(Subscriptions(engine=engine, domain=DOMAIN, sender=SENDER))
    server = HttpServer(app, host="127.0.0.1", port=0)
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
    yield Web(server.port)
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(30)
    loop.close()


@cache
def _letters() -> Letters:
    """The templates, read once for all drawn years."""
    return Letters(TEMPLATES)


async def _nowhere() -> Any:
    raise OSError("these tests have no engine")
