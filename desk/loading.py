"""A cycle out of the record, to be carried forward by the rules; and whether something in it is over."""

from datetime import datetime

from sqlmodel import Session

from activities.books import children_of, drafted_of, held_of, open_book
from desk.record import year_of
from models.cycles import Cycle
from models.obligations import Hearing, Meeting, Obligation
from models.vocabulary import SETTLED, CycleStage, cycle_id
from planning.foresight.simulation import Simulation
from planning.transitions import hearing, meeting

LIVE = (CycleStage.RUNNING, CycleStage.PAUSED)
"""Stages of a cycle that the engine runs."""

OVER = SETTLED | meeting.OVER | hearing.OVER
"""Stages in which an obligation, meeting or hearing has ended."""


def simulation_of(session: Session, cycle: Cycle, now: datetime) -> Simulation:
    """Return the cycle as it stands, to be carried forward by the rules alone."""
    book, slug = open_book(session, cycle.slug), cycle.slug
    children, held = children_of(session, slug), held_of(session, slug)
    simulation = Simulation(book.timeline, year_of(cycle), now, children=children, pins=book.pins, held=held)
    simulation.letters.drafted = drafted_of(session, slug)
    return simulation


def is_over(session: Session, workflow_id: str) -> bool:
    """Whether the record says that this year, obligation, meeting or hearing has ended; False for an unknown one."""
    owed_or_met = session.get(Obligation, workflow_id) or session.get(Meeting, workflow_id)
    child = owed_or_met or session.get(Hearing, workflow_id)
    if child is not None:
        return child.stage in OVER
    year = session.get(Cycle, workflow_id.removeprefix(cycle_id("")))
    return year is not None and year.stage not in LIVE
