"""The outbox: every letter with what it is, to whom, in which state, and the very bytes that left."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from models.types import Moment, Row, Word, known
from models.vocabulary import Language, LetterKind, LetterState, Role


class Letter(Row, table=True):
    """One letter to one recipient. `key` says what it is, for ever; `number` is what people call it by.

    `at` is the decided moment. Address, name, subject and message are empty until the letter is rendered.
    `refers_to` is the Message-ID of the letter that this one follows. `drafted_from` is the hash of the facts that a
    draft was written from; `asked_by` has asked for the release that a second person must give.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("letter_cycle_index", "cycle", "state"),
        Index("letter_workflow_id_index", "workflow_id", "state"),
        Index("letter_at_index", "at", "number"),
    )

    number: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    message_id: str = Field(index=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")])
    workflow_id: str
    step: str
    body: str | None = None
    kind: LetterKind = Field(sa_type=Word(LetterKind))
    formal: bool
    cause: str
    sequence: int = 0
    recipient_body: str
    recipient_role: Role = Field(sa_type=Word(Role))
    contact: str | None = None
    language: Language | None = Field(default=None, sa_type=Word(Language))
    at: datetime = Field(sa_type=Moment)
    state: LetterState = Field(sa_type=Word(LetterState))
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    to_address: str | None = None
    to_name: str | None = None
    subject: str | None = None
    message: bytes | None = None
    sha256: str | None = None
    attempts: int = 0
    last_error_da: str | None = None
    last_error_en: str | None = None
    drafted_at: datetime = Field(sa_type=Moment)
    sending_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    released_by: str | None = None
    release_reason: str | None = None
    refers_to: str | None = None
    drafted_from: str | None = None
    told_in: str | None = Field(default=None, index=True)  # the key of the digest that this letter is told in
    asked_by: str | None = None
    asked_at: datetime | None = Field(default=None, sa_type=Moment)


class LetterLook(Row, table=True):
    """One person's look at a draft; `sha256` is that of the message, so that another draft has not been looked at."""

    __tablename__ = "letter_look"

    letter: str = Field(primary_key=True, sa_column_args=[known("letter.key")])
    by: str = Field(primary_key=True)
    sha256: str
    at: datetime = Field(sa_type=Moment)
