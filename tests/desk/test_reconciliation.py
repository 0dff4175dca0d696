"""The engine compared with a record on PostgreSQL, on a development server: it has lists, and its file can be lost."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session
from temporalio.client import Client

from desk.recovery.reconciliation import Difference, reconcile
from desk.recovery.rehydration import rehydrate
from models.database import reading
from models.obligations import Meeting
from models.vocabulary import Outcome, cycle_id, step_id
from tests.databases import fresh
from tests.desk.counter import BEGINS, BY, SLUG, YEAR, small
from tests.desk.development import server, working
from tests.engine import eventually
from tests.postbox import postbox

CHILDREN = {step_id(SLUG, step, body) for step in ("economy", "plan") for body in ("TMU", "ØU")}
OPEN = {cycle_id(SLUG), *CHILDREN}


async def becoming(engine: Engine, client: Client, missing: set[str], surplus: set[str]) -> Difference:
    """Compare until it is as expected: the server's lists follow a little later."""
    for _ in range(100):
        found = await reconcile(engine, client)
        if (set(found.missing), set(found.surplus)) == (missing, surplus):
            return found
        await asyncio.sleep(0.2)
    raise AssertionError(found)


async def test_lost_engine_is_missed_and_rebuilt_and_what_should_not_run_is_named(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as engine:
        async with postbox() as box:
            async with server(tmp_path / "first.db") as client, working(engine, client, box, tmp_path) as desk:
                offset = BEGINS - datetime.now(UTC).replace(microsecond=0)
                await desk.start(small(), YEAR, offset=offset, by=BY)
                await eventually(lambda: _meets(engine))
                await desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
                assert (await becoming_of(engine, client)).agrees

            (tmp_path / "first.db").unlink()
            async with server(tmp_path / "second.db") as client, working(engine, client, box, tmp_path):
                lost = await becoming(engine, client, OPEN, set())
                assert not lost.agrees
                assert lost.missing == tuple(sorted(OPEN))

                done = await rehydrate(engine, client, BEGINS)
                assert set(done.started) == OPEN
                assert (await becoming(engine, client, set(), set())).checked == len(OPEN)
                assert (await rehydrate(engine, client, BEGINS)).started == ()

                await client.start_workflow("annual-cycle", id="cycle:forgotten-2030", task_queue="nobody")
                ghost = await becoming(engine, client, set(), {"cycle:forgotten-2030"})
                assert ghost.checked == len(OPEN) + 1


def _meets(engine: Engine) -> bool:
    with Session(reading(engine)) as session:
        return session.get(Meeting, step_id(SLUG, "approval", "BIU")) is not None


async def becoming_of(engine: Engine, client: Client) -> Difference:
    """Wait until everything that the approval opens runs."""
    for _ in range(100):
        found = await reconcile(engine, client)
        if found.checked == len(OPEN) and found.agrees:
            return found
        await asyncio.sleep(0.2)
    raise AssertionError(found)
