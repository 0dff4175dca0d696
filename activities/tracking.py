"""Writing the record: one change of a workflow, in one transaction, however often it is repeated."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio import activity

from activities import outbox, projection
from models import joint
from models.change import Change, Recorded
from models.states import CycleState
from models.vocabulary import cycle_id


class Record:
    """Writes changes into the database. `domain` names our Message-IDs."""

    def __init__(self, *, engine: Engine, domain: str) -> None:
        self._engine = engine
        self._domain = domain

    @activity.defn(name="record")
    async def record(self, change: Change) -> Recorded:
        """Write state, journal, letters and tasks together; return the keys of the letters that may leave now.

        Repeating it changes nothing, and returns those that still have to leave.
        """
        return await joint.write(self._engine, lambda session: self._write(session, change))

    def _write(self, session: Session, change: Change) -> Recorded:
        state, at = change.state, _decided(change)
        cycle = state.slug if isinstance(state, CycleState) else state.cycle
        workflow_id = cycle_id(cycle) if isinstance(state, CycleState) else state.id
        projection.write(session, state, change.entries, at)
        outbox.write_entries(session, cycle, workflow_id, state.version, change.entries)
        if at:
            outbox.file_tasks(session, cycle, workflow_id, change.tasks, at)
        if at and change.entries:
            outbox.finish_tasks(session, change.done, change.entries[0].by, at)
        return Recorded(sendable=tuple(outbox.write_letters(session, change.letters, self._domain)))


def _decided(change: Change) -> datetime | None:
    """The latest moment that the change speaks of; None for one that only moves a cursor."""
    moments = [entry.at for entry in change.entries] + [order.at for order in change.letters]
    return max(moments, default=None)
