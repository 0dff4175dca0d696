"""How every act at the desk is done: ask the rules, store it with its content, tell the engine, say what is next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from desk.answers import Done
from desk.delivery import Answer, Delivery
from desk.shown import next_steps
from desk.standing import Standing
from models.acts import Act
from models.cycles import Cycle
from models.database import RecordUnusable, reading
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Text
from models.types import Row
from models.vocabulary import CommandState, cycle_id
from planning.acts.permitted import NotPermitted

LONGEST_NAME = 100
"""Characters of the name of who acts: it stands on lines of the journal and in letters."""

_SLOW = Text(
    da="Motoren har ikke svaret endnu; den får besked igen, til den har. Se status.",
    en="The engine has not answered yet; it is told again until it has. See status.",
)
_WAITS = {
    Answer.ACCEPTED: Text(
        da="Motoren har fået det, men er ikke færdig med det endnu; det går videre af sig selv. Se status.",
        en="The engine has it, but has not finished it yet; it goes on by itself. See status.",
    ),
    Answer.NOT_YET: _SLOW,
    Answer.GIVEN: _SLOW,
    Answer.AWAY: Text(
        da="Motoren kan ikke nås lige nu; den får besked, så snart den kan.",
        en="The engine cannot be reached now; it will be told as soon as it can.",
    ),
}
"""What is said of a command that is stored and has no answer."""


@dataclass(frozen=True)
class Prepared:
    """An act to be judged: how what it is about stands, by which rule, what the engine is told, what is said of it."""

    about: Cycle | Obligation | Meeting | Hearing
    standing: Standing[Any]
    update: str
    rule: Callable[[Any, Any], None]
    act: Act
    said: Text
    content: tuple[Row, ...] = ()

    @property
    def cycle(self) -> str:
        """The slug of the cycle."""
        return self.about.slug if isinstance(self.about, Cycle) else self.about.cycle

    @property
    def workflow_id(self) -> str:
        """The workflow that the engine's update goes to."""
        return cycle_id(self.about.slug) if isinstance(self.about, Cycle) else self.about.id


class Acting(Delivery):
    """What the subjects of `desk.commands` share."""

    async def _act(self, prepare: Callable[[Session], Prepared]) -> Done:
        """Store what the rules permit in one transaction, deliver it, and say what became of it.

        The rules are asked here, for every act: against the record as the commands that wait will have left it.
        Raises what `prepare` and they raise (Unknown, NotPermitted): then nothing is stored. NotPermitted too when
        the engine refuses what the desk had accepted; that is stored, with a task.
        """
        prepared, following = await asyncio.to_thread(self._store, prepare)
        return await self._became(prepared.act.id, prepared.workflow_id, prepared.said, following)

    async def _became(self, command_id: str, workflow_id: str, said: Text, following: tuple[Text, ...]) -> Done:
        """Deliver what waits for this workflow, and say what became of this command: it is stored whatever follows."""
        try:
            answers = await self._delivered(workflow_id)
            command = await self._state_of(command_id)
        except RecordUnusable:
            return Done(command_id, False, _stored(said, _SLOW))
        if command.state is CommandState.REFUSED:
            raise NotPermitted(
                f"Motoren afviste det, da det blev leveret: {command.answer} Det er lagt til sekretariatets opgaver.",
                f"The engine refused it on delivery: {command.answer_en} It is among the secretariat's tasks.",
            )
        if command.state is CommandState.STORED:
            return Done(command_id, False, _stored(said, _WAITS[answers.get(command_id, Answer.NOT_YET)]))
        return Done(command_id, True, said, following)

    def _store(self, prepare: Callable[[Session], Prepared]) -> tuple[Prepared, tuple[Text, ...]]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            prepared = prepare(session)
            check_actor(prepared.act.by)
            _check_words(prepared)
            prepared.standing.permit(prepared.rule, prepared.act)
            following = self._following(session, prepared)
            session.add(self._stored_command(prepared))
            session.add_all(prepared.content)
        return prepared, following

    def _stored_command(self, prepared: Prepared) -> Command:
        return self._command(
            prepared.cycle, prepared.workflow_id, prepared.update, prepared.act, version=prepared.standing.now.version
        )

    def _following_start(self, slug: str) -> tuple[Text, ...]:
        if not self._foretells:
            return ()
        with Session(reading(self._engine)) as session:
            return next_steps.of_start(session, slug, self._clock())

    def _following(self, session: Session, prepared: Prepared) -> tuple[Text, ...]:
        if not self._foretells:
            return ()
        if isinstance(prepared.about, Obligation):
            return next_steps.of_obligation(session, prepared.standing.now, prepared.update, prepared.act)
        cycle = session.get_one(Cycle, prepared.cycle)
        return next_steps.of_year(session, cycle, prepared.workflow_id, prepared.update, prepared.act, self._clock())


def check_actor(by: str) -> None:
    """Refuse a name that cannot stand on a line of the journal: whoever acts is part of every command."""
    if not by.strip() or not by.isprintable() or len(by) > LONGEST_NAME:
        raise NotPermitted(
            f"Angiv, hvem der handler: ét navn på én linje, uden styretegn, højst {LONGEST_NAME} tegn.",
            f"Say who acts: a name on one line, without control characters, at most {LONGEST_NAME} long.",
        )


def _check_words(prepared: Prepared) -> None:
    """No database keeps a NUL in a text the same way as another; none is meant."""
    words = [str(value) for row in (prepared.act, *prepared.content) for _, value in row if isinstance(value, str)]
    if "\\u0000" in prepared.act.model_dump_json() or any("\x00" in word for word in words):
        raise NotPermitted(
            "Teksten indeholder et tegn, der ikke kan gemmes (NUL). Fjern det, og prøv igen.",
            "The text holds a character that cannot be stored (NUL). Remove it and try again.",
        )


def _stored(said: Text, waits: Text) -> Text:
    return Text(da=f"Modtaget og gemt: {said.da} {waits.da}", en=f"Received and stored: {said.en} {waits.en}")
