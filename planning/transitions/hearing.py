"""What changes a hearing: pure transitions, used by the workflow and by the forecast alike."""

from collections.abc import Iterator
from datetime import datetime

from models.acts import Closing, Response
from models.change import Change
from models.letters import LetterFacts, LetterOrder
from models.requests import Moved
from models.schedule import Deadline, Recipient, Rung
from models.states import HearingState
from models.vocabulary import HearingStage, LetterKind, LetterState, Role
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

OVER = frozenset({HearingStage.CLOSED, HearingStage.CANCELLED})


def opened(state: HearingState, now: datetime) -> Change:
    """Begin: invitations whose moment has come leave now, reminders whose moment has passed do not."""
    past = ladder.passed(state.ladder, now)
    due = [
        ladder.Step(rung, to, None)
        for rung in state.ladder
        if rung.kind is LetterKind.HEARING_INVITATION and rung.at <= now
        for to in rung.to
    ]
    return _climb(state, (*past, *due), now, "hearing_opened")


def next_moment(state: HearingState) -> datetime | None:
    """Return when the hearing wants to be looked at again; None while only the secretariat can close it.

    It opens on its day also while letters are paused, and when there is nobody to invite.
    """
    if is_over(state):
        return None
    rung = None if state.paused else ladder.next_rung(state.ladder, state.cursor)
    moments = [moment_of(rung, state)] if rung else []
    if state.stage is HearingStage.PLANNED:
        moments.append(state.opens.at)
    return min(moments, default=None)


def climbed(state: HearingState, now: datetime) -> Change:
    """Climb what is due: invitations, reminders to those who have not answered, the wish that it be closed."""
    rungs = () if is_quiet(state, now) else state.ladder
    steps = ladder.due(rungs, state.cursor, now, None)
    true = tuple(s._replace(settled=s.settled or _outdated(state, s, now)) for s in steps)
    return _climb(state, true, now, None)


def responded(state: HearingState, act: Response) -> Change:
    """A respondent has answered: no reminder for them."""
    code = f"{act.hearing_class}.{act.respondent}"
    after = advanced(state, responded=tuple(dict.fromkeys([*state.responded, code])))
    return changed(after, acted("responded_late" if act.late else "responded", act, after=code))


def closed(state: HearingState, act: Closing) -> Change:
    """The secretariat closes the hearing: committees get the catalogue, who answered by mail gets thanks."""
    after = advanced(state, stage=HearingStage.CLOSED)
    told = [letter(state, LetterKind.HEARING_CLOSED, act.id, secretary(b), act.at, body=b) for b in state.bodies]
    entry = acted("hearing_closed", act, state.stage, after.stage, act.used)
    return changed(after, entry, letters=(*told, *_thanks(state, act)))


def moved(state: HearingState, move: Moved) -> Change:
    """Opening or class deadlines moved. Respondents who were invited are told of their class's new deadline.

    They are not invited again when a hearing that is open gets another opening day. Invitations that a pause holds up
    leave after it, to the new deadlines.
    """
    invited = _has_invited(state)
    rungs = _without_invitations(move.ladder) if invited else move.ladder
    after = advanced(
        state,
        opens=move.opens or state.opens,
        classes=move.classes or state.classes,
        ladder=rungs,
        sequence=state.sequence + 1,
        cursor=move.at if invited or state.stage is HearingStage.PLANNED else state.cursor,
    )
    past = ladder.passed(rungs, move.at) if after.cursor == move.at else ()
    letters = (*_change_letters(state, after, move), *_letters(after, past, move.at))
    entry = happened("hearing_moved", move.at, last_deadline(state).on, last_deadline(after).on)
    return changed(after, entry, letters=letters)


def paused(state: HearingState) -> Change:
    """Letters stop; answers are taken all the same."""
    return changed(advanced(state, paused=True))


def resumed(state: HearingState, letters_from: datetime | None = None) -> Change:
    """Letters go on, now or in the morning when letters leave."""
    return changed(advanced(state, paused=False, quiet_until=letters_from))


def cancelled(state: HearingState, at: datetime, cause: str, reason: str) -> Change:
    """The cycle or the track has ended: whoever was invited to answer is told."""
    after = advanced(state, stage=HearingStage.CANCELLED)
    facts = LetterFacts(reason=reason)
    told = [
        letter(state, LetterKind.HEARING_CANCELLED, cause, to, at, body=None, facts=facts) for to in _invited(state)
    ]
    return changed(after, happened("hearing_cancelled", at, state.stage), letters=tuple(told))


def is_over(state: HearingState) -> bool:
    """Whether nothing can happen any more."""
    return state.stage in OVER


def still_true(state: HearingState, kind: LetterKind, respondent: str | None) -> bool:
    """Whether a letter may leave: no reminder to who has answered, nothing asked once the hearing is over."""
    if kind is LetterKind.HEARING_REMINDER:
        return not is_over(state) and respondent not in state.responded
    return kind not in {LetterKind.HEARING_INVITATION, LetterKind.HEARING_CLOSING_WANTED} or not is_over(state)


def asks(kind: LetterKind) -> bool:
    """Whether a letter of this kind goes only to those who have not answered."""
    return kind is LetterKind.HEARING_REMINDER


def last_deadline(state: HearingState) -> Deadline:
    """Return the deadline of the class that closes last."""
    return max((each.deadline for each in state.classes), key=lambda deadline: deadline.at, default=state.opens)


def deadline_of(state: HearingState, key: str) -> Deadline:
    """Return the deadline of one class; raises KeyError."""
    for each in state.classes:
        if each.key == key:
            return each.deadline
    raise KeyError(key)


def late_at(state: HearingState, key: str, act_at: datetime) -> bool:
    """Whether an answer of this class stored at this instant is late."""
    return act_at > deadline_of(state, key).at


def _without_invitations(rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
    return tuple(rung for rung in rungs if rung.kind is not LetterKind.HEARING_INVITATION)


def _climb(state: HearingState, steps: tuple[ladder.Step, ...], now: datetime, event: str | None) -> Change:
    cursor = max([state.cursor, *(step.rung.at for step in steps)])
    begun = state.stage is HearingStage.PLANNED and now >= state.opens.at
    stage = HearingStage.OPEN if begun else state.stage
    after = advanced(state, cursor=now if event else cursor, stage=stage)
    entries = [happened(event, now, after=state.opens.on)] if event else []
    return changed(after, *entries, letters=_letters(state, steps, now))


def _letters(state: HearingState, steps: tuple[ladder.Step, ...], now: datetime) -> tuple[LetterOrder, ...]:
    orders = []
    for step in steps:
        facts = _facts(state, step.to.body)
        [order] = climbed_letters(state, (step,), now, body=None, facts=facts)
        if step.rung.kind is LetterKind.HEARING_REMINDER:
            order = order.model_copy(update={"without": answered(state, step.to.body)})
        orders.append(order)
    return tuple(orders)


def _facts(state: HearingState, key: str) -> LetterFacts:
    own = next((each.deadline for each in state.classes if each.key == key), last_deadline(state))
    return LetterFacts(deadline=own)


def _thanks(state: HearingState, act: Closing) -> Iterator[LetterOrder]:
    """One letter to each class that has answered, to those of its respondents who did."""
    for each in state.classes:
        if codes := answered(state, each.key):
            to = Recipient(body=each.key, role=Role.RESPONDENT)
            facts = LetterFacts(text=act.used)
            yield letter(state, LetterKind.HEARING_THANKS, act.id, to, act.at, body=None, facts=facts, only=codes)


def answered(state: HearingState, key: str) -> tuple[str, ...]:
    prefix = f"{key}."
    return tuple(code.removeprefix(prefix) for code in state.responded if code.startswith(prefix))


def _outdated(state: HearingState, step: ladder.Step, now: datetime) -> LetterState | None:
    reminder = step.rung.kind is LetterKind.HEARING_REMINDER
    return LetterState.FOLDED if reminder and now > deadline_of(state, step.to.body).at else None


def _invited(state: HearingState) -> tuple[Recipient, ...]:
    """The classes that have been asked to answer."""
    if not _has_invited(state):
        return ()
    return tuple(dict.fromkeys(to for rung in state.ladder for to in rung.to if to.role is Role.RESPONDENT))


def _has_invited(state: HearingState) -> bool:
    """Whether the invitations have left: it is open, and no pause has held them up."""
    waiting = any(r.kind is LetterKind.HEARING_INVITATION and r.at > state.cursor for r in state.ladder)
    return state.stage is HearingStage.OPEN and not waiting


def _change_letters(before: HearingState, after: HearingState, move: Moved) -> list[LetterOrder]:
    if not _has_invited(before):
        return []
    mailed = {to.body for rung in move.ladder for to in rung.to if to.role is Role.RESPONDENT}
    old = {each.key: each.deadline for each in before.classes if each.key in mailed}
    told = []
    for each in after.classes:
        if each.key in old and each.deadline.at != old[each.key].at:
            to = Recipient(body=each.key, role=Role.RESPONDENT)
            facts = LetterFacts(deadline=each.deadline, before=old[each.key], reason=move.reason)
            told.append(letter(after, LetterKind.DATE_MOVED, move.command, to, move.at, body=None, facts=facts))
    return told
