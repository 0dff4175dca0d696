"""Taking a body's meeting days into a running cycle: shown first, and no date of the year moves by it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from activities.books import pins_of
from desk.acting import check_actor
from desk.acts.updating import Updating
from desk.answers import Done
from desk.record import body_named, cycle_named, year_of
from models.cycles import Cycle, Pin
from models.database import reading
from models.journal import JournalEntry
from models.schedule import Text
from planning.acts import permitted
from planning.acts.permitted import NotPermitted
from planning.dates.meetings import meetings_between
from planning.dates.resolver import attempt, resolve
from planning.dates.timeline import Pin as PlannedPin
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight.impact import DateChange, date_changes
from planning.format.definition import Body, Definition

KEPT = Text(
    da="fastholdt, da udvalgets mødekalender blev indlæst", en="kept when the committee's meeting calendar was taken in"
)


@dataclass(frozen=True)
class CalendarChange:
    """What taking the days in does: between the first and the last of them the body meets on these and no others.

    `held`: dates of the year that the new calendar would put elsewhere; they stay until a person moves them.
    """

    body: str
    added: tuple[date, ...]
    dropped: tuple[date, ...]
    same: tuple[date, ...]
    held: tuple[DateChange, ...]

    @property
    def is_none(self) -> bool:
        """Whether the calendar says so already."""
        return not self.added and not self.dropped


@dataclass(frozen=True)
class _Prepared:
    change: CalendarChange
    body: dict[str, Any]
    pins: tuple[PlannedPin, ...]


class MeetingCalendars(Updating):
    """The meeting days of bodies."""

    async def meetings_change(self, cycle: str, body: str, days: Sequence[date]) -> CalendarChange:
        """Return what taking these days in would do; nothing is changed. Raises Unknown and NotPermitted."""

        def compare() -> CalendarChange:
            with Session(reading(self._engine)) as session:
                return _prepared(session, cycle, body, days).change

        return await asyncio.to_thread(compare)

    async def import_meetings(self, cycle: str, body: str, days: Sequence[date], *, by: str) -> Done:
        """Take the days into the cycle's copy of its definition; dates of the year stay as they are."""
        command = self._new_id()

        def store() -> CalendarChange:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                prepared = _prepared(session, cycle, body, days)
                row = cycle_named(session, cycle)
                row.definition = {**row.definition, "body": {**row.definition["body"], body: prepared.body}}
                session.add_all([row, self._calendar_line(command, row, prepared.change, by)])
                session.add_all(_row(cycle, pin, command) for pin in prepared.pins)
                return prepared.change

        change = await asyncio.to_thread(store)
        kept = len(change.held)
        return Done(
            command,
            True,
            Text(
                da=f"{body}: {len(change.added)} mødedage er kommet til, {len(change.dropped)} er taget ud. "
                f"{kept} datoer i årshjulet er fastholdt." if kept else
                f"{body}: {len(change.added)} mødedage er kommet til, {len(change.dropped)} er taget ud.",
                en=f"{body}: {len(change.added)} meeting days were added, {len(change.dropped)} dropped. "
                f"{kept} dates of the cycle are kept." if kept else
                f"{body}: {len(change.added)} meeting days were added, {len(change.dropped)} dropped.",
            ),
        )  # fmt: skip

    def _calendar_line(self, command: str, row: Cycle, change: CalendarChange, by: str) -> JournalEntry:
        return JournalEntry(
            cycle=row.slug, workflow_id=f"desk:{command}", event="meetings_imported", by=by, at=self._clock(),
            command=command, about=change.body, before=_listed(change.dropped), after=_listed(change.added),
        )  # fmt: skip


def _prepared(session: Session, cycle: str, body: str, days: Sequence[date]) -> _Prepared:
    row = cycle_named(session, cycle)
    permitted.running(year_of(row))
    body_named(session, cycle, body)
    if not days:
        raise NotPermitted("Der er ingen mødedage at tage ind.", "There are no meeting days to take in.")
    pins, definition = pins_of(session, cycle), Definition.model_validate(row.definition)
    before = resolve(definition, row.year, pins)
    known = definition.body[body]
    change, meetings = _compared(body, known, days, Workdays.of(definition), row.year)
    stored = {**row.definition["body"][body], "meetings": [day.isoformat() for day in meetings]}
    edited = definition.model_copy(
        update={"body": {**definition.body, body: known.model_copy(update={"meetings": meetings})}}
    )
    held = date_changes(before, attempt(edited, row.year, pins)[0])
    new_pins = tuple(_pin(before, each) for each in held)
    _check_still(before, edited, row.year, (*pins, *new_pins))
    return _Prepared(CalendarChange(body, *change, tuple(held)), stored, new_pins)


def _compared(
    body: str, known: Body, days: Sequence[date], workdays: Workdays, year: int
) -> tuple[tuple[tuple[date, ...], tuple[date, ...], tuple[date, ...]], tuple[date, ...]]:
    """Added, dropped and same days between the first and the last; and every day of the new calendar."""
    first, last, new = min(days), max(days), set(days)
    span = min(first, date(year - 1, 1, 1)), max(last, date(year + 2, 12, 31))
    old = set(meetings_between(known, *span, workdays))
    within = {day for day in old if first <= day <= last}
    parts = (tuple(sorted(new - old)), tuple(sorted(within - new)), tuple(sorted(new & old)))
    return parts, tuple(sorted((old - within) | new))


def _pin(before: Timeline, change: DateChange) -> PlannedPin:
    return PlannedPin(step=change.step, body=change.body or None, on=change.before, reason=KEPT)


def _check_still(before: Timeline, edited: Definition, year: int, pins: tuple[PlannedPin, ...]) -> None:
    """No date may move by a calendar alone; raises NotPermitted where one cannot be kept."""
    after, problems = attempt(edited, year, pins)
    moved = date_changes(before, after)
    if problems or moved:
        title = next((each.step for each in moved), problems[0].da if problems else "")
        raise NotPermitted(
            f"Kalenderen kan ikke tages ind: en dato i årshjulet afhænger af den og kan ikke fastholdes ({title}). "
            "Flyt den først til en fast dag.",
            f"The calendar cannot be taken in: a date of the cycle depends on it and cannot be kept ({title}). "
            "Move it to a fixed day first.",
        )


def _row(cycle: str, pin: PlannedPin, command: str) -> Pin:
    return Pin(
        cycle=cycle, step=pin.step, body=pin.body, on=pin.on, reason_da=KEPT.da, reason_en=KEPT.en, command=command
    )


def _listed(days: tuple[date, ...]) -> str | None:
    return ", ".join(day.isoformat() for day in days) or None
