"""A running cycle out of the record, ready to be carried forward by the rules. Free of the engine."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from cli.call import Call
from desk.loading import simulation_of
from desk.record import cycle_named
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.schedule import Text
from models.vocabulary import CycleStage, LetterState
from planning.dates.workdays import Workdays
from planning.foresight.simulation import Simulation
from planning.scenarios.scenario import Scenario
from rendering.vocabulary import text
from runtime.record import open_record
from runtime.refusal import Refused

ON_ITS_WAY = (LetterState.RELEASED, LetterState.SENDING)


@dataclass(frozen=True)
class Running:
    """A cycle as it stands, the files it was started with, and what is to be said before its forecast."""

    simulation: Simulation
    files: dict[str, str]
    notes: tuple[Text, ...] = ()

    def still_to_come(self, scenario: Scenario) -> Scenario:
        """Return the scenario without what lies behind: what has happened is what the record says."""
        workdays = Workdays.of(self.simulation.timeline.definition)
        ahead = [
            place
            for place, each in enumerate(scenario.happening)
            if workdays.instant(each.on, each.hour) > self.simulation.now
        ]
        happening = tuple(scenario.happening[place] for place in ahead)
        places = tuple(scenario.places[place] for place in ahead if scenario.places)
        return scenario.model_copy(update={"happening": happening, "places": places})


def is_there(call: Call) -> bool:
    """Return whether the record has a cycle of this name; without an office there is none."""
    try:
        engine = open_record(call.settings)
    except Refused:
        return False
    with Session(reading(engine)) as session:
        return session.get(Cycle, call.arguments.cycle) is not None


def stand(call: Call, now: datetime) -> Running:
    """Return the cycle as the record has it now; raises Unknown and what `open_record` raises."""
    with Session(reading(open_record(call.settings))) as session:
        row = cycle_named(session, call.arguments.cycle)
        simulation = simulation_of(session, row, now)
        waiting = session.exec(
            select(func.count()).where(Letter.cycle == row.slug, col(Letter.state).in_(ON_ITS_WAY))
        ).one()
        return Running(simulation, dict(row.files), tuple(_notes(row, waiting, len(simulation.letters.held))))


def _notes(row: Cycle, waiting: int, held: int) -> list[Text]:
    notes = []
    if row.stage is not CycleStage.RUNNING:
        stage = text(row.stage)
        notes.append(
            Text(
                da=f"{row.slug} er {stage.da}: intet nyt sendes.",
                en=f"{row.slug} is {stage.en}: nothing new leaves.",
            )
        )
    if waiting:
        notes.append(
            Text(
                da=f"Breve, der allerede ligger i udbakken: {waiting} (»aarshjul outbox«).",
                en=f"Letters that are in the outbox already: {waiting} (“aarshjul outbox”).",
            )
        )
    if held:
        notes.append(
            Text(
                da=f"Breve, der er tilbageholdt og afsendes, når de frigives: {held} (»aarshjul outbox«).",
                en=f"Letters that are held and leave once they are released: {held} (“aarshjul outbox”).",
            )
        )
    return notes
