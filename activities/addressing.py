"""From a role to a person's mailbox, at the moment of sending: the contact, or who stands in for them on that day."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.bodies import Body, Contact, Substitute
from models.correspondence import Letter
from models.vocabulary import Language, Role


@dataclass(frozen=True)
class Addressee:
    """Who gets a letter, and in which language they read it."""

    name: str
    address: str
    language: Language


def addressee(session: Session, letter: Letter, on: date) -> Addressee | None:
    """Return who gets this letter on this civil day; None when nobody has the role."""
    if letter.contact is None:
        return role_of(session, letter.cycle, letter.recipient_body, letter.recipient_role, on)
    step = letter.step if letter.recipient_role is Role.RESPONDENT else ""
    key = (letter.cycle, letter.recipient_body, letter.recipient_role, letter.contact, step)
    contact = session.get(Contact, key)
    return _contact(session, contact) if contact else None


def role_of(session: Session, cycle: str, body: str, role: Role, on: date) -> Addressee | None:
    """Return who has a role of a body on this civil day: a substitute, the one named last, before the contact."""
    query = select(Substitute).where(
        Substitute.cycle == cycle,
        Substitute.body == body,
        Substitute.role == role,
        col(Substitute.from_day) <= on,
        col(Substitute.to_day) >= on,
    )
    substitute = session.exec(query.order_by(col(Substitute.id).desc())).first()
    if substitute:
        language = substitute.language or _language(session, cycle, body)
        return Addressee(substitute.name, substitute.address, language)
    found = select(Contact).where(Contact.cycle == cycle, Contact.body == body, Contact.role == role)
    contact = session.exec(found.order_by(Contact.code)).first()
    return _contact(session, contact) if contact else None


def _contact(session: Session, contact: Contact) -> Addressee:
    language = contact.language or _language(session, contact.cycle, contact.body)
    return Addressee(contact.name, contact.address, language)


def _language(session: Session, cycle: str, body: str) -> Language:
    row = session.get(Body, (cycle, body))
    return row.language if row else Language.DA
