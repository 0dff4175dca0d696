"""A cycle out of the record, as planning knows it: timeline, pins, children."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk.record import year_of
from models.cycles import Cycle
from models.cycles import Pin as PinRow
from models.messages import DeliverableState, HearingState, MeetingState, Text
from models.obligations import Hearing, Meeting, Obligation
from planning.definition import Definition
from planning.replanning import Child
from planning.resolver import resolve
from planning.simulation import Simulation
from planning.timeline import Pin


def definition_of(cycle: Cycle) -> Definition:
    """Return the definition that the cycle was started with."""
    return Definition.model_validate(cycle.definition)


def pins_of(session: Session, slug: str) -> tuple[Pin, ...]:
    """Return the dates that people and decisions have settled."""
    rows = session.exec(select(PinRow).where(PinRow.cycle == slug).order_by(col(PinRow.step), col(PinRow.id))).all()
    return tuple(Pin(step=row.step, body=row.body, on=row.on, hour=row.hour, reason=_reason(row)) for row in rows)


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
    pins = pins_of(session, cycle.slug)
    timeline = resolve(definition_of(cycle), cycle.year, pins)
    return Simulation(timeline, year_of(cycle), now, children=children_of(session, cycle.slug), pins=pins)


def _reason(row: PinRow) -> Text | None:
    return Text(da=row.reason_da, en=row.reason_en or row.reason_da) if row.reason_da else None
