"""Calendar files that people can look at or subscribe to: one per cycle, and one per body.

The same record gives the same bytes. A file is replaced whole, so that no reader sees half of one.
"""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select
from temporalio import activity

from activities.calendar_revision import revision_of
from activities.entries import entries_of
from activities.planned_entries import Noted
from models.bodies import Body
from models.cycles import Cycle
from models.requests import CycleNamed
from models.vocabulary import Language
from rendering import ical
from rendering.message import Mailbox


class Calendars:
    """Writes `<slug>.ics` and `<slug>-<body>.ics` below a folder; `sender` is the organizer of what is published."""

    def __init__(self, *, engine: Engine, folder: Path, domain: str, sender: str) -> None:
        self._engine = engine
        self._folder = folder
        self._domain = domain
        self._organizer = Mailbox(name="", address=sender)
        self._written: dict[str, str] = {}
        self._lock = asyncio.Lock()

    @activity.defn(name="publish-calendars")
    async def publish_calendars(self, cycle: CycleNamed) -> None:
        """Bring the cycle's calendar files up to date; what has not changed is not written again."""
        async with self._lock:
            await asyncio.to_thread(self._publish, cycle.slug)

    def _publish(self, slug: str) -> None:
        with Session(self._engine) as session:
            revision = revision_of(session.connection(), slug)
            if self._written.get(slug) == revision and (self._folder / f"{slug}.ics").exists():
                return
            noted = list(entries_of(session, slug, self._domain))
            cycle = session.get_one(Cycle, slug)
            bodies = session.exec(select(Body).where(Body.cycle == slug).order_by(Body.code)).all()
            self._write(f"{slug}.ics", cycle.title_da, noted, Language.DA)
            concerned = _by_body(noted)
            for body in bodies:
                if own := concerned.get(body.code):
                    name = body.name_da if body.language is Language.DA else body.name_en
                    self._write(f"{slug}-{body.ascii}.ics", f"{cycle.title_da}: {name}", own, body.language)
        self._written[slug] = revision

    def _write(self, name: str, title: str, noted: Iterable[Noted], language: Language) -> None:
        entries = [each.entry_in(language) for each in noted]
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / name
        part = target.with_suffix(".part")
        part.write_bytes(ical.feed(title, entries, language, self._organizer))
        os.replace(part, target)


def _by_body(noted: Iterable[Noted]) -> dict[str, list[Noted]]:
    """Return what concerns each body, in the order given: there can be thousands of both."""
    found: dict[str, list[Noted]] = {}
    for each in noted:
        for body in dict.fromkeys(each.bodies):
            found.setdefault(body, []).append(each)
    return found
