"""What a cycle runs on, read from the record: definition, year, and the timeline with the dates that people settled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from sqlalchemy import String, bindparam, cast, exists
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.cycles import Cycle, Pin
from models.letters import LetterFacts, LetterOrder
from models.obligations import Hearing, Meeting, Obligation
from models.schedule import Recipient, Text
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import LetterState
from planning.acts.replanning import Child
from planning.dates import timeline as plan
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Definition

# Built once: to build a statement takes longer than to run it, and every letter asks these. Definition and files as
# they are stored: to decode and encode a definition of many bodies takes longer than the letter that asks.
_PINNED = exists().where(col(Pin.cycle) == bindparam("slug"))
_STORED = columns(
    cast(col(Cycle.definition), String), cast(col(Cycle.files), String), col(Cycle.year), _PINNED.label("pinned")
).where(col(Cycle.slug) == bindparam("slug"))
_PINS = (
    columns(col(Pin.step), col(Pin.body), col(Pin.on), col(Pin.hour), col(Pin.reason_da), col(Pin.reason_en))
    .where(col(Pin.cycle) == bindparam("slug"))
    .order_by(col(Pin.id))
)


@dataclass(frozen=True)
class Book:
    """One cycle as it was copied into the record, with its pins."""

    timeline: Timeline
    pins: tuple[plan.Pin, ...]
    workdays: Workdays
    files: Mapping[str, str]
    packs: dict[tuple[str, str, int], dict[str, tuple[Text, ...]]] = field(default_factory=dict, compare=False)
    """What the packs of a step lack, kept by whoever has asked (`activities.packing`)."""

    @property
    def definition(self) -> Definition:
        """The cycle's own copy of its definition."""
        return self.timeline.definition

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """The bodies' names by their codes."""
        return {code: body.name for code, body in self.definition.body.items()}


def open_book(session: Session, slug: str) -> Book:
    """Return the book of a cycle; raises NoResultFound when there is no such cycle."""
    stored = session.connection().execute(_STORED, {"slug": slug}).one()
    return _book(slug, stored[0], stored[1], stored[2], pins_of(session, slug) if stored[3] else ())


def children_of(session: Session, slug: str) -> tuple[Child, ...]:
    """Return the state of every obligation, meeting and hearing of the cycle as the record has it, each by id."""
    owed = session.exec(select(Obligation).where(Obligation.cycle == slug).order_by(Obligation.id)).all()
    met = session.exec(select(Meeting).where(Meeting.cycle == slug).order_by(Meeting.id)).all()
    heard = session.exec(select(Hearing).where(Hearing.cycle == slug).order_by(Hearing.id)).all()
    return (
        *(DeliverableState.model_validate(row.state) for row in owed),
        *(MeetingState.model_validate(row.state) for row in met),
        *(HearingState.model_validate(row.state) for row in heard),
    )


def held_of(session: Session, slug: str) -> tuple[LetterOrder, ...]:
    """Return the letters of the cycle that wait for a release, as they were ordered; of a class each contact's own."""
    held = select(Letter).where(Letter.cycle == slug, col(Letter.state).in_([LetterState.HELD, LetterState.DRAFTED]))
    return tuple(_order(row) for row in session.exec(held.order_by(col(Letter.number))).all())


def drafted_of(session: Session, slug: str) -> frozenset[str]:
    """Return the keys of the letters of the cycle that are written already and wait for a release."""
    drafted = select(Letter.key).where(Letter.cycle == slug, Letter.state == LetterState.DRAFTED)
    return frozenset(session.exec(drafted).all())


def _order(row: Letter) -> LetterOrder:
    return LetterOrder(
        cycle=row.cycle,
        workflow_id=row.workflow_id,
        step=row.step,
        body=row.body,
        kind=row.kind,
        cause=row.cause,
        to=Recipient(body=row.recipient_body, role=row.recipient_role),
        at=row.at,
        sequence=row.sequence,
        facts=LetterFacts.model_validate(row.facts),
        only=(row.contact,) if row.contact else (),
    )


def pins_of(session: Session, slug: str) -> tuple[plan.Pin, ...]:
    """Return the dates that people or decisions settled, in the order in which they were stored."""
    rows = session.connection().execute(_PINS, {"slug": slug}).all()
    return tuple(
        plan.Pin(step=step, body=body, on=on, hour=hour, reason=Text(da=da, en=en or da) if da else None)
        for step, body, on, hour, da, en in rows
    )


@lru_cache(maxsize=32)
def _book(slug: str, definition: str, files: str, year: int, pins: tuple[plan.Pin, ...]) -> Book:
    timeline = resolve(Definition.model_validate_json(definition), year, pins)
    # The slug was settled at the start; a definition whose key was renamed since keeps its running cycles.
    named = timeline.model_copy(update={"slug": slug})
    return Book(named, pins, Workdays.of(timeline.definition), json.loads(files))
