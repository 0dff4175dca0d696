"""What changes one body's one obligation: pure transitions, used by the workflow and by the forecast alike.

Each takes the state and what happened, and returns the whole `Change`: next state, journal lines, letters. The rules
of what is permitted are asked before, in `planning.acts.permitted`.
"""

from datetime import datetime

from models.acts import Acceptance, Extension, ExtensionRefusal, ExtensionRequest, Return, Submission, Waiver
from models.change import Change, Entry, Task
from models.letters import LetterFacts, LetterOrder
from models.requests import DeadlineAnswer, Moved
from models.schedule import Deadline, Recipient, Rung, Schedule
from models.states import DeliverableState
from models.vocabulary import SETTLED, LetterKind, ObligationStage, TaskKind
from planning.transitions import extension_request as request
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


def opened(state: DeliverableState, now: datetime) -> Change:
    """Begin: an addition's own letter leaves; reminders whose moment has passed are recorded as passed."""
    state = advanced(state, cursor=now)
    letters = _passed(state, now)
    if state.opening:
        facts = LetterFacts(deadline=state.schedule.deadline, text=state.text)
        letters = (_to_body(state, state.opening, "start", now, facts), *letters)
    return changed(state, happened("obligation_opened", now, after=state.schedule.deadline.on), letters=letters)


def next_rung(state: DeliverableState) -> Rung | None:
    """Return the rung that is climbed next, while nothing silences the ladder."""
    return ladder.next_rung(_active_ladder(state), state.cursor)


def next_moment(state: DeliverableState) -> datetime | None:
    """Return when the obligation wants to be looked at again; None while only a person can change it."""
    moments = [moment_of(rung, state)] if (rung := next_rung(state)) else []
    if not state.past:
        moments.append(state.schedule.deadline.at)
    elif not state.needed and not state.paused:
        moments.append(closes_at(state))
    if state.suspended_until and not state.paused:
        moments.append(state.suspended_until)
    return min(moments, default=None)


def climbed(state: DeliverableState, now: datetime) -> Change:
    """Climb what is due at `now`, note that the deadline has passed, and close what nobody needs any longer."""
    if state.suspended_until and state.suspended_until <= now:
        state = state.model_copy(update={"suspended_until": None})
    rungs = () if is_quiet(state, now) else _active_ladder(state)
    steps = ladder.due(rungs, state.cursor, now, state.schedule.deadline)
    after = advanced(
        state,
        cursor=max([state.cursor, *(step.rung.at for step in steps)]),
        past=state.past or now >= state.schedule.deadline.at,
        escalated_to=_escalated(state, steps),
    )
    if not after.needed and after.past and not after.paused and now >= closes_at(after):
        after = after.model_copy(update={"stage": ObligationStage.CLOSED})
    facts = LetterFacts(deadline=state.schedule.deadline)
    letters = climbed_letters(state, steps, now, body=state.body, facts=facts)
    done = request.answered(state) if is_over(after) else ()
    return changed(after, *_what_happened(state, after, now), letters=letters, done=done)


def submitted(state: DeliverableState, act: Submission) -> Change:
    """A version is handed in: the ladder is silent, the body gets a receipt, whoever got an escalation one line."""
    after = advanced(
        state,
        stage=ObligationStage.HANDED_IN,
        versions=max(state.versions, act.version),
        late=state.late or act.late,
        approval_pending=act.approval_pending,
        request=None,
        suspended_until=None,
        escalated_to=(),
    )
    facts = LetterFacts(deadline=state.schedule.deadline, version=act.version, late=act.late)
    letters = [_to_body(state, LetterKind.RECEIPT, act.id, act.at, facts)]
    for to in state.escalated_to:
        letters.append(letter(state, LetterKind.ESCALATION_SETTLED, act.id, to, act.at, body=state.body, facts=facts))
    entry = acted("handed_in", act, state.versions, act.version)
    return changed(after, entry, letters=tuple(letters), done=request.answered(state))


def extended(state: DeliverableState, act: Extension, answer: DeadlineAnswer) -> Change:
    """The deadline moves to the granted date; the new ladder is climbed from here on."""
    after = _rearmed(state, answer.schedule, act.at, granted=act.until, request=None, suspended_until=None)
    return _told(state, after, act, "extended", LetterKind.EXTENSION_GRANTED, act.reason)


def extension_requested(state: DeliverableState, act: ExtensionRequest, answer: DeadlineAnswer) -> Change:
    """The secretariat is asked; overdue rungs wait for the answer, five working days at most."""
    after = advanced(state, request=act, suspended_until=answer.suspended_until)
    facts = LetterFacts(deadline=answer.schedule.deadline, before=state.schedule.deadline, reason=act.reason)
    ask = letter(
        state, LetterKind.EXTENSION_ASKED, act.id, secretary(state.secretariat), act.at, body=state.body, facts=facts
    )
    task = Task.told(request.task_key(state, act), TaskKind.EXTENSION_TO_ANSWER, request.told(state, act))
    entry = acted("extension_requested", act, state.schedule.deadline.on, act.until, act.reason)
    return changed(after, entry, letters=(ask,), tasks=(task,), done=request.answered(state))


def extension_refused(state: DeliverableState, act: ExtensionRefusal) -> Change:
    """The deadline stands; overdue rungs that waited are climbed when the next letter would leave, not at this hour."""
    following = ladder.next_rung(state.schedule.ladder, act.at)
    waits = [each for each in (state.suspended_until, following and following.at) if each]
    after = advanced(state, request=None, suspended_until=min(waits) if state.suspended_until else None)
    facts = LetterFacts(deadline=state.schedule.deadline, reason=act.reason)
    refusal = _to_body(state, LetterKind.EXTENSION_REFUSED, act.id, act.at, facts)
    asked = state.request.until if state.request else None
    entry = acted("extension_refused", act, asked, state.schedule.deadline.on, act.reason)
    return changed(after, entry, letters=(refusal,), done=request.answered(state))


def waived(state: DeliverableState, act: Waiver) -> Change:
    """The body is released from the obligation."""
    after = advanced(state, stage=ObligationStage.WAIVED, request=None, suspended_until=None)
    facts = LetterFacts(deadline=state.schedule.deadline, reason=act.reason)
    told = _to_body(state, LetterKind.WAIVED, act.id, act.at, facts)
    return changed(
        after, acted("waived", act, state.stage, after.stage, act.reason), letters=(told,), done=request.answered(state)
    )


def lapsed(state: DeliverableState, act: Waiver) -> Change:
    """The policy under which a status account is due is no longer in force: what is not handed in is waived."""
    owed = state.stage in {ObligationStage.PLANNED, ObligationStage.OPEN}
    return waived(state, act) if owed else changed(advanced(state))


def returned(state: DeliverableState, act: Return, answer: DeadlineAnswer) -> Change:
    """What was handed in goes back until a new date; the ladder is armed again."""
    after = _rearmed(state, answer.schedule, act.at, returned=act.until, stage=ObligationStage.OPEN)
    return _told(state, after, act, "returned", LetterKind.RETURNED, act.reason)


def accepted(state: DeliverableState, act: Acceptance) -> Change:
    """The secretariat accepts: the obligation is settled."""
    after = advanced(state, stage=ObligationStage.ACCEPTED)
    told = _to_body(state, LetterKind.ACCEPTED, act.id, act.at, LetterFacts(version=state.versions))
    return changed(after, acted("accepted", act, state.stage, after.stage), letters=(told,))


def moved(state: DeliverableState, move: Moved) -> Change:
    """The step's own date moved. The effective deadline may stand, because an extension survives a move."""
    schedule = move.schedule or state.schedule
    if schedule.deadline.at == state.schedule.deadline.at:
        after = advanced(state, step_on=move.step_on, bound=move.bound)
        return changed(after, happened("step_moved", move.at, state.step_on, move.step_on))
    after = _rearmed(state, schedule, move.at, step_on=move.step_on, bound=move.bound)
    entry = happened("deadline_moved", move.at, state.schedule.deadline.on, schedule.deadline.on)
    if state.stage is not ObligationStage.OPEN:
        return changed(after, entry)
    facts = LetterFacts(deadline=schedule.deadline, before=state.schedule.deadline, reason=move.reason)
    told = _to_body(after, LetterKind.DATE_MOVED, move.command, move.at, facts)
    return changed(after, entry, letters=(told, *_passed(after, move.at)))


def paused(state: DeliverableState) -> Change:
    """The ladder stops; everything a person does goes on."""
    return changed(advanced(state, paused=True))


def resumed(state: DeliverableState, letters_from: datetime | None = None) -> Change:
    """The ladder goes on: what passed meanwhile is folded into the latest rung when it is climbed, now or later."""
    return changed(advanced(state, paused=False, quiet_until=letters_from))


def closed(state: DeliverableState, at: datetime) -> Change:
    """The last step that needs it is decided; handed in or not."""
    return changed(
        advanced(state, stage=ObligationStage.CLOSED),
        happened("obligation_closed", at, state.stage),
        done=request.answered(state),
    )


def cancelled(state: DeliverableState, at: datetime) -> Change:
    """The cycle or the track has ended."""
    return changed(
        advanced(state, stage=ObligationStage.CANCELLED),
        happened("obligation_cancelled", at, state.stage),
        done=request.answered(state),
    )


def is_over(state: DeliverableState) -> bool:
    """Whether nothing can happen any more."""
    return state.stage in SETTLED


def still_true(state: DeliverableState, kind: LetterKind, sequence: int) -> bool:
    """Whether a rung's letter may leave, asked against the record in the transaction that sends it."""
    if kind not in ladder.BEFORE_THE_DEADLINE | ladder.AFTER_THE_DEADLINE:
        return True
    return _still_asked(state) and state.sequence == sequence


def closes_at(state: DeliverableState) -> datetime:
    """Return when an obligation that no step needs closes: at its last rung or its deadline, whichever is later.

    Rungs that wait for the answer to a request, or for the letters after a pause, are climbed first.
    """
    waiting = [each for each in (state.suspended_until, state.quiet_until) if each]
    return max([state.schedule.deadline.at, *(rung.at for rung in state.schedule.ladder), *waiting])


def _still_asked(state: DeliverableState) -> bool:
    """An obligation that nobody needs closes as its last rung is climbed: that letter leaves all the same."""
    closed_by_itself = state.stage is ObligationStage.CLOSED and not state.needed and not state.versions
    return state.stage is ObligationStage.OPEN or closed_by_itself


def _active_ladder(state: DeliverableState) -> tuple[Rung, ...]:
    if state.paused or state.stage is not ObligationStage.OPEN:
        return ()
    if state.suspended_until:
        return tuple(rung for rung in state.schedule.ladder if rung.kind not in ladder.AFTER_THE_DEADLINE)
    return state.schedule.ladder


def _escalated(state: DeliverableState, steps: tuple[ladder.Step, ...]) -> tuple[Recipient, ...]:
    new = [s.to for s in steps if s.rung.kind is LetterKind.ESCALATION and s.settled is None]
    return tuple(dict.fromkeys([*state.escalated_to, *new]))


def _what_happened(before: DeliverableState, after: DeliverableState, now: datetime) -> list[Entry]:
    entries = []
    if after.past and not before.past:
        entries.append(happened("deadline_passed", ladder.stamp(before.schedule.deadline.at, now), after=after.stage))
    if after.stage is not before.stage:
        entries.append(happened("obligation_closed", now, before.stage))
    return entries


def _rearmed(state: DeliverableState, schedule: Schedule, at: datetime, **changes: object) -> DeliverableState:
    """The state on a new schedule: the sequence grows, and what lies behind `at` is history."""
    return advanced(state, schedule=schedule, sequence=state.sequence + 1, cursor=at, past=False, **changes)


def _told(
    before: DeliverableState,
    after: DeliverableState,
    act: Extension | Return,
    event: str,
    kind: LetterKind,
    reason: str,
) -> Change:
    old, new = before.schedule.deadline, after.schedule.deadline
    told = _to_body(after, kind, act.id, act.at, LetterFacts(deadline=new, before=old, reason=reason))
    entry, letters = acted(event, act, old.on, new.on, reason), (told, *_passed(after, act.at))
    return changed(after, entry, letters=letters, done=request.answered(before))


def _passed(state: DeliverableState, now: datetime) -> tuple[LetterOrder, ...]:
    return climbed_letters(state, ladder.passed(state.schedule.ladder, now), now, body=state.body)


def _to_body(state: DeliverableState, kind: LetterKind, cause: str, at: datetime, facts: LetterFacts) -> LetterOrder:
    return letter(state, kind, cause, secretary(state.body), at, body=state.body, facts=facts)


def deadline_of(state: DeliverableState) -> Deadline:
    """Return the effective deadline: one fact, one place."""
    return state.schedule.deadline


def late_at(state: DeliverableState, act_at: datetime) -> bool:
    """Whether something stored at this instant is late."""
    return act_at > deadline_of(state).at
