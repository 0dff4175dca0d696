"""A cycle out of the record, as planning knows it: every child's state, and the whole to be carried forward."""

from datetime import datetime

from sqlmodel import Session, select

from activities.books import open_book
from desk.record import year_of
from models.cycles import Cycle
from models.messages import DeliverableState, HearingState, MeetingState
from models.obligations import Hearing, Meeting, Obligation
from planning.replanning import Child
from planning.simulation import Simulation


def children_of(session: Session, slug: str) -> tuple[Child, ...]:
    """Return the state of every obligation, meeting and hearing of the cycle."""
    obligations = session.exec(select(Obligation).where(Obligation.cycle == slug)).all()
    meetings = session.exec(select(Meeting).where(Meeting.cycle == slug)).all()
    hearings = session.exec(select(Hearing).where(Hearing.cycle == slug)).all()
    return (
        *(DeliverableState.model_validate(row.state) for row in obligations),
        *(MeetingState.model_validate(row.state) for row in meetings),
        *(HearingState.model_validate(row.state) for row in hearings),
    )


def simulation_of(session: Session, cycle: Cycle, now: datetime) -> Simulation:
    """Return the cycle as it stands, to be carried forward by the rules alone."""
    book = open_book(session, cycle.slug)
    return Simulation(book.timeline, year_of(cycle), now, children=children_of(session, cycle.slug), pins=book.pins)
