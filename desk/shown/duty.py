"""One obligation as a page tells it: what is owed, what came, under which deadline, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from activities.books import open_book
from desk.record import cycle_named, obligation_of
from desk.shown.rows import CycleRow, JournalRow, LetterRow
from desk.standing import foreseen_child
from models.acts import ExtensionRequest
from models.bodies import Body
from models.correspondence import Letter
from models.cycles import Cycle
from models.journal import JournalEntry
from models.obligations import Obligation, Submission, SubmissionFile
from models.schedule import Text
from models.states import DeliverableState
from models.vocabulary import ObligationStage, StepKind
from planning.acts import offers
from planning.transitions import obligation

LINES = 100
"""Lines of the journal, and letters, on the page of an obligation."""


@dataclass(frozen=True)
class FileRow:
    """A further file of a version: its number in it, from 2."""

    number: int
    file_name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class VersionRow:
    """One version of a hand-in, without its content. `due_at`: the deadline that it met or missed.

    `more`: its further files; the first one's name, hash and size are its own.
    """

    id: int
    obligation: str
    version: int
    received_at: datetime
    by: str
    late: bool
    due_at: datetime
    approved_on: date | None
    agenda_item: str | None
    file_name: str
    sha256: str
    approved_by: str | None
    size: int
    more: tuple[FileRow, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """What was handed in, as it came."""

    file_name: str
    content: bytes


@dataclass(frozen=True)
class Duty:
    """One body's obligation in its latest round, as the commands that wait will leave it.

    `step_on`: the step's own date; `granted` and `returned` what became of it. `bound`: the day when the agenda closes
    of the step that needs it. `offered`: the names of the updates that the rules permit now.
    """

    id: str
    cycle: CycleRow
    step: str
    body: str
    name: Text
    title: Text
    kind: StepKind
    text: str
    blocking: bool
    round: int
    stage: ObligationStage
    own_approval: bool
    due_on: date
    due_hour: time | None
    step_on: date
    granted: date | None
    returned: date | None
    bound: date | None
    overdue: bool
    days_late: int
    late: bool
    approval_pending: bool
    request: ExtensionRequest | None
    versions: tuple[VersionRow, ...]
    letters: tuple[LetterRow, ...]
    journal: tuple[JournalRow, ...]
    offered: frozenset[str]


def duty(session: Session, now: datetime, slug: str, step: str, body: str) -> Duty:
    """Return the obligation at this instant of the clock; raises Unknown, with what is there instead."""
    row = obligation_of(session, slug, step, body)
    cycle, book = cycle_named(session, slug), open_book(session, slug)
    state = foreseen_child(session, slug, DeliverableState.model_validate(row.state))
    rounds = _rounds(session, row)
    moment = now + timedelta(seconds=cycle.offset_seconds)
    overdue, deadline = _is_overdue(state, moment), obligation.deadline_of(state)
    planned = next((each.step for each in book.timeline.steps if each.step.key == row.step), None)
    return Duty(
        id=row.id,
        cycle=_view(cycle),
        step=row.step,
        body=row.body,
        name=_name(session, row),
        title=state.title,
        kind=row.kind,
        text=state.text,
        blocking=state.blocking,
        round=row.round,
        stage=state.stage,
        own_approval=planned.own_approval if planned else False,
        due_on=deadline.on,
        due_hour=deadline.hour,
        step_on=state.step_on,
        granted=state.granted,
        returned=state.returned,
        bound=state.bound,
        overdue=overdue,
        days_late=book.workdays.between(deadline.on, book.workdays.civil(moment).date()) if overdue else 0,
        late=state.late,
        approval_pending=state.approval_pending,
        request=state.request,
        versions=_versions(session, rounds),
        letters=_letters(session, rounds),
        journal=_journal(session, rounds),
        offered=offers.of_obligation(state, now),
    )


def handed_in(session: Session, slug: str, step: str, body: str, number: int, file: int = 1) -> HandedIn | None:
    """Return a file of one version by its number in the record; None when it is not one of this obligation."""
    row = obligation_of(session, slug, step, body)
    found = session.get(Submission, number)
    if found is None or found.obligation not in _rounds(session, row):
        return None
    if file > 1:
        further = session.get(SubmissionFile, (found.command, file))
        return HandedIn(further.file_name, further.content) if further else None
    return HandedIn(found.file_name, found.content)


def _is_overdue(state: DeliverableState, moment: datetime) -> bool:
    """As `overviews.overdue` says it of the record and what waits."""
    owed = state.stage is ObligationStage.OPEN or (state.stage is ObligationStage.CLOSED and not state.versions)
    return owed and moment > obligation.deadline_of(state).at


def _rounds(session: Session, row: Obligation) -> list[str]:
    """The ids of this obligation in every round that there was."""
    question = select(col(Obligation.id)).where(
        col(Obligation.cycle) == row.cycle, col(Obligation.step) == row.step, col(Obligation.body) == row.body
    )
    return list(session.connection().execute(question).scalars())


def _versions(session: Session, rounds: Sequence[str]) -> tuple[VersionRow, ...]:
    names = [each.name for each in fields(VersionRow) if each.name not in ("size", "more")]
    columns = [getattr(Submission, name) for name in names]
    size = func.length(col(Submission.content)).label("size")
    question = select(*columns, size).where(col(Submission.obligation).in_(rounds))
    rows = session.connection().execute(question.order_by(col(Submission.id).desc())).mappings()
    more = _further(session, rounds)
    return tuple(VersionRow(**row, more=tuple(more.get(row["id"], ()))) for row in rows)


def _further(session: Session, rounds: Sequence[str]) -> dict[int, list[FileRow]]:
    names = [each.name for each in fields(FileRow) if each.name != "size"]
    columns = [getattr(SubmissionFile, name) for name in names]
    size = func.length(col(SubmissionFile.content)).label("size")
    question = select(col(Submission.id).label("version"), *columns, size).join(
        Submission, col(Submission.command) == col(SubmissionFile.command)
    )
    question = question.where(col(Submission.obligation).in_(rounds)).order_by(col(SubmissionFile.number))
    found: dict[int, list[FileRow]] = {}
    for version, *values in session.connection().execute(question):
        found.setdefault(version, []).append(FileRow(*values))
    return found


def _letters(session: Session, rounds: Sequence[str]) -> tuple[LetterRow, ...]:
    columns = [getattr(Letter, each.name) for each in fields(LetterRow)]
    question = select(*columns).where(col(Letter.workflow_id).in_(rounds)).order_by(col(Letter.number).desc())
    return tuple(LetterRow(**row) for row in session.connection().execute(question.limit(LINES)).mappings())


def _journal(session: Session, rounds: Sequence[str]) -> tuple[JournalRow, ...]:
    columns = [getattr(JournalEntry, each.name) for each in fields(JournalRow)]
    question = select(*columns).where(col(JournalEntry.workflow_id).in_(rounds))
    question = question.order_by(col(JournalEntry.number).desc()).limit(LINES)
    return tuple(JournalRow(**row) for row in session.connection().execute(question).mappings())


def _name(session: Session, row: Obligation) -> Text:
    body = session.get(Body, (row.cycle, row.body))
    return Text(da=body.name_da, en=body.name_en) if body else Text(da=row.body, en=row.body)


def _view(cycle: Cycle) -> CycleRow:
    return CycleRow(**{each.name: getattr(cycle, each.name) for each in fields(CycleRow)})
