"""The year: opens steps when their gates and predecessors allow, hears its children, and does what people order."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from temporalio import workflow

from workflows import clock, ordering
from workflows.opening import ask_for_days, open_steps
from workflows.reporting import alike, hear, hear_all
from workflows.writing import OFFICE_HOURS, RECORD, letters_leave
from workflows.year import Year

with workflow.unsafe.imports_passed_through():
    from activities.correspondence import Correspondence
    from activities.refusing import refused
    from models.acts import Act, Cancellation, DoubtSettled, Move, Pause, Release, Resume
    from models.requests import CycleNamed, Reported, WaitingLetters
    from models.states import CycleState
    from models.vocabulary import CycleStage
    from planning.acts import permitted
    from planning.acts.permitted import NotPermitted
    from planning.transitions import progress
    from planning.transitions.transition import happened, started

A = TypeVar("A", bound=Act)


@workflow.defn(name="annual-cycle")
class AnnualCycle:
    """One year of one cycle, from its first letter to the council's approval and the last account."""

    @workflow.init
    def __init__(self, state: CycleState) -> None:
        self._year = Year(state)
        self._heard: list[Reported] = []

    @workflow.run
    async def run(self, state: CycleState) -> CycleState:
        """Run to the end; return the last state, with every letter gone."""
        await self._begin()
        while not await self._turn():
            seen, moment = self._year.state.version, progress.next_moment(self._year.state, self._year.reached())
            woken = lambda: bool(self._heard) or self._year.state.version != seen  # noqa: B023, E731 -- asked in this turn only
            if await clock.comes(moment, state.offset, unless=woken):
                self._year.cause = moment
                await self._wait_for_the_office(moment)
            if self._grew_old():
                workflow.continue_as_new(self._year.state)
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._year.writer.finish()
        return self._year.state

    @workflow.query
    def state(self) -> CycleState:
        """Return the present state."""
        return self._year.state

    @workflow.signal
    def reported(self, report: Reported) -> None:
        """Hear a child; it is taken in its turn."""
        self._heard.append(report)

    @workflow.update
    async def move(self, act: Move) -> None:
        """Give a step another date, or sharpen a fuzzy one."""
        await self._act(act, permitted.move, ordering.move)

    @move.validator
    def _may_move(self, act: Move) -> None:
        self._check(act, permitted.move)

    @workflow.update
    async def pause(self, act: Pause) -> None:
        """Stop letters and ladders."""
        await self._act(act, permitted.pause, ordering.pause)

    @pause.validator
    def _pause_is_permitted(self, act: Pause) -> None:
        self._check(act, permitted.pause)

    @workflow.update
    async def resume(self, act: Resume) -> None:
        """Let letters and ladders go on."""
        await self._act(act, permitted.resume, ordering.resume)

    @resume.validator
    def _resume_is_permitted(self, act: Resume) -> None:
        self._check(act, permitted.resume)

    @workflow.update
    async def cancel(self, act: Cancellation) -> None:
        """Cancel the cycle."""
        await self._act(act, permitted.cancellation, ordering.cancel)

    @cancel.validator
    def _cancel_is_permitted(self, act: Cancellation) -> None:
        self._check(act, permitted.cancellation)

    @workflow.update
    async def release(self, act: Release) -> None:
        """Let held letters leave."""
        await self._act(act, permitted.release, ordering.release)

    @release.validator
    def _release_is_permitted(self, act: Release) -> None:
        self._check(act, permitted.release)

    @workflow.update
    async def settle_doubt(self, act: DoubtSettled) -> None:
        """Take a person's word on an unknown letter."""
        await self._act(act, _always, ordering.settle_doubt)

    async def _begin(self) -> None:
        year, named = self._year, CycleNamed(slug=self._year.state.slug)
        async with year.lock:
            if year.state.version == 0:
                await year.become(progress.advanced(year.state), started(year.state, year.now()))
            elif workflow.info().continued_run_id is None:
                waiting: WaitingLetters = await workflow.execute_activity_method(
                    Correspondence.waiting_letters, named, **RECORD
                )
                year.writer.send(waiting.keys)

    async def _wait_for_the_office(self, moment: datetime | None) -> None:
        """After an outage letters leave while the offices are open."""
        year = self._year
        at = clock.stamped(moment, year.state.offset) if moment else None
        if moment and at and at > moment and workflow.patched(OFFICE_HOURS):
            leave = await letters_leave(year.state.slug, at)
            async with year.lock:
                if leave > at:
                    await year.become(progress.quieted(year.state, leave))

    async def _turn(self) -> bool:
        """Take what was heard, open what may open; True when the year is over."""
        year = self._year
        async with year.lock:
            while self._heard:
                del self._heard[: await self._hear()]
            await open_steps(year)
            await ask_for_days(year)
            over = progress.is_over(year.state) and year.state.stage is not CycleStage.PAUSED and not self._heard
            if over and year.state.stage not in {CycleStage.CANCELLED, CycleStage.ENDED}:
                await year.become(progress.ended(year.state), happened("cycle_ended", year.now()))
            return over

    async def _hear(self) -> int:
        """Take what was heard first, with what is like it; return how many reports that was."""
        reports = alike(self._heard)
        # Asked only where it matters: a history in which each report came alone has no mark of it.
        if len(reports) > 1 and workflow.patched("reports-together"):
            await hear_all(self._year, reports)
            return len(reports)
        await hear(self._year, self._heard[0])
        return 1

    def _check(self, act: A, rule: Callable[[CycleState, A], None]) -> None:
        if act.id in self._year.state.acts:
            return
        try:
            rule(self._year.state, act)
        except NotPermitted as refusal:
            raise refused(refusal.sentence) from refusal

    async def _act(
        self, act: A, rule: Callable[[CycleState, A], None], do: Callable[[Year, A], Awaitable[None]]
    ) -> None:
        """Do what a person ordered, once, when the rules still permit it; return when it is in the record."""
        year = self._year
        await workflow.wait_condition(lambda: year.state.version > 0)
        async with year.lock:
            self._check(act, rule)
            if act.id not in year.state.acts:
                year.cause = act.at
                await do(year, act)

    def _grew_old(self) -> bool:
        quiet = not self._heard and self._year.writer.is_idle and not self._year.lock.locked()
        suggested = workflow.info().is_continue_as_new_suggested()
        return suggested and quiet and workflow.all_handlers_finished()


def _always(state: CycleState, act: DoubtSettled) -> None:
    """A word on a letter is taken also after the year has been cancelled."""
