"""Which letters are told together: routine ones of one moment, to one person who wants it, or whose cycle does.

Asked by whoever gathers a digest and by the forecast alike. What one act or one moment brings is gathered; what the
next one brings is another mail.
"""

from datetime import datetime
from typing import NamedTuple

from models.schedule import Recipient
from models.vocabulary import CLASS_ROLES, FORMAL, LetterKind
from planning.format.definition import Definition

FOLDABLE = frozenset(LetterKind) - FORMAL - {
    LetterKind.ESCALATION, LetterKind.INVITATION_CHANGED, LetterKind.DIGEST, LetterKind.NEXT_YEAR,
}  # fmt: skip
"""Kinds that a digest may tell: a changed invitation is a mail of its own, for calendars read one from each mail."""


class Place(NamedTuple):
    """Letters of one place leave in one mail, when they leave together."""

    at: datetime
    to: Recipient


def place(definition: Definition, kind: LetterKind, to: Recipient, at: datetime) -> Place | None:
    """Return where a letter of this kind may be told with others; None when it leaves by itself."""
    if kind not in FOLDABLE or to.role in CLASS_ROLES:
        return None
    return Place(at, to) if _is_wanted(definition, to) else None


def are_wanted(definition: Definition) -> bool:
    """Whether anybody wants what is routine in one mail."""
    people = (each.digest for body in definition.body.values() for each in body.contact)
    return definition.cycle.digest or any(people)


def _is_wanted(definition: Definition, to: Recipient) -> bool:
    """Whether the recipient wants it; who says nothing wants what the cycle wants."""
    body = definition.body.get(to.body)
    contacts = body.contact if body else ()
    wish = next((each.digest for each in contacts if each.role is to.role), None)
    return definition.cycle.digest if wish is None else wish
