"""Ways into the office in the browser: links that open once, and the sessions they open; of every secret its hash."""

from datetime import datetime

from sqlmodel import Field

from models.office import OfficeRole
from models.types import Moment, Row, Word


class DoorLink(Row, table=True):
    """A link that opens one session for whoever has it, until it is used or `ends_at` has come."""

    __tablename__ = "door_link"

    token_sha256: str = Field(primary_key=True)
    name: str
    role: OfficeRole = Field(sa_type=Word(OfficeRole))
    made_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class DoorSession(Row, table=True):
    """One person's session in one browser. It is open while nobody left, `ends_at` is ahead and it is not idle.

    `subject` is who it is at the city's login, whatever their name becomes; None for whoever came by a link.
    """

    __tablename__ = "door_session"

    token_sha256: str = Field(primary_key=True)
    name: str = Field(index=True)
    role: OfficeRole = Field(sa_type=Word(OfficeRole))
    opened_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)
    subject: str | None = None


class DoorAttempt(Row, table=True):
    """An attempt to log in that may come back once until `ends_at`, in the browser that began it.

    `wish` is the page that the person wanted to see.
    """

    __tablename__ = "door_attempt"

    attempt_sha256: str = Field(primary_key=True)
    wish: str
    ends_at: datetime = Field(sa_type=Moment)
