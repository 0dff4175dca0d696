"""What mail that comes back does to the record, inside the transaction of whoever calls: the inbox, or a person.

A letter that came back becomes *bounced*, with a task; an answer to an invitation is kept per meeting and address, the
newest (SEQUENCE, DTSTAMP) winning. Doing the same again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from activities import outbox
from models.correspondence import Letter
from models.inbox import Attendance
from models.journal import JournalEntry
from models.obligations import Meeting
from models.schedule import Text
from models.vocabulary import LetterKind, LetterState, TaskKind

INVITATIONS = (LetterKind.INVITATION, LetterKind.INVITATION_CHANGED)
HAVE_LEFT = (LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN, LetterState.BOUNCED, LetterState.ACKNOWLEDGED)
"""States of letters that reached a relay, or may have."""

_CAN_BOUNCE = frozenset({LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN})


def letter_of(session: Session, ids: Sequence[str]) -> Letter | None:
    """Return the letter with the first of these Message-IDs that is one of ours, locked for this transaction."""
    query = select(Letter).where(col(Letter.message_id).in_(ids)).with_for_update()
    found = {letter.message_id: letter for letter in session.exec(query).all()}
    return next((found[each] for each in ids if each in found), None)


def invited(session: Session, meeting: str) -> dict[str, str]:
    """Return who was invited to the meeting, by address in small letters: `TMU.secretary, TMU.chair`."""
    query = select(Letter).where(
        Letter.workflow_id == meeting, col(Letter.kind).in_(INVITATIONS), col(Letter.state).in_(HAVE_LEFT)
    )
    found: dict[str, dict[str, None]] = {}
    for row in session.exec(query.order_by(col(Letter.number))).all():
        found.setdefault((row.to_address or "").lower(), {})[recipient_of(row)] = None
    return {address: ", ".join(recipients) for address, recipients in found.items()}


def recipient_of(letter: Letter) -> str:
    """Return whom a letter is to: `TMU.secretary`, `BR.member.07`."""
    one = f".{letter.contact}" if letter.contact else ""
    return f"{letter.recipient_body}.{letter.recipient_role}{one}"


def came_back(session: Session, letter: Letter, why: str, by: str, at: datetime) -> Text | None:
    """Mark the letter as bounced and file a task; return what is said of it, None for one that has not left."""
    told = Text(da=f"Brev nr. {letter.number} er kommet retur.", en=f"Letter no. {letter.number} came back.")
    if letter.state is LetterState.BOUNCED:
        return told
    if letter.state not in _CAN_BOUNCE:
        return None
    line(session, letter, "letter_bounced", by, at, why, before=letter.state)
    outbox.finish_tasks(session, [f"letter:{letter.key}:*"], by, at)
    letter.state, letter.last_error_da, letter.last_error_en = LetterState.BOUNCED, why or None, why or None
    session.add(letter)
    outbox.task_about(session, letter, TaskKind.LETTER_BOUNCED, _what_to_do(why), at)
    return told


def is_delayed(session: Session, letter: Letter, why: str, by: str, at: datetime) -> Text:
    """Note that a relay still tries to deliver the letter; there is nothing to do."""
    line(session, letter, "letter_delayed", by, at, why)
    return Text(
        da=f"Brev nr. {letter.number} er forsinket; mailserveren prøver stadig.",
        en=f"Letter no. {letter.number} is delayed; the relay goes on trying.",
    )


def answered(session: Session, answer: Attendance, by: str) -> bool:
    """Keep the answer unless a newer one is there, with a line in the journal; return whether it was kept."""
    meeting = session.exec(select(Meeting).where(Meeting.id == answer.meeting).with_for_update()).one()
    kept = session.get(Attendance, (answer.meeting, answer.attendee))
    if kept and (kept.sequence, kept.stamp) >= (answer.sequence, answer.stamp):
        return False
    before = kept.answer if kept else None
    session.merge(answer)
    session.add(
        JournalEntry(
            cycle=meeting.cycle,
            workflow_id=f"mail:{answer.mail}" if answer.mail else meeting.id,
            event="invitation_answered",
            by=by,
            at=answer.at,
            before=before,
            after=answer.answer,
            note=answer.comment or None,
            about=f"{meeting.step}:{meeting.body}",
        )
    )
    return True


def line(
    session: Session,
    letter: Letter,
    event: str,
    by: str,
    at: datetime,
    note: str | None = None,
    before: LetterState | None = None,
) -> None:
    """Write one line about a letter into the journal."""
    session.add(
        JournalEntry(
            cycle=letter.cycle,
            workflow_id=f"letter:{letter.key}",
            event=event,
            by=by or "–",
            at=at,
            before=before,
            after=f"nr. {letter.number}",
            note=note or None,
            about=f"{letter.step}:{letter.body}" if letter.body else letter.step,
        )
    )


def _what_to_do(why: str) -> Text:
    said = f" ({why})" if why else ""
    return Text(
        da=f"Det er kommet retur{said}. Send det igen til en rettet adresse, eller ring til modtageren, og meld, at "
        "den er nået.",
        en=f"It came back{said}. Send it again to a corrected address, or call its recipient, and report that it was "
        "reached.",
    )
