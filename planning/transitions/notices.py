"""Letters that the year itself sends: a day is wanted, a track has ended, the cycle is cancelled."""

from datetime import datetime

from models.acts import Cancellation, Decision
from models.change import Task
from models.letters import LetterFacts, LetterOrder
from models.schedule import Recipient, Text
from models.states import CycleState
from models.vocabulary import LetterKind, TaskKind, step_id
from planning.transitions import progress
from planning.transitions.transition import secretary

FAREWELLS = frozenset(
    {
        LetterKind.CYCLE_CANCELLED,
        LetterKind.HEARING_CANCELLED,
        LetterKind.INVITATION_CANCELLED,
        LetterKind.TRACK_ENDED,
        LetterKind.DECISION,
        LetterKind.RECEIPT,
        LetterKind.ESCALATION_SETTLED,
    }
)
"""What still leaves after a cycle has been cancelled."""


def day_wanted(state: CycleState, step: str, at: datetime) -> tuple[LetterOrder, Task]:
    """Ask the secretariat to sharpen a fuzzy step's date; in each round anew."""
    round_ = progress.progress_of(state, step).round
    key = step_id(state.slug, step, round_=round_)
    title = progress.plan_of(state, step).title
    text = Text(
        da=f"{title.da} har endnu ingen dag. Fastsæt den ved at flytte trinnet »{step}« til en dato.",
        en=f"{title.en} has no day yet. Settle it by moving the step “{step}” to a date.",
    )
    task = Task.told(f"{key}:day", TaskKind.DATE_TO_SHARPEN, text)
    cause = "day" if round_ == 1 else f"day:{round_}"
    return _notice(state, LetterKind.DAY_WANTED, step, cause, secretary(state.secretariat), at), task


def settled_by_a_date(state: CycleState, step: str) -> tuple[str, ...]:
    """Return the keys of the tasks that a new date for this step settles."""
    asked = step_id(state.slug, step, round_=progress.progress_of(state, step).round)
    return f"{asked}:day", f"{state.slug}:{step}:*"


def track_ended(state: CycleState, step: str, decision: Decision) -> tuple[LetterOrder, ...]:
    """Tell every body of the track, and the lead committee, that a rejection has ended it."""
    track = progress.plan_of(state, step).track
    facts = LetterFacts(outcome=decision.outcome, text=decision.text, by=decision.by)
    return tuple(
        _notice(state, LetterKind.TRACK_ENDED, step, decision.id, to, decision.at, facts)
        for to in _everyone(state, track)
    )


def cycle_cancelled(state: CycleState, act: Cancellation) -> tuple[LetterOrder, ...]:
    """Tell every body of the cycle that it is cancelled, and why."""
    facts = LetterFacts(reason=act.reason, by=act.by)
    last = state.plan[-1].key
    return tuple(
        _notice(state, LetterKind.CYCLE_CANCELLED, last, act.id, to, act.at, facts) for to in _everyone(state, None)
    )


def _everyone(state: CycleState, track: str | None) -> tuple[Recipient, ...]:
    bodies = [body for plan in state.plan if track in (None, plan.track) for body in plan.bodies]
    return tuple(secretary(body) for body in dict.fromkeys([state.lead, *bodies]))


def _notice(
    state: CycleState,
    kind: LetterKind,
    step: str,
    cause: str,
    to: Recipient,
    at: datetime,
    facts: LetterFacts | None = None,
) -> LetterOrder:
    return LetterOrder(
        cycle=state.slug,
        workflow_id=step_id(state.slug, step),
        step=step,
        body=to.body,
        kind=kind,
        cause=cause,
        to=to,
        at=at,
        facts=facts or LetterFacts(),
    )
