"""Opening the next year on a fixed day: a Schedule of the engine proposes it, the secretariat confirms by starting it.

What is agreed stands in the record, so that an engine that was lost gets its schedules again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleRange,
    ScheduleSpec,
    ScheduleUpdate,
)
from temporalio.service import RPCError, RPCStatusCode

from desk.acting import Acting, check_actor
from desk.answers import Done
from desk.record import unknown
from models.cycles import Cycle, YearlyOpening
from models.database import reading
from models.journal import JournalEntry
from models.requests import DefinitionNamed
from models.schedule import Text
from planning.acts.permitted import NotPermitted
from planning.words import day_and_month

HOUR = 8
"""Local hour of the day at which a next year is proposed."""

_LATER = Text(
    da=" Motoren kan ikke nås lige nu; giv kommandoen igen, når den kører.",
    en=" The engine cannot be reached now; give the command again when it runs.",
)
_SLOW = Text(
    da=" Motoren har ikke svaret endnu; giv kommandoen igen om lidt.",
    en=" The engine has not answered yet; give the command again in a moment.",
)


class NextYears(Acting):
    """What can be done about years to come. Methods raise Unknown for a definition of which there is no cycle."""

    async def open_yearly(self, definition: str, on: date, *, by: str) -> Done:
        """Propose the next year of this definition on this month and day of every year; the latest agreement holds."""
        if (on.month, on.day) == (2, 29):
            raise NotPermitted(
                "29. februar findes ikke hvert år. Vælg en anden dag.",
                "29 February does not exist every year. Choose another day.",
            )
        row = YearlyOpening(definition=definition, month=on.month, day=on.day)
        day = day_and_month(on)
        said = Text(
            da=f"Næste år af »{definition}« foreslås hvert år den {day.da}.",
            en=f"The next year of “{definition}” is proposed every year on {day.en}.",
        )

        async def tell(client: Client) -> None:
            await put(client, row, await asyncio.to_thread(_zone_of, self._engine, definition), self._task_queue)

        return await self._agree(definition, row, "next_year_scheduled", by, said, tell)

    async def open_no_more(self, definition: str, *, by: str) -> Done:
        """Propose no next year of this definition any longer; what has been proposed stays."""
        said = Text(
            da=f"Næste år af »{definition}« foreslås ikke længere.",
            en=f"The next year of “{definition}” is no longer proposed.",
        )
        return await self._agree(
            definition, None, "next_year_unscheduled", by, said, lambda client: remove(client, definition)
        )

    async def _agree(
        self,
        definition: str,
        row: YearlyOpening | None,
        event: str,
        by: str,
        said: Text,
        tell: Callable[[Client], Awaitable[None]],
    ) -> Done:
        """Write what is agreed into the record, then tell the engine."""
        check_actor(by)
        command = self._new_id()
        await asyncio.to_thread(self._write, definition, row, event, by, command)
        try:
            async with asyncio.timeout(self._patience):
                await tell(await self._connect())
        except (RPCError, TimeoutError, OSError, RuntimeError) as error:
            waits = _SLOW if isinstance(error, TimeoutError) else _LATER
            return Done(command, False, Text(da=said.da + waits.da, en=said.en + waits.en))
        return Done(command, True, said)

    def _write(self, definition: str, row: YearlyOpening | None, event: str, by: str, command: str) -> None:
        with Session(self._engine) as session, session.begin():
            latest = _latest(session, definition)
            before = session.get(YearlyOpening, definition)
            entry = JournalEntry(
                cycle=latest.slug,
                workflow_id=f"desk:{command}",
                event=event,
                by=by,
                at=self._clock(),
                command=command,
                before=before.words if before else None,
                after=row.words if row else None,
            )
            session.add(entry)
            if row:
                session.merge(row)
            elif before:
                session.delete(before)


async def put(client: Client, opening: YearlyOpening, zone: str, task_queue: str) -> None:
    """Create the schedule, or give the one that there is this day, in this time zone."""
    schedule = _schedule(opening, zone, task_queue)
    try:
        await client.create_schedule(schedule_id(opening.definition), schedule)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(schedule_id(opening.definition))
        await handle.update(lambda _: ScheduleUpdate(schedule=schedule))


async def remove(client: Client, definition: str) -> None:
    """Remove the schedule; nothing happens when there is none."""
    try:
        await client.get_schedule_handle(schedule_id(definition)).delete()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


async def recreate(engine: Engine, client: Client, task_queue: str) -> None:
    """Give an engine that was lost the schedules that the record knows."""
    for opening in await asyncio.to_thread(_openings, engine):
        zone = await asyncio.to_thread(_zone_of, engine, opening.definition)
        await put(client, opening, zone, task_queue)


def schedule_id(definition: str) -> str:
    """Return the id of a definition's schedule."""
    return f"next-year:{definition}"


def _schedule(opening: YearlyOpening, zone: str, task_queue: str) -> Schedule:
    named = DefinitionNamed(key=opening.definition)
    once_a_year = ScheduleCalendarSpec(
        month=[ScheduleRange(opening.month)], day_of_month=[ScheduleRange(opening.day)], hour=[ScheduleRange(HOUR)]
    )
    return Schedule(
        action=ScheduleActionStartWorkflow(
            "open-next-year", named, id=schedule_id(opening.definition), task_queue=task_queue
        ),
        spec=ScheduleSpec(calendars=[once_a_year], time_zone_name=zone),
    )


def _openings(engine: Engine) -> list[YearlyOpening]:
    with Session(reading(engine), expire_on_commit=False) as session:
        return list(session.exec(select(YearlyOpening).order_by(YearlyOpening.definition)).all())


def _zone_of(engine: Engine, definition: str) -> str:
    """The zone of the definition's latest cycle: in it the day of the opening begins."""
    with Session(reading(engine)) as session:
        return _latest(session, definition).zone


def _latest(session: Session, definition: str) -> Cycle:
    query = select(Cycle).where(Cycle.definition_key == definition).order_by(col(Cycle.year).desc())
    latest = session.exec(query).first()
    if latest is None:
        known = session.exec(select(Cycle.definition_key).distinct().order_by(Cycle.definition_key)).all()
        raise unknown(definition, known, "startet endnu", "started yet")
    return latest
