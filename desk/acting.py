"""How every act at the desk is done: ask the rules, store it with its content, tell the engine, say what is next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlmodel import Session

from desk import next_steps
from desk.answers import Done
from desk.delivery import Delivery
from models.acts import Act
from models.journal import Command
from models.schedule import Text
from models.types import Row
from models.vocabulary import CommandState
from planning.permitted import NotPermitted


@dataclass(frozen=True)
class Prepared:
    """An act that the rules permit: whom the engine's update goes to, its content, and what is said of it."""

    cycle: str
    workflow_id: str
    update: str
    act: Act
    said: Text
    version: int | None = None
    content: tuple[Row, ...] = field(default_factory=tuple)


class Acting(Delivery):
    """What the subjects of `desk.commands` share."""

    async def _act(self, prepare: Callable[[Session], Prepared]) -> Done:
        """Store what `prepare` permits in one transaction, deliver it, and say what became of it.

        Raises what `prepare` raises (Unknown, NotPermitted): then nothing is stored. NotPermitted too when the engine
        refuses what the desk had accepted; that is stored, with a task.
        """
        prepared = await asyncio.to_thread(self._store, prepare)
        await self.deliver(prepared.workflow_id)
        return await self._became(prepared.act.id, prepared.cycle, prepared.workflow_id, prepared.said)

    async def _became(self, command_id: str, cycle: str, workflow_id: str, said: Text) -> Done:
        command = await self._state_of(command_id)
        if command.state is CommandState.REFUSED:
            da, _, en = (command.answer or "").partition(" / ")
            raise NotPermitted(
                f"Motoren afviste det, da det blev leveret: {da} Det er lagt til sekretariatets opgaver.",
                f"The engine refused it on delivery: {en or da} It is among the secretariat's tasks.",
            )
        if command.state is CommandState.STORED:
            return Done(command_id, False, _stored(said))
        return Done(command_id, True, said, await asyncio.to_thread(self._next, cycle, workflow_id))

    def _store(self, prepare: Callable[[Session], Prepared]) -> Prepared:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            prepared = prepare(session)
            session.add(self._stored_command(prepared))
            session.add_all(prepared.content)
        return prepared

    def _stored_command(self, prepared: Prepared) -> Command:
        return self._command(
            prepared.cycle, prepared.workflow_id, prepared.update, prepared.act, version=prepared.version
        )

    def _next(self, cycle: str, workflow_id: str) -> tuple[Text, ...]:
        with Session(self._engine) as session:
            return next_steps.after(session, cycle, workflow_id, self._clock())


def _stored(said: Text) -> Text:
    return Text(
        da=f"Modtaget og gemt: {said.da} Motoren kan ikke nås lige nu; den får besked, så snart den kan.",
        en=f"Received and stored: {said.en} The engine cannot be reached now; it will be told as soon as it can.",
    )
