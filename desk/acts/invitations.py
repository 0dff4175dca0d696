"""Meetings that were called already, when somebody else gets a role: they are invited, and who had it no longer is."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlmodel import Session, select

from activities.invited import class_has_changed, moved_on
from models.acts import Reinvitation
from models.obligations import Meeting
from models.schedule import Recipient
from models.states import MeetingState
from models.vocabulary import CLASS_ROLES, MeetingStage


def reinvitations(
    session: Session, cycle: str, at: datetime, new_id: Callable[[], str], by: str
) -> Iterator[tuple[Meeting, Reinvitation]]:
    """Yield each meeting ahead that stands in a calendar where it no longer belongs, with the act that mends it."""
    called = select(Meeting).where(Meeting.cycle == cycle, Meeting.stage == MeetingStage.INVITED).order_by(Meeting.id)
    for row in session.exec(called).all():
        state = MeetingState.model_validate(row.state)
        to = tuple(each for each in state.invited if _has_changed(session, row, state, each))
        if to and at <= state.schedule.deadline.at:
            yield row, Reinvitation(id=new_id(), by=by, at=at, to=to)


def _has_changed(session: Session, row: Meeting, state: MeetingState, to: Recipient) -> bool:
    if to.role in CLASS_ROLES:
        return class_has_changed(session, row.cycle, row.id, to)
    return moved_on(session, row.cycle, row.id, to, state.schedule.deadline.on) is not None
