"""A cycle of the record as the folder that it could be started from again."""

from collections.abc import Mapping

from sqlmodel import Session, select

from desk.record import unknown
from models.bodies import Contact
from models.cycles import Cycle
from models.vocabulary import Role
from planning.definition import Definition
from planning.definition_text import written
from planning.preparing import with_contacts
from planning.source import Source


def source_of(session: Session, slug: str) -> Source:
    """Return a cycle of the record as a folder, with every correction of a contact; raises Unknown."""
    row = session.get(Cycle, slug)
    if row is None:
        raise unknown(slug, session.exec(select(Cycle.slug)).all(), "et årshjul", "a cycle")
    definition = Definition.model_validate(row.definition)
    plain = Source(slug, written(definition), dict(row.files))
    people = {
        (each.body, each.role): (each.name, each.address)
        for each in session.exec(select(Contact).where(Contact.cycle == slug, Contact.step == "")).all()
        if each.code == "01"
    }
    return with_contacts(plain, _corrected(definition, people))


def _corrected(
    definition: Definition, people: Mapping[tuple[str, Role], tuple[str, str]]
) -> dict[tuple[str, int], tuple[str, str]]:
    return {
        (code, place): people[code, contact.role]
        for code, body in definition.body.items()
        for place, contact in enumerate(body.contact)
        if contact.count == 1 and (code, contact.role) in people
    }
