"""One hearing as a page tells it: who is asked, who has answered, and until when."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.record import cycle_named, hearing_of
from desk.shown.duty import HandedIn
from desk.shown.rows import CycleRow
from desk.standing import foreseen_child
from models.bodies import Contact
from models.obligations import HearingResponse
from models.schedule import Deadline, Text
from models.states import HearingState
from models.vocabulary import HearingStage
from planning.acts import offers
from planning.transitions import hearing

PAGE = 50
"""Answers on a page."""

SHOWN = 1_000
"""Characters of an answer that are shown; the whole of it can be fetched."""

People = defaultdict[str, list[tuple[str, str]]]
"""Who is asked, by class: code and name."""


@dataclass(frozen=True)
class AnswerGiven:
    """One answer, without the bytes of its file, of which `size` is. `name`: of the respondent, where that is known.

    `text` is its beginning; `cut`: there is more.
    """

    id: int
    hearing_class: str
    respondent: str
    name: str
    received_at: datetime
    late: bool
    text: str
    cut: bool
    file_name: str | None
    sha256: str
    size: int


@dataclass(frozen=True)
class Respondent:
    """Somebody who was asked, by the code that reminders know them by, and whether they have answered."""

    code: str
    name: str
    answered: bool


@dataclass(frozen=True)
class Asked:
    """A class of respondents with its own deadline, who it is, how many answers came, and those of the page."""

    key: str
    name: Text
    deadline: Deadline
    passed: bool
    respondents: tuple[Respondent, ...]
    count: int
    answers: tuple[AnswerGiven, ...]


@dataclass(frozen=True)
class Consultation:
    """A hearing in its latest round, as the commands that wait will leave it; closed not before its `last_deadline`."""

    id: str
    cycle: CycleRow
    step: str
    title: Text
    stage: HearingStage
    opens_on: date
    last_deadline: Deadline
    classes: tuple[Asked, ...]
    bodies: tuple[str, ...]
    offered: frozenset[str]

    @property
    def answers(self) -> int:
        """How many answers came."""
        return sum(each.count for each in self.classes)


def consultation(session: Session, now: datetime, slug: str, step: str, page: int = 0) -> Consultation:
    """Return the hearing at this instant of the clock, with one page of its answers, the latest first.

    Raises Unknown, with what is there instead.
    """
    row, cycle = hearing_of(session, slug, step), cycle_named(session, slug)
    state = foreseen_child(session, slug, HearingState.model_validate(row.state))
    moment = now + timedelta(seconds=cycle.offset_seconds)
    people = _people(session, slug, row.step)
    answers, counts = _answers(session, row.id, people, page), _counts(session, row.id)
    return Consultation(
        id=row.id,
        cycle=CycleRow(**{each.name: getattr(cycle, each.name) for each in fields(CycleRow)}),
        step=row.step,
        title=state.title,
        stage=state.stage,
        opens_on=state.opens.on,
        last_deadline=hearing.last_deadline(state),
        classes=tuple(
            Asked(
                key=each.key,
                name=each.name,
                deadline=each.deadline,
                passed=hearing.late_at(state, each.key, moment),
                respondents=tuple(_respondents(state, each.key, people[each.key])),
                count=counts.get(each.key, 0),
                answers=tuple(answers[each.key]),
            )
            for each in state.classes
        ),
        bodies=state.bodies,
        offered=offers.of_hearing(state, moment),
    )


def answer_file(session: Session, slug: str, step: str, number: int) -> HandedIn | None:
    """Return the file of one answer by its number in the record, else its text; None when it is not this hearing's."""
    row, found = hearing_of(session, slug, step), session.get(HearingResponse, number)
    if found is None or found.hearing != row.id:
        return None
    if found.content is None:
        return HandedIn(f"{found.hearing_class}-{found.respondent}.txt", found.text.encode())
    return HandedIn(found.file_name or "", found.content)


def _respondents(state: HearingState, key: str, people: list[tuple[str, str]]) -> list[Respondent]:
    answered = set(hearing.answered(state, key))
    return [Respondent(code, name, code in answered) for code, name in people]


def _people(session: Session, slug: str, step: str) -> People:
    found: People = defaultdict(list)
    question = select(col(Contact.body), col(Contact.code), col(Contact.name)).where(
        col(Contact.cycle) == slug, col(Contact.step) == step
    )
    for key, code, name in session.connection().execute(question.order_by(col(Contact.body), col(Contact.code))):
        found[key].append((code, name))
    return found


def _counts(session: Session, hearing_id: str) -> dict[str, int]:
    question = select(col(HearingResponse.hearing_class), func.count()).where(
        col(HearingResponse.hearing) == hearing_id
    )
    found = session.connection().execute(question.group_by(col(HearingResponse.hearing_class)))
    return {key: count for key, count in found}


def _answers(session: Session, hearing_id: str, people: People, page: int) -> defaultdict[str, list[AnswerGiven]]:
    found: defaultdict[str, list[AnswerGiven]] = defaultdict(list)
    names = {(key, code): name for key, known in people.items() for code, name in known}
    made = {"size", "name", "text", "cut"}
    columns = [getattr(HearingResponse, each.name) for each in fields(AnswerGiven) if each.name not in made]
    size = func.length(func.coalesce(col(HearingResponse.content), b"")).label("size")
    begins = func.substr(col(HearingResponse.text), 1, SHOWN).label("text")
    cut = (func.length(col(HearingResponse.text)) > SHOWN).label("cut")
    question = select(*columns, size, begins, cut).where(col(HearingResponse.hearing) == hearing_id)
    question = question.order_by(col(HearingResponse.id).desc()).limit(PAGE).offset(page * PAGE)
    for row in session.connection().execute(question).mappings():
        key, respondent = row["hearing_class"], row["respondent"]
        found[key].append(AnswerGiven(**row, name=names.get((key, respondent), respondent)))
    return found
