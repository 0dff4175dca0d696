"""From states to rows: the flat columns that overviews read, and the whole state that the engine can be rebuilt from.

A row is written only where it is not newer than the state, so that a late repetition undoes nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session

from models.acts import Decision
from models.change import Entry
from models.cycles import Cycle, Step
from models.obligations import DecisionRecord, Hearing, Meeting, Obligation
from models.states import AnyState, CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import LetterKind, ObligationStage, Precision
from planning import hearing, obligation

Child = TypeVar("Child", Obligation, Meeting, Hearing)

HANDED_IN = "handed_in"
"""The journal's word for a hand-in, as `planning.obligation` writes it."""


def write(session: Session, state: AnyState, entries: tuple[Entry, ...], at: datetime | None) -> None:
    """Write the state's row where the stored one is not newer.

    `at` is when this revision was decided, None when nothing that a reader sees has changed.
    """
    match state:
        case DeliverableState():
            _upsert(session, Obligation, state.id, state.version, _obligation(state, entries))
        case MeetingState():
            _upsert(session, Meeting, state.id, state.version, _meeting(state, at))
            if state.decision:
                _write_decision(session, state, state.decision)
        case HearingState():
            _upsert(session, Hearing, state.id, state.version, _hearing(state, at))
        case CycleState():
            _write_cycle(session, state)


def _upsert(
    session: Session,
    table: type[Child],
    id_: str,
    version: int,
    values: Mapping[str, Any],
) -> None:
    row = session.get(table, id_, with_for_update=True)
    if row is None:
        session.add(table(id=id_, **values))
    elif row.version <= version:
        _put(session, row, values)
    session.flush()


def _put(session: Session, row: Obligation | Meeting | Hearing | Cycle | Step, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


def _obligation(state: DeliverableState, entries: tuple[Entry, ...]) -> dict[str, Any]:
    deadline, upcoming = state.schedule.deadline, obligation.next_rung(state)
    handed_in = [entry.at for entry in entries if entry.event == HANDED_IN]
    went_on = state.stage is ObligationStage.CLOSED and state.versions
    return {
        **_whole(state),
        "body": state.body,
        "kind": state.kind,
        "round": state.round,
        "due_on": deadline.on,
        "due_hour": deadline.hour,
        "due_at": deadline.at,
        "versions": state.versions,
        "late": state.late,
        "approval_pending": state.approval_pending,
        "granted": state.granted,
        "request_until": state.request.until if state.request else None,
        "text": state.text,
        "blocking": state.blocking,
        "next_rung_kind": upcoming.kind if upcoming else None,
        "next_rung_at": upcoming.at if upcoming else None,
        "next_rung_to": ", ".join(str(to) for to in upcoming.to) if upcoming else None,
        "escalates_to": _escalates_to(state),
        **({"handed_in_at": handed_in[-1]} if handed_in else {}),
        **({"went_on_with": state.versions} if went_on else {}),
    }


def _escalates_to(state: DeliverableState) -> str | None:
    """Whom the next escalation reaches; after the last one, whom it has reached."""
    rungs = [rung for rung in state.schedule.ladder if rung.kind is LetterKind.ESCALATION]
    ahead = [rung for rung in rungs if rung.at > state.cursor] or rungs[-1:]
    return ", ".join(str(to) for to in ahead[0].to) if ahead else None


def _meeting(state: MeetingState, at: datetime | None) -> dict[str, Any]:
    begins, decision = state.schedule.deadline, state.decision
    return {
        **_whole(state),
        "body": state.body,
        "kind": state.kind,
        "round": state.round,
        "on": begins.on,
        "hour": begins.hour,
        "ends_at": state.ends_at,
        "place": state.place,
        "outcome": decision.outcome if decision else None,
        "decided_at": decision.at if decision else None,
        **({"stamp": at} if at else {}),
    }


def _hearing(state: HearingState, at: datetime | None) -> dict[str, Any]:
    return {
        **_whole(state),
        "opens_on": state.opens.on,
        "closes_on": hearing.last_deadline(state).on,
        **({"stamp": at} if at else {}),
    }


def _whole(state: DeliverableState | MeetingState | HearingState) -> dict[str, Any]:
    """The columns that every child has."""
    return {
        "cycle": state.cycle,
        "step": state.step,
        "title_da": state.title.da,
        "title_en": state.title.en,
        "sequence": state.sequence,
        "version": state.version,
        "stage": state.stage,
        "state": state.model_dump(mode="json"),
    }


def _write_decision(session: Session, state: MeetingState, decision: Decision) -> None:
    if session.get(DecisionRecord, decision.id) is None:
        row = DecisionRecord(
            command=decision.id,
            meeting=state.id,
            cycle=state.cycle,
            step=state.step,
            body=state.body,
            outcome=decision.outcome,
            text=decision.text,
            on_at=decision.at,
            by=decision.by,
            amendments=[amendment.text for amendment in decision.amendments],
        )
        session.add(row)


def _write_cycle(session: Session, state: CycleState) -> None:
    row = session.get_one(Cycle, state.slug, with_for_update=True)
    if row.version > state.version:
        return
    whole = {"version": state.version, "sequence": state.sequence, "stage": state.stage}
    _put(session, row, {**whole, "state": state.model_dump(mode="json")})
    for position, (plan, progress) in enumerate(zip(state.plan, state.progress, strict=True)):
        step = session.get(Step, (state.slug, plan.key)) or Step(
            cycle=state.slug,
            key=plan.key,
            position=position,
            kind=plan.kind,
            title_da=plan.title.da,
            title_en=plan.title.en,
            track=plan.track,
            starts_on=plan.day.on if plan.day else None,
            ends_on=plan.day.on if plan.day else None,
            precision=Precision.DAY if plan.day else Precision.UNKNOWN,
        )
        outcomes = [outcome.model_dump(mode="json") for outcome in progress.outcomes]
        _put(session, step, {"stage": progress.stage, "round": progress.round, "outcomes": outcomes})
