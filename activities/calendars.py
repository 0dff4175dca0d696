"""Calendar files that people can look at or subscribe to: one per cycle, and one per body.

The same record gives the same bytes. A file is replaced whole, so that no reader sees half of one.
"""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select
from temporalio import activity

from activities.books import open_book
from activities.entries import Noted, entries_of
from models.bodies import Body
from models.cycles import Cycle
from models.obligations import Hearing, Meeting, Obligation
from models.requests import CycleNamed
from models.vocabulary import Language
from rendering import ical


class Calendars:
    """Writes `<slug>.ics` and `<slug>-<body>.ics` below a folder."""

    def __init__(self, *, engine: Engine, folder: Path, domain: str) -> None:
        self._engine = engine
        self._folder = folder
        self._domain = domain
        self._written: dict[str, tuple[int, ...]] = {}
        self._lock = asyncio.Lock()

    @activity.defn(name="publish-calendars")
    async def publish_calendars(self, cycle: CycleNamed) -> None:
        """Bring the cycle's calendar files up to date; what has not changed is not written again."""
        async with self._lock:
            await asyncio.to_thread(self._publish, cycle.slug)

    def _publish(self, slug: str) -> None:
        with Session(self._engine) as session:
            revision = _revision(session, slug)
            if self._written.get(slug) == revision and (self._folder / f"{slug}.ics").exists():
                return
            noted = list(entries_of(session, open_book(session, slug), self._domain))
            cycle = session.get_one(Cycle, slug)
            bodies = session.exec(select(Body).where(Body.cycle == slug).order_by(Body.code)).all()
            self._write(f"{slug}.ics", cycle.title_da, noted, Language.DA)
            for body in bodies:
                own = [each for each in noted if body.code in each.bodies]
                if own:
                    name = body.name_da if body.language is Language.DA else body.name_en
                    self._write(f"{slug}-{body.ascii}.ics", f"{cycle.title_da}: {name}", own, body.language)
        self._written[slug] = revision

    def _write(self, name: str, title: str, noted: Iterable[Noted], language: Language) -> None:
        entries = [each.entry_in(language) for each in noted]
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / name
        part = target.with_suffix(".part")
        part.write_bytes(ical.feed(title, entries, language))
        os.replace(part, target)


def _revision(session: Session, slug: str) -> tuple[int, ...]:
    """What grows whenever an entry of the cycle may have changed."""
    year = session.exec(select(Cycle.sequence).where(Cycle.slug == slug)).one()
    owed = session.exec(_grown(Obligation, slug)).one()
    met = session.exec(_grown(Meeting, slug)).one()
    heard = session.exec(_grown(Hearing, slug)).one()
    return (year, *(int(each or 0) for each in (*owed, *met, *heard)))


def _grown(table: type[Obligation] | type[Meeting] | type[Hearing], slug: str):  # type: ignore[no-untyped-def]
    return select(func.count(col(table.id)), func.sum(col(table.version))).where(col(table.cycle) == slug)
