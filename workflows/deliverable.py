"""One committee's one obligation: reminders, hand-ins, extensions, until it is settled."""

from temporalio import workflow

from workflows.life import Life
from workflows.writing import RECORD

with workflow.unsafe.imports_passed_through():
    from activities.replanning import Replanning
    from models.acts import (
        Acceptance,
        Cancellation,
        Extension,
        ExtensionRefusal,
        ExtensionRequest,
        Pause,
        Resume,
        Return,
        Submission,
        Waiver,
    )
    from models.change import Change
    from models.requests import Concluded, DeadlineAnswer, DeadlineQuestion, Moved
    from models.states import DeliverableState
    from planning.acts import permitted
    from planning.transitions import obligation


@workflow.defn(name="deliverable")
class Deliverable:
    """Climbs the ladder while nothing is handed in, and stays open until the step that needs it is decided."""

    @workflow.init
    def __init__(self, state: DeliverableState) -> None:
        self._life = Life(state)

    @workflow.run
    async def run(self, state: DeliverableState) -> DeliverableState:
        """Run to the end; return the last state."""
        return await self._life.live()

    @workflow.query
    def state(self) -> DeliverableState:
        """Return the present state."""
        return self._life.state

    @workflow.update
    async def submit(self, act: Submission) -> None:
        """Take a version, late or not."""
        await self._life.act(act, permitted.submission, obligation.submitted)

    @submit.validator
    def _may_submit(self, act: Submission) -> None:
        self._life.check(act, permitted.submission)

    @workflow.update
    async def extend(self, act: Extension) -> None:
        """Move the deadline, and climb what the new ladder still has ahead."""
        await self._life.act(act, permitted.extension, _extended)

    @extend.validator
    def _may_extend(self, act: Extension) -> None:
        self._life.check(act, permitted.extension)

    @workflow.update
    async def request_extension(self, act: ExtensionRequest) -> None:
        """Ask the secretariat for a later date."""
        await self._life.act(act, permitted.extension_request, _requested)

    @request_extension.validator
    def _may_request_extension(self, act: ExtensionRequest) -> None:
        self._life.check(act, permitted.extension_request)

    @workflow.update
    async def refuse_extension(self, act: ExtensionRefusal) -> None:
        """Answer an open request with no."""
        await self._life.act(act, permitted.extension_refusal, obligation.extension_refused)

    @refuse_extension.validator
    def _may_refuse_extension(self, act: ExtensionRefusal) -> None:
        self._life.check(act, permitted.extension_refusal)

    @workflow.update
    async def waive(self, act: Waiver) -> None:
        """Release the body from the obligation."""
        await self._life.act(act, permitted.waiver, obligation.waived)

    @waive.validator
    def _may_waive(self, act: Waiver) -> None:
        self._life.check(act, permitted.waiver)

    @workflow.update
    async def send_back(self, act: Return) -> None:
        """Return what was handed in, until a new date."""
        await self._life.act(act, permitted.sending_back, _returned)

    @send_back.validator
    def _may_send_back(self, act: Return) -> None:
        self._life.check(act, permitted.sending_back)

    @workflow.update
    async def accept(self, act: Acceptance) -> None:
        """Settle the obligation."""
        await self._life.act(act, permitted.acceptance, obligation.accepted)

    @accept.validator
    def _may_accept(self, act: Acceptance) -> None:
        self._life.check(act, permitted.acceptance)

    @workflow.signal
    async def moved(self, move: Moved) -> None:
        """Take other moments from the year."""
        await self._life.move(move)

    @workflow.signal
    async def paused(self, pause: Pause) -> None:
        """Stop the ladder."""
        await self._life.pause(pause, obligation.paused)

    @workflow.signal
    async def resumed(self, resume: Resume) -> None:
        """Let the ladder go on."""
        await self._life.resume(resume, obligation.resumed)

    @workflow.signal
    async def close(self, concluded: Concluded) -> None:
        """End: the last step that needs it has ended."""
        at = concluded.at
        await self._life.hear(f"concluded:{at.isoformat()}", lambda state: obligation.closed(state, at), at)

    @workflow.signal
    async def lapse(self, waiver: Waiver) -> None:
        """End unless handed in: the policy of this duty has been replaced."""
        await self._life.hear(waiver.id, lambda state: obligation.lapsed(state, waiver), waiver.at)

    @workflow.signal
    async def cancel(self, cancel: Cancellation) -> None:
        """End: the cycle or the track has ended."""
        await self._life.cancel(cancel)


async def _extended(state: DeliverableState, act: Extension) -> Change:
    return obligation.extended(state, act, await _ask(DeadlineQuestion(state=state, granted=act.until, at=act.at)))


async def _requested(state: DeliverableState, act: ExtensionRequest) -> Change:
    answer = await _ask(DeadlineQuestion(state=state, granted=act.until, at=act.at))
    return obligation.extension_requested(state, act, answer)


async def _returned(state: DeliverableState, act: Return) -> Change:
    return obligation.returned(state, act, await _ask(DeadlineQuestion(state=state, returned=act.until, at=act.at)))


async def _ask(question: DeadlineQuestion) -> DeadlineAnswer:
    answer: DeadlineAnswer = await workflow.execute_activity_method(Replanning.deadline, question, **RECORD)
    return answer
