"""The year's state and its only way to change: written first, then true; and how it talks to its children."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from workflows import clock
from workflows.writing import Writer

with workflow.unsafe.imports_passed_through():
    from models.change import Change, Entry, Task
    from models.letters import LetterOrder
    from models.message import Message
    from models.requests import Concluded, StepOrders
    from models.states import CycleState, DeliverableState, HearingState, MeetingState
    from models.vocabulary import CycleStage, StepStage
    from planning.transitions import progress
    from planning.transitions.transition import happened

Child = DeliverableState | MeetingState | HearingState

BATCH = 25
"""Children that are started at once: a step with thousands of bodies stays within what one task may order."""

REMEMBERED = 500
"""How many acts and decisions a year remembers."""


class Year:
    """What the parts of the annual cycle share. `cause` is the decided moment of what is being done now."""

    def __init__(self, state: CycleState) -> None:
        self.state = state
        self.lock = asyncio.Lock()
        self.cause: datetime | None = state.began
        self.writer = Writer(state.offset, lambda: self.state.stage is CycleStage.PAUSED)

    def now(self) -> datetime:
        """Return the decided moment of the cause, or the present second when there is none or it is long past."""
        present = clock.now(self.state.offset)
        return clock.stamped(self.cause, self.state.offset) if self.cause else present

    def reached(self) -> datetime:
        """Return up to which moment what falls due has come."""
        return clock.reached(self.now(), self.state.offset)

    async def become(
        self,
        state: CycleState,
        *entries: Entry,
        once: str | None = None,
        letters: tuple[LetterOrder, ...] = (),
        tasks: tuple[Task, ...] = (),
        done: tuple[str, ...] = (),
    ) -> None:
        """Write the change with a line for every step whose stage it changes; only then is it the state."""
        if once:
            state = state.model_copy(update={"acts": (*state.acts, once)[-REMEMBERED:]})
        lines = (*entries, *_stages(self.state, state, self.now()))
        await self.writer.write(Change(state=state, entries=lines, letters=letters, tasks=tasks, done=done))
        fresh = self.state.version == 0 or self.state.sequence != state.sequence
        self.state = state
        if fresh:
            self.writer.publish(state.slug)

    async def start(self, children: StepOrders) -> None:
        """Start children that live on when the year continues as new; one that runs already is fine."""
        orders = children.children
        for first in range(0, len(orders), BATCH):
            await asyncio.gather(*(self.start_one(order) for order in orders[first : first + BATCH]))

    async def start_one(self, child: Child) -> None:
        """Start one child; a paused year starts it paused."""
        order = child.model_copy(update={"paused": True}) if self.state.stage is CycleStage.PAUSED else child
        try:
            await workflow.start_child_workflow(
                child.shape,  # a child's shape is its workflow's name
                order,
                id=child.id,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("%s runs already", child.id)

    async def tell(self, children: Iterable[str], signal: str, message: Message) -> None:
        """Signal children; one that has ended needs no signal."""
        await asyncio.gather(*(self._tell_one(child, signal, message) for child in children))

    async def close_obligations(self, step: str) -> None:
        """A step has ended: the obligations that it was the last to need are closed."""
        for key in progress.obligations_to_close(self.state, step):
            await self.tell(progress.children_of(self.state, key), "close", Concluded(at=self.now()))

    async def _tell_one(self, child: str, signal: str, message: Message) -> None:
        try:
            await workflow.get_external_workflow_handle(child).signal(signal, message)
        except ApplicationError as error:
            workflow.logger.info("%s was not told %s: %s", child, signal, error)


def ended_steps(state: CycleState) -> frozenset[str]:
    """Return the steps that have ended."""
    return frozenset(each.key for each in state.progress if each.stage in progress.ENDED)


def _stages(before: CycleState, after: CycleState, at: datetime) -> list[Entry]:
    known = {each.key: each.stage for each in before.progress}
    return [
        happened(f"step_{each.stage}", at, known.get(each.key, StepStage.WAITING), each.stage, each.key)
        for each in after.progress
        if each.stage is not known.get(each.key)
    ]
