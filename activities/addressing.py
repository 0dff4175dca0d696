"""From a role to a person's mailbox, at the moment of sending: the contact, or who stands in for them on that day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, bindparam, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from models.bodies import Body, Contact, Substitute
from models.correspondence import Letter
from models.vocabulary import Language, Role


@dataclass(frozen=True)
class Addressee:
    """Who gets a letter, and in which language they read it."""

    name: str
    address: str
    language: Language


def _named(table: type[Contact] | type[Substitute]) -> Select[str, str, Language | None, Language]:
    """The columns of an addressee, with the language of the body."""
    of_body = (col(Body.cycle) == col(table.cycle)) & (col(Body.code) == col(table.body))
    shown = columns(col(table.name), col(table.address), col(table.language), col(Body.language))
    return shown.outerjoin(Body, of_body).where(
        col(table.cycle) == bindparam("cycle"),
        col(table.body) == bindparam("body"),
        col(table.role) == bindparam("role"),
    )


# Built once: to build a statement takes longer than to run it, and every letter asks these.
_STAND_INS = (
    _named(Substitute)
    .where(col(Substitute.from_day) <= bindparam("on"), col(Substitute.to_day) >= bindparam("on"))
    .add_columns(literal(0).label("after"), (-col(Substitute.id)).label("place"), literal("").label("code"))
)
_HOLDERS = _named(Contact).add_columns(literal(1).label("after"), literal(0).label("place"), col(Contact.code))
_BOTH = union_all(_STAND_INS, _HOLDERS).subquery()
_WHO_HAS_A_ROLE = (
    columns(_BOTH.c.name, _BOTH.c.address, _BOTH.c.language, _BOTH.c.language_1)
    .order_by(_BOTH.c.after, _BOTH.c.place, _BOTH.c.code)
    .limit(1)
)
_ONE_OF_A_CLASS = _named(Contact).where(col(Contact.code) == bindparam("code"), col(Contact.step) == bindparam("step"))


def contact_of(session: Session, letter: Letter) -> Addressee | None:
    """Return the one of a class that this letter is for; None when they are no longer among the contacts."""
    asked = {
        "cycle": letter.cycle,
        "body": letter.recipient_body,
        "role": letter.recipient_role,
        "code": letter.contact,
        "step": letter.step if letter.recipient_role is Role.RESPONDENT else "",
    }
    return _addressee(session.connection().execute(_ONE_OF_A_CLASS, asked).first())


def role_of(session: Session, cycle: str, body: str, role: Role, on: date) -> Addressee | None:
    """Return who has a role of a body on this civil day: a substitute, the one named last, before the contact."""
    asked = {"cycle": cycle, "body": body, "role": role, "on": on}
    return _addressee(session.connection().execute(_WHO_HAS_A_ROLE, asked).first())


def _addressee(found: Row[str, str, Language | None, Language] | None) -> Addressee | None:
    if found is None:
        return None
    name, address, own, of_body = found
    return Addressee(name, address, own or of_body or Language.DA)
