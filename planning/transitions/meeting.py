"""What changes a workshop, meeting, reading or approval: pure transitions, for the workflow and the forecast alike."""

from datetime import datetime

from models.acts import Decision, Reinvitation
from models.change import Change
from models.letters import LetterFacts
from models.requests import Moved
from models.schedule import Recipient, Schedule
from models.states import MeetingState
from models.vocabulary import LetterKind, MeetingStage, Outcome
from planning.transitions import ladder
from planning.transitions.transition import (
    acted,
    advanced,
    changed,
    climbed_letters,
    happened,
    is_quiet,
    letter,
    moment_of,
    secretary,
)

OVER = frozenset({MeetingStage.FINISHED, MeetingStage.DECIDED, MeetingStage.CANCELLED})


def opened(state: MeetingState, now: datetime) -> Change:
    """Begin: an invitation whose day has passed leaves at once, reminders whose moment has passed do not."""
    steps = [*ladder.passed(state.schedule.ladder, now), *_invitations(state, now)]
    after = _after_steps(advanced(state, cursor=now), tuple(steps), now)
    return changed(
        after,
        happened("meeting_opened", now, after=state.schedule.deadline.on),
        letters=climbed_letters(state, tuple(steps), now, body=state.body, facts=_facts(state)),
    )


def next_moment(state: MeetingState) -> datetime | None:
    """Return when the meeting wants to be looked at again."""
    rung = None if state.paused else ladder.next_rung(state.schedule.ladder, state.cursor)
    moments = [moment_of(rung, state)] if rung else []
    if state.quiet_until and not state.paused:
        moments.append(state.quiet_until)
    if state.stage in {MeetingStage.PLANNED, MeetingStage.INVITED}:
        moments.append(state.ends_at)
    return min(moments, default=None)


def climbed(state: MeetingState, now: datetime) -> Change:
    """Climb what is due; when the meeting has been held, a decision is wanted or it is finished."""
    steps = _due(state, now)
    cursor = max([state.cursor, *(step.rung.at for step in steps)])
    quiet = state.quiet_until if is_quiet(state, now) else None
    after = _after_steps(advanced(state, cursor=cursor, quiet_until=quiet), steps, now)
    entries = [happened(f"meeting_{after.stage}", now, state.stage)] if after.stage is not state.stage else []
    letters = climbed_letters(state, steps, now, body=state.body, facts=_facts(state))
    return changed(after, *entries, letters=letters)


def decided(state: MeetingState, act: Decision) -> Change:
    """An outcome is recorded. A postponed meeting stays open under its id until the year has told it its new day."""
    entry = acted("decided", act, state.stage, act.outcome, note=_minutes(act))
    if act.outcome is Outcome.POSTPONED:
        return changed(advanced(state, decision=act), entry)
    after = advanced(state, stage=MeetingStage.DECIDED, decision=act)
    facts = LetterFacts(
        outcome=act.outcome, text=act.text, amendments=tuple(amendment.text for amendment in act.amendments), by=act.by
    )
    told = [letter(state, LetterKind.DECISION, act.id, to, act.at, body=state.body, facts=facts) for to in _told(state)]
    return changed(after, entry, letters=tuple(told))


def moved(state: MeetingState, move: Moved) -> Change:
    """Another day, hour or place: whoever was invited is told, the new ladder is climbed from here on.

    That letter is their invitation to the new day; no second one follows.
    """
    schedule = _without_invited(move.schedule or state.schedule, state.invited)
    armed = advanced(
        state,
        schedule=schedule,
        ends_at=move.ends_at or state.ends_at,
        place=move.place or state.place,
        decision=None,
        sequence=state.sequence + 1,
        cursor=move.at,
        stage=MeetingStage.INVITED if state.invited else MeetingStage.PLANNED,
    )
    facts = LetterFacts(deadline=schedule.deadline, before=state.schedule.deadline, reason=move.reason)
    told = [
        letter(armed, LetterKind.INVITATION_CHANGED, move.command, to, move.at, body=state.body, facts=facts)
        for to in state.invited
    ]
    steps = [*ladder.passed(schedule.ladder, move.at), *_invitations(armed, move.at)]
    after = _after_steps(armed, tuple(steps), move.at)
    letters = (*told, *climbed_letters(armed, tuple(steps), move.at, body=state.body, facts=_facts(armed)))
    entry = happened("meeting_moved", move.at, state.schedule.deadline.on, schedule.deadline.on)
    return changed(after, entry, letters=letters)


def reinvitation_permitted(state: MeetingState, act: Reinvitation) -> None:
    """Permit it always: where nobody is to be invited any more, it changes nothing."""


def reinvited(state: MeetingState, act: Reinvitation) -> Change:
    """Somebody else has a role: they are invited, unless the meeting is over; who had it is told on recording."""
    if is_over(state) or act.at > state.schedule.deadline.at:
        return changed(advanced(state))
    invited = [to for to in act.to if to in state.invited]
    told = [
        letter(state, LetterKind.INVITATION, act.id, to, act.at, body=state.body, facts=_facts(state)) for to in invited
    ]
    entry = acted("reinvited", act, after=", ".join(str(to) for to in invited))
    return changed(advanced(state), entry, letters=tuple(told))


def paused(state: MeetingState) -> Change:
    """Letters stop; the meeting is held all the same."""
    return changed(advanced(state, paused=True))


def resumed(state: MeetingState, letters_from: datetime | None = None) -> Change:
    """Letters go on, now or in the morning when letters leave."""
    return changed(advanced(state, paused=False, quiet_until=letters_from))


def cancelled(state: MeetingState, at: datetime, cause: str, reason: str) -> Change:
    """The meeting does not take place: whoever was invited gets a cancellation, with the next sequence.

    What has already been held cannot be called off: then nobody is told.
    """
    after = advanced(state, stage=MeetingStage.CANCELLED, sequence=state.sequence + 1)
    facts = LetterFacts(deadline=state.schedule.deadline, reason=reason)
    told = [
        letter(after, LetterKind.INVITATION_CANCELLED, cause, to, at, body=state.body, facts=facts)
        for to in (state.invited if at <= state.schedule.deadline.at else ())
    ]
    return changed(after, happened("meeting_cancelled", at, state.stage), letters=tuple(told))


def is_over(state: MeetingState) -> bool:
    """Whether nothing can happen any more."""
    return state.stage in OVER


def still_true(state: MeetingState, kind: LetterKind, sequence: int) -> bool:
    """Whether a letter may leave, asked against the record in the transaction that sends it."""
    if kind in {LetterKind.AGENDA_DEADLINE, LetterKind.OUTCOME_WANTED, LetterKind.INVITATION}:
        return not is_over(state) and state.sequence == sequence
    return True


def _due(state: MeetingState, now: datetime) -> tuple[ladder.Step, ...]:
    """What is climbed now; after a pause also the invitations to a day that was set while no letter could leave."""
    if is_quiet(state, now):
        return ()
    steps = ladder.due(state.schedule.ladder, state.cursor, now, state.schedule.deadline)
    if state.quiet_until is None:
        return steps
    climbed_now = {(step.rung.key, step.to) for step in steps}
    return (*steps, *(step for step in _invitations(state, now) if (step.rung.key, step.to) not in climbed_now))


def _invitations(state: MeetingState, now: datetime) -> list[ladder.Step]:
    """Invitations that should have left by now and have not, while the meeting lies ahead."""
    if is_quiet(state, now) or now > state.schedule.deadline.at:
        return []
    rungs = [r for r in state.schedule.ladder if r.kind is LetterKind.INVITATION and r.at <= now]
    return [ladder.Step(rung, to, None) for rung in rungs for to in rung.to if to not in state.invited]


def _without_invited(schedule: Schedule, invited: tuple[Recipient, ...]) -> Schedule:
    rungs = [
        rung.model_copy(update={"to": tuple(to for to in rung.to if to not in invited)})
        if rung.kind is LetterKind.INVITATION
        else rung
        for rung in schedule.ladder
    ]
    return schedule.model_copy(update={"ladder": tuple(rung for rung in rungs if rung.to)})


def _after_steps(state: MeetingState, steps: tuple[ladder.Step, ...], now: datetime) -> MeetingState:
    invited = [s.to for s in steps if s.rung.kind is LetterKind.INVITATION and s.settled is None]
    everyone = tuple(dict.fromkeys([*state.invited, *invited]))
    stage = MeetingStage.INVITED if everyone and state.stage is MeetingStage.PLANNED else state.stage
    if now >= state.ends_at:
        stage = MeetingStage.HELD if state.decides else MeetingStage.FINISHED
    return state.model_copy(update={"invited": everyone, "stage": stage})


def _told(state: MeetingState) -> tuple[Recipient, ...]:
    return state.invited or (secretary(state.body),)


def _facts(state: MeetingState) -> LetterFacts:
    return LetterFacts(deadline=state.schedule.deadline)


def _minutes(act: Decision) -> str:
    """The wording, the addition with its owner and deadline, and the amendments, as the journal keeps them."""
    addition = [f"+ {act.addition.text} ({act.addition.owner}, {act.addition.due})"] if act.addition else []
    return "; ".join([*([act.text] if act.text else []), *addition, *(f"± {each.text}" for each in act.amendments)])
