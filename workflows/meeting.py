"""A workshop, meeting, reading or approval of one body: invitation, agenda, outcome."""

from temporalio import workflow

from workflows.life import Life

with workflow.unsafe.imports_passed_through():
    from models.acts import Cancellation, Decision, Pause, Reinvitation, Resume
    from models.requests import Moved
    from models.states import MeetingState
    from planning.acts import permitted
    from planning.transitions import meeting


@workflow.defn(name="meeting")
class Meeting:
    """Invites, follows every change of date, and asks for the outcome until it is recorded."""

    @workflow.init
    def __init__(self, state: MeetingState) -> None:
        self._life = Life(state)

    @workflow.run
    async def run(self, state: MeetingState) -> MeetingState:
        """Run to the end; return the last state."""
        return await self._life.live()

    @workflow.query
    def state(self) -> MeetingState:
        """Return the present state."""
        return self._life.state

    @workflow.update
    async def decide(self, act: Decision) -> None:
        """Record an outcome; the year hears of it and does what follows."""
        await self._life.act(act, permitted.decision, meeting.decided)

    @decide.validator
    def _may_decide(self, act: Decision) -> None:
        self._life.check(act, permitted.decision)

    @workflow.update
    async def reinvite(self, act: Reinvitation) -> None:
        """Invite who has a role now; who had it is no longer invited."""
        await self._life.act(act, meeting.reinvitation_permitted, meeting.reinvited)

    @reinvite.validator
    def _may_reinvite(self, act: Reinvitation) -> None:
        self._life.check(act, meeting.reinvitation_permitted)

    @workflow.signal
    async def moved(self, move: Moved) -> None:
        """Take another day, hour or place from the year."""
        await self._life.move(move)

    @workflow.signal
    async def paused(self, pause: Pause) -> None:
        """Stop the letters."""
        await self._life.pause(pause, meeting.paused)

    @workflow.signal
    async def resumed(self, resume: Resume) -> None:
        """Let the letters go on."""
        await self._life.resume(resume, meeting.resumed)

    @workflow.signal
    async def cancel(self, cancel: Cancellation) -> None:
        """End: it does not take place."""
        await self._life.cancel(cancel)
