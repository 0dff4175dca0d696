"""Settling an incoming mail by hand: attaching it, confirming an answer, reporting a letter that came back."""

import asyncio
from datetime import datetime

from sqlmodel import Session

from desk.acting import Acting, check_actor
from desk.acts import arrivals
from desk.acts.letters import letter_numbered
from desk.answers import Done
from desk.shown.incoming import mail_numbered
from models.correspondence import Letter
from models.inbox import Attendance, IncomingMail
from models.journal import JournalEntry
from models.mail import Answer, MailKind, MailState
from models.schedule import Text
from models.vocabulary import cycle_id
from planning.acts.permitted import NotPermitted


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
                row = mail_numbered(session, number)
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
                "Angiv, hvilket brev der er kommet retur.",
                "Say which letter came back.",
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
            after=f"nr. {row.letter}" if row.letter else None,
            note=row.note,
            about=(row.workflow_id or "").removeprefix(cycle_id(row.cycle)).lstrip(":") or None,
        )
    )
