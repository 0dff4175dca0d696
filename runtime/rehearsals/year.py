"""A whole year in seconds: the workflows and activities that will run it, on a server that skips the time between.

The record and the rules say when something happens next; the server is taken there, and waited for until the cycle is
at rest.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import Engine
from sqlmodel import Session

from activities.books import open_book
from activities.calendars import Calendars
from activities.correspondence import Wire
from desk.answers import Unknown
from desk.shown.in_force import in_force
from models.database import reading
from models.requests import CycleNamed
from models.schedule import Text
from models.vocabulary import CycleStage, Language
from planning.acts.permitted import NotPermitted
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight import habits
from planning.foresight.forecast import beginning
from planning.format.source import Source
from planning.scenarios.scenario import Scenario, located
from planning.transitions import digests
from planning.transitions.waiting import waits_told
from runtime.refusal import Refused
from runtime.rehearsals import acts as scenario_acts
from runtime.rehearsals import folder as rehearsal_folder
from runtime.rehearsals.lookout import Lookout
from runtime.rehearsals.page import Say, write_page
from runtime.rehearsals.quiet import Glance
from runtime.rehearsals.record import record
from runtime.rehearsals.stage import Stage, stage
from runtime.rehearsals.wire import FolderWire, Told, nobody
from settings import Settings

PAGE = "index.html"

STALLED = 60.0
"""Real seconds without any sign of work after which a cycle that is not at rest has stalled: longer than any
activity's retry on a busy machine, while thousands of letters may take as long as they need."""

EARLY = timedelta(minutes=2)
"""How long before its moment an act is given on the server's clock: what falls due at that moment comes after it."""

Spectator = Callable[[datetime], Awaitable[None]]
"""Hears every moment before the year is taken there, while the cycle is at rest; a demo waits in it."""


async def unwatched(moment: datetime) -> None:
    """Watch nothing."""


@dataclass(frozen=True)
class Lived:
    """What became of a rehearsed year."""

    slug: str
    stage: CycleStage
    refused: tuple[Text, ...]
    glance: Glance
    last: datetime
    lives: int  # how many workers it took


async def live(
    settings: Settings,
    timeline: Timeline,
    source: Source,
    scenario: Scenario,
    folder: Path,
    *,
    spectator: Spectator = unwatched,
    wire: Wire | None = None,
) -> Lived:
    """Live the year in `folder` (record, wire, calendars), and return what became of it.

    Letters end in the folder unless another `wire` is given. Raises Refused when the cycle does not come to rest.
    """
    begins = beginning(timeline)
    kill_before = scenario.kill.before if scenario.kill else None
    gathers = digests.are_wanted(timeline.definition)
    async with stage(settings, folder, begins, kill_before=kill_before, wire=wire, gathers=gathers) as on:
        await on.desk.begin(timeline, source, offset=on.offset, by=scenario_acts.BY)
        lived = await _Player(on, timeline, scenario, spectator).play(begins)
        return replace(lived, lives=len(on.lives))


class _Player:
    """Carries one cycle from moment to moment."""

    def __init__(self, on: Stage, timeline: Timeline, scenario: Scenario, spectator: Spectator) -> None:
        self._stage = on
        self._slug = timeline.slug
        self._gathers = digests.are_wanted(timeline.definition)
        self._lookout = Lookout(on.engine, timeline.slug, on.under_way.written if on.under_way else None)
        self._people = habits.Habits(scenario, Workdays.of(timeline.definition))
        self._scenario = scenario
        self._pending = list(range(len(scenario.happening)))
        self._spectator = spectator
        self._refused: list[Text] = []

    async def play(self, begins: datetime) -> Lived:
        now = reached = begins
        while True:
            glance = await self._at_rest(reached)
            act = self._people.next_act(self._pending, glance.children, now, glance.held)
            moment = glance.next_moment(reached)
            if glance.is_over or (act is None and moment is None):
                return Lived(self._slug, glance.year.stage, tuple(self._refused), glance, now, 1)
            if act is not None and (moment is None or act.at <= moment):
                now = max(now, act.at)
                reached = max(reached, now - EARLY)
                await self._do(act, now)
            elif moment is not None:
                now = reached = max(now, moment)
                await self._spectator(now)
                await self._stage.arrive_at(now)

    async def _do(self, act: habits.Due, at: datetime) -> None:
        await self._spectator(at)
        await self._stage.arrive_at(at - EARLY)
        self._stage.decided.append(at)
        if act.own is not None:
            self._pending.remove(act.own)
        try:
            await scenario_acts.act(self._stage.desk, self._slug, act.happening)
        except (NotPermitted, Unknown) as refusal:
            self._refused.append(located(self._scenario, act.own, refusal.sentence))

    async def _at_rest(self, now: datetime) -> Glance:
        signs, since = await asyncio.to_thread(self._lookout.signs), monotonic()
        while True:
            glance = await asyncio.to_thread(self._lookout.look, though_letters_move=self._letters_wait())
            if glance is not None and glance.is_quiet(now):
                self._stage.company.all_came()
                if not glance.is_moving:
                    return glance
                continue
            await self._stage.settled()
            if monotonic() - since > STALLED:
                latest = await asyncio.to_thread(self._lookout.signs)
                if latest == signs:
                    raise _stalled(now)
                signs, since = latest, monotonic()

    def _letters_wait(self) -> bool:
        """Whether letters may wait for others, while nothing else is under way."""
        busy = self._stage.under_way is not None and not self._stage.under_way.is_idle
        return self._gathers and not self._stage.company.knows and not busy


def _stalled(now: datetime) -> Refused:
    when = f"{now:%Y-%m-%d %H:%M}"
    return Refused(
        f"Prøven standsede {when}: årshjulet kom ikke til ro, og i {STALLED:.0f} sekunder skete der intet.",
        f"The rehearsal stopped at {when}: the cycle did not come to rest, and for {STALLED:.0f} s nothing happened.",
    )


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsed year on disk: its letters, what the desk refused, what it waits for when it cannot end."""

    folder: Path
    letters: int
    refused: tuple[Text, ...]
    waits: tuple[Text, ...]
    stage: CycleStage
    failed: tuple[Text, ...]  # letters that could not be written or sent, and why
    older: int = 0  # files of an earlier rehearsal that lie there still


async def rehearse(
    settings: Settings,
    timeline: Timeline,
    source: Source,
    scenario: Scenario,
    out: Path,
    *,
    language: Language,
    say: Say,
    spectator: Spectator = unwatched,
    told: Told = nobody,
) -> Rehearsed:
    """Live the year and write mails, calendars, journal and page below `out`, which must have been prepared.

    `told` hears of each letter that leaves, unless the scenario kills the worker.
    """
    with tempfile.TemporaryDirectory(prefix="aarshjul-") as name:
        scratch = Path(name)
        wire = FolderWire(scratch / "wire", told)
        lived = await live(settings, timeline, source, scenario, scratch, spectator=spectator, wire=wire)
        engine = record(scratch)
        final = await asyncio.to_thread(_as_it_ended, engine, timeline)
        mails = await asyncio.to_thread(rehearsal_folder.mails_of, engine, timeline.slug)
        calendars = Calendars(
            engine=engine,
            folder=scratch / "calendars",
            domain=settings.domain,
            sender=settings.sender_address,
        )
        await calendars.publish_calendars(CycleNamed(slug=timeline.slug))
        rehearsal_folder.write(out, engine, timeline.slug, mails, scratch / "calendars")
        older = rehearsal_folder.left_from_before(out, mails, scratch / "calendars")
        about = (scenario.name,) if scenario.name else ()
        failed = await asyncio.to_thread(rehearsal_folder.failed_of, engine, timeline.slug)
        write_page(out / PAGE, engine, final, mails, language, settings.templates.parent / "pages", say, about)
        engine.dispose()
    year = lived.glance.year
    ended = lived.glance.is_over
    waits = () if ended else waits_told(year)
    refused = (*lived.refused, *_never_left(scenario, lived))
    return Rehearsed(out, len(mails), refused, waits, lived.stage, failed, older)


def _never_left(scenario: Scenario, lived: Lived) -> tuple[Text, ...]:
    """A worker was to be killed before a letter that no year of this scenario sends."""
    if scenario.kill is None or lived.lives > 1:
        return ()
    named = scenario.kill.before
    return (
        Text(
            da=f"Brevet »{named}« blev aldrig sendt, så arbejderen blev ikke standset. Ret »worker_killed«.",
            en=f"The letter “{named}” never left, so the worker was not killed. Correct “worker_killed”.",
        ),
    )


def _as_it_ended(engine: Engine, timeline: Timeline) -> Timeline:
    """The timeline with every date that the year's moves, postponements and extensions settled."""
    with Session(reading(engine)) as session:
        return in_force(session, open_book(session, timeline.slug).timeline)
