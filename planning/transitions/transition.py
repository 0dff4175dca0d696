"""What the transitions of obligations, meetings and hearings share: next state, journal lines, letters."""

from datetime import datetime
from typing import Any, TypeVar

from models.acts import Act
from models.change import Change, Entry, Task
from models.letters import LetterFacts, LetterOrder
from models.schedule import Recipient, Rung
from models.states import ChildState, CycleState
from models.vocabulary import LetterKind, LetterState, Role
from planning.transitions.ladder import Step, stamp

State = TypeVar("State", bound=ChildState)

ENGINE = "aarshjul"
"""Who acts in the journal when nobody did: the ladder."""


def advanced(state: State, **changes: Any) -> State:
    """Return the state with its changes and the next version."""
    return state.model_copy(update={"version": state.version + 1, **changes})


def quieted(state: State, until: datetime) -> Change:
    """Rungs that a pause or an outage held up wait until this instant, when letters leave again."""
    return changed(advanced(state, quiet_until=until))


def is_quiet(state: ChildState, now: datetime) -> bool:
    """Whether rungs wait: letters are paused, or not yet due to leave after a pause or an outage."""
    return state.paused or (state.quiet_until is not None and now < state.quiet_until)


def moment_of(rung: Rung, state: ChildState) -> datetime:
    """Return when a rung is climbed: at its own moment, or when letters leave again."""
    return max(rung.at, state.quiet_until) if state.quiet_until else rung.at


def secretary(body: str) -> Recipient:
    """Return the secretary of a body: the role that letters go to unless something else is said."""
    return Recipient(body=body, role=Role.SECRETARY)


def letter(
    state: ChildState,
    kind: LetterKind,
    cause: str,
    to: Recipient,
    at: datetime,
    *,
    body: str | None,
    facts: LetterFacts | None = None,
    settled: LetterState | None = None,
    without: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
) -> LetterOrder:
    """Return the order of one letter of this child, at its present sequence."""
    return LetterOrder(
        cycle=state.cycle,
        workflow_id=state.id,
        step=state.step,
        body=body,
        kind=kind,
        cause=cause,
        to=to,
        at=at,
        sequence=state.sequence,
        facts=facts or LetterFacts(),
        settled=settled,
        without=without,
        only=only,
    )


def climbed_letters(
    state: ChildState, steps: tuple[Step, ...], now: datetime, *, body: str | None, facts: LetterFacts | None = None
) -> tuple[LetterOrder, ...]:
    """Return a letter for each climbed rung; the cause is the rung at the sequence, so it exists only once."""
    return tuple(
        letter(
            state,
            step.rung.kind,
            f"{step.rung.key}@{state.sequence}",
            step.to,
            stamp(step.rung.at, now),
            body=body,
            facts=facts,
            settled=step.settled,
        )
        for step in steps
    )


def acted(
    event: str, act: Act, before: object = None, after: object = None, note: str = "", about: str | None = None
) -> Entry:
    """Return the journal line of a person's act; `note` is the reason that the person gave."""
    return Entry(
        event=event,
        by=act.by,
        at=act.at,
        command=act.id,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        note=note or None,
        about=about,
    )


def happened(event: str, at: datetime, before: object = None, after: object = None, about: str | None = None) -> Entry:
    """Return the journal line of something that the engine did by itself."""
    return Entry(
        event=event,
        by=ENGINE,
        at=at,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        about=about,
    )


def started(state: CycleState, at: datetime) -> Entry:
    """Return the journal line of the year's start, by who started it."""
    return happened("cycle_started", at).model_copy(update={"by": state.by or ENGINE})


def changed(
    state: ChildState,
    *entries: Entry,
    letters: tuple[LetterOrder, ...] = (),
    tasks: tuple[Task, ...] = (),
    done: tuple[str, ...] = (),
) -> Change:
    """Return the change that leads to this state."""
    return Change(state=state, entries=entries, letters=letters, tasks=tasks, done=done)
