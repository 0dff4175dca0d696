"""Forms that were sent from the office's pages: each acts once, and whoever sends it again gets the first answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from models.types import Moment, Row


class SentForm(Row, table=True):
    """One form that somebody sent. `said` is what came of it; None while it acts, or when that was cut short."""

    __tablename__ = "sent_form"

    form_sha256: str = Field(primary_key=True)
    by: str
    at: datetime = Field(sa_type=Moment)
    said: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)
