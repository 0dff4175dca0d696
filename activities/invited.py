"""In whose calendar a meeting stands: the mailbox that got the last invitation of a role, read from the outbox.

An invitation belongs to whoever has the role on the meeting's day. When that is somebody else than the one who was
invited, the first is no longer invited, and a meeting that is called off is called off where it stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from activities.addressing import Addressee, contact_of, role_of
from models.bodies import Contact
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
    """Yield the orders; before an invitation to another mailbox than the last one's, that one's withdrawal.

    Of a class whoever is no longer in it is withdrawn, and whoever has the invitation already gets no other one.
    """
    for order in orders:
        if order.kind not in REQUESTS or order.settled is not None:
            yield order
        elif order.to.role in CLASS_ROLES:
            yield from _to_class(session, order)
        else:
            yield from _withdrawal(session, order)
            yield order


def class_has_changed(session: Session, cycle: str, workflow_id: str, to: Recipient) -> bool:
    """Whether somebody of a class that was called is new, gone, or at another address since."""
    now, asked = _class(session, cycle, to), _asked(session, workflow_id, to)
    return bool(now.keys() - asked.keys() or _elsewhere(session, workflow_id, to, asked, now))


def moved_on(session: Session, cycle: str, workflow_id: str, to: Recipient, on: date) -> Invited | None:
    """Return who was invited and is not the one who has the role on the meeting's day."""
    found = invited(session, workflow_id, to)
    now = role_of(session, cycle, to.body, to.role, on) if found else None
    return found if found and now and now.address != found.to.address else None


def _withdrawal(session: Session, order: LetterOrder) -> Iterator[LetterOrder]:
    begins = order.facts.deadline
    found = begins and moved_on(session, order.cycle, order.workflow_id, order.to, begins.on)
    if found:
        yield _called_off(order, found)


def _to_class(session: Session, order: LetterOrder) -> Iterator[LetterOrder]:
    asked = _asked(session, order.workflow_id, order.to)
    gone = _elsewhere(session, order.workflow_id, order.to, asked, _class(session, order.cycle, order.to))
    for code, found in gone.items():
        yield _called_off(order, found, code)
    has = [code for code, sequence in asked.items() if sequence >= order.sequence and code not in gone]
    invites = order.kind is LetterKind.INVITATION
    yield order.model_copy(update={"without": (*order.without, *has)}) if invites else order


def _called_off(order: LetterOrder, found: Invited, contact: str | None = None) -> LetterOrder:
    begins = order.facts.before or order.facts.deadline
    facts = order.facts.model_copy(update={"deadline": begins, "before": None, "reason": "", "instead": True})
    return order.model_copy(
        update={
            "kind": LetterKind.INVITATION_CANCELLED,
            "cause": f"{order.cause}:instead",
            "sequence": max(order.sequence, found.sequence + 1),
            "facts": facts,
            "only": (contact,) if contact else (),
        }
    )


def _class(session: Session, cycle: str, to: Recipient) -> dict[str, str]:
    """The addresses of a class, by the codes of its contacts."""
    question = select(col(Contact.code), col(Contact.address)).where(
        col(Contact.cycle) == cycle, col(Contact.body) == to.body, col(Contact.role) == to.role, col(Contact.step) == ""
    )
    return {code: address for code, address in session.connection().execute(question)}


def _asked(session: Session, workflow_id: str, to: Recipient) -> dict[str, int]:
    """Whom of a class an invitation was written to, whatever became of it, with its latest sequence."""
    question = select(col(Letter.contact), func.max(col(Letter.sequence))).where(
        col(Letter.workflow_id) == workflow_id,
        col(Letter.recipient_body) == to.body,
        col(Letter.recipient_role) == to.role,
        col(Letter.contact).is_not(None),
        col(Letter.kind).in_(REQUESTS),
    )
    found = session.connection().execute(question.group_by(col(Letter.contact)))
    return {code: last for code, last in found if code is not None}


def _elsewhere(
    session: Session, workflow_id: str, to: Recipient, asked: Mapping[str, int], now: Mapping[str, str]
) -> dict[str, Invited]:
    """Who has the meeting in a calendar where it no longer belongs, by code."""
    standing = {code: invited(session, workflow_id, to, code) for code in sorted(asked)}
    return {code: found for code, found in standing.items() if found and now.get(code) != found.to.address}
