"""Climbing a ladder: which rungs are due, which an outage made stale, and what a letter is stamped with."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from models.schedule import Deadline, Recipient, Rung
from models.vocabulary import FORMAL, LetterKind, LetterState

BEFORE_THE_DEADLINE = frozenset(
    {
        LetterKind.REMINDER_FIRST,
        LetterKind.REMINDER,
        LetterKind.REMINDER_LAST,
        LetterKind.DUE_TODAY,
        LetterKind.INVITATION,
        LetterKind.AGENDA_DEADLINE,
    }
)
AFTER_THE_DEADLINE = frozenset({LetterKind.OVERDUE, LetterKind.ESCALATION})
LATE = timedelta(minutes=1)


class Step(NamedTuple):
    """One rung for one recipient: mailed when `settled` is None, else only recorded."""

    rung: Rung
    to: Recipient
    settled: LetterState | None


def stamp(decided: datetime, now: datetime) -> datetime:
    """Return the decided moment, or the observed second when it is more than a minute late."""
    return decided if now - decided <= LATE else now.replace(microsecond=0)


def next_rung(ladder: Iterable[Rung], cursor: datetime) -> Rung | None:
    """Return the earliest rung after the cursor."""
    return min((rung for rung in ladder if rung.at > cursor), key=lambda rung: rung.at, default=None)


def due(ladder: Iterable[Rung], cursor: datetime, now: datetime, deadline: Deadline | None) -> tuple[Step, ...]:
    """Return what is climbed now: per role the latest rung that is still true; the others are folded.

    Formal rungs are never folded away by a later one. A rung that speaks of the time before the deadline is not true
    after it.
    """
    steps = [(rung, to) for rung in _passed(ladder, cursor, now) for to in rung.to]
    latest = {to: rung.key for rung, to in steps if rung.kind not in FORMAL and _true(rung, deadline, now)}
    return tuple(
        Step(rung, to, None if _mailed(rung, latest.get(to), deadline, now) else LetterState.FOLDED)
        for rung, to in steps
    )


def passed(ladder: Iterable[Rung], now: datetime) -> tuple[Step, ...]:
    """Return the routine rungs whose moment had passed when the ladder was armed: recorded, never mailed."""
    return tuple(
        Step(rung, to, LetterState.PASSED)
        for rung in sorted(ladder, key=lambda rung: rung.at)
        for to in rung.to
        if rung.at <= now and rung.kind not in FORMAL
    )


def _passed(ladder: Iterable[Rung], cursor: datetime, now: datetime) -> list[Rung]:
    return sorted((rung for rung in ladder if cursor < rung.at <= now), key=lambda rung: rung.at)


def _true(rung: Rung, deadline: Deadline | None, now: datetime) -> bool:
    return deadline is None or rung.kind not in BEFORE_THE_DEADLINE or now <= deadline.at


def _mailed(rung: Rung, latest: str | None, deadline: Deadline | None, now: datetime) -> bool:
    if rung.kind in FORMAL:
        return _true(rung, deadline, now)
    return rung.key == latest
