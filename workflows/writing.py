"""Writing changes to the record, and sending their letters without anybody waiting for the mail."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from workflows import clock

with workflow.unsafe.imports_passed_through():
    from activities.calendars import Calendars
    from activities.correspondence import Correspondence
    from activities.replanning import Replanning
    from activities.tracking import Record
    from models.change import Change, Recorded
    from models.letters import SendOrder
    from models.requests import CycleNamed, Leaving, LeavingQuestion
    from models.vocabulary import LetterState

RECORD: dict[str, Any] = {
    "start_to_close_timeout": timedelta(seconds=60),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(minutes=1)),
}
"""How the record is asked and written: until it works, for without it nothing may go on."""

LETTER: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=10),
    "heartbeat_timeout": timedelta(seconds=20),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(minutes=15)),
}
"""A letter: longer than any relay's answers, for days if need be; one whose worker died is taken up again soon."""

CALENDAR: dict[str, Any] = {
    "start_to_close_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(maximum_attempts=5),
}
"""Calendar files: the next change writes them too, so nothing waits for a full disk."""

OFFICE_HOURS = "letters-leave-in-office-hours"
"""Since when letters that an outage held up wait for the next working day."""

AT_ONCE = 500
"""How many letters of one workflow are under way at once: a server refuses a workflow with 2,000 open activities."""

_GLANCE = timedelta(minutes=1)


async def letters_leave(cycle: str, at: datetime) -> datetime:
    """Return when letters leave that an outage held up until `at`."""
    question = LeavingQuestion(cycle=cycle, at=at)
    answer: Leaving = await workflow.execute_activity_method(Replanning.letters_leave, question, **RECORD)
    return answer.at


class Writer:
    """Writes one workflow's changes; its letters leave in the background, in order per recipient."""

    def __init__(self, offset: timedelta, is_paused: Callable[[], bool]) -> None:
        self._offset = offset
        self._is_paused = is_paused
        self._last: dict[str, asyncio.Task[None]] = {}
        self._open = 0
        self._sending = 0
        self._publishing: asyncio.Task[None] | None = None

    async def write(self, change: Change) -> Recorded:
        """Write the change; return when it is in the record, with its letters on their way."""
        recorded: Recorded = await workflow.execute_activity_method(Record.record, change, **RECORD)
        self.send(recorded.sendable)
        return recorded

    def send(self, keys: Iterable[str]) -> None:
        """Hand letters to the wire in the background, each after the ones before it to the same recipient."""
        for key in keys:
            recipient = key.rpartition(":")[2]
            self._open += 1
            self._last[recipient] = asyncio.create_task(self._deliver(key, self._last.get(recipient)))

    def publish(self, slug: str) -> None:
        """Bring the calendar files up to date in the background."""
        self._open += 1
        self._publishing = asyncio.create_task(self._publish(slug))

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._open == 0

    async def finish(self) -> None:
        """Wait until every letter has left, or waits for a person."""
        await workflow.wait_condition(lambda: self.is_idle)

    async def _publish(self, slug: str) -> None:
        try:
            await workflow.execute_activity_method(Calendars.publish_calendars, CycleNamed(slug=slug), **CALENDAR)
        except ActivityError as error:
            workflow.logger.warning("the calendars of %s were not written: %s", slug, error.cause)
        self._open -= 1

    async def _deliver(self, key: str, before: asyncio.Task[None] | None) -> None:
        if before:
            await before
        while await self._send(key) is LetterState.RELEASED:
            await self._wait_for_the_pause_to_end()
        self._open -= 1

    async def _send(self, key: str) -> LetterState:
        # Asked only where it matters: a history in which fewer letters left at once has no mark of it.
        while self._sending >= AT_ONCE and workflow.patched("letters-in-turns"):
            await workflow.wait_condition(lambda: self._sending < AT_ONCE)
        self._sending += 1
        try:
            order = SendOrder(key=key, now=clock.now(self._offset))
            state: LetterState = await workflow.execute_activity_method(Correspondence.send_letter, order, **LETTER)
        finally:
            self._sending -= 1
        return state

    async def _wait_for_the_pause_to_end(self) -> None:
        """The record knows of a pause before this workflow may have heard of it: look once, then wait for its end."""
        await clock.comes(clock.now(self._offset) + _GLANCE, self._offset, unless=self._is_paused)
        await workflow.wait_condition(lambda: not self._is_paused())
