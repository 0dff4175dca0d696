"""What one letter says, gathered from the record and from the cycle's own texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from activities.addressing import Addressee, role_of
from activities.books import Book
from models.bodies import Contact
from models.correspondence import Letter
from models.cycles import Step
from models.letters import LetterFacts
from models.obligations import DecisionRecord, HearingResponse, Obligation
from models.schedule import Text
from models.vocabulary import (
    PASSING,
    Language,
    LetterKind,
    ObligationStage,
    Outcome,
    Role,
)
from planning.dates.timeline import PlannedDate, PlannedStep
from planning.format.definition import Step as StepDefinition
from planning.papers import packs
from rendering import dates
from rendering.letters import cycle_text
from rendering.refusal import Unrenderable

_LATE = frozenset({LetterKind.OVERDUE, LetterKind.ESCALATION})
_BEFORE_A_READING = frozenset({LetterKind.INVITATION, LetterKind.AGENDA_DEADLINE})
_THERE = frozenset({ObligationStage.WAIVED, ObligationStage.ACCEPTED})


@dataclass(frozen=True)
class Particulars:
    """Everything that was read for one letter, so that it can be rendered without the database."""

    book: Book
    letter: Letter
    to: Addressee
    secretariat: Addressee
    names: Mapping[str, Text]  # of the bodies, by code
    planned: PlannedStep | None  # None: an addition, or a letter about the whole cycle
    facts: LetterFacts
    step_title: Text
    undecided: tuple[Text, ...] = ()  # of a pack's letter: the gates that nobody has passed

    @property
    def language(self) -> Language:
        """The recipient's language."""
        return self.to.language

    def say(self, text: Text | None) -> str:
        """Return a text in the recipient's language."""
        return "" if text is None else text.da if self.language is Language.DA else text.en

    def name(self, code: str | None) -> str:
        """Return a body's name; a class of respondents has one too."""
        return self.say(self.names.get(code or "")) or (code or "")

    def file(self, path: str) -> str | None:
        """Return one of the cycle's own texts in the recipient's language; None when there is none."""
        return self.book.files.get(f"{path}.{self.language}.md")

    def filled(self, source: str, path: str) -> str:
        """Return a text of the cycle with its names filled in; raises Unrenderable, naming the file."""
        try:
            return cycle_text(source, self._words())
        except Unrenderable as error:
            where = f"{path}.{self.language}.md"
            raise Unrenderable(f"{where}: {error.sentence.da}", f"{where}: {error.sentence.en}") from error

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return the step's own texts with their paths: what all its letters say, then what differs for this body.

        Raises Unrenderable, naming the file.
        """
        paths = [f"texts/{self.letter.step}"]
        paths += [f"texts/{self.letter.step}/{self.letter.body}"] if self.letter.body else []
        found = ((path, source) for path in paths if (source := self.file(path)))
        return tuple((f"{path}.{self.language}.md", self.filled(source, path)) for path, source in found)

    def _words(self) -> dict[str, object]:
        return {
            "year": self.book.timeline.year,
            "committee": self.name(self.letter.body or self.letter.recipient_body),
            "lead": self.name(self.book.definition.cycle.lead),
            "secretariat": self.secretariat.name,
            "case_number": self.book.definition.cycle.case_number,
            "cycle": self.say(self.book.definition.cycle.title),
            "date_of": self.date_of,
        }

    def date_of(self, step: str) -> str:
        """Return a step's date for the body that the letter is about, in the recipient's language."""
        body = self.letter.body or self.letter.recipient_body
        return when(self.book.timeline.step_named(step).date_for(body), self.language)


def gather(session: Session, letter: Letter, book: Book, to: Addressee, on: date) -> Particulars:
    """Read everything that the letter needs; raises Unrenderable when the secretariat itself has no address."""
    office = book.definition.cycle.secretariat
    secretariat = role_of(session, letter.cycle, office, Role.SECRETARY, on)
    if secretariat is None:
        raise Unrenderable(
            f"Sekretariatet ({office}) har ingen kontakt. Tilføj den, og send brevet igen.",
            f"The secretariat ({office}) has no contact. Add it, and send the letter again.",
        )
    planned = next((each for each in book.timeline.steps if each.step.key == letter.step), None)
    return Particulars(
        book=book,
        letter=letter,
        to=to,
        secretariat=secretariat,
        names=_names(book, planned),
        planned=planned,
        facts=_facts(session, letter, book, planned, to.language),
        step_title=_step_title(session, letter, planned),
        undecided=_undecided(session, letter, book, planned) if planned and letter.kind in packs.PACKS else (),
    )


def when(planned: PlannedDate, language: Language) -> str:
    """Return a date as exact as the plan has it."""
    if planned.day:
        return dates.long_date(planned.day, language)
    label = planned.label or Text(da="en dag, der ikke er fastsat endnu", en="a day that is not settled yet")
    return label.da if language is Language.DA else label.en


def _names(book: Book, planned: PlannedStep | None) -> Mapping[str, Text]:
    classes = planned.step.classes if planned else ()
    return {**book.names, **{each.key: each.name for each in classes}} if classes else book.names


def _step_title(session: Session, letter: Letter, planned: PlannedStep | None) -> Text:
    if planned:
        return planned.step.title
    row = session.get(Step, (letter.cycle, letter.step))
    return Text(da=row.title_da, en=row.title_en) if row else Text(da="", en="")


def _facts(
    session: Session, letter: Letter, book: Book, planned: PlannedStep | None, language: Language
) -> LetterFacts:
    """The cause's facts, and those that only the record knows: days late, what is missing, amendments so far."""
    facts = LetterFacts.model_validate(letter.facts)
    if letter.kind in _LATE and facts.deadline:
        late = book.workdays.between(facts.deadline.on, book.workdays.civil(letter.at).date())
        return facts.model_copy(update={"days_late": late})
    if letter.kind in _BEFORE_A_READING and planned:
        missing = _missing(session, letter, planned.step)
        amendments = _amendments(session, letter, book, language)
        return facts.model_copy(update={"missing": missing, "amendments": amendments})
    if letter.kind is LetterKind.HEARING_CLOSED:
        return facts.model_copy(update={"text": _answers(session, letter, planned, language)})
    if letter.kind is LetterKind.DAY_WANTED and planned and not facts.text:
        label = planned.date.label or (planned.until.label if planned.until else None)
        return facts.model_copy(update={"text": label.model_dump()[language.value] if label else ""})
    return facts


def _undecided(session: Session, letter: Letter, book: Book, planned: PlannedStep) -> tuple[Text, ...]:
    """The gates of a pack where a body's latest decision, or the lack of one, does not let it leave."""
    query = select(DecisionRecord).where(
        DecisionRecord.cycle == letter.cycle, col(DecisionRecord.step).in_(planned.step.gate)
    )
    latest = {
        (row.step, row.body): row.outcome for row in session.exec(query.order_by(col(DecisionRecord.on_at))).all()
    }
    gates = [book.timeline.step_named(key).step for key in planned.step.gate]
    return tuple(
        gate.title
        for gate in gates
        if any(latest.get((gate.key, body)) not in PASSING for body in gate.bodies or (book.definition.cycle.lead,))
    )


def _missing(session: Session, letter: Letter, step: StepDefinition) -> tuple[str, ...]:
    query = select(Obligation.body).where(  # not the rows: there can be thousands, each with its whole state
        Obligation.cycle == letter.cycle,
        col(Obligation.step).in_(step.needs),
        Obligation.versions == 0,
        col(Obligation.stage).not_in(_THERE),
    )
    return tuple(dict.fromkeys(session.exec(query.order_by(Obligation.id)).all()))


def _answers(session: Session, letter: Letter, planned: PlannedStep | None, language: Language) -> str:
    """The catalogue: every answer of the hearing, by class and respondent, late ones marked."""
    query = select(HearingResponse).where(HearingResponse.hearing == letter.workflow_id)
    rows = session.exec(query.order_by(HearingResponse.hearing_class, HearingResponse.respondent)).all()
    asked = select(Contact).where(Contact.cycle == letter.cycle, Contact.step == letter.step)
    names = {(each.body, each.code): each.name for each in session.exec(asked).all()}
    classes = {each.key: each.name.model_dump()[language.value] for each in (planned.step.classes if planned else ())}
    return "\n\n".join(
        f"{names.get((row.hearing_class, row.respondent), row.respondent)} "
        f"({classes.get(row.hearing_class, row.hearing_class)}){' *' if row.late else ''}: {_answer(row)}"
        for row in rows
    )


def _answer(row: HearingResponse) -> str:
    return " · ".join(part for part in (row.text, row.file_name) if part) or "–"


def _amendments(session: Session, letter: Letter, book: Book, language: Language) -> tuple[str, ...]:
    """Every amendment of the steps that lead here, in one list: body, day and text."""
    query = select(DecisionRecord).where(
        DecisionRecord.cycle == letter.cycle,
        col(DecisionRecord.step).in_(_upstream(book, letter.step)),
        DecisionRecord.outcome == Outcome.APPROVED_WITH_AMENDMENTS,
    )
    rows = session.exec(query.order_by(DecisionRecord.body, DecisionRecord.command)).all()
    return tuple(
        f"{row.body}, {dates.short_date(row.met_on, language)}: {text}" for row in rows for text in row.amendments
    )


def _upstream(book: Book, step: str) -> frozenset[str]:
    found = {step}
    for planned in reversed(book.timeline.steps * 2):
        if planned.step.key in found:
            found |= {*planned.step.after, *planned.step.gate}
    return frozenset(found - {step})
