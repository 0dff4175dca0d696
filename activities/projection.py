"""From states to rows: the flat columns that overviews read, and the whole state that the engine can be rebuilt from.

A row is written only where it is not newer than the state, so that a late repetition undoes nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.acts import Decision
from models.change import Entry
from models.cycles import Cycle, Step
from models.obligations import DecisionRecord, Hearing, Meeting, Obligation
from models.states import AnyState, CycleState, DeliverableState, HearingState, MeetingState
from models.types import Row
from models.vocabulary import LetterKind, ObligationStage, Precision
from planning.transitions import hearing, obligation

_VERSION = select(col(Cycle.version)).where(col(Cycle.slug) == bindparam("of")).with_for_update()
_WHOLE = (
    update(Cycle)
    .where(col(Cycle.slug) == bindparam("of"))
    .values({name: bindparam(name) for name in ("version", "sequence", "stage", "state")})
)

HANDED_IN = "handed_in"
"""The journal's word for a hand-in, as `planning.transitions.obligation` writes it."""


def write(session: Session, state: AnyState, entries: tuple[Entry, ...], at: datetime | None) -> None:
    """Write the state's row where the stored one is not newer.

    `at` is when this revision was decided, None when nothing that a reader sees has changed.
    """
    match state:
        case DeliverableState():
            _upsert(session, Obligation, _obligation(state, entries))
        case MeetingState():
            _upsert(session, Meeting, {**_meeting(state), "stamp": at or state.cursor}, () if at else ("stamp",))
            if state.decision:
                _write_decision(session, state, state.decision)
        case HearingState():
            _upsert(session, Hearing, {**_hearing(state), "stamp": at or state.cursor}, () if at else ("stamp",))
        case CycleState():
            _write_cycle(session, state)


def _upsert(session: Session, table: type[Row], values: Mapping[str, Any], keep: tuple[str, ...] = ()) -> None:
    """Write the row; one that is there keeps the columns of `keep`."""
    put = tuple(sorted(values.keys() - {"id", *keep}))
    statement = _guarded(table, session.get_bind().dialect.name, put)
    session.connection().execute(statement, dict(values))


@cache
def _guarded(table: type[Row], dialect: str, names: tuple[str, ...]) -> Insert:
    """One statement: insert the row, or put these columns into the one that is there unless that is newer."""
    target: Table = table.__table__  # type: ignore[attr-defined]  # -- every table of SQLModel has it
    fresh = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(target)
    put = {name: fresh.excluded[name] for name in names}
    return fresh.on_conflict_do_update(
        index_elements=["id"], set_=put, where=target.c.version <= fresh.excluded.version
    )


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


def _meeting(state: MeetingState) -> dict[str, Any]:
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
    }


def _hearing(state: HearingState) -> dict[str, Any]:
    return {
        **_whole(state),
        "opens_on": state.opens.on,
        "closes_on": hearing.last_deadline(state).on,
    }


def _whole(state: DeliverableState | MeetingState | HearingState) -> dict[str, Any]:
    """The columns that every child has."""
    return {
        "id": state.id,
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
            met_on=state.schedule.deadline.on,
            addition=decision.addition.model_dump(mode="json") if decision.addition else None,
        )
        session.add(row)


def _write_cycle(session: Session, state: CycleState) -> None:
    ask = session.connection().execute
    if ask(_VERSION, {"of": state.slug}).scalar_one() > state.version:
        return
    whole = {"version": state.version, "sequence": state.sequence, "stage": state.stage}
    ask(_WHOLE, {"of": state.slug, **whole, "state": state.model_dump(mode="json")})
    ask(_steps(session.get_bind().dialect.name), [*_step_rows(state)])


def _step_rows(state: CycleState) -> Iterator[dict[str, object]]:
    for position, (plan, progress) in enumerate(zip(state.plan, state.progress, strict=True)):
        yield {
            "cycle": state.slug,
            "key": plan.key,
            "position": position,
            "kind": plan.kind,
            "title_da": plan.title.da,
            "title_en": plan.title.en,
            "track": plan.track,
            "starts_on": plan.day.on if plan.day else None,
            "ends_on": plan.day.on if plan.day else None,
            "precision": Precision.DAY if plan.day else Precision.UNKNOWN,
            "stage": progress.stage,
            "round": progress.round,
            "outcomes": [outcome.model_dump(mode="json") for outcome in progress.outcomes],
        }


@cache
def _steps(dialect: str) -> Insert:
    """One statement: insert a step that an addition brought, or put into the one that is there what has come of it."""
    target: Table = Step.__table__  # type: ignore[attr-defined]  # -- every table of SQLModel has it
    fresh = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(target)
    put = {name: fresh.excluded[name] for name in ("stage", "round", "outcomes")}
    return fresh.on_conflict_do_update(index_elements=["cycle", "key"], set_=put)
