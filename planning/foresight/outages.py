"""After an outage: which letters come late, and that they too leave only while the offices are open."""

from datetime import datetime

from models.change import Change
from models.states import CycleState, DeliverableState, HearingState
from models.vocabulary import ObligationStage
from planning.acts.replanning import Child
from planning.dates.workdays import Workdays
from planning.transitions import progress, schedules
from planning.transitions.ladder import LATE
from planning.transitions.transition import is_quiet, quieted


def comes_late(child: Child, moment: datetime, now: datetime) -> bool:
    """Whether a child that wanted to be looked at at `moment` would send a letter of its ladder late, now."""
    rungs = child.ladder if isinstance(child, HearingState) else child.schedule.ladder
    silent = isinstance(child, DeliverableState) and child.stage is not ObligationStage.OPEN
    due = not silent and not is_quiet(child, now) and any(child.cursor < rung.at <= now for rung in rungs)
    return due and now - moment > LATE


def waiting(child: Child, moment: datetime, now: datetime, workdays: Workdays) -> Change | None:
    """Let letters that would come late wait for the next working morning; None when they may leave now."""
    if not comes_late(child, moment, now):
        return None
    leave = schedules.letters_leave(now, workdays)
    return quieted(child, leave) if leave > now else None


def year_waiting(state: CycleState, moment: datetime | None, now: datetime, workdays: Workdays) -> CycleState:
    """Let a year that wanted to open something at `moment` wait for the next working morning, when it comes late."""
    if moment is None or now - moment <= LATE:
        return state
    leave = schedules.letters_leave(now, workdays)
    return progress.quieted(state, leave) if leave > now else state
