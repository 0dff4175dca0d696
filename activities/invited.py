"""In whose calendar a meeting stands: the mailbox that got the last invitation of a role, read from the outbox.

An invitation belongs to whoever has the role on the meeting's day. When that is somebody else than the one who was
invited, the first is no longer invited, and a meeting that is called off is called off where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from activities.addressing import Addressee, contact_of, role_of
from models.correspondence import Letter
from models.letters import LetterOrder
from models.schedule import Recipient
from models.vocabulary import CLASS_ROLES, Language, LetterKind, LetterState

REQUESTS = frozenset({LetterKind.INVITATION, LetterKind.INVITATION_CHANGED})
"""Letters that put a meeting into a calendar; a cancellation takes it out."""

_ARRIVED = (LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN, LetterState.ACKNOWLEDGED)
_COLUMNS = (col(Letter.kind), col(Letter.to_name), col(Letter.to_address), col(Letter.language), col(Letter.sequence))


@dataclass(frozen=True)
class Invited:
    """Whose calendar has the meeting, at which sequence."""

    to: Addressee
    sequence: int


def invited(
    session: Session, workflow_id: str, to: Recipient, contact: str | None = None, before: int | None = None
) -> Invited | None:
    """Return whose calendar has the meeting for this role; None when nobody's.

    `before` is a letter's number: what was sent after it does not count.
    """
    question = select(*_COLUMNS).where(
        col(Letter.workflow_id) == workflow_id,
        col(Letter.recipient_body) == to.body,
        col(Letter.recipient_role) == to.role,
        col(Letter.contact).is_(None) if contact is None else col(Letter.contact) == contact,
        col(Letter.kind).in_([*REQUESTS, LetterKind.INVITATION_CANCELLED]),
        col(Letter.state).in_(_ARRIVED),
    )
    if before is not None:
        question = question.where(col(Letter.number) < before)
    last = session.connection().execute(question.order_by(col(Letter.number).desc()).limit(1)).first()
    if last is None or last.kind is LetterKind.INVITATION_CANCELLED or not last.to_address:
        return None
    return Invited(Addressee(last.to_name or "", last.to_address, last.language or Language.DA), last.sequence)


def invited_by(session: Session, letter: Letter) -> Invited | None:
    """Return whom a cancellation takes the meeting from: who was invited before it was written."""
    role = Recipient(body=letter.recipient_body, role=letter.recipient_role)
    return invited(session, letter.workflow_id, role, letter.contact, letter.number)


def holder(session: Session, letter: Letter, on: date) -> Addressee | None:
    """Return who gets a letter that leaves on this civil day; None when nobody has the role.

    An invitation goes to who has the role on the meeting's day, its cancellation to who was invited.
    """
    if letter.kind is LetterKind.INVITATION_CANCELLED and (found := invited_by(session, letter)):
        return found.to
    deadline = letter.facts.get("deadline") if letter.kind in REQUESTS else None
    on = date.fromisoformat(deadline["on"]) if deadline else on
    if letter.contact is not None:
        return contact_of(session, letter)
    return role_of(session, letter.cycle, letter.recipient_body, letter.recipient_role, on)


def with_withdrawals(session: Session, orders: Iterator[LetterOrder]) -> Iterator[LetterOrder]:
    """Yield the orders; before an invitation to another mailbox than the last one's, that one's withdrawal."""
    for order in orders:
        if order.kind in REQUESTS and order.to.role not in CLASS_ROLES and order.settled is None:
            yield from _withdrawal(session, order)
        yield order


def moved_on(session: Session, cycle: str, workflow_id: str, to: Recipient, on: date) -> Invited | None:
    """Return who was invited and is not the one who has the role on the meeting's day."""
    found = invited(session, workflow_id, to)
    now = role_of(session, cycle, to.body, to.role, on) if found else None
    return found if found and now and now.address != found.to.address else None


def _withdrawal(session: Session, order: LetterOrder) -> Iterator[LetterOrder]:
    begins = order.facts.deadline
    found = begins and moved_on(session, order.cycle, order.workflow_id, order.to, begins.on)
    if found:
        facts = order.facts.model_copy(
            update={"deadline": order.facts.before or begins, "before": None, "reason": "", "instead": True}
        )
        yield order.model_copy(
            update={
                "kind": LetterKind.INVITATION_CANCELLED,
                "cause": f"{order.cause}:instead",
                "sequence": max(order.sequence, found.sequence + 1),
                "facts": facts,
            }
        )
