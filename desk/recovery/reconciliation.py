"""Compares the engine with the record: what is open here and does not run there, and the other way round."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client

from activities.books import children_of
from activities.outbox import STANDING
from desk.loading import LIVE
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.vocabulary import cycle_id
from planning.foresight.simulation import is_over

RUNNING = "ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH 'cycle:'"


@dataclass(frozen=True)
class Difference:
    """Where engine and record disagree: rehydrate mends `missing`; `surplus` runs though the record says it ended."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    checked: int

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.missing and not self.surplus


async def reconcile(engine: Engine, client: Client) -> Difference:
    """Return the difference; changes nothing."""
    expected, sending = await asyncio.to_thread(_expected, engine)
    running = {workflow.id async for workflow in client.list_workflows(RUNNING)}
    missing, surplus = sorted(expected - running), sorted(running - expected - sending)
    return Difference(tuple(missing), tuple(surplus), len(expected | running))


def _expected(engine: Engine) -> tuple[set[str], set[str]]:
    """What must run, and what may: whose last letters have not left yet."""
    with Session(reading(engine)) as session:
        slugs = session.exec(select(Cycle.slug).where(col(Cycle.stage).in_(LIVE))).all()
        children = [child for slug in slugs for child in children_of(session, slug)]
        standing = session.exec(select(Letter.cycle, Letter.workflow_id).where(col(Letter.state).in_(list(STANDING))))
        sending = {each for slug, workflow_id in standing for each in (cycle_id(slug), workflow_id)}
    return {cycle_id(slug) for slug in slugs} | {child.id for child in children if not is_over(child)}, sending
