"""A hearing: a window in which respondents of several classes answer, until the secretariat closes it."""

from temporalio import workflow

from workflows.life import Life

with workflow.unsafe.imports_passed_through():
    from models.acts import Cancellation, Closing, Pause, Response, Resume
    from models.requests import Moved
    from models.states import HearingState
    from planning.acts import permitted
    from planning.transitions import hearing


@workflow.defn(name="hearing")
class Hearing:
    """Invites every class, reminds who has not answered, and asks to be closed after the last deadline."""

    @workflow.init
    def __init__(self, state: HearingState) -> None:
        self._life = Life(state)

    @workflow.run
    async def run(self, state: HearingState) -> HearingState:
        """Run to the end; return the last state."""
        return await self._life.live()

    @workflow.query
    def state(self) -> HearingState:
        """Return the present state."""
        return self._life.state

    @workflow.update
    async def respond(self, act: Response) -> None:
        """Take an answer, late or not."""
        await self._life.act(act, permitted.response, hearing.responded)

    @respond.validator
    def _may_respond(self, act: Response) -> None:
        self._life.check(act, permitted.response)

    @workflow.update
    async def close(self, act: Closing) -> None:
        """Close the hearing: every committee gets the catalogue."""
        await self._life.act(act, permitted.closing, hearing.closed)

    @close.validator
    def _may_close(self, act: Closing) -> None:
        self._life.check(act, permitted.closing)

    @workflow.signal
    async def moved(self, move: Moved) -> None:
        """Take other deadlines from the year."""
        await self._life.move(move)

    @workflow.signal
    async def paused(self, pause: Pause) -> None:
        """Stop the letters."""
        await self._life.pause(pause, hearing.paused)

    @workflow.signal
    async def resumed(self, resume: Resume) -> None:
        """Let the letters go on."""
        await self._life.resume(resume, hearing.resumed)

    @workflow.signal
    async def cancel(self, cancel: Cancellation) -> None:
        """End: the cycle or the track has ended."""
        await self._life.cancel(cancel)
