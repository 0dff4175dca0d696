"""The secretariat's list of incoming mails: what waits, one in full, who comes to a meeting; and settling by hand."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from desk import arrivals
from desk.acting import Acting, check_actor
from desk.answers import Done, Unknown
from desk.letters import letter_numbered
from models.correspondence import Letter
from models.inbox import Attendance, IncomingMail, Mailbox
from models.journal import JournalEntry
from models.mail import Answer, MailKind, MailState
from models.obligations import Meeting
from models.schedule import Text
from planning.permitted import NotPermitted


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
    """Who answered an invitation. `outdated`: the meeting has been moved since."""

    meeting: str
    attendee: str
    recipient: str
    answer: Answer
    comment: str
    at: datetime
    outdated: bool


@dataclass(frozen=True)
class MailboxRow:
    """How a mailbox is doing: when it was last read, and what has been wrong since when."""

    source: str
    read_at: datetime | None
    failing_since: datetime | None
    error_da: str | None
    error_en: str | None


def mails(session: Session, state: MailState | None = None, limit: int = 200) -> tuple[MailRow, ...]:
    """List incoming mails, the latest last."""
    columns = [getattr(IncomingMail, name) for name in MailRow.__dataclass_fields__]
    query = select(*columns).order_by(col(IncomingMail.number).desc()).limit(limit)
    if state:
        query = query.where(IncomingMail.state == state)
    return tuple(MailRow(*values) for values in session.exec(query).all())[::-1]


def mail(session: Session, number: int) -> tuple[MailRow, bytes]:
    """Return one mail and its bytes as they came; raises Unknown."""
    row = _mail(session, number)
    return MailRow(**{name: getattr(row, name) for name in MailRow.__dataclass_fields__}), row.raw


def mailboxes(session: Session) -> tuple[MailboxRow, ...]:
    """List what is read, by name."""
    rows = session.exec(select(Mailbox).order_by(Mailbox.source)).all()
    return tuple(MailboxRow(**{name: getattr(row, name) for name in MailboxRow.__dataclass_fields__}) for row in rows)


def answers(session: Session, cycle: str) -> tuple[AnswerRow, ...]:
    """List who answered which invitation of a cycle, by meeting."""
    query = select(Attendance, Meeting.sequence).where(
        col(Meeting.id) == col(Attendance.meeting), Meeting.cycle == cycle
    )
    found = session.exec(query.order_by(col(Attendance.meeting), col(Attendance.recipient))).all()
    return tuple(
        AnswerRow(row.meeting, row.attendee, row.recipient, row.answer, row.comment, row.at, row.sequence < sequence)
        for row, sequence in found
    )


class Mails(Acting):
    """What can be done about an incoming mail. Every method raises Unknown or NotPermitted."""

    async def settle_mail(
        self, number: int, *, letter: int | None = None, bounced: bool = False, confirm: bool = False, note: str = "",
        by: str,
    ) -> Done:  # fmt: skip
        """Take a mail off the list: attach it to a letter (that has bounced, perhaps), confirm an answer, or ignore it.

        Raises NotPermitted for one that is settled, and for a confirmation of what is no answer.
        """

        def store() -> Text:
            check_actor(by)
            with Session(self._engine) as session, session.begin():
                row = _mail(session, number)
                if row.state is MailState.SETTLED:
                    raise NotPermitted(
                        f"Mail nr. {number} er allerede behandlet af {row.settled_by}.",
                        f"Mail no. {number} has been settled already, by {row.settled_by}.",
                    )
                about = letter_numbered(session, letter) if letter is not None else None
                said = self._done_with(session, row, about, bounced, confirm, by)
                row.state, row.settled_at, row.settled_by = MailState.SETTLED, self._clock(), by
                row.note = note.strip() or None
                session.add(row)
                _journal(session, row, self._clock())
                return said

        return Done(self._new_id(), True, await asyncio.to_thread(store))

    def _done_with(
        self, session: Session, row: IncomingMail, about: Letter | None, bounced: bool, confirm: bool, by: str
    ) -> Text:
        if about is not None:
            row.letter, row.cycle, row.workflow_id = about.number, about.cycle, about.workflow_id
        if bounced:
            return self._came_back(session, row, by)
        if confirm:
            return _confirmed(session, row, by)
        if about is not None:
            return Text(
                da=f"Mail nr. {row.number} hører til brev nr. {about.number}.",
                en=f"Mail no. {row.number} belongs to letter no. {about.number}.",
            )
        return Text(da=f"Mail nr. {row.number} er behandlet.", en=f"Mail no. {row.number} is settled.")

    def _came_back(self, session: Session, row: IncomingMail, by: str) -> Text:
        if row.letter is None:
            raise NotPermitted(
                "Angiv med --letter, hvilket brev der er kommet retur.",
                "Say with --letter which letter came back.",
            )
        letter = letter_numbered(session, row.letter)
        said = arrivals.came_back(session, letter, str(row.facts.get("why", "")), by, self._clock())
        if said is None:
            raise NotPermitted(
                f"Brev nr. {letter.number} er ikke sendt og kan ikke være kommet retur.",
                f"Letter no. {letter.number} has not been sent and cannot have come back.",
            )
        return said


def _confirmed(session: Session, row: IncomingMail, by: str) -> Text:
    if row.kind is not MailKind.ANSWER or "answer" not in row.facts:
        raise NotPermitted(
            f"Mail nr. {row.number} er ikke et svar på en indkaldelse, der kan bekræftes.",
            f"Mail no. {row.number} is no answer to an invitation that could be confirmed.",
        )
    facts = row.facts
    answer = Attendance(
        meeting=facts["meeting"],
        attendee=facts["attendee"],
        recipient=facts["recipient"],
        answer=Answer(facts["answer"]),
        comment=facts["comment"],
        sequence=facts["sequence"],
        stamp=datetime.fromisoformat(facts["stamp"]),
        at=row.received_at,
        mail=row.number,
        confirmed_by=by,
    )
    if not arrivals.answered(session, answer, by):
        return Text(
            da=f"Der er allerede et nyere svar fra {answer.attendee}; det gælder.",
            en=f"There is a newer answer of {answer.attendee}; it stands.",
        )
    return Text(da=f"Svaret fra {answer.attendee} er noteret.", en=f"The answer of {answer.attendee} is noted.")


def _mail(session: Session, number: int) -> IncomingMail:
    row = session.exec(select(IncomingMail).where(IncomingMail.number == number).with_for_update()).first()
    if row is None:
        last = session.exec(select(func.max(col(IncomingMail.number)))).one()
        da, en = (f" Den seneste er nr. {last}.", f" The latest is no. {last}.") if last else ("", "")
        raise Unknown(f"Der er ingen mail nr. {number}.{da}", f"There is no mail no. {number}.{en}")
    return row


def _journal(session: Session, row: IncomingMail, at: datetime) -> None:
    """A line in the journal of the cycle that the mail is about; one about nothing is only on the list."""
    if row.cycle is None:
        return
    session.add(
        JournalEntry(
            cycle=row.cycle,
            workflow_id=f"mail:{row.number}",
            event="mail_settled",
            by=row.settled_by or "",
            at=at,
            after=f"mail {row.number}",
            note=row.note,
            about=f"nr. {row.letter}" if row.letter else None,
        )
    )
