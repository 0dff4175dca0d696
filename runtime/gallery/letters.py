"""One letter of every kind, as a cycle would send it: its steps, bodies and texts are real, its causes made up.

The letter itself is made by the same code that makes what leaves: `activities.drafting`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from activities import enclosures, telling
from activities.addressing import Addressee
from activities.books import Book
from activities.drafting import Draft, Drafting, Reading, composed, digested
from activities.particulars import Particulars
from models.correspondence import Letter
from models.schedule import Deadline
from models.vocabulary import (
    CLASS_ROLES,
    DECIDING_KINDS,
    FORMAL,
    MEETING_KINDS,
    OBLIGATION_KINDS,
    Language,
    LetterKind,
    LetterState,
    Role,
    StepKind,
    letter_key,
    message_id,
    step_id,
)
from planning.dates.timeline import PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Contact
from planning.transitions import schedules
from rendering.context import LetterContext
from runtime.gallery.facts import Moments, sample_facts


@dataclass(frozen=True)
class Scene:
    """About which kinds of step a letter is, to which role, and how many working days from the deadline it leaves."""

    steps: frozenset[StepKind]
    days: int = 0
    to: Role = Role.SECRETARY
    office: bool = False  # to the secretariat itself


@dataclass(frozen=True)
class SampleLetter:
    """One finished letter; `step` is empty for a letter about the whole cycle."""

    kind: LetterKind
    step: StepKind | None
    language: Language
    context: LetterContext
    draft: Draft


_PACK, _HEARING = frozenset({StepKind.LETTER_PACK}), frozenset({StepKind.HEARING})
_ANY = frozenset(StepKind)

_SCENES = {
    LetterKind.CHALLENGE: Scene(_PACK),
    LetterKind.CHALLENGE_COPY: Scene(_PACK, to=Role.MEMBER),
    LetterKind.REMINDER_FIRST: Scene(OBLIGATION_KINDS, -20),
    LetterKind.REMINDER: Scene(OBLIGATION_KINDS, -5),
    LetterKind.REMINDER_LAST: Scene(OBLIGATION_KINDS, -1),
    LetterKind.DUE_TODAY: Scene(OBLIGATION_KINDS),
    LetterKind.OVERDUE: Scene(OBLIGATION_KINDS, 1),
    LetterKind.ESCALATION: Scene(OBLIGATION_KINDS, 5, Role.MANAGER),
    LetterKind.ESCALATION_SETTLED: Scene(OBLIGATION_KINDS, 6, Role.MANAGER),
    LetterKind.EXTENSION_ASKED: Scene(OBLIGATION_KINDS, -8, office=True),
    LetterKind.EXTENSION_GRANTED: Scene(OBLIGATION_KINDS, -7),
    LetterKind.EXTENSION_REFUSED: Scene(OBLIGATION_KINDS, -7),
    LetterKind.RECEIPT: Scene(OBLIGATION_KINDS, -2),
    LetterKind.RETURNED: Scene(OBLIGATION_KINDS, 2),
    LetterKind.ACCEPTED: Scene(OBLIGATION_KINDS, 6),
    LetterKind.WAIVED: Scene(OBLIGATION_KINDS, -15),
    LetterKind.OBLIGATION: Scene(OBLIGATION_KINDS, -30),
    LetterKind.DATE_MOVED: Scene(OBLIGATION_KINDS, -15),
    LetterKind.INVITATION: Scene(MEETING_KINDS, -10),
    LetterKind.INVITATION_CHANGED: Scene(MEETING_KINDS, -6),
    LetterKind.INVITATION_CANCELLED: Scene(MEETING_KINDS, -3),
    LetterKind.AGENDA_DEADLINE: Scene(DECIDING_KINDS, -4),
    LetterKind.OUTCOME_WANTED: Scene(DECIDING_KINDS, 1),
    LetterKind.DECISION: Scene(DECIDING_KINDS, 1),
    LetterKind.TRACK_ENDED: Scene(DECIDING_KINDS, 1),
    LetterKind.HEARING_INVITATION: Scene(_HEARING, -20, Role.RESPONDENT),
    LetterKind.HEARING_REMINDER: Scene(_HEARING, -5, Role.RESPONDENT),
    LetterKind.HEARING_CLOSING_WANTED: Scene(_HEARING, 1, office=True),
    LetterKind.HEARING_CLOSED: Scene(_HEARING, 2),
    LetterKind.HEARING_THANKS: Scene(_HEARING, 2, Role.RESPONDENT),
    LetterKind.HEARING_CANCELLED: Scene(_HEARING, -10, Role.RESPONDENT),
    LetterKind.DAY_WANTED: Scene(MEETING_KINDS, -20, office=True),
    LetterKind.CYCLE_CANCELLED: Scene(_ANY),
    LetterKind.NEXT_YEAR: Scene(_ANY, office=True),
    LetterKind.DIGEST: Scene(OBLIGATION_KINDS, -5),
}
_TO_THE_INVITED = frozenset({LetterKind.INVITATION, LetterKind.INVITATION_CHANGED, LetterKind.INVITATION_CANCELLED})
_OF_THE_LEAD = MEETING_KINDS - DECIDING_KINDS  # one affair, to which every body is invited
_OF_THE_CYCLE = frozenset({LetterKind.CYCLE_CANCELLED, LetterKind.NEXT_YEAR, LetterKind.DIGEST})


def sample_letters(
    timeline: Timeline, files: Mapping[str, str], drafting: Drafting, language: Language
) -> Iterator[SampleLetter]:
    """Yield the letters in this language, kind by kind; invitations once for each kind of meeting of the cycle.

    A kind that the cycle has no step for yields nothing. Raises Unrenderable for a text that cannot be sent.
    """
    book = Book(timeline, (), Workdays.of(timeline.definition), files)
    for kind in LetterKind:
        for planned in _steps(timeline, kind):
            about = _particulars(book, planned, kind, language, drafting.domain)
            context = telling.context(about, enclosures.titles(about))
            reading = Reading(about, None)
            if kind is LetterKind.DIGEST:
                reading = replace(reading, told=tuple(_folded(about, drafting.domain)))
                context = replace(digested(drafting, context, reading), step_title="")
            of = None if kind in _OF_THE_CYCLE else planned.step.kind
            yield SampleLetter(kind, of, language, context, composed(drafting, reading, context))


def _steps(timeline: Timeline, kind: LetterKind) -> Iterable[PlannedStep]:
    """The step that the letter is shown for: the fitting one that says most; for invitations one of each kind."""
    fitting = [each for each in timeline.steps if each.step.kind in _SCENES[kind].steps and _has_bodies(each)]
    fitting.sort(key=_says_little)
    if kind is LetterKind.INVITATION:
        return {each.step.kind: each for each in reversed(fitting)}.values()
    return fitting[:1]


def _says_little(planned: PlannedStep) -> tuple[bool, ...]:
    step = planned.step
    return not step.own_approval, not step.place, not step.needs, planned.date.day is None


def _has_bodies(planned: PlannedStep) -> bool:
    return bool(planned.step.bodies) or planned.step.kind is StepKind.HEARING


def _particulars(book: Book, planned: PlannedStep, kind: LetterKind, language: Language, domain: str) -> Particulars:
    definition = book.definition
    body = _body(book, planned, kind)
    begins = _begins(book, planned, body)
    later = schedules.deadline(book.workdays.shift(begins.on, 5), begins.hour, book.workdays)
    letter = _letter(book, planned, kind, body, begins, domain)
    names = {code: each.name for code, each in definition.body.items()}
    return Particulars(
        book=book,
        letter=letter,
        to=_addressee(_contacts(book, planned, letter), letter.recipient_role, language),
        secretariat=_addressee(definition.body[definition.cycle.secretariat].contact, Role.SECRETARY, language),
        names=names | {each.key: each.name for each in planned.step.classes},
        planned=None if kind in _OF_THE_CYCLE else planned,
        facts=sample_facts(kind, language, Moments(begins, later)),
        step_title=planned.step.title,
    )


def _letter(book: Book, planned: PlannedStep, kind: LetterKind, body: str, begins: Deadline, domain: str) -> Letter:
    role, slug, key = _role(planned, kind), book.timeline.slug, planned.step.key
    to = _recipient_body(book, planned, kind, body)
    at = book.workdays.instant(book.workdays.shift(begins.on, _SCENES[kind].days), schedules.MORNING)
    workflow = step_id(slug, key, body)
    named = letter_key(workflow, kind, "sample", f"{to}.{role}")
    return Letter(
        key=named,
        message_id=message_id(named, domain),
        cycle=slug,
        workflow_id=workflow,
        step=key,
        body=None if role in CLASS_ROLES else body,
        kind=kind,
        formal=kind in FORMAL,
        cause="sample",
        recipient_body=to,
        recipient_role=role,
        contact="01" if role in CLASS_ROLES else None,
        at=at,
        drafted_at=at,
        state=LetterState.RELEASED,
    )


def _role(planned: PlannedStep, kind: LetterKind) -> Role:
    """The scene's role; to a meeting of mayors or managers, those whom the cycle invites."""
    if kind in _TO_THE_INVITED and Role.SECRETARY not in planned.step.invite:
        return planned.step.invite[0]
    return _SCENES[kind].to


def _body(book: Book, planned: PlannedStep, kind: LetterKind) -> str:
    """The body that the letter is about: not the lead committee, where another one is asked as well."""
    lead = book.definition.cycle.lead
    if planned.step.kind in _OF_THE_LEAD or (_SCENES[kind].office and planned.step.kind not in OBLIGATION_KINDS):
        return lead
    return next((body for body in planned.step.bodies if body != lead), lead)


def _recipient_body(book: Book, planned: PlannedStep, kind: LetterKind, body: str) -> str:
    scene = _SCENES[kind]
    if scene.office:
        return book.definition.cycle.secretariat
    if scene.to is Role.MEMBER and planned.step.copy_to:
        return planned.step.copy_to[0].rpartition(".")[0]
    if planned.step.kind in _OF_THE_LEAD:
        return next((each for each in planned.step.bodies if each != body), body)
    answering = [each.key for each in planned.step.classes if each.contact]
    return answering[0] if scene.to is Role.RESPONDENT and answering else body


def _contacts(book: Book, planned: PlannedStep, letter: Letter) -> tuple[Contact, ...]:
    for each in planned.step.classes:
        if each.key == letter.recipient_body:
            return each.contact
    return book.definition.body[letter.recipient_body].contact


def _addressee(contacts: tuple[Contact, ...], role: Role, language: Language) -> Addressee:
    contact = next((each for each in contacts if each.role is role), contacts[0])
    return Addressee(contact.name.replace("{n}", "01"), contact.address.replace("{n}", "01"), language)


def _begins(book: Book, planned: PlannedStep, body: str) -> Deadline:
    """The deadline, or a meeting's beginning; for a day that nobody knows yet the first that it could be."""
    on = _day(book, planned, body)
    if planned.step.kind in OBLIGATION_KINDS:
        return schedules.obligation_schedule(book.timeline, planned.step, body, on).deadline
    if planned.step.kind in MEETING_KINDS:
        return schedules.meeting_schedule(book.timeline, planned, body, on).deadline
    return schedules.deadline(on, planned.step.hour, book.workdays)


def _day(book: Book, planned: PlannedStep, body: str) -> date:
    if planned.step.kind is StepKind.HEARING:
        ends = [each.date.day for each in planned.dates if each.date.day]
        return max(ends, default=planned.date.start or date(book.timeline.year, 9, 30))
    known = planned.date_for(body)
    return known.day or book.workdays.shift(known.start or date(book.timeline.year, 5, 3), 1)


def _folded(about: Particulars, domain: str) -> Iterator[Reading]:
    """What would have reached one recipient on one day: a reminder of each thing that the body owes by then."""
    for planned in about.book.timeline.steps:
        if planned.step.kind in OBLIGATION_KINDS and about.letter.body in planned.step.bodies:
            told = _particulars(about.book, planned, LetterKind.REMINDER, about.language, domain)
            due = told.facts.deadline
            if told.letter.body == about.letter.body and due and due.at >= about.letter.at:
                yield Reading(told, None)
