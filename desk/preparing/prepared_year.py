"""How a prepared year looks: its dates with their reasons, what the lint says, its people, and its packs."""

from collections.abc import Iterator
from dataclasses import dataclass

from desk.preparing.copies import Prepared
from desk.preparing.packing import CommitteePack, packs_of_definition
from desk.shown.wheel import reason_of
from models.schedule import Text
from models.vocabulary import Language
from planning.dates.resolver import attempt
from planning.dates.timeline import PlannedDate, PlannedStep, Timeline
from planning.format.definition import Contact, Definition
from planning.format.finding import Finding
from planning.format.source import parse
from planning.lint.folder import lint
from planning.papers.packs import LIMIT
from planning.papers.preparing import ENDS, OPENS, Slot, slots


@dataclass(frozen=True)
class DateRow:
    """One date: of a step, of one of its bodies or classes, or of a hearing's end. `place` is what a form calls it."""

    place: str
    title: Text
    part: str
    who: Text | None
    on: PlannedDate
    reason: Text

    @property
    def week(self) -> int | None:
        """The ISO week of a day."""
        return self.on.day.isocalendar().week if self.on.day else None


@dataclass(frozen=True)
class Person:
    """One contact of a body or class, and the name of its fields in a form; a group of persons has a `count`."""

    name: str
    body: str
    place: int
    contact: Contact


@dataclass(frozen=True)
class Group:
    """The contacts of a body, or of a class of a hearing: `below` is its administration, or the hearing's title."""

    whose: str
    name: Text
    below: Text | None
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Outlook:
    """A prepared year, worked out."""

    prepared: Prepared
    definition: Definition
    timeline: Timeline
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stops a start."""
        return tuple(each for each in self.findings if each.severity == "error")

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What only looks wrong."""
        return tuple(each for each in self.findings if each.severity != "error")

    @property
    def rows(self) -> tuple[DateRow, ...]:
        """Every date, in the definition's order."""
        return tuple(row for planned in self.timeline.steps for row in _rows(planned, self.timeline))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every contact, body by body, then the respondents of each hearing, class by class."""
        bodies = ((code, each.name, each.administration, each.contact) for code, each in self.definition.body.items())
        classes = (
            (f"{step.key}/{each.key}", each.name, step.title, each.contact)
            for step in self.definition.step
            for each in step.classes
            if each.contact
        )
        return tuple(
            Group(whose, name, below, tuple(_persons(number, whose, contacts)))
            for number, (whose, name, below, contacts) in enumerate((*bodies, *classes))
        )

    @property
    def people(self) -> tuple[Person, ...]:
        """Every contact of every group."""
        return tuple(person for group in self.groups for person in group.people)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every paper of the packs."""
        return slots(self.prepared.source, self.definition)

    def packs(self, limit: int = LIMIT) -> tuple[CommitteePack, ...]:
        """Return each committee's pack with what it lacks; none while a step or the cycle names an unknown body."""
        cycle, bodies = self.definition.cycle, self.definition.body
        named = {cycle.lead, cycle.secretariat, *(body for step in self.definition.step for body in step.bodies)}
        if not named <= bodies.keys():
            return ()
        return packs_of_definition(self.timeline, self.prepared.source.files, limit)


def outlook(prepared: Prepared) -> Outlook:
    """Work the year out as far as its rules go; what stands in the way is among the findings."""
    definition = parse(prepared.source)
    timeline, _ = attempt(definition, prepared.year)
    return Outlook(prepared, definition, timeline, lint(prepared.source, prepared.year))


def _rows(planned: PlannedStep, timeline: Timeline) -> Iterator[DateRow]:
    step = planned.step

    def row(place: str, part: str, who: Text | None, on: PlannedDate) -> DateRow:
        return DateRow(place, step.title, part, who, on, _reason(planned, on, timeline))

    if planned.until is not None:
        names = {each.key: each.name for each in step.classes}
        yield row(step.key, OPENS, None, planned.date)
        for each in planned.dates:
            yield row(f"{step.key}/{each.body}", "", names.get(each.body), each.date)
        yield row(f"{step.key}/{ENDS}", ENDS, None, planned.until)
    elif len({each.date for each in planned.dates}) > 1:
        for each in planned.dates:
            yield row(step.key, "", _code(each.body), each.date)
    else:
        yield row(step.key, "", _code(", ".join(step.bodies)) if step.bodies else None, planned.date)


def _persons(number: int, whose: str, contacts: tuple[Contact, ...]) -> Iterator[Person]:
    return (Person(f"{number}-{place}", whose, place, each) for place, each in enumerate(contacts))


def _code(code: str) -> Text:
    return Text(da=code, en=code)


def _reason(planned: PlannedStep, on: PlannedDate, timeline: Timeline) -> Text:
    da, en = (reason_of(planned, on, timeline, language) for language in (Language.DA, Language.EN))
    return Text(da=da, en=en)
