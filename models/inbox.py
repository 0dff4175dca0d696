"""What came back: every mail as it arrived, how far each mailbox has been read, and who answered an invitation."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from models.mail import Answer, MailKind, MailState
from models.types import Moment, Row, Word, known


class IncomingMail(Row, table=True):
    """One mail, kept as it came; `sha256` of what was kept makes a second reading harmless.

    `whole` is False where only the beginning was kept, because the mail was larger than what is read. `facts` is what a
    person can confirm: the answer to an invitation, or the letters that a report may speak of. `said` is what became of
    it, or why a person must look.
    """

    __tablename__ = "incoming_mail"
    __table_args__ = (Index("incoming_mail_open_index", "state", "number"),)

    number: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    source: str
    received_at: datetime = Field(sa_type=Moment)
    kind: MailKind = Field(sa_type=Word(MailKind))
    state: MailState = Field(sa_type=Word(MailState))
    sender: str
    subject: str
    message_id: str | None = None
    size: int
    whole: bool = True
    cycle: str | None = None
    workflow_id: str | None = None
    letter: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    said_da: str
    said_en: str
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: str | None = None
    note: str | None = None
    raw: bytes


class Mailbox(Row, table=True):
    """How far a mailbox has been read: up to which UID under which UIDVALIDITY, and what is wrong with it now."""

    __tablename__ = "mailbox"

    source: str = Field(primary_key=True)
    validity: int | None = None
    last_uid: int = 0
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    error_da: str | None = None
    error_en: str | None = None


class Attendance(Row, table=True):
    """The newest answer of one address to one invitation; `sequence` and `stamp` are the answer's own.

    `recipient` is who was invited at that address: `TMU.secretary`; empty where it was somebody else.
    """

    __tablename__ = "attendance"

    meeting: str = Field(primary_key=True, sa_column_args=[known("meeting.id")])
    attendee: str = Field(primary_key=True)
    recipient: str
    answer: Answer = Field(sa_type=Word(Answer))
    comment: str = ""
    sequence: int
    stamp: datetime = Field(sa_type=Moment)
    at: datetime = Field(sa_type=Moment)
    mail: int | None = None
    confirmed_by: str | None = None
