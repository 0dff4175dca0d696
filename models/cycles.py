"""A cycle as it was started: its whole definition and texts, its steps, and the dates that people settled."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from models.types import Moment, Row, Word, known
from models.vocabulary import CycleStage, Precision, StepKind, StepStage


class Cycle(Row, table=True):
    """One year of one cycle. `definition`, `files` (texts and papers by path) and `state` are the copy it runs on.

    `offset_seconds` is what overviews add to the real clock; the engine's own offset is in `state`.
    """

    __tablename__ = "cycle"

    slug: str = Field(primary_key=True)
    definition_key: str
    year: int
    title_da: str
    title_en: str
    stage: CycleStage = Field(sa_type=Word(CycleStage))
    version: int = 0
    sequence: int = 0
    lead: str
    secretariat: str
    zone: str
    definition: dict[str, Any] = Field(sa_type=JSON)
    files: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    templates_version: str = ""
    offset_seconds: int = 0
    state: dict[str, Any] = Field(sa_type=JSON)
    hold: list[str] = Field(default_factory=list, sa_type=JSON)
    started_at: datetime = Field(sa_type=Moment)
    started_by: str


class Pin(Row, table=True):
    """A date that a command settled for a step of one body, or of all: it overrides the rule."""

    __tablename__ = "pin"
    __table_args__ = (
        UniqueConstraint("cycle", "step", "body"),
        # NULL differs from NULL in a unique constraint: a step's pin for all bodies needs one of its own.
        Index(
            "pin_for_all_unique",
            "cycle",
            "step",
            unique=True,
            sqlite_where=text("body IS NULL"),
            postgresql_where=text("body IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")])
    step: str
    body: str | None = None
    on: date
    hour: time | None = None
    reason_da: str | None = None
    reason_en: str | None = None
    command: str


class YearlyOpening(Row, table=True):
    """On which day of every year the next cycle of a definition is proposed. The engine's Schedule follows from it."""

    __tablename__ = "yearly_opening"

    definition: str = Field(primary_key=True)
    month: int
    day: int

    @property
    def words(self) -> str:
        """Month and day, as the journal has them."""
        return f"{self.month:02d}-{self.day:02d}"


class Step(Row, table=True):
    """One step as the board shows it. A day has `starts_on` = `ends_on`; both are empty for what nobody knows."""

    __tablename__ = "step"

    cycle: str = Field(primary_key=True, sa_column_args=[known("cycle.slug")])
    key: str = Field(primary_key=True)
    position: int
    kind: StepKind = Field(sa_type=Word(StepKind))
    title_da: str
    title_en: str
    track: str = ""
    stage: StepStage = Field(default=StepStage.WAITING, sa_type=Word(StepStage))
    round: int = 1
    outcomes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    starts_on: date | None = None
    ends_on: date | None = None
    precision: Precision = Field(default=Precision.DAY, sa_type=Word(Precision))
