"""From a person's command to the engine: stored first, acknowledged, delivered now or later, once.

The command's id is the update's id, so that repeating a delivery repeats nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client, RPCError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from models.journal import Command, Task
from models.messages import Act, CycleState
from models.vocabulary import CommandState, TaskKind, cycle_id

START = "start"
"""The one command that is not an update: it starts the year."""

Connect = Callable[[], Awaitable[Client]]


def utc_now() -> datetime:
    """Return the present second."""
    return datetime.now(UTC).replace(microsecond=0)


def random_id() -> str:
    """Return an id that nobody else has."""
    return uuid4().hex


class Delivery:
    """Stores commands and tells the engine of them.

    `patience`: seconds to wait for the engine before a command is left to the dispatcher.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        connect: Connect,
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = random_id,
        patience: float = 5.0,
        task_queue: str = "aarshjul",
    ) -> None:
        self._engine = engine
        self._connect = connect
        self._clock = clock
        self._new_id = new_id
        self._patience = patience
        self._task_queue = task_queue

    async def deliver(self, workflow_id: str | None = None) -> int:
        """Deliver stored commands, oldest first (of one workflow, or of all); return how many were delivered.

        A workflow whose command cannot be delivered now keeps its later ones waiting too, so that their order stands.
        """
        waiting = await asyncio.to_thread(self._waiting, workflow_id)
        delivered, stuck = 0, set[str]()
        for command in waiting:
            if command.workflow_id in stuck:
                continue
            if await self._deliver_one(command):
                delivered += 1
            else:
                stuck.add(command.workflow_id)
        return delivered

    async def _deliver_one(self, command: Command) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                await self._tell(await self._connect(), command)
        except WorkflowUpdateFailedError as refusal:
            await asyncio.to_thread(self._mark_refused, command.id, str(refusal.cause or refusal))
            return True
        except (RPCError, TimeoutError, OSError, RuntimeError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            await asyncio.to_thread(self._mark_attempt, command.id, f"{type(error).__name__}: {error}")
            return False
        await asyncio.to_thread(self._mark_delivered, command.id)
        return True

    async def _tell(self, client: Client, command: Command) -> None:
        if command.name == START:
            await self._start(client, command)
            return
        handle = client.get_workflow_handle(command.workflow_id)
        await handle.execute_update(command.name, command.payload, id=command.id)

    async def _start(self, client: Client, command: Command) -> None:
        state = CycleState.model_validate(command.payload)
        try:
            await client.start_workflow(
                "annual-cycle",
                state,
                id=cycle_id(state.slug),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            )
        except WorkflowAlreadyStartedError:
            return  # an earlier attempt had been heard

    def _waiting(self, workflow_id: str | None) -> Sequence[Command]:
        query = select(Command).where(Command.state == CommandState.STORED)
        if workflow_id:
            query = query.where(Command.workflow_id == workflow_id)
        with Session(self._engine, expire_on_commit=False) as session:
            return session.exec(query.order_by(col(Command.given_at), col(Command.id))).all()

    def _mark_delivered(self, command: str) -> None:
        self._mark(command, state=CommandState.DELIVERED, delivered_at=self._clock(), answer=None)

    def _mark_attempt(self, command: str, answer: str) -> None:
        self._mark(command, answer=answer)

    def _mark_refused(self, command: str, answer: str) -> None:
        """The engine refused what the desk had accepted: a task for the secretariat."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(Command, command)
            row.state, row.answer = CommandState.REFUSED, answer
            row.attempts += 1
            session.add(row)
            if session.get(Task, f"command:{command}") is None:
                session.add(_refusal_task(row, answer, self._clock()))

    def _mark(self, command: str, **changes: Any) -> None:
        with Session(self._engine) as session, session.begin():
            row = session.get_one(Command, command)
            for name, value in {**changes, "attempts": row.attempts + 1}.items():
                setattr(row, name, value)
            session.add(row)

    def _command(self, cycle: str, workflow_id: str, name: str, act: Act, version: int | None) -> Command:
        return Command(
            id=act.id,
            cycle=cycle,
            workflow_id=workflow_id,
            name=name,
            payload=act.model_dump(mode="json"),
            by=act.by,
            given_at=act.at,
            on_version=version,
        )

    async def _state_of(self, command: str) -> Command:
        def read() -> Command:
            with Session(self._engine, expire_on_commit=False) as session:
                return session.get_one(Command, command)

        return await asyncio.to_thread(read)


def _refusal_task(row: Command, answer: str, at: datetime) -> Task:
    return Task(
        key=f"command:{row.id}",
        cycle=row.cycle,
        kind=TaskKind.COMMAND_REFUSED,
        text=f"{row.name} ({row.by}): {answer}",
        workflow_id=row.workflow_id,
        at=at,
    )
