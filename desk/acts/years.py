"""Acts about the whole year: starting it, moving a date, pausing, resuming, cancelling."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from activities.outbox import tasks_done
from desk.acting import Acting, Prepared, check_actor
from desk.acts.starting import cycle_row, other_rows
from desk.answers import Done
from desk.delivery import START
from desk.record import cycle_named, said_with, step_named, unknown, workdays_of
from desk.standing import foreseen, year_standing
from models.acts import Act, Cancellation, Move, Pause, Resume
from models.bodies import Body, Contact
from models.cycles import Cycle, Step
from models.database import reading
from models.journal import Command, JournalEntry, Task
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import MEETING_KINDS, CycleStage, cycle_id
from planning.acts import permitted
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable, resolve
from planning.dates.timeline import Timeline
from planning.foresight.impact import Impact, impact_of_move
from planning.format.finding import Finding
from planning.format.source import Source, parse
from planning.lint.folder import lint
from planning.transitions import orders, progress, schedules
from planning.words import full_day

A = TypeVar("A", bound=Act)


class NotStarted(Exception):  # noqa: N818 -- reads as what it says to a person
    """The definition has errors, so nothing was started; `findings` say which."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.sentence.en for finding in findings))
        self.findings = findings


class Years(Acting):
    """What can be done about a whole year. Every method raises Unknown or NotPermitted."""

    async def start(self, source: Source, year: int, *, offset: timedelta = timedelta(), by: str) -> Done:
        """Copy the whole resolved cycle into the record and start it.

        A year that was proposed is confirmed so. Raises NotStarted for a definition with errors; NotPermitted for
        history, for a year that is over and for a second start. `offset` is for rehearsals: it is added to the
        engine's clock.
        """
        errors = tuple(each for each in lint(source, year) if each.severity == "error")
        if errors:
            raise NotStarted(errors)
        definition = parse(source)
        if definition.cycle.year is not None:
            raise NotPermitted(
                f"»{definition.cycle.key}« er historie ({definition.cycle.year}) og kan ikke startes; "
                "vis den med plan.",
                f"“{definition.cycle.key}” is history ({definition.cycle.year}) and cannot be started; "
                "show it with plan.",
            )
        return await self.begin(resolve(definition, year), source, offset=offset, by=by)

    async def begin(self, timeline: Timeline, source: Source, *, offset: timedelta = timedelta(), by: str) -> Done:
        """Start a timeline as it is, also one of history: what a rehearsal does, and `start` after its checks."""
        command = self._new_id()
        state = await asyncio.to_thread(self._store_start, timeline, source, offset, command, by)
        said = Text(
            da=f"{state.title.da} {timeline.year} er startet.", en=f"{state.title.en} {timeline.year} is started."
        )
        following = await asyncio.to_thread(self._following_start, state.slug)
        return await self._became(command, cycle_id(state.slug), said, following)

    async def move(
        self,
        cycle: str,
        step: str,
        to: date,
        *,
        hour: time | None = None,
        body: str | None = None,
        reason: str = "",
        on_version: int | None = None,
        by: str,
    ) -> Done:
        """Give a step (of one body) another date, or sharpen a fuzzy one; what hangs on it follows.

        `on_version` is the impact's that was confirmed: a year that has changed since is to be looked at again.
        """

        def prepare(session: Session) -> Prepared:
            row, standing = year_standing(session, cycle)
            act = Move(id=command, by=by, at=self._clock(), step=step, to=to, hour=hour, body=body, reason=reason)
            _check_place(session, standing.now, step, body)
            _check_version(standing.now, on_version)
            standing.permit(permitted.move, act)
            _check_plan(session, row, act)
            day = full_day(to)
            plan, whose = progress.plan_of(standing.now, step), f" ({body})" if body else ""
            said = Text(
                da=f"{plan.title.da}{whose} er flyttet til {day.da}.",
                en=f"{plan.title.en}{whose} is moved to {day.en}.",
            )
            if plan.kind not in MEETING_KINDS:
                said = said_with(said, workdays_of(row).remark(to))
            return Prepared(row, standing, "move", permitted.move, act, said)

        command = self._new_id()
        return await self._act(prepare)

    async def impact(
        self, cycle: str, step: str, to: date, *, hour: time | None = None, body: str | None = None
    ) -> Impact:
        """Return what a move would change, and change nothing."""

        def foresee() -> Impact:
            now = self._clock()
            with Session(reading(self._engine)) as session:
                row = cycle_named(session, cycle)
                before, after = foreseen(session, row, now), foreseen(session, row, now)
                _check_place(session, before.state, step, body)
            return impact_of_move(before, after, step, to, hour=hour, body=body)

        return await asyncio.to_thread(foresee)

    async def pause(self, cycle: str, reason: str = "", *, by: str) -> Done:
        """Stop letters and ladders; hand-ins, decisions and moves go on, and no deadline moves."""

        def make(_row: Cycle) -> tuple[Act, Text]:
            said = Text(
                da=f"{cycle} er sat på pause: ingen breve sendes; fristerne står fast.",
                en=f"{cycle} is paused: no letters leave; the deadlines stand.",
            )
            return Pause(id=command, by=by, at=self._clock(), reason=reason), said

        command = self._new_id()
        return await self._about_year(cycle, "pause", permitted.pause, make)

    async def resume(self, cycle: str, *, by: str) -> Done:
        """Let letters and ladders go on; what passed meanwhile is folded into the latest letter."""

        def make(row: Cycle) -> tuple[Act, Text]:
            at, workdays = self._clock(), workdays_of(row)
            leave = schedules.letters_leave(at, workdays)
            act = Resume(id=command, by=by, at=at, letters_from=leave)
            return act, _goes_on(cycle, workdays.civil(leave) if leave > at else None)

        command = self._new_id()
        return await self._about_year(cycle, "resume", permitted.resume, make)

    async def cancel(self, cycle: str, reason: str, *, by: str) -> Done:
        """Cancel the cycle: everyone concerned is told, nothing is deleted."""

        def make(_row: Cycle) -> tuple[Act, Text]:
            said = Text(
                da=f"{cycle} er aflyst; alle berørte får besked.",
                en=f"{cycle} is cancelled; everyone concerned is told.",
            )
            return Cancellation(id=command, by=by, at=self._clock(), reason=reason), said

        command = self._new_id()
        return await self._about_year(cycle, "cancel", permitted.cancellation, make)

    async def _about_year(
        self, cycle: str, update: str, rule: Callable[[CycleState, A], None], make: Callable[[Cycle], tuple[Act, Text]]
    ) -> Done:
        def prepare(session: Session) -> Prepared:
            row, standing = year_standing(session, cycle)
            act, said = make(row)
            return Prepared(row, standing, update, rule, act, said)

        return await self._act(prepare)

    def _store_start(self, timeline: Timeline, source: Source, offset: timedelta, command: str, by: str) -> CycleState:
        check_actor(by)
        at = self._clock()
        state = orders.cycle_state(timeline, offset).model_copy(update={"began": at, "by": by})
        _refuse_past(timeline, at.date())
        try:
            with Session(self._engine) as session, session.begin():
                _make_room(session, timeline.slug, at, by)
                session.merge(cycle_row(timeline, source, state, at, by))
                session.flush()
                session.add_all(other_rows(timeline))
                session.add(_start_command(state, command, by, at))
        except IntegrityError as error:  # somebody else started it between the look and the writing
            raise _already_started(timeline.definition.cycle.title, timeline.year) from error
        return state


def _goes_on(cycle: str, leave: datetime | None) -> Text:
    """Say that it goes on, and when letters do if that is not at once."""
    if leave is None:
        return Text(da=f"{cycle} kører igen.", en=f"{cycle} goes on.")
    day = full_day(leave.date())
    return Text(
        da=f"{cycle} kører igen; breve, der har ventet, sendes {day.da} kl. {leave:%H:%M}.",
        en=f"{cycle} goes on; letters that have waited leave on {day.en} at {leave:%H:%M}.",
    )


def _make_room(session: Session, slug: str, at: datetime, by: str) -> None:
    """A proposal of the year gives way to what is started, and is confirmed by it; a started one is refused."""
    there = session.get(Cycle, slug)
    if there is None:
        return
    if there.stage is not CycleStage.PROPOSED:
        raise _already_started(Text(da=there.title_da, en=there.title_en), there.year)
    for table in (Contact, Step, Body):
        session.exec(delete(table).where(col(table.cycle) == slug))
    confirm = session.get(Task, f"{cycle_id(slug)}:confirm")
    if confirm and confirm.done_at is None:
        tasks_done(session, [confirm], by, at)
    before, after = CycleStage.PROPOSED, CycleStage.RUNNING
    what = JournalEntry(
        cycle=slug, workflow_id=cycle_id(slug), event="cycle_confirmed", by=by, at=at, before=before, after=after
    )
    session.add(what)


def _already_started(title: Text, year: int) -> NotPermitted:
    return NotPermitted(
        f"{title.da} {year} er allerede startet. Vælg et andet år.",
        f"{title.en} {year} has already been started. Choose another year.",
    )


def _check_place(session: Session, year: CycleState, step: str, body: str | None) -> None:
    step_named(session, year.slug, step)
    bodies = progress.plan_of(year, step).bodies
    if body is not None and body not in bodies:
        raise unknown(body, bodies, f"et udvalg i »{step}«", f"a body of “{step}”")


def _check_version(year: CycleState, seen: int | None) -> None:
    if seen is not None and seen != year.version:
        raise NotPermitted(
            f"{year.slug} er ændret, siden du så, hvad flytningen medfører. Intet er flyttet; se det igen, og bekræft.",
            f"{year.slug} has changed since you saw what the move entails. Nothing was moved; look again and confirm.",
        )


def _check_plan(session: Session, row: Cycle, act: Move) -> None:
    """Refuse a date with which the year cannot be planned."""
    simulation = foreseen(session, row, act.at)
    try:
        simulation.replan(act.step, act.body, act.to, act.id, hour=act.hour, reason=act.reason)
    except Unresolvable as error:
        found = [finding.sentence for finding in error.findings]
        raise NotPermitted(" ".join(each.da for each in found), " ".join(each.en for each in found)) from error


def _start_command(state: CycleState, command: str, by: str, at: datetime) -> Command:
    return Command(
        id=command,
        cycle=state.slug,
        workflow_id=cycle_id(state.slug),
        name=START,
        payload=state.model_dump(mode="json"),
        by=by,
        given_at=at,
    )


def _refuse_past(timeline: Timeline, today: date) -> None:
    last = max((each.date.end for each in timeline.steps if each.date.end), default=None)
    if last is not None and last < today:
        raise NotPermitted(
            f"Året {timeline.year} er forbi (sidste dato er {last}). Vælg et kommende år.",
            f"The year {timeline.year} is over (its last date is {last}). Choose a coming year.",
        )
