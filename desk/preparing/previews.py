"""The letters of a year that has not begun, as their recipients will see them: foreseen by the rules, written in full.

Nothing is stored: the rules carry the year to its end, and the code that writes what leaves writes these.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from activities import enclosures, telling
from activities.addressing import Addressee
from activities.books import Book
from activities.drafting import Drafting, Reading, composed
from activities.particulars import Particulars
from models.correspondence import Letter
from models.letters import LetterFacts, LetterOrder
from models.schedule import Text
from models.vocabulary import CLASS_ROLES, FORMAL, Language, LetterKind, LetterState, Role, message_id
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight.forecast import beginning, foresee, recipients_of
from planning.foresight.simulation import Simulation
from planning.format.definition import Contact
from planning.scenarios.scenario import FORECAST
from planning.transitions import orders

_LATE = frozenset({LetterKind.OVERDUE, LetterKind.ESCALATION})


@dataclass(frozen=True)
class Coming:
    """A letter that the year will send, the first of those that are alike; `count`: how many there are of them."""

    order: LetterOrder
    title: Text
    count: int

    @property
    def at(self) -> datetime:
        """When it leaves, when everybody is in time."""
        return self.order.at


class Previews:
    """Writes letters of years that have not begun, with the templates and the sender of this office."""

    def __init__(self, drafting: Drafting) -> None:
        self._drafting = drafting
        self.limit = drafting.limit

    def write(self, timeline: Timeline, files: Mapping[str, str], order: LetterOrder) -> bytes:
        """Return the finished message; raises Unrenderable for what cannot be written, such as half a pack."""
        about = _about(Book(timeline, (), Workdays.of(timeline.definition), files), order, self._drafting.domain)
        reading = Reading(about, None)
        return composed(self._drafting, reading, telling.context(about, enclosures.titles(about))).message


def coming(timeline: Timeline) -> tuple[Coming, ...]:
    """Return the letters to look at: each committee's pack, and of everything else one of each kind.

    Raises what the rules raise for a year that cannot be planned.
    """
    simulation = Simulation(timeline, orders.cycle_state(timeline), beginning(timeline))
    foresee(simulation, FORECAST)
    alike: dict[tuple[str, ...], list[LetterOrder]] = {}
    for order in sorted(simulation.letters.left(), key=lambda each: (each.at, each.own_key)):
        if order.settled is None and list(recipients_of(timeline, order)):
            alike.setdefault(_like(timeline, order), []).append(order)
    return tuple(Coming(each[0], _title(timeline, each[0]), len(each)) for each in alike.values())


def _like(timeline: Timeline, order: LetterOrder) -> tuple[str, ...]:
    if order.kind is LetterKind.CHALLENGE:
        return order.kind, order.step, order.body or ""
    kind = next((each.step.kind for each in timeline.steps if each.step.key == order.step), "")
    return order.kind, kind


def _title(timeline: Timeline, order: LetterOrder) -> Text:
    titles = (each.step.title for each in timeline.steps if each.step.key == order.step)
    return next(titles, timeline.definition.cycle.title)


def _about(book: Book, order: LetterOrder, domain: str) -> Particulars:
    definition = book.definition
    planned = next((each for each in book.timeline.steps if each.step.key == order.step), None)
    classes = planned.step.classes if planned else ()
    names = {code: each.name for code, each in definition.body.items()} | {each.key: each.name for each in classes}
    language = definition.body[order.to.body].language if order.to.body in definition.body else Language.DA
    office = definition.body[definition.cycle.secretariat].contact
    return Particulars(
        book=book,
        letter=_letter(order, domain),
        to=_addressee(_contacts(book, order), order.to.role, language),
        secretariat=_addressee(office, Role.SECRETARY, language),
        names=names,
        planned=planned,
        facts=_facts(book, order),
        step_title=planned.step.title if planned else definition.cycle.title,
    )


def _facts(book: Book, order: LetterOrder) -> LetterFacts:
    if order.kind not in _LATE or order.facts.deadline is None:
        return order.facts
    late = book.workdays.between(order.facts.deadline.on, book.workdays.civil(order.at).date())
    return order.facts.model_copy(update={"days_late": late})


def _letter(order: LetterOrder, domain: str) -> Letter:
    contact = (order.only or ("01",))[0] if order.to.role in CLASS_ROLES else None
    key = order.key_for(contact)
    return Letter(
        key=key,
        message_id=message_id(key, domain),
        cycle=order.cycle,
        workflow_id=order.workflow_id,
        step=order.step,
        body=order.body,
        kind=order.kind,
        formal=order.kind in FORMAL,
        cause=order.cause,
        recipient_body=order.to.body,
        recipient_role=order.to.role,
        contact=contact,
        at=order.at,
        drafted_at=order.at,
        state=LetterState.DRAFTED,
        sequence=order.sequence,
    )


def _contacts(book: Book, order: LetterOrder) -> Iterator[Contact]:
    if order.to.body in book.definition.body:
        yield from book.definition.body[order.to.body].contact
    for planned in book.timeline.steps:
        if planned.step.key == order.step:
            yield from (one for each in planned.step.classes if each.key == order.to.body for one in each.contact)


def _addressee(contacts: Iterator[Contact] | tuple[Contact, ...], role: Role, language: Language) -> Addressee:
    found = next((each for each in contacts if each.role is role), None)
    if found is None:
        return Addressee("", "", language)
    return Addressee(found.name.replace("{n}", "01"), found.address.replace("{n}", "01"), found.language or language)
