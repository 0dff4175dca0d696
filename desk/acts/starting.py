"""From a definition to the rows that a cycle runs on: a whole copy, so that edits reach only what has not left."""

from collections.abc import Iterator
from datetime import datetime

from activities.step_rows import step_rows
from models.bodies import Body, Contact
from models.cycles import Cycle
from models.states import CycleState
from models.types import Row
from models.vocabulary import Role
from planning.dates.timeline import Timeline
from planning.format.definition import Contact as ContactDefinition
from planning.format.source import Source


def cycle_row(timeline: Timeline, source: Source, state: CycleState, at: datetime, by: str) -> Cycle:
    """Return the cycle's own row: definition, texts and the engine's input."""
    cycle = timeline.definition.cycle
    return Cycle(
        slug=timeline.slug,
        definition_key=cycle.key,
        year=timeline.year,
        title_da=cycle.title.da,
        title_en=cycle.title.en,
        stage=state.stage,
        lead=cycle.lead,
        secretariat=cycle.secretariat,
        zone=cycle.zone,
        definition=timeline.definition.model_dump(mode="json", by_alias=True),
        files=dict(source.files),
        offset_seconds=int(state.offset.total_seconds()),
        state=state.model_dump(mode="json"),
        hold=[str(kind) for kind in cycle.hold],
        started_at=at,
        started_by=by,
    )


def other_rows(timeline: Timeline) -> Iterator[Row]:
    """Yield bodies, their contacts, respondents and steps."""
    slug = timeline.slug
    for code, body in timeline.definition.body.items():
        administration = body.administration
        yield Body(
            cycle=slug,
            code=code,
            name_da=body.name.da,
            name_en=body.name.en,
            administration_da=administration.da if administration else None,
            administration_en=administration.en if administration else None,
            language=body.language,
            ascii=body.ascii or code,
        )
    yield from contact_rows(timeline)
    yield from step_rows(timeline)


def contact_rows(timeline: Timeline) -> Iterator[Contact]:
    """Yield the contacts of every body's roles and of every hearing's classes."""
    slug = timeline.slug
    for code, body in timeline.definition.body.items():
        for contact in body.contact:
            yield from contacts_of(slug, code, contact)
    for planned in timeline.steps:
        for each in planned.step.classes:
            for first, contact in _numbered(each.contact):
                yield from contacts_of(slug, each.key, contact, step=planned.step.key, first=first)


def _numbered(contacts: tuple[ContactDefinition, ...]) -> Iterator[tuple[int, ContactDefinition]]:
    """Number the contacts of a class through: each starts where the one before it ended."""
    first = 1
    for contact in contacts:
        yield first, contact
        first += contact.count


def contacts_of(slug: str, body: str, contact: ContactDefinition, step: str = "", first: int = 1) -> Iterator[Contact]:
    """Yield one row per person: `{n}` in name and address becomes the number."""
    width = max(2, len(str(contact.count)))
    for number in range(first, first + contact.count):
        code = f"{number:0{width}d}"
        yield Contact(
            cycle=slug,
            body=body,
            role=contact.role if not step else Role.RESPONDENT,
            code=code,
            step=step,
            name=contact.name.replace("{n}", code),
            address=contact.address.replace("{n}", code),
            language=contact.language,
        )
