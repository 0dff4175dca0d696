"""The site of the survival tests: machines with the record and the relay, and twenty committees that get letters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio.client import Client

from desk.acts.starting import cycle_row, other_rows
from models.correspondence import Letter
from models.cycles import Cycle
from models.vocabulary import CycleStage, LetterState, cycle_id
from planning.dates.resolver import resolve
from planning.format.definition import Definition
from planning.format.source import Source
from planning.transitions.orders import cycle_state
from tests.definitions import body, definition, step
from tests.machines import Machines

GONE = frozenset({LetterState.SENT, LetterState.UNKNOWN})
COMMITTEES = [f"U{number:02d}" for number in range(1, 21)]


@dataclass
class Site:
    """The machines with the record."""

    machines: Machines
    engine: Engine

    def letters(self) -> list[Letter]:
        """Return the outbox."""
        with Session(self.engine) as session:
            return list(session.exec(select(Letter)).all())

    def states(self) -> Counter[LetterState]:
        """Count the letters by state."""
        return Counter(letter.state for letter in self.letters())

    def ids(self, state: LetterState) -> set[str]:
        """Return the Message-IDs of the letters of one state."""
        return {str(letter.message_id) for letter in self.letters() if letter.state is state}

    def gone(self) -> int:
        """Count the letters that were sent, or wait for a person's word on whether they were."""
        return sum(self.states()[state] for state in GONE)

    def stage(self) -> CycleStage:
        """Return where the one cycle is."""
        with Session(self.engine) as session:
            return CycleStage(session.exec(select(Cycle.stage)).one())

    async def start(self, wanted: Definition, begins: datetime) -> Client:
        """Start a cycle whose clock shows `begins` now."""
        timeline = resolve(wanted)
        offset = timedelta(seconds=round((begins - datetime.now(UTC)).total_seconds()))
        state = cycle_state(timeline, offset)
        with Session(self.engine) as session, session.begin():
            session.add(cycle_row(timeline, Source(name="small", toml=""), state, begins, "sekretariat"))
            session.flush()
            session.add_all(other_rows(timeline))
        client = await self.machines.client()
        await client.start_workflow("annual-cycle", state, id=cycle_id(state.slug), task_queue="aarshjul")
        return client


def packs() -> Definition:
    """Twenty challenge letters that leave at once."""
    wanted = definition(step("letters", "letter_pack", bodies=COMMITTEES))
    return _with_committees(wanted)


def reminders(committees: Sequence[str] = COMMITTEES) -> Definition:
    """Obligations whose last reminder leaves on 13 May at 08:00; twenty, or those of these committees."""
    plan = step("plan", "deliverable", bodies=list(committees), date="2011-05-16", ladder="plan")
    return _with_committees(definition(plan))


def _with_committees(wanted: Definition) -> Definition:
    bodies = {code: body(code) for code in COMMITTEES}
    return Definition.model_validate(
        {**wanted.model_dump(by_alias=True), "body": {**wanted.model_dump()["body"], **bodies}}
    )
