"""A year going by: the rehearsal at a chosen pace, with real mail into the mail catcher, for the overviews to look at.

The office's pages show it too, to whoever has the link: a manager's pages, for what happens the scenario decides.

The folder of a demo is laid out like an office's, so that `status` or `overdue` can be pointed at it. What an earlier
demo left there is replaced.
"""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import Client

from activities.smtp import Mailer
from desk.commands import Desk
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading, upgrade
from models.office import OfficeRole
from models.vocabulary import LetterState
from planning.dates.timeline import Timeline
from planning.format.source import Source
from planning.scenarios.scenario import Scenario
from runtime.catcher.catcher import MailCatcher
from runtime.pages.web_server import new_door, web_server
from runtime.refusal import Refused
from runtime.rehearsals.record import record
from runtime.rehearsals.year import Lived, live
from settings import Settings

MARK = "DEMO"


@dataclass(frozen=True)
class Passed:
    """What the year looks like when it is about to leave a moment: the letters that left since the last look."""

    at: datetime
    letters: tuple[Letter, ...]


Show = Callable[[Passed], None]


Opened = Callable[[str], None]
"""Hears the address of a link that opens the pages once."""


async def demo(
    settings: Settings,
    timeline: Timeline,
    source: Source,
    scenario: Scenario,
    pace: float,
    show: Show,
    opened: Opened,
) -> Lived:
    """Let the year go by in `settings.home`, `pace` real seconds per moment in which something happens.

    Raises Refused when the folder holds something that is no demo's, OSError when a port of the mail catcher or of the
    pages is taken.
    """
    prepare(settings.home)
    catcher = MailCatcher(
        folder=settings.mail_folder,
        templates=settings.templates.parent / "catcher",
        smtp_port=settings.smtp_port,
        http_port=settings.mail_port,
    )
    await catcher.start()
    mailer = Mailer(host="127.0.0.1", port=catcher.smtp_port, security="none")
    engine = record(settings.home)
    watching = _Watching(engine, timeline.slug, pace, show)
    pages = web_server(settings, engine, Desk(engine=engine, connect=_nobody))
    try:
        await asyncio.to_thread(upgrade, engine)
        await pages.start()
        opened(new_door(settings, engine, "demo", OfficeRole.MANAGER))
        return await live(settings, timeline, source, scenario, settings.home, spectator=watching.spectate, wire=mailer)
    finally:
        await pages.stop()
        await mailer.close()
        await catcher.stop()
        engine.dispose()


async def _nobody() -> Client:
    raise ConnectionError("a demo is looked at, and not acted in")


def prepare(home: Path) -> None:
    """Make the folder, or empty one that an earlier demo left."""
    if home.is_dir() and any(home.iterdir()):
        if not (home / MARK).is_file():
            raise Refused(
                f"Mappen {home} er ikke en forevisnings. Vælg en anden med --out.",
                f"The folder {home} is not a demo's. Choose another one with --out.",
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("A demo of Årshjul; the next one replaces it.\n", "utf-8")


class _Watching:
    """Shows what has happened before time goes on, and sets the overviews' clock to the year's."""

    def __init__(self, engine: Engine, slug: str, pace: float, show: Show) -> None:
        self._engine = engine
        self._slug = slug
        self._pace = pace
        self._show = show
        self._seen: set[int | None] = set()
        self._last: datetime | None = None

    async def spectate(self, moment: datetime) -> None:
        """Show what the last moment brought, wait, and go on to this one."""
        if self._last is not None and self._last != moment:
            self._show(Passed(self._last, tuple(await asyncio.to_thread(self._new_letters))))
            await asyncio.sleep(self._pace)
        if self._last is not None:
            await asyncio.to_thread(self._set_clock, moment)
        self._last = moment

    def _new_letters(self) -> Sequence[Letter]:
        query = select(Letter).where(Letter.cycle == self._slug, Letter.state == LetterState.SENT)
        with Session(reading(self._engine), expire_on_commit=False) as session:
            letters = session.exec(query.order_by(col(Letter.at), col(Letter.key))).all()
        new = [letter for letter in letters if letter.number not in self._seen]
        self._seen |= {letter.number for letter in new}
        return new

    def _set_clock(self, moment: datetime) -> None:
        """The overviews add this offset to the real clock, which does not know that the year has been skipping."""
        with Session(self._engine) as session, session.begin():
            cycle = session.get_one(Cycle, self._slug)
            cycle.offset_seconds = int((moment - datetime.now(UTC)).total_seconds())
            session.add(cycle)
