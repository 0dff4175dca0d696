"""What has come back, as people see it: the list of mails, one in full, who comes where, how the mailboxes do."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from desk.acts import arrivals
from desk.answers import Unknown
from models.inbox import Attendance, IncomingMail, Mailbox
from models.mail import Answer, MailKind, MailState
from models.obligations import Meeting
from models.schedule import Text


@dataclass(frozen=True)
class MailRow:
    """An incoming mail without its bytes; `said` is what became of it, or why it waits."""

    number: int
    received_at: datetime
    kind: MailKind
    state: MailState
    source: str
    sender: str
    subject: str
    message_id: str | None
    size: int
    whole: bool
    cycle: str | None
    workflow_id: str | None
    letter: int | None
    facts: dict[str, Any]
    said_da: str
    said_en: str
    settled_at: datetime | None
    settled_by: str | None
    note: str | None

    @property
    def said(self) -> Text:
        """What became of it, in both languages."""
        return Text(da=self.said_da, en=self.said_en)


@dataclass(frozen=True)
class AnswerRow:
    """Somebody invited, and the answer if there is one. `outdated`: the meeting has been moved since."""

    meeting: str
    attendee: str
    recipient: str
    answer: Answer | None
    comment: str
    at: datetime | None
    outdated: bool


@dataclass(frozen=True)
class Called:
    """A meeting that somebody has answered about, with everybody who was called to it."""

    step: str
    body: str
    title: Text
    on: date
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class MailboxRow:
    """How a mailbox is doing: when it was last read, and what has been wrong since when."""

    source: str
    read_at: datetime | None
    failing_since: datetime | None
    error_da: str | None
    error_en: str | None

    @property
    def trouble(self) -> Text | None:
        """What is wrong with it, in both languages; None when nothing is."""
        return Text(da=self.error_da, en=self.error_en or "") if self.error_da else None


def mails(session: Session, state: MailState | None = None, limit: int = 200) -> tuple[MailRow, ...]:
    """List incoming mails, the latest last."""
    columns = [getattr(IncomingMail, name) for name in MailRow.__dataclass_fields__]
    query = select(*columns).order_by(col(IncomingMail.number).desc()).limit(limit)
    if state:
        query = query.where(IncomingMail.state == state)
    return tuple(MailRow(*values) for values in session.exec(query).all())[::-1]


def mail(session: Session, number: int) -> tuple[MailRow, bytes]:
    """Return one mail and its bytes as they came; raises Unknown."""
    row = _numbered(session, number, lock=False)
    return MailRow(**{name: getattr(row, name) for name in MailRow.__dataclass_fields__}), row.raw


def mailboxes(session: Session) -> tuple[MailboxRow, ...]:
    """List what is read, by name."""
    rows = session.exec(select(Mailbox).order_by(Mailbox.source)).all()
    return tuple(MailboxRow(**{name: getattr(row, name) for name in MailboxRow.__dataclass_fields__}) for row in rows)


def answers(session: Session, cycle: str) -> tuple[AnswerRow, ...]:
    """List who was invited to which meeting and what they answer, for the meetings that anybody has answered about."""
    given = select(Attendance, Meeting).where(col(Meeting.id) == col(Attendance.meeting), Meeting.cycle == cycle)
    found = session.exec(given.order_by(col(Meeting.on), col(Meeting.id), col(Attendance.attendee))).all()
    rows: list[AnswerRow] = []
    for meeting in dict.fromkeys(meeting.id for _, meeting in found):
        mine = [(row, met) for row, met in found if met.id == meeting]
        rows += [_answer(row, met) for row, met in mine]
        silent = arrivals.invited(session, meeting)
        for row, _ in mine:
            silent.pop(row.attendee, None)
        rows += [AnswerRow(meeting, address, who, None, "", None, False) for address, who in silent.items()]
    return tuple(rows)


def called(session: Session, cycle: str) -> tuple[Called, ...]:
    """List the same by meeting: who comes first, who has not answered last."""
    found: dict[str, list[AnswerRow]] = {}
    for row in answers(session, cycle):
        found.setdefault(row.meeting, []).append(row)
    return tuple(_called(session.get_one(Meeting, each), _in_order(rows)) for each, rows in found.items())


def _called(met: Meeting, rows: tuple[AnswerRow, ...]) -> Called:
    return Called(met.step, met.body, Text(da=met.title_da, en=met.title_en), met.on, rows)


def _in_order(rows: list[AnswerRow]) -> tuple[AnswerRow, ...]:
    order = (*Answer, None)
    return tuple(sorted(rows, key=lambda row: (order.index(row.answer), row.recipient, row.attendee)))


def _answer(row: Attendance, meeting: Meeting) -> AnswerRow:
    outdated = row.sequence < meeting.sequence
    return AnswerRow(row.meeting, row.attendee, row.recipient, row.answer, row.comment, row.at, outdated)


def mail_numbered(session: Session, number: int) -> IncomingMail:
    """Return the mail with this number, locked for this transaction; raises Unknown with the latest."""
    return _numbered(session, number, lock=True)


def _numbered(session: Session, number: int, *, lock: bool) -> IncomingMail:
    query = select(IncomingMail).where(IncomingMail.number == number)
    row = session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        last = session.exec(select(func.max(col(IncomingMail.number)))).one()
        da, en = (f" Den seneste er nr. {last}.", f" The latest is no. {last}.") if last else ("", "")
        raise Unknown(f"Der er ingen mail nr. {number}.{da}", f"There is no mail no. {number}.{en}")
    return row
