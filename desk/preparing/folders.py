"""A cycle of the record as the folder that it could be started from again."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session, select

from desk.record import unknown
from models.bodies import Contact
from models.cycles import Cycle
from models.vocabulary import Role
from planning.format.definition import Definition
from planning.format.source import Source
from planning.format.text import written
from planning.papers.preparing import with_contacts

_Key = tuple[str, str, Role, str]
_Named = tuple[str, str]


def source_of(session: Session, slug: str) -> Source:
    """Return a cycle of the record as a folder, with every correction of a contact; raises Unknown."""
    row = session.get(Cycle, slug)
    if row is None:
        raise unknown(slug, session.exec(select(Cycle.slug)).all(), "et årshjul", "a cycle")
    definition = Definition.model_validate(row.definition)
    plain = Source(slug, written(definition), dict(row.files))
    rows = session.exec(select(Contact).where(Contact.cycle == slug)).all()
    people = {(each.step, each.body, each.role, each.code): (each.name, each.address) for each in rows}
    return with_contacts(plain, dict(_corrected(definition, people)))


def _corrected(definition: Definition, people: Mapping[_Key, _Named]) -> Iterator[tuple[tuple[str, int], _Named]]:
    """Yield what persons are called now; a group of many keeps its pattern."""
    for code, body in definition.body.items():
        for place, contact in enumerate(body.contact):
            if contact.count == 1 and (found := people.get(("", code, contact.role, "01"))):
                yield (code, place), found
    for step in definition.step:
        for each in step.classes:
            first = 1
            for place, contact in enumerate(each.contact):
                key = (step.key, each.key, Role.RESPONDENT, f"{first:02d}")
                if contact.count == 1 and (found := people.get(key)):
                    yield (f"{step.key}/{each.key}", place), found
                first += contact.count
