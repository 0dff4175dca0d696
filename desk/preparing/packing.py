"""What every committee's letter pack holds and lacks: of a definition on disk, or of a cycle in the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from activities import particulars
from activities.addressing import Addressee, role_of
from activities.books import Book, open_book
from activities.packing import pack_of
from activities.particulars import Particulars
from activities.pdf_words import PdfWords
from models.correspondence import Letter
from models.database import reading
from models.letters import LetterFacts
from models.schedule import Text
from models.vocabulary import FORMAL, Language, LetterKind, LetterState, Role, StepKind, step_id
from planning.dates.timeline import PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.papers import packs
from rendering.refusal import Unrenderable


@dataclass(frozen=True)
class CommitteePack:
    """One committee's pack of one step: the numbers of its papers, and every reason why it may not leave."""

    step: str
    body: str
    papers: tuple[str, ...]
    lacks: tuple[Text, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the pack may leave."""
        return not self.lacks


def packs_of_definition(timeline: Timeline, files: Mapping[str, str], limit: int) -> tuple[CommitteePack, ...]:
    """Return the packs of a year that has not begun; its gates are asked when it runs."""
    book = Book(timeline, (), Workdays.of(timeline.definition), files)
    pdf = PdfWords()
    return tuple(_checked(_from_definition(book, planned, body), limit, pdf) for planned, body in _packs(book))


def packs_of_record(engine: Engine, slug: str, limit: int) -> tuple[CommitteePack, ...]:
    """Return the packs of a cycle as the record has it now; raises NoResultFound when there is no such cycle."""
    with Session(reading(engine)) as session:
        book = open_book(session, slug)
        pdf = PdfWords()
        return tuple(_from_record(session, book, planned, body, limit, pdf) for planned, body in _packs(book))


def _packs(book: Book) -> Iterator[tuple[PlannedStep, str]]:
    for planned in book.timeline.steps:
        if planned.step.kind is StepKind.LETTER_PACK:
            for body in planned.step.bodies:
                yield planned, body


def _checked(about: Particulars, limit: int, pdf: PdfWords) -> CommitteePack:
    pack = pack_of(about, pdf)
    numbers = tuple(paper.number for paper in pack.papers)
    return CommitteePack(about.letter.step, about.letter.body or "", numbers, packs.shortcomings(pack, limit))


def _from_record(
    session: Session, book: Book, planned: PlannedStep, body: str, limit: int, pdf: PdfWords
) -> CommitteePack:
    today = book.workdays.civil(datetime.now(UTC)).date()
    to = role_of(session, book.timeline.slug, body, Role.SECRETARY, today)
    if to is None:
        return CommitteePack(planned.step.key, body, (), (_nobody(body),))
    try:
        about = particulars.gather(session, _letter(book, planned, body), book, to, today)
    except Unrenderable as error:
        return CommitteePack(planned.step.key, body, (), (error.sentence,))
    return _checked(about, limit, pdf)


def _from_definition(book: Book, planned: PlannedStep, body: str) -> Particulars:
    definition = book.definition
    office = definition.body[definition.cycle.secretariat]
    named = next((each for each in office.contact if each.role is Role.SECRETARY), None)
    language: Language = definition.body[body].language
    return Particulars(
        book=book,
        letter=_letter(book, planned, body),
        to=Addressee("", "", language),
        secretariat=Addressee(named.name if named else "", named.address if named else "", language),
        names={code: each.name for code, each in definition.body.items()},
        planned=planned,
        facts=LetterFacts(),
        step_title=planned.step.title,
    )


def _letter(book: Book, planned: PlannedStep, body: str) -> Letter:
    """The letter that the pack would leave with, on its planned day."""
    slug, kind = book.timeline.slug, LetterKind.CHALLENGE
    at = book.workdays.instant(planned.date.day, None) if planned.date.day else datetime.now(UTC)
    id_ = step_id(slug, planned.step.key)
    return Letter(
        key=f"{id_}:{body}",
        message_id="",
        cycle=slug,
        workflow_id=id_,
        step=planned.step.key,
        body=body,
        kind=kind,
        formal=kind in FORMAL,
        cause="pack",
        recipient_body=body,
        recipient_role=Role.SECRETARY,
        at=at,
        drafted_at=at,
        state=LetterState.DRAFTED,
    )


def _nobody(body: str) -> Text:
    return Text(
        da=f"{body}.secretary har ingen adresse. Tilføj kontakten.",
        en=f"{body}.secretary has no address. Add the contact.",
    )
