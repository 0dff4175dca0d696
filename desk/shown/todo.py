"""The tasks of the secretariat with the place where each is done: what a task's key and workflow refer to."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from desk.shown import overviews
from desk.shown.rows import TaskRow
from models.correspondence import Letter
from models.cycles import Step
from models.obligations import Hearing, Meeting, Obligation
from models.vocabulary import TaskKind, cycle_id

_LETTERS = frozenset({TaskKind.LETTER_UNKNOWN, TaskKind.LETTER_REFUSED, TaskKind.LETTER_BOUNCED, TaskKind.NO_ADDRESS})
_DATES = frozenset({TaskKind.DATE_TO_SHARPEN, TaskKind.ABSOLUTE_DATE_TO_MOVE})


class Place(StrEnum):
    """On what kind of page a task is done."""

    LETTER = "letter"
    PACK = "pack"
    MOVE = "move"
    DUTY = "duty"
    MEETING = "meeting"
    HEARING = "hearing"
    YEAR = "year"
    START = "start"


@dataclass(frozen=True)
class Todo:
    """A task, and where it is done: a letter by its number, a step's date, one body's duty or meeting, a hearing."""

    task: TaskRow
    place: Place
    step: str = ""
    body: str = ""
    letter: int = 0


def todos(session: Session, cycle: str | None = None) -> tuple[Todo, ...]:
    """List the open tasks, the oldest first, each with its place."""
    return tuple(_todo(session, task) for task in overviews.tasks(session, cycle))


def _todo(session: Session, task: TaskRow) -> Todo:
    match task.kind:
        case kind if kind in _LETTERS:
            number = _letter(session, task)
            return Todo(task, Place.LETTER, letter=number) if number else _about(session, task)
        case kind if kind in _DATES:
            return Todo(task, Place.MOVE, step=_step(session, task))
        case TaskKind.PACK_INCOMPLETE:
            return Todo(task, Place.PACK)
        case TaskKind.CYCLE_TO_CONFIRM:
            return Todo(task, Place.START)
        case _:
            return _about(session, task)


def _letter(session: Session, task: TaskRow) -> int | None:
    """The letter that a task is about: its key stands in the task's (`activities.outbox.task_key`)."""
    key = task.key.removeprefix("letter:").rpartition(f":{task.kind}:")[0]
    return session.exec(select(Letter.number).where(Letter.key == key)).first()


def _step(session: Session, task: TaskRow) -> str:
    """The step whose date is wanted: it stands in the key behind the cycle (`planning.transitions.notices`)."""
    named = task.key.removeprefix("cycle:").removeprefix(f"{task.cycle}:").split(":")[0]
    known = select(Step.key).where(Step.cycle == task.cycle, col(Step.key) == named)
    return session.exec(known).first() or ""


def _about(session: Session, task: TaskRow) -> Todo:
    """By the workflow that the task came from."""
    id_ = task.workflow_id or cycle_id(task.cycle)
    if duty := session.get(Obligation, id_):
        return Todo(task, Place.DUTY, duty.step, duty.body)
    if meeting := session.get(Meeting, id_):
        return Todo(task, Place.MEETING, meeting.step, meeting.body)
    if hearing := session.get(Hearing, id_):
        return Todo(task, Place.HEARING, hearing.step)
    return Todo(task, Place.YEAR)
