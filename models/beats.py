"""Signs of life: when each part of the office last showed that it works."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from models.types import Moment, Row, Word


class Part(StrEnum):
    """A part of the office that shows a sign of life every minute."""

    WORKER = "worker"  # it runs, and reaches engine and record
    ENGINE = "engine"  # the office reaches it


class Beat(Row, table=True):
    """The last sign of life of one part, and since when it has failed; None while it does not."""

    __tablename__ = "beat"

    part: Part = Field(primary_key=True, sa_type=Word(Part))
    at: datetime | None = Field(default=None, sa_type=Moment)
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
