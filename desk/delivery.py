"""From a person's command to the engine: stored first, acknowledged, delivered now or later, once.

The command's id is the update's id, so that repeating a delivery repeats nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import (
    Client,
    RPCError,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCStatusCode

from activities.refusing import NOT_PERMITTED
from desk.acts.invitations import reinvitations
from desk.loading import is_over
from desk.refusals import refusal_task
from models.acts import Act
from models.database import reading
from models.journal import Command, Task
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import CommandState, cycle_id
from planning.papers.uploads import LARGEST

START = "start"
"""The one command that is not an update: it starts the year."""

OVER = Text(
    da="Det, som det drejer sig om, var afsluttet, da motoren fik besked.",
    en="What it is about had ended when the engine was told.",
)

Connect = Callable[[], Awaitable[Client]]

LONGER = 4
"""How many times its patience a desk waits for the end of what the engine has accepted: it is being done."""


class Answer(StrEnum):
    """How far a command has come with the engine."""

    GIVEN = "given"
    """Done, or refused."""
    ACCEPTED = "accepted"
    """The engine has it and has not finished it."""
    NOT_YET = "not_yet"
    """Nobody has said no, and nobody has taken it: the machine is busy, or no worker runs."""
    AWAY = "away"
    """The engine cannot be reached."""


def utc_now() -> datetime:
    """Return the present second."""
    return datetime.now(UTC).replace(microsecond=0)


def random_id() -> str:
    """Return an id that nobody else has."""
    return uuid4().hex


class Delivery:
    """Stores commands and tells the engine of them.

    `patience`: seconds to wait until the engine has accepted a command, which else is left to the dispatcher; for its
    end, `LONGER` as long. `foretells`: whether an act is answered with what happens next, which takes a look at the
    whole year. `largest`: bytes of a file that is handed in.
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
        foretells: bool = True,
        largest: int = LARGEST,
    ) -> None:
        self._engine = engine
        self._connect = connect
        self._clock = clock
        self._new_id = new_id
        self._patience = patience
        self._task_queue = task_queue
        self._foretells = foretells
        self._largest = largest

    async def deliver(self, workflow_id: str | None = None) -> int:
        """Deliver stored commands, oldest first (of one workflow, or of all); return how many were delivered.

        A workflow whose command cannot be delivered now keeps its later ones waiting too, so that their order stands.
        """
        answers = await self._delivered(workflow_id)
        return list(answers.values()).count(Answer.GIVEN)

    async def _delivered(self, workflow_id: str | None) -> dict[str, Answer]:
        """Deliver what waits; return the answer to each command, by its id. Who waits behind one has that one's."""
        waiting = await asyncio.to_thread(self._waiting, workflow_id)
        answers, stuck = dict[str, Answer](), dict[str, Answer]()
        for command in waiting:
            answer = stuck.get(command.workflow_id) or await self._deliver_one(command)
            answers[command.id] = answer
            if answer is not Answer.GIVEN:
                stuck[command.workflow_id] = answer
        return answers

    async def _deliver_one(self, command: Command) -> Answer:
        missing = Answer.NOT_YET
        try:
            async with asyncio.timeout(self._patience):
                begun = await self._tell(await self._connect(), command)
            if begun:
                missing = Answer.ACCEPTED
                async with asyncio.timeout(self._patience * LONGER):
                    await begun.result()
        except WorkflowUpdateFailedError as refusal:
            await asyncio.to_thread(self._mark_refused, command.id, said(refusal))
        except (RPCError, TimeoutError, OSError, RuntimeError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            if not (_is_gone(error) and await asyncio.to_thread(self._is_over, command.workflow_id)):
                await asyncio.to_thread(self._mark_attempt, command.id, f"{type(error).__name__}: {error}")
                return missing if _is_slow(error) else Answer.AWAY
            await asyncio.to_thread(self._mark_refused, command.id, OVER)
        else:
            await asyncio.to_thread(self._mark_delivered, command.id)
        return Answer.GIVEN

    async def _tell(self, client: Client, command: Command) -> WorkflowUpdateHandle[Any] | None:
        """Tell the engine; return what it has accepted and is doing, nothing for a start, which is done."""
        if command.name == START:
            await self._start(client, command)
            return None
        handle = client.get_workflow_handle(command.workflow_id)
        accepted = WorkflowUpdateStage.ACCEPTED
        return await handle.start_update(command.name, command.payload, id=command.id, wait_for_stage=accepted)

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
        with Session(reading(self._engine), expire_on_commit=False) as session:
            return session.exec(query.order_by(col(Command.number))).all()

    def _is_over(self, workflow_id: str) -> bool:
        with Session(reading(self._engine)) as session:
            return is_over(session, workflow_id)

    def _mark_delivered(self, command: str) -> None:
        self._mark(command, state=CommandState.DELIVERED, delivered_at=self._clock(), answer=None)

    def _mark_attempt(self, command: str, answer: str) -> None:
        self._mark(command, answer=answer)

    def _mark_refused(self, command: str, answer: Text) -> None:
        """The engine refused what the desk had accepted: a task for the secretariat."""
        with Session(self._engine) as session, session.begin():
            row = _command_with(session, command)
            row.state, row.answer, row.answer_en = CommandState.REFUSED, answer.da, answer.en
            row.attempts += 1
            session.add(row)
            if session.get(Task, f"command:{command}") is None:
                session.add(refusal_task(session, row, answer, self._clock()))

    def _mark(self, command: str, **changes: Any) -> None:
        """Note an attempt; what another process has brought to its end meanwhile stays as it is."""
        with Session(self._engine) as session, session.begin():
            row = _command_with(session, command)
            if row.state is CommandState.STORED:
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

    def _invite_anew(self, session: Session, cycle: str, by: str) -> list[str]:
        """Store what invites those who have got a role since it was invited; return the workflows to tell."""
        session.flush()
        found = list(reinvitations(session, cycle, self._clock(), self._new_id, by))
        session.add_all(self._command(cycle, row.id, "reinvite", act, row.version) for row, act in found)
        return [row.id for row, _ in found]

    async def _state_of(self, command: str) -> Command:
        def read() -> Command:
            with Session(reading(self._engine), expire_on_commit=False) as session:
                return session.exec(select(Command).where(Command.id == command)).one()

        return await asyncio.to_thread(read)


def said(refusal: WorkflowUpdateFailedError) -> Text:
    """Return a refusal's sentence in both languages; of a failure that is none, what it says of itself."""
    cause = refusal.cause
    if isinstance(cause, ApplicationError) and cause.type == NOT_PERMITTED:
        return Text.model_validate(cause.details[0])
    return Text(da=str(cause), en=str(cause))


def _is_gone(error: Exception) -> bool:
    """Whether the engine answered that it runs no such workflow (any more)."""
    return isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND


def _is_slow(error: Exception) -> bool:
    """Whether nobody has said no: the patience has ended, not the line."""
    return isinstance(error, TimeoutError | WorkflowUpdateRPCTimeoutOrCancelledError)


def _command_with(session: Session, id_: str) -> Command:
    return session.exec(select(Command).where(Command.id == id_).with_for_update()).one()
