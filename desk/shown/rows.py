"""What overviews show: frozen values, free of the session. Fields named as columns are those columns.

Instants are in UTC and in the cycle's own time; titles and names are in both languages.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from desk.shown.incoming import AnswerRow
from desk.shown.proceedings import DecisionRow, GroundRow
from models.schedule import Text
from models.vocabulary import (
    CycleStage,
    HearingStage,
    Language,
    LetterKind,
    LetterState,
    MeetingStage,
    ObligationStage,
    Outcome,
    Precision,
    Role,
    StepKind,
    StepStage,
    TaskKind,
)


@dataclass(frozen=True)
class Titled:
    """What has a title in both languages."""

    title_da: str
    title_en: str

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(da=self.title_da, en=self.title_en)


@dataclass(frozen=True)
class CycleRow(Titled):
    """A cycle in a list."""

    slug: str
    definition_key: str
    year: int
    stage: CycleStage
    lead: str
    secretariat: str
    zone: str
    offset_seconds: int
    started_at: datetime
    started_by: str


@dataclass(frozen=True)
class StepRow(Titled):
    """A step of the year; both dates are empty for what nobody knows."""

    key: str
    kind: StepKind
    track: str
    stage: StepStage
    round: int
    outcomes: list[dict[str, Any]]
    starts_on: date | None
    ends_on: date | None
    precision: Precision


@dataclass(frozen=True)
class ObligationRow(Titled):
    """What one body owes, and how far it is. `due_at` is the effective deadline's instant."""

    id: str
    cycle: str
    step: str
    body: str
    kind: StepKind
    round: int
    due_on: date
    due_hour: time | None
    due_at: datetime
    stage: ObligationStage
    handed_in_at: datetime | None
    versions: int
    late: bool
    approval_pending: bool
    granted: date | None
    request_until: date | None
    text: str
    blocking: bool
    last_letter_kind: LetterKind | None
    last_letter_at: datetime | None
    next_rung_kind: LetterKind | None
    next_rung_at: datetime | None
    next_rung_to: str | None
    escalates_to: str | None
    went_on_with: int | None


class OverdueRow(NamedTuple):
    """What one body has not handed in. `days_late` counts whole working days after the deadline's date.

    `request_until` is the day until which it has asked for an extension. A tuple, because a board can have thousands:
    a frozen dataclass of this width takes longer to make than its row takes to read.
    """

    title_da: str
    title_en: str
    id: str
    cycle: str
    step: str
    body: str
    round: int
    due_on: date
    due_hour: time | None
    due_at: datetime
    request_until: date | None
    text: str
    last_letter_kind: LetterKind | None
    last_letter_at: datetime | None
    next_rung_kind: LetterKind | None
    next_rung_at: datetime | None
    next_rung_to: str | None
    escalates_to: str | None
    name_da: str
    name_en: str
    days_late: int

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(da=self.title_da, en=self.title_en)

    @property
    def name(self) -> Text:
        """The body's name in both languages; of an owner that is no body of the cycle, what the record calls it."""
        return Text(da=self.name_da, en=self.name_en)


@dataclass(frozen=True)
class MeetingRow(Titled):
    """A meeting and its outcome."""

    id: str
    step: str
    body: str
    kind: StepKind
    round: int
    on: date
    hour: time | None
    place: str
    stage: MeetingStage
    outcome: Outcome | None
    decided_at: datetime | None


@dataclass(frozen=True)
class HearingRow(Titled):
    """A hearing, with the number of its responses."""

    id: str
    step: str
    opens_on: date
    closes_on: date
    stage: HearingStage
    responses: int


@dataclass(frozen=True)
class TaskRow:
    """A task that waits for a person."""

    key: str
    cycle: str
    kind: TaskKind
    text_da: str
    text_en: str
    workflow_id: str | None
    at: datetime

    @property
    def text(self) -> Text:
        """What is to be done, in both languages."""
        return Text(da=self.text_da, en=self.text_en)


@dataclass(frozen=True)
class LetterRow:
    """A letter of the outbox without its bytes."""

    number: int
    key: str
    cycle: str
    workflow_id: str
    step: str
    body: str | None
    kind: LetterKind
    formal: bool
    recipient_body: str
    recipient_role: Role
    contact: str | None
    at: datetime
    state: LetterState
    to_address: str | None
    subject: str | None
    attempts: int
    last_error_da: str | None
    last_error_en: str | None
    sent_at: datetime | None
    asked_by: str | None

    @property
    def last_error(self) -> Text | None:
        """What last stood in its way, in both languages; None when nothing does."""
        return Text(da=self.last_error_da, en=self.last_error_en or "") if self.last_error_da else None


@dataclass(frozen=True)
class LetterInFull(LetterRow):
    """One letter with what left, or will leave: `message` is empty until it is rendered."""

    message_id: str
    cause: str
    sequence: int
    language: Language | None
    facts: dict[str, Any]
    to_name: str | None
    message: bytes | None
    sha256: str | None
    drafted_at: datetime
    sending_at: datetime | None
    released_by: str | None
    release_reason: str | None
    refers_to: str | None
    told_in: str | None
    asked_at: datetime | None


@dataclass(frozen=True)
class JournalRow:
    """A line of the journal."""

    number: int
    cycle: str
    workflow_id: str
    event: str
    by: str
    at: datetime
    command: str | None
    before: str | None
    after: str | None
    note: str | None
    note_en: str | None
    about: str | None


@dataclass(frozen=True)
class Status:
    """A whole cycle on one page. `overdue` are ids of its obligations; `letters` counts them by state.

    The engine has yet to hear of hand-ins to the obligations `received`, and of `undelivered` commands. `grounds` says
    with which version of what it needs a step went on, and what is missing.
    """

    cycle: CycleRow
    steps: tuple[StepRow, ...]
    obligations: tuple[ObligationRow, ...]
    overdue: frozenset[str]
    meetings: tuple[MeetingRow, ...]
    hearings: tuple[HearingRow, ...]
    letters: dict[LetterState, int]
    oldest_waiting: LetterRow | None
    tasks: tuple[TaskRow, ...]
    received: frozenset[str] = frozenset()
    undelivered: int = 0
    answers: tuple[AnswerRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    grounds: tuple[GroundRow, ...] = ()
