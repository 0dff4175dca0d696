"""Calendars that people subscribe to: whose, and under which token; of the token only its hash."""

from datetime import datetime

from sqlmodel import Field

from models.types import Moment, Row, Word, known
from models.vocabulary import FeedScope, Language


class Feed(Row, table=True):
    """One subscription. `whose` is a body's code or a person's mail address; without a cycle it shows every year.

    The public year has no token: it is read under the cycle's name. What is revoked stays, and answers nobody.
    """

    __tablename__ = "feed"

    number: int | None = Field(default=None, primary_key=True)
    scope: FeedScope = Field(sa_type=Word(FeedScope))
    whose: str = ""
    cycle: str | None = Field(default=None, sa_column_args=[known("cycle.slug")])
    language: Language = Field(default=Language.DA, sa_type=Word(Language))
    token_sha256: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(sa_type=Moment)
    created_by: str
    rotated_at: datetime | None = Field(default=None, sa_type=Moment)
    rotated_by: str | None = None
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_by: str | None = None
