"""What bodies decided, and what they had before them: plain SQL over the record, read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlmodel import Session, col

from models.acts import Addition
from models.cycles import Cycle, Step
from models.journal import JournalEntry
from models.obligations import DecisionRecord, Meeting, Obligation, Submission
from models.schedule import Text
from models.vocabulary import Outcome, StepStage

EXCUSES = ("waived", "obligation_cancelled")
"""The journal's words for what leaves nothing missing although nothing came."""


@dataclass(frozen=True)
class AmendmentRow:
    """A changed text, with the body that decided it and the day on which it did."""

    body: str
    on: date
    text: str


@dataclass(frozen=True)
class AdditionRow:
    """What "approved with the addition that …" asks for: of whom, and until when."""

    text: str
    owner: str
    due: date
    blocking: bool


@dataclass(frozen=True)
class DecisionRow:
    """What a body decided in a meeting of this day, in the words of the minutes; `by` recorded it, `at` when."""

    step: str
    title_da: str
    title_en: str
    body: str
    on: date
    outcome: Outcome
    text: str
    addition: AdditionRow | None
    amendments: tuple[AmendmentRow, ...]
    by: str
    at: datetime

    @property
    def title(self) -> Text:
        """The meeting's title in both languages."""
        return Text(da=self.title_da, en=self.title_en)


@dataclass(frozen=True)
class GroundRow:
    """What a step that has begun has of one body's obligation that it needs.

    `version` is the latest that was there when the step was decided, else the latest there is; None when nothing came.
    `excused`: it had been waived or cancelled, so that nothing is missing. `due`: the step is decided, or its day has
    come; what is not there before that is awaited.
    """

    step: str
    needs: str
    body: str
    version: int | None
    decided: bool
    excused: bool
    due: bool

    @property
    def is_missing(self) -> bool:
        """Whether the step has to do, or had to, without it."""
        return self.due and self.version is None and not self.excused

    @property
    def is_awaited(self) -> bool:
        """Whether there is still time until the step needs it."""
        return not self.due and self.version is None and not self.excused


def decisions(session: Session, cycle: str) -> tuple[DecisionRow, ...]:
    """List the decisions of a cycle in the order in which they were recorded."""
    question = (
        select(DecisionRecord, col(Meeting.title_da), col(Meeting.title_en))
        .join(Meeting, col(Meeting.id) == col(DecisionRecord.meeting))
        .where(col(DecisionRecord.cycle) == cycle)
        .order_by(col(DecisionRecord.on_at), col(DecisionRecord.meeting))
    )
    return tuple(_decision(*found) for found in session.execute(question))


def grounds(session: Session, cycle: str, today: date) -> tuple[GroundRow, ...]:
    """List, for every step that needs obligations and has begun, what it has or went on with, in the plan's order.

    `today` is the cycle's.
    """
    needs = {step["key"]: step.get("needs", ()) for step in _defined(session, cycle)}
    begun = select(col(Step.key), col(Step.stage), col(Step.starts_on)).where(
        col(Step.cycle) == cycle, col(Step.stage).in_([StepStage.OPEN, StepStage.DECIDED, StepStage.FINISHED])
    )
    return tuple(
        ground
        for step, stage, on in session.execute(begun.order_by(col(Step.position)))
        for needed in needs.get(step, ())
        for ground in _grounds(session, cycle, step, needed, stage is not StepStage.OPEN, on is None or on <= today)
    )


def _decision(row: DecisionRecord, title_da: str, title_en: str) -> DecisionRow:
    return DecisionRow(
        step=row.step,
        title_da=title_da,
        title_en=title_en,
        body=row.body,
        on=row.met_on,
        outcome=row.outcome,
        text=row.text,
        addition=AdditionRow(**Addition.model_validate(row.addition).model_dump()) if row.addition else None,
        amendments=tuple(AmendmentRow(row.body, row.met_on, text) for text in row.amendments),
        by=row.by,
        at=row.on_at,
    )


def _grounds(session: Session, cycle: str, step: str, needed: str, decided: bool, come: bool) -> Iterator[GroundRow]:
    at = _decided_at(session, cycle, step) if decided else None
    handed_in = col(Submission.obligation) == col(Obligation.id)
    in_time = and_(handed_in, col(Submission.received_at) <= at) if at else handed_in
    excused = exists().where(
        col(JournalEntry.workflow_id) == col(Obligation.id),
        col(JournalEntry.event).in_(EXCUSES),
        *([col(JournalEntry.at) <= at] if at else ()),
    )
    question = (
        select(col(Obligation.body), func.max(col(Submission.version)), excused)
        .join(Submission, in_time, isouter=True)
        .where(col(Obligation.cycle) == cycle, col(Obligation.step) == needed)
        .group_by(col(Obligation.id), col(Obligation.body), col(Obligation.round))
        .order_by(col(Obligation.body), col(Obligation.round))
    )
    latest = {body: (version, free) for body, version, free in session.execute(question)}  # the last round stands
    for body, (version, free) in latest.items():
        yield GroundRow(step, needed, body, version, decided, excused=bool(free), due=decided or come)


def _decided_at(session: Session, cycle: str, step: str) -> datetime | None:
    question = select(func.max(col(DecisionRecord.on_at))).where(
        col(DecisionRecord.cycle) == cycle, col(DecisionRecord.step) == step
    )
    at: datetime | None = session.execute(question).scalar_one()
    return at


def _defined(session: Session, cycle: str) -> list[dict[str, Any]]:
    question = select(col(Cycle.definition)["step"]).where(col(Cycle.slug) == cycle)
    steps: list[dict[str, Any]] = session.execute(question).scalar_one()
    return steps
