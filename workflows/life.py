"""What the children of a year have in common: wait for the next moment or an act, change, write, tell the year.

Planning decides what a change is; this drives it. One change at a time: the loop and every handler take the same lock.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import clock
from workflows.writing import OFFICE_HOURS, Writer, letters_leave

with workflow.unsafe.imports_passed_through():
    from activities.refusing import refused
    from models.acts import Act, Cancellation, Pause, Resume
    from models.change import Change
    from models.requests import Moved, Reported
    from models.states import DeliverableState, HearingState, MeetingState
    from models.vocabulary import HearingStage, MeetingStage, ObligationStage, cycle_id
    from planning.acts.permitted import NotPermitted
    from planning.foresight import simulation as rules
    from planning.foresight.outages import comes_late
    from planning.transitions.transition import quieted

S = TypeVar("S", DeliverableState, MeetingState, HearingState)
A = TypeVar("A", bound=Act)

_GONE = frozenset({ObligationStage.WAIVED, ObligationStage.CANCELLED, MeetingStage.CANCELLED, HearingStage.CANCELLED})
"""Stages in which a child leaves the calendars."""

REMEMBERED = 100
"""How many acts a state remembers; more come to no obligation, meeting or hearing."""


class Life(Generic[S]):
    """One child of a year from its opening, or from where the record left it, to its end."""

    def __init__(self, state: S) -> None:
        self.state: S = state
        self._lock = asyncio.Lock()
        self.writer = Writer(state.offset, lambda: self.state.paused)

    async def live(self) -> S:
        """Run to the end; return the last state, with every letter gone."""
        await self._begin()
        while not rules.is_over(self.state):
            seen = self.state.version
            moment = rules.next_moment(self.state)
            if await clock.comes(moment, self.state.offset, unless=lambda: self.state.version != seen):  # noqa: B023 -- asked in this turn only
                await self._climb(seen, moment)
            if self._grew_old():
                workflow.continue_as_new(self.state)
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self.writer.finish()
        return self.state

    def check(self, act: A, rule: Callable[[S, A], None]) -> None:
        """Raise the refusal of an act that the rules do not permit; a repeated act is permitted."""
        if act.id in self.state.acts:
            return
        try:
            rule(self.state, act)
        except NotPermitted as refusal:
            raise refused(refusal.sentence) from refusal

    async def act(
        self, act: A, rule: Callable[[S, A], None], change: Callable[[S, A], Change | Awaitable[Change]]
    ) -> None:
        """Do what a person ordered, once, when the rules still permit it; return when it is in the record."""
        await self._begun()
        async with self._lock:
            self.check(act, rule)
            if act.id not in self.state.acts:
                found = change(self.state, act)
                await self._take(found if isinstance(found, Change) else await found, act.at, act.id)

    async def hear(self, once: str, change: Callable[[S], Change], at: datetime) -> None:
        """Do what the year said, unless it has been said before (`once` names it) or everything is over."""
        await self._begun()
        async with self._lock:
            if once not in self.state.acts and not rules.is_over(self.state):
                await self._take(change(self.state), clock.stamped(at, self.state.offset), once)

    async def move(self, moved: Moved) -> None:
        """The year has settled other moments."""
        await self.hear(f"moved:{moved.command}", lambda state: rules.moved(state, moved), moved.at)

    async def pause(self, pause: Pause, change: Callable[[S], Change]) -> None:
        """Letters and ladder stop."""
        await self.hear(pause.id, change, pause.at)
        self._let_letters_know(paused=True)

    async def resume(self, resume: Resume, change: Callable[[S, datetime | None], Change]) -> None:
        """Letters and ladder go on."""
        await self.hear(resume.id, lambda state: change(state, resume.letters_from), resume.at)
        self._let_letters_know(paused=False)

    async def cancel(self, cancel: Cancellation) -> None:
        """The cycle or the track has ended."""
        await self.hear(
            f"cancelled:{cancel.id}",
            lambda state: rules.cancelled(state, cancel.at, cancel.id, cancel.reason),
            cancel.at,
        )

    def _let_letters_know(self, *, paused: bool) -> None:
        """One that has ended changes no more, but its last letters wait for the end of a pause too."""
        if rules.is_over(self.state):
            self.state = self.state.model_copy(update={"paused": paused})

    async def _begin(self) -> None:
        async with self._lock:
            at = clock.stamped(self.state.cursor, self.state.offset)
            if self.state.version == 0:
                await self._take(rules.opened(self.state, at), at)
            elif workflow.info().continued_run_id is None:
                await self._tell(None, self.state, at)

    async def _begun(self) -> None:
        await workflow.wait_condition(lambda: self.state.version > 0)

    async def _climb(self, seen: int, moment: datetime | None) -> None:
        async with self._lock:
            if self.state.version == seen and moment is not None:
                at = clock.stamped(moment, self.state.offset)
                await self._take(await self._waiting(moment, at) or rules.climbed(self.state, at), at)

    async def _waiting(self, moment: datetime, at: datetime) -> Change | None:
        """After an outage letters leave while the offices are open: the others wait."""
        if not comes_late(self.state, moment, at) or not workflow.patched(OFFICE_HOURS):
            return None
        leave = await letters_leave(self.state.cycle, at)
        return quieted(self.state, leave) if leave > at else None

    async def _take(self, change: Change, at: datetime, once: str | None = None) -> None:
        """Write the change; only then is it the state."""
        acts = (*self.state.acts, once)[-REMEMBERED:] if once else self.state.acts
        before, after = self.state, change.state.model_copy(update={"acts": acts})
        assert isinstance(after, type(before))
        await self.writer.write(change.model_copy(update={"state": after}))
        self.state = after
        if (before.sequence, before.stage in _GONE) != (after.sequence, after.stage in _GONE):
            self.writer.publish(after.cycle)
        await self._tell(before, after, at)

    async def _tell(self, before: S | None, after: S, at: datetime) -> None:
        for report in reports(before, after):
            await tell_year(after.cycle, report.model_copy(update={"at": at}))

    def _grew_old(self) -> bool:
        return (
            workflow.info().is_continue_as_new_suggested()
            and self.writer.is_idle
            and not self._lock.locked()
            and workflow.all_handlers_finished()
        )


def reports(before: S | None, after: S) -> list[Reported]:
    """Return what a change tells the year; without `before`, all that it should know: a rebuilt child repeats it."""
    told = Reported(id=after.id, step=after.step, body=rules.body_of(after, ""), round=after.round)
    if isinstance(after, MeetingState):
        waits = after.decision is not None and (before is None or before.decision != after.decision)
        over = rules.is_over(after)
        return [told.model_copy(update={"decision": after.decision, "settled": over})] if over or waits else []
    if rules.is_over(after):
        return [told]
    if isinstance(after, DeliverableState) and after.past and not (before and before.past):
        return [told.model_copy(update={"settled": False})]
    return []


async def tell_year(slug: str, report: Reported) -> None:
    """Signal the year; one that has ended needs no report."""
    try:
        await workflow.get_external_workflow_handle(cycle_id(slug)).signal("reported", report)
    except ApplicationError as error:
        workflow.logger.warning("the year %s was not told: %s", slug, error)
