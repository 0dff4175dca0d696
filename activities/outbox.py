"""The outbox: one row per letter and recipient, written once, and what becomes of it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, Table, bindparam
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from activities.invited import with_withdrawals
from models.bodies import Contact
from models.change import Entry
from models.change import Task as TaskMessage
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import JournalEntry, Task
from models.letters import LetterOrder
from models.schedule import Text
from models.types import Row
from models.vocabulary import (
    CLASS_ROLES,
    FORMAL,
    Language,
    LetterKind,
    LetterState,
    Role,
    TaskKind,
    cycle_id,
    message_id,
)
from rendering.kinds import kind_words

Columns = dict[str, object]
"""A row to be written, by column."""

STANDING = frozenset({LetterState.RELEASED, LetterState.SENDING})
"""States of a letter that has still to leave."""

WAITING = frozenset({LetterState.HELD, LetterState.DRAFTED})
"""States of a letter that a person has still to release: as it was recorded, or written already."""

# Built once: to build a statement takes longer than to run it, and every letter asks these.
_NAMED = select(Letter).where(col(Letter.key) == bindparam("key"))
_LOCKED = _NAMED.with_for_update()
_HOLD = columns(col(Cycle.hold)).where(col(Cycle.slug) == bindparam("cycle"))
_STATES = columns(col(Letter.key), col(Letter.state)).where(col(Letter.key).in_(bindparam("keys", expanding=True)))


def write_letters(session: Session, orders: Sequence[LetterOrder], domain: str) -> list[str]:
    """Insert the letters that are not there yet; return the keys, in order, of those that may leave now."""
    if not orders:
        return []
    held = frozenset(session.connection().execute(_HOLD, {"cycle": orders[0].cycle}).scalar_one())
    told = with_withdrawals(session, iter(orders))
    rows = [row for order in told for row in _rows(session, order, held, domain)]
    if _insert_new(session, Letter, rows, "key") == len(rows):
        return [str(row["key"]) for row in rows if row["state"] in STANDING]
    keys = [str(row["key"]) for row in rows]
    states = _states(session, keys)
    return [key for key in keys if states[key] in STANDING]


def write_entries(session: Session, cycle: str, workflow_id: str, version: int, entries: Iterable[Entry]) -> None:
    """Append the lines of one change to the journal, once."""
    rows = [
        {"cycle": cycle, "workflow_id": workflow_id, "version": version, "idx": idx, **entry.model_dump()}
        for idx, entry in enumerate(entries)
    ]
    _insert_new(session, JournalEntry, rows, "workflow_id", "version", "idx")


def file_tasks(session: Session, cycle: str, workflow_id: str, tasks: Iterable[TaskMessage], at: datetime) -> None:
    """File tasks for the secretariat; one that is filed already stays as it is."""
    rows = [
        {"key": task.key, "cycle": cycle, "kind": task.kind, **_texts(task), "workflow_id": workflow_id, "at": at}
        for task in tasks
    ]
    _insert_new(session, Task, rows, "key")


def finish_tasks(session: Session, keys: Iterable[str], by: str, at: datetime) -> None:
    """Mark open tasks as done; a key with a trailing * stands for every ending."""
    for key in keys:
        named = col(Task.key).startswith(key[:-1], autoescape=True) if key.endswith("*") else col(Task.key) == key
        tasks_done(session, session.exec(select(Task).where(named, col(Task.done_at).is_(None))).all(), by, at)


def tasks_done(session: Session, tasks: Iterable[Task], by: str, at: datetime) -> None:
    """Mark tasks as done, each with a line in the journal."""
    for task in tasks:
        task.done_at, task.done_by = at, by
        about = (task.workflow_id or "").removeprefix(cycle_id(task.cycle)).lstrip(":")
        line = JournalEntry(
            cycle=task.cycle,
            workflow_id=f"task:{task.key}",
            event="task_done",
            by=by,
            at=at,
            after=task.kind,
            note=task.text_da,
            note_en=task.text_en,
            about=about or None,
        )
        session.add_all([task, line])


def task_about(session: Session, letter: Letter, kind: TaskKind, why: Text, at: datetime) -> None:
    """File what a person must do about a letter."""
    da, en = (kind_words(letter.kind, each) for each in (Language.DA, Language.EN))
    to = letter.to_address or f"{letter.recipient_body}.{letter.recipient_role}"
    text = Text(
        da=f"Brev nr. {letter.number} ({da}) til {to}: {why.da}",
        en=f"Letter no. {letter.number} ({en}) to {to}: {why.en}",
    )
    filed = TaskMessage.told(task_key(letter, kind), kind, text)
    file_tasks(session, letter.cycle, letter.workflow_id, [filed], at)


def pack_task(session: Session, letter: Letter, why: Text, at: datetime) -> None:
    """File that a pack is incomplete: once for all its letters, anew when it was tried again in vain."""
    again = f"aarshjul outbox resend --step {letter.step}"
    text = Text(
        da=f"{why.da} Ret det (»aarshjul pack«), hent det ind (»aarshjul update«), og send brevene: »{again}«.",
        en=f"{why.en} Mend it (“aarshjul pack”), take it in (“aarshjul update”), and send the letters: “{again}”.",
    )
    key = f"{pack_tasks(letter)[:-1]}{letter.attempts}"
    filed = TaskMessage.told(key, TaskKind.PACK_INCOMPLETE, text)
    file_tasks(session, letter.cycle, letter.workflow_id, [filed], at)


def pack_tasks(letter: Letter) -> str:
    """Return what the keys of all tasks about this letter's pack begin with, and a star."""
    return f"pack:{letter.workflow_id}:*"


def task_key(letter: Letter, kind: TaskKind) -> str:
    """Return the key of the task about a letter; one that came into doubt again after a person's word is a new one."""
    return f"letter:{letter.key}:{kind}:{letter.attempts}"


def letter_as_it_stands(session: Session, key: str) -> Letter:
    """Return the letter to read; raises NoResultFound."""
    return session.exec(_NAMED, params={"key": key}).one()


def letter_with(session: Session, key: str) -> Letter:
    """Return the letter, locked for this transaction; raises NoResultFound."""
    return session.exec(_LOCKED, params={"key": key}).one()


def _texts(task: TaskMessage) -> dict[str, str]:
    return {"text_da": task.words.da, "text_en": task.words.en}


def _rows(session: Session, order: LetterOrder, held: frozenset[str], domain: str) -> Iterator[Columns]:
    if order.to.role not in CLASS_ROLES:
        yield _row(order, None, held, domain)
        return
    gone = order.only if order.kind is LetterKind.INVITATION_CANCELLED else ()  # perhaps of the class no longer
    for contact in gone or _contacts(session, order):
        if order.reaches(contact):
            yield _row(order, contact, held, domain)


def _row(order: LetterOrder, contact: str | None, held: frozenset[str], domain: str) -> Columns:
    key = order.key_for(contact)
    return {
        "key": key,
        "message_id": message_id(key, domain),
        "cycle": order.cycle,
        "workflow_id": order.workflow_id,
        "step": order.step,
        "body": order.body,
        "kind": order.kind,
        "formal": order.kind in FORMAL,
        "cause": order.cause,
        "sequence": order.sequence,
        "recipient_body": order.to.body,
        "recipient_role": order.to.role,
        "contact": contact,
        "at": order.at,
        "state": order.settled or (LetterState.HELD if order.kind in held else LetterState.RELEASED),
        "facts": order.facts.model_dump(mode="json", exclude_defaults=True),
        "drafted_at": order.at,
        "attempts": 0,
    }


def _contacts(session: Session, order: LetterOrder) -> Sequence[str]:
    """The codes of a class: respondents are found by the hearing's step, members by their body."""
    query = select(Contact.code).where(
        Contact.cycle == order.cycle,
        Contact.body == order.to.body,
        Contact.role == order.to.role,
        Contact.step == (order.step if order.to.role is Role.RESPONDENT else ""),
    )
    return session.exec(query.order_by(Contact.code)).all()


def _states(session: Session, keys: Sequence[str]) -> dict[str, LetterState]:
    found: dict[str, LetterState] = {}
    for start in range(0, len(keys), 500):
        rows = session.connection().execute(_STATES, {"keys": keys[start : start + 500]}).all()
        found |= {key: state for key, state in rows}
    return found


def _insert_new(session: Session, table: type[Row], rows: Sequence[Columns], *unique: str) -> int:
    """Insert the rows whose unique columns are not there yet; return how many, or -1 where the driver does not say.

    The others stay as they are.
    """
    if not rows:
        return 0
    return session.connection().execute(_insert(table, session.get_bind().dialect.name, unique), rows).rowcount


@cache
def _insert(table: type[Row], dialect: str, unique: tuple[str, ...]) -> Insert:
    target: Table = table.__table__  # type: ignore[attr-defined]  # -- every table of SQLModel has it
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(target).on_conflict_do_nothing(index_elements=[*unique])
