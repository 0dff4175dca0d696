"""Filing one mail: its row, what it causes and how far its mailbox has been read, all in one transaction.

Killed at any moment, either all of it is there or nothing; then it is read again. What is there already, by the hash of
its bytes, causes nothing a second time.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.acts import arrivals
from inbox.answers import CalendarAnswer
from inbox.reading import Automatic, Finding, Reading, Unclear, read
from inbox.reports import Fate, Report
from models.correspondence import Letter
from models.inbox import Attendance, IncomingMail, Mailbox
from models.mail import MailKind, MailState
from models.obligations import Meeting
from models.schedule import Text


@dataclass(frozen=True)
class Arrived:
    """A mail as a mailbox gave it. `raw` is its beginning when it is not `whole`; `uid` is its place in the mailbox."""

    raw: bytes
    size: int
    whole: bool = True
    validity: int | None = None
    uid: int = 0


class Filing:
    """Files what arrives in one source."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine, self._source = engine, source

    def file(self, arrived: Arrived, at: datetime) -> bool:
        """File the mail; return whether it was new."""
        digest = hashlib.sha256(arrived.raw).hexdigest()
        reading = read(arrived.raw, whole=arrived.whole)
        with Session(self._engine) as session, session.begin():
            new = session.exec(select(IncomingMail.number).where(IncomingMail.sha256 == digest)).first() is None
            if new:
                self._take(session, self._row(arrived, reading, digest, at), reading.found)
            self._remember(session, arrived, at)
            return new

    def _row(self, arrived: Arrived, reading: Reading, digest: str, at: datetime) -> IncomingMail:
        return IncomingMail(
            sha256=digest,
            source=self._source,
            received_at=at,
            kind=MailKind.OTHER,
            state=MailState.OPEN,
            sender=reading.sender,
            subject=reading.subject,
            message_id=reading.message_id,
            size=arrived.size,
            whole=arrived.whole,
            said_da="",
            said_en="",
            raw=arrived.raw,
        )

    def _take(self, session: Session, mail: IncomingMail, found: Finding) -> None:
        """Do what was found; the mail gets its number first, so that what it causes can name it."""
        session.add(mail)
        session.flush()
        match found:
            case Report():
                _report(session, mail, found)
            case CalendarAnswer():
                _answer(session, mail, found)
            case Automatic():
                _belongs_to(mail, arrivals.letter_of(session, found.ids))
                _say(mail, MailKind.AUTOMATIC, MailState.TAKEN, _AUTOMATIC)
            case Unclear():
                _belongs_to(mail, arrivals.letter_of(session, found.ids))
                _say(mail, MailKind.OTHER, MailState.OPEN, found.why)
        session.add(mail)

    def _remember(self, session: Session, arrived: Arrived, at: datetime) -> None:
        if arrived.validity is None:
            return
        box = session.get(Mailbox, self._source) or Mailbox(source=self._source)
        before = box.last_uid if box.validity == arrived.validity else 0
        box.validity, box.last_uid, box.read_at = arrived.validity, max(before, arrived.uid), at
        session.add(box)


def _report(session: Session, mail: IncomingMail, report: Report) -> None:
    letter = arrivals.letter_of(session, report.ids)
    _belongs_to(mail, letter)
    kind = _KINDS[report.fate]
    mail.facts = {"recipient": report.recipient, "why": report.why}
    if letter is None:
        _say(mail, kind, MailState.OPEN, _NOT_OURS)
        return
    match report.fate:
        case Fate.FAILED:
            said = arrivals.came_back(session, letter, _why(letter, report), mail.sender, mail.received_at)
            state = MailState.TAKEN if said else MailState.OPEN
            _say(mail, kind, state, said or _not_left(letter))
        case Fate.DELAYED:
            said = arrivals.is_delayed(session, letter, report.why, mail.sender, mail.received_at)
            _say(mail, kind, MailState.TAKEN, said)
        case Fate.ARRIVED:
            _say(mail, kind, MailState.TAKEN, _DELIVERED)
        case Fate.UNCLEAR:
            _say(mail, kind, MailState.OPEN, _UNCLEAR_REPORT)


def _answer(session: Session, mail: IncomingMail, answer: CalendarAnswer) -> None:
    kind = MailKind.COUNTER if answer.answer is None else MailKind.ANSWER
    meeting = session.get(Meeting, answer.uid.rpartition("@")[0])
    invited = arrivals.invited(session, meeting.id) if meeting else {}
    if meeting is None or not invited or answer.sequence > meeting.sequence:
        _say(mail, kind, MailState.OPEN, _NEVER_SENT)
        return
    mail.cycle, mail.workflow_id = meeting.cycle, meeting.id
    if answer.answer is None:
        mail.facts = {"attendee": answer.attendee, "proposed": answer.proposed, "comment": answer.comment}
        _say(mail, kind, MailState.OPEN, _proposed(answer))
        return
    attendance = Attendance(
        meeting=meeting.id,
        attendee=answer.attendee,
        recipient=invited.get(answer.attendee, ""),
        answer=answer.answer,
        comment=answer.comment,
        sequence=answer.sequence,
        stamp=answer.stamp,
        at=mail.received_at,
        mail=mail.number,
    )
    mail.facts = attendance.model_dump(mode="json")
    if answer.attendee not in invited or mail.sender != answer.attendee:
        _say(mail, kind, MailState.OPEN, _somebody_else(mail.sender, answer.attendee))
        return
    kept = arrivals.answered(session, attendance, answer.attendee)
    _say(mail, kind, MailState.TAKEN, _KEPT if kept else _OLDER)


def _belongs_to(mail: IncomingMail, letter: Letter | None) -> None:
    if letter is not None:
        mail.letter, mail.cycle, mail.workflow_id = letter.number, letter.cycle, letter.workflow_id


def _say(mail: IncomingMail, kind: MailKind, state: MailState, said: Text) -> None:
    mail.kind, mail.state, mail.said_da, mail.said_en = kind, state, said.da, said.en


def _why(letter: Letter, report: Report) -> str:
    """The relay's words; and the address that they are about, where a forwarding made it another one."""
    elsewhere = report.recipient and report.recipient.lower() != (letter.to_address or "").lower()
    return " ".join(part for part in (f"{report.recipient}:" if elsewhere else "", report.why) if part)


_KINDS = {
    Fate.FAILED: MailKind.BOUNCE,
    Fate.DELAYED: MailKind.DELAY,
    Fate.ARRIVED: MailKind.ARRIVED,
    Fate.UNCLEAR: MailKind.OTHER,
}
_AUTOMATIC = Text(da="Autosvar: noteret, intet gjort.", en="Automatic reply: noted, nothing done.")
_DELIVERED = Text(da="Mailserveren melder brevet leveret.", en="The relay reports the letter delivered.")
_KEPT = Text(da="Svaret er noteret ved mødet.", en="The answer is noted with the meeting.")
_OLDER = Text(da="Der er allerede et nyere svar; dette ændrer intet.", en="A newer answer is there; nothing changes.")
_NOT_OURS = Text(
    da="Rapporten nævner intet brev, som er sendt herfra. Læs den, og knyt den til brevet med --letter.",
    en="The report names no letter that was sent from here. Read it, and attach it with --letter.",
)
_UNCLEAR_REPORT = Text(
    da="Rapporten siger ikke, om brevet kom frem. Læs den; kom det ikke frem, så meld det med --bounced.",
    en="The report does not say whether the letter arrived. Read it; if it did not, report it with --bounced.",
)
_NEVER_SENT = Text(
    da="Svaret gælder en kalenderpost, som aldrig er sendt herfra i den udgave.",
    en="The answer is to an event that was never sent from here in that revision.",
)


def _not_left(letter: Letter) -> Text:
    return Text(
        da=f"Rapporten siger, at brev nr. {letter.number} er kommet retur, men det er ikke sendt.",
        en=f"The report says that letter no. {letter.number} came back, but it has not been sent.",
    )


def _proposed(answer: CalendarAnswer) -> Text:
    return Text(
        da=f"{answer.attendee} foreslår et andet tidspunkt: {answer.proposed or '?'}.",
        en=f"{answer.attendee} proposes another time: {answer.proposed or '?'}.",
    )


def _somebody_else(sender: str, attendee: str) -> Text:
    return Text(
        da=f"Skal bekræftes: {sender or 'en ukendt afsender'} svarer for {attendee}.",
        en=f"To be confirmed: {sender or 'an unknown sender'} answers for {attendee}.",
    )
