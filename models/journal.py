"""Who did what when: the append-only journal, the commands that people gave, and the tasks that wait for a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from models.types import Moment, Row, Word, known
from models.vocabulary import CommandState, TaskKind


class JournalEntry(Row, table=True):
    """One line of the journal. The database refuses to change or delete it.

    Written once per (workflow, version, index of the entry in its change); an entry outside a workflow has no version.
    """

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("workflow_id", "version", "idx"),)

    number: int | None = Field(default=None, primary_key=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")], index=True)
    workflow_id: str
    version: int | None = None
    idx: int = 0
    event: str
    by: str
    at: datetime = Field(sa_type=Moment)
    command: str | None = None
    before: str | None = None
    after: str | None = None
    note: str | None = None  # in the words of the person who acted; in Danish where they are the house's own
    note_en: str | None = None
    about: str | None = None


class Task(Row, table=True):
    """Something for a person of the secretariat. The cycle need not be there yet: a next year waits to be confirmed."""

    __tablename__ = "task"
    __table_args__ = (Index("task_open_index", "cycle", "done_at"),)

    key: str = Field(primary_key=True)
    cycle: str
    kind: TaskKind = Field(sa_type=Word(TaskKind))
    text_da: str
    text_en: str
    workflow_id: str | None = None
    at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_by: str | None = None


class Command(Row, table=True):
    """What a person ordered, stored before the engine is told. `id` is the update's id; `name` the update's name.

    `number` is the order in which they were given: two acts can share a second.
    """

    __tablename__ = "command"
    __table_args__ = (Index("command_waiting_index", "state", "number"),)

    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    cycle: str = Field(sa_column_args=[known("cycle.slug")], index=True)
    workflow_id: str
    name: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by: str
    given_at: datetime = Field(sa_type=Moment)
    state: CommandState = Field(default=CommandState.STORED, sa_type=Word(CommandState))
    answer: str | None = None  # in Danish when it is a refusal
    answer_en: str | None = None
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    on_version: int | None = None
