"""Years that somebody prepares: a copy of a cycle's folder each, which is changed until the year is started from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from models.types import Moment, Row


class PreparedYear(Row, table=True):
    """One year that is prepared: `toml` and `files` as in a cycle's folder, `substitutes` to be named when it starts.

    `version` counts the changes, so that nobody writes over what another has changed since.
    """

    __tablename__ = "prepared_year"

    slug: str = Field(primary_key=True)
    year: int
    title_da: str
    title_en: str
    origin: str
    toml: str
    files: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    substitutes: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    changed_at: datetime = Field(sa_type=Moment)
    changed_by: str
