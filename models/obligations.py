"""What bodies owe, hand in, hold, answer and decide: one row per child of a cycle, and what people delivered to it.

`state` is the whole child as it crossed Temporal: the database alone can start it again.
"""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from models.types import Moment, Row, Word, known
from models.vocabulary import HearingStage, LetterKind, MeetingStage, ObligationStage, Outcome, StepKind

OWED = text("(stage = 'open' OR (stage = 'closed' AND versions = 0))")
"""What a body has still to hand in: nothing came, or what came was returned. What is closed with a version is not."""


class Obligation(Row, table=True):
    """One body's one obligation. Overdue ⇔ now > `due_at` and `OWED`: read, not stored."""

    __tablename__ = "obligation"
    # The overdue board reads one range per running cycle. A partial index serves a query that repeats its words.
    # A calendar's revision is the sum of the versions, read from its index alone. So are the figures of the board,
    # and its steps and bodies: what is not shown is counted without reading its row.
    __table_args__ = (
        Index("obligation_overdue_index", "cycle", "due_at", sqlite_where=OWED, postgresql_where=OWED),
        Index("obligation_version_index", "cycle", "version"),
        Index("obligation_stage_index", "cycle", "stage", "due_at", "due_on"),
        Index("obligation_step_index", "cycle", "step", "body", "due_on"),
        Index("obligation_rung_index", "stage", "next_rung_at"),
    )

    id: str = Field(primary_key=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")])
    step: str
    body: str
    kind: StepKind = Field(sa_type=Word(StepKind))
    title_da: str
    title_en: str
    round: int = 1
    due_on: date
    due_hour: time | None = None
    due_at: datetime = Field(sa_type=Moment)
    sequence: int = 0
    version: int = 0
    stage: ObligationStage = Field(sa_type=Word(ObligationStage))
    handed_in_at: datetime | None = Field(default=None, sa_type=Moment)
    versions: int = 0
    late: bool = False
    approval_pending: bool = False
    granted: date | None = None
    request_until: date | None = None
    text: str = ""
    blocking: bool = False
    last_letter_kind: LetterKind | None = Field(default=None, sa_type=Word(LetterKind))
    last_letter_at: datetime | None = Field(default=None, sa_type=Moment)
    next_rung_kind: LetterKind | None = Field(default=None, sa_type=Word(LetterKind))
    next_rung_at: datetime | None = Field(default=None, sa_type=Moment)
    next_rung_to: str | None = None
    escalates_to: str | None = None
    went_on_with: int | None = None
    state: dict[str, Any] = Field(sa_type=JSON)


class Submission(Row, table=True):
    """One version of a hand-in with its content, stored before the engine is told. `due_at`: what it met or missed."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("obligation", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    obligation: str = Field(sa_column_args=[known("obligation.id")])
    version: int
    received_at: datetime = Field(sa_type=Moment)
    by: str
    late: bool
    due_at: datetime = Field(sa_type=Moment)
    approved_on: date | None = None
    agenda_item: str | None = None
    file_name: str
    media_type: str
    sha256: str
    content: bytes
    command: str = Field(unique=True)
    approved_by: str | None = None


class SubmissionFile(Row, table=True):
    """A further file of a hand-in; the first one is in its own row. `number` counts them from 2."""

    __tablename__ = "submission_file"

    command: str = Field(primary_key=True, sa_column_args=[known("submission.command")])
    number: int = Field(primary_key=True)
    file_name: str
    media_type: str
    sha256: str
    content: bytes


class Meeting(Row, table=True):
    """A workshop, meeting, reading or approval of one body. `stamp` is when this revision was stored."""

    __tablename__ = "meeting"
    __table_args__ = (Index("meeting_cycle_index", "cycle", "step"),)

    id: str = Field(primary_key=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")])
    step: str
    body: str
    kind: StepKind = Field(sa_type=Word(StepKind))
    title_da: str
    title_en: str
    round: int = 1
    on: date
    hour: time | None = None
    ends_at: datetime = Field(sa_type=Moment)
    place: str = ""
    sequence: int = 0
    version: int = 0
    stage: MeetingStage = Field(sa_type=Word(MeetingStage))
    outcome: Outcome | None = Field(default=None, sa_type=Word(Outcome))
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    stamp: datetime = Field(sa_type=Moment)
    state: dict[str, Any] = Field(sa_type=JSON)


class Hearing(Row, table=True):
    """A window in which respondents answer. `closes_on` is the deadline of its last class."""

    __tablename__ = "hearing"

    id: str = Field(primary_key=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")], index=True)
    step: str
    title_da: str
    title_en: str
    opens_on: date
    closes_on: date
    sequence: int = 0
    version: int = 0
    stage: HearingStage = Field(sa_type=Word(HearingStage))
    stamp: datetime = Field(sa_type=Moment)
    state: dict[str, Any] = Field(sa_type=JSON)


class HearingResponse(Row, table=True):
    """One answer of one respondent of one class; a later one of the same respondent is a row of its own."""

    __tablename__ = "hearing_response"

    id: int | None = Field(default=None, primary_key=True)
    hearing: str = Field(sa_column_args=[known("hearing.id")], index=True)
    hearing_class: str
    respondent: str
    received_at: datetime = Field(sa_type=Moment)
    late: bool
    text: str = ""
    file_name: str | None = None
    content: bytes | None = None
    sha256: str
    command: str = Field(unique=True)


class DecisionRecord(Row, table=True):
    """What a body decided in a meeting on the day `met_on`. `on_at` is when it was recorded.

    Amendments are texts in their order: each is the body's and of that day. `addition` is text, owner and deadline.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("decision_cycle_index", "cycle", "step"),)

    command: str = Field(primary_key=True)
    meeting: str = Field(sa_column_args=[known("meeting.id")], index=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")])
    step: str
    body: str
    outcome: Outcome = Field(sa_type=Word(Outcome))
    text: str = ""
    on_at: datetime = Field(sa_type=Moment)
    by: str
    amendments: list[str] = Field(default_factory=list, sa_type=JSON)
    met_on: date
    addition: dict[str, Any] | None = Field(default=None, sa_type=JSON)
