"""The sample cycle of a new office: the shipped annual cycle for the coming year, so that there is something to see."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.commands import Desk
from models.cycles import Cycle
from models.schedule import Text
from runtime.definitions import read
from settings import Settings

SAMPLE = "annual"
BY = "aarshjul"


async def start_if_empty(settings: Settings, engine: Engine, desk: Desk, now: datetime) -> Text | None:
    """Start the sample in an office that has no cycle; returns what happened, None when there is one already."""
    with Session(engine) as session:
        if session.exec(select(Cycle.slug)).first() is not None:
            return None
    done = await desk.start(read(SAMPLE, settings.cycles), now.year + 1, by=BY)
    return done.what
