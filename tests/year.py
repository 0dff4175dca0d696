"""One started cycle in a test of the engine: what people do in it, and what the record says of it then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client, WorkflowHandle

from models.acts import (
    Acceptance,
    Addition,
    Amendment,
    Cancellation,
    Closing,
    Decision,
    DoubtSettled,
    Extension,
    ExtensionRefusal,
    ExtensionRequest,
    Move,
    Pause,
    Release,
    Response,
    Resume,
    Return,
    Submission,
    Waiver,
)
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import JournalEntry, Task
from models.message import Message
from models.obligations import Meeting, Obligation
from models.obligations import Submission as SubmissionRow
from models.states import CycleState, DeliverableState
from models.vocabulary import LetterState, Outcome, cycle_id, step_id
from planning.dates.timeline import Timeline
from planning.transitions import obligation
from tests.clock import ZONE, Clock


@dataclass
class Year:
    """One started cycle, and what people do in it. Acts are given now, by the cycle's clock."""

    slug: str
    timeline: Timeline
    client: Client
    clock: Clock
    engine: Engine
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    by: str = "sekretariat"
    at: datetime | None = None  # when acts are given; None: now

    @property
    def handle(self) -> WorkflowHandle[Any, CycleState]:
        """The year's workflow."""
        return self.client.get_workflow_handle(cycle_id(self.slug), result_type=CycleState)

    def child(self, step: str, body: str | None = None, round_: int = 1) -> WorkflowHandle[Any, Any]:
        """Return the workflow of one child."""
        return self.client.get_workflow_handle(step_id(self.slug, step, body, round_))

    async def act(self, handle: WorkflowHandle[Any, Any], update: str, act: type[Message], **fields: Any) -> str:
        """Give one act as an update; return its id. Its id is the update's."""
        id_ = fields.pop("id", None) or f"act-{next(self.numbers):03d}"
        message = act(id=id_, by=self.by, at=fields.pop("at", None) or self.at or await self.clock.now(), **fields)
        await handle.execute_update(update, message, id=id_)
        await self.clock.settle()
        return str(id_)

    async def decide(self, step: str, body: str, outcome: Outcome = Outcome.APPROVED, **fields: Any) -> str:
        """Record what a body decided."""
        round_ = fields.pop("round_", 1)
        amendments = tuple(Amendment(text=text) for text in fields.pop("amendments", ()))
        child = self.child(step, body, round_)
        return await self.act(child, "decide", Decision, outcome=outcome, amendments=amendments, **fields)

    async def add(self, step: str, body: str, text: str, owner: str, due: date, *, blocking: bool = False) -> str:
        """Approve with an addition."""
        addition = Addition(text=text, owner=owner, due=due, blocking=blocking)
        return await self.decide(step, body, Outcome.APPROVED_WITH_ADDITION, addition=addition)

    async def submit(self, step: str, body: str, version: int = 1, **fields: Any) -> str:
        """Hand in a version, late if it is."""
        handle = self.child(step, body)
        state = await handle.query("state", result_type=DeliverableState)
        late = obligation.late_at(state, await self.clock.now())
        return await self.act(handle, "submit", Submission, version=version, late=late, **fields)

    async def extend(self, step: str, body: str, until: date, **fields: Any) -> str:
        """Grant a later deadline."""
        return await self.act(self.child(step, body), "extend", Extension, until=until, reason="udvalgsmøde", **fields)

    async def request(self, step: str, body: str, until: date) -> str:
        """Ask for a later deadline."""
        return await self.act(
            self.child(step, body), "request_extension", ExtensionRequest, until=until, reason="udvalgsmøde"
        )

    async def refuse(self, step: str, body: str) -> str:
        """Answer a request with no."""
        return await self.act(self.child(step, body), "refuse_extension", ExtensionRefusal, reason="for sent")

    async def waive(self, step: str, body: str) -> str:
        """Release a body from its obligation."""
        return await self.act(self.child(step, body), "waive", Waiver, reason="uden relevans")

    async def send_back(self, step: str, body: str, until: date) -> str:
        """Return a hand-in for revision."""
        return await self.act(self.child(step, body), "send_back", Return, until=until, reason="mål mangler")

    async def accept(self, step: str, body: str) -> str:
        """Accept a hand-in."""
        return await self.act(self.child(step, body), "accept", Acceptance)

    async def respond(self, step: str, class_: str, respondent: str, *, late: bool = False) -> str:
        """Answer a hearing."""
        return await self.act(
            self.child(step), "respond", Response, hearing_class=class_, respondent=respondent, late=late
        )

    async def close(self, step: str) -> str:
        """Close a hearing."""
        return await self.act(self.child(step), "close", Closing)

    async def move(self, step: str, to: date, **fields: Any) -> str:
        """Give a step another date."""
        return await self.act(self.handle, "move", Move, step=step, to=to, **fields)

    async def pause(self) -> str:
        """Stop letters and ladders."""
        return await self.act(self.handle, "pause", Pause)

    async def resume(self) -> str:
        """Let them go on."""
        return await self.act(self.handle, "resume", Resume)

    async def cancel(self) -> str:
        """Cancel the cycle."""
        return await self.act(self.handle, "cancel", Cancellation, reason="politikken er trukket tilbage")

    async def release(self, *keys: str) -> str:
        """Let held letters leave."""
        return await self.act(self.handle, "release", Release, keys=keys, reason="gennemset")

    async def settle_doubt(self, key: str, *, arrived: bool) -> str:
        """Say whether an unknown letter arrived."""
        return await self.act(self.handle, "settle_doubt", DoubtSettled, key=key, arrived=arrived)

    def store_submission(self, step: str, body: str, at: datetime) -> None:
        """Store a hand-in as the desk does before it tells the engine."""
        owed = self.obligation(step, body)
        row = SubmissionRow(
            obligation=owed.id,
            version=owed.versions + 1,
            received_at=at,
            by=body,
            late=False,
            due_at=owed.due_at,
            file_name="plan.pdf",
            media_type="application/pdf",
            sha256="0" * 64,
            content=b"%PDF",
            command=f"stored-{owed.id}",
        )
        with Session(self.engine) as session, session.begin():
            session.add(row)

    def letters(self, **where: Any) -> list[Letter]:
        """Return the outbox's rows whose columns have these values, in the order of their decided moments."""
        with Session(self.engine) as session:
            rows = session.exec(select(Letter).where(Letter.cycle == self.slug)).all()
            found = [row for row in rows if all(getattr(row, name) == value for name, value in where.items())]
        return sorted(found, key=lambda row: (row.at, row.number))

    def sent(self, **where: Any) -> list[tuple[str, str, str]]:
        """Return what was sent, as (local time, kind, role)."""
        return [
            (
                row.at.astimezone(ZONE).strftime("%m-%d %H:%M"),
                str(row.kind),
                f"{row.recipient_body}.{row.recipient_role}",
            )
            for row in self.letters(state=LetterState.SENT, **where)
        ]

    def obligation(self, step: str, body: str) -> Obligation:
        """Return the record's row of an obligation."""
        with Session(self.engine) as session:
            return session.get_one(Obligation, step_id(self.slug, step, body))

    def meeting(self, step: str, body: str, round_: int = 1) -> Meeting | None:
        """Return the record's row of a meeting, if it has begun."""
        with Session(self.engine) as session:
            return session.get(Meeting, step_id(self.slug, step, body, round_))

    def state(self) -> CycleState:
        """Return the year's state as the record has it."""
        with Session(self.engine) as session:
            return CycleState.model_validate(session.get_one(Cycle, self.slug).state)

    def tasks(self) -> list[Task]:
        """Return what waits for a person."""
        with Session(self.engine) as session:
            return list(session.exec(select(Task).where(Task.cycle == self.slug).order_by(Task.key)).all())

    def journal(self) -> list[JournalEntry]:
        """Return the journal."""
        with Session(self.engine) as session:
            query = select(JournalEntry).where(JournalEntry.cycle == self.slug)
            return list(session.exec(query.order_by(col(JournalEntry.number))).all())
