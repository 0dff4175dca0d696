"""What a letter's template is told: the context, worked out of what was read. Nothing here reads the record."""

from datetime import date

from activities.particulars import Particulars, when
from models.correspondence import Letter
from models.schedule import Deadline
from models.vocabulary import MEETING_KINDS, LetterKind, Role, StepKind, cycle_id
from planning.format.definition import Step as StepDefinition
from planning.transitions import schedules
from rendering.context import Ask, Item, LetterContext, Next
from rendering.context import Meeting as MeetingContext


def context(about: Particulars, enclosed: tuple[str, ...]) -> LetterContext:
    """Return the template's context; `enclosed` are the titles of what travels with the letter."""
    letter, step = about.letter, about.planned.step if about.planned else None
    asked = _asked(about)
    return LetterContext(
        language=about.language,
        kind=letter.kind,
        role=letter.recipient_role,
        recipient_name=about.to.name,
        recipient_body=about.name(letter.recipient_body),
        committee=about.name(letter.body),
        committee_code=letter.body or "",
        lead=about.name(about.book.definition.cycle.lead),
        secretariat=about.secretariat.name,
        secretariat_address=about.secretariat.address,
        case_number=about.book.definition.cycle.case_number,
        cycle_title=about.say(about.book.definition.cycle.title),
        year=about.book.timeline.year,
        step_title=about.say(about.step_title),
        facts=about.facts,
        body_text=body_text(about),
        asks=_asks(about, asked),
        meeting=_meeting(about),
        agenda_closes=_agenda_closes(about),
        hearing_class=about.name(letter.recipient_body) if letter.recipient_role is Role.RESPONDENT else "",
        what_next=_what_next(about, [step, *asked] if step else []),
        attachments=enclosed,
        round=_round(letter),
        items=_year(about) if letter.kind is LetterKind.NEXT_YEAR else (),
        own_approval=any(each.own_approval for each in [*([step] if step else []), *asked]),
    )


def body_text(about: Particulars) -> str:
    """Return the step's own text: what all its letters say, then what differs for this body."""
    return "\n\n".join(text.strip() for _, text in about.texts)


def _asked(about: Particulars) -> list[StepDefinition]:
    """The obligations that a pack's letter starts for this body."""
    letter = about.letter
    if about.planned is None or about.planned.step.kind is not StepKind.LETTER_PACK:
        return []
    steps = [each.step for each in about.book.timeline.steps if each.step.letter == letter.step]
    return [step for step in steps if letter.body is None or letter.body in step.bodies]


def _asks(about: Particulars, asked: list[StepDefinition]) -> tuple[Ask, ...]:
    found = []
    for step in asked:
        planned = about.book.timeline.step_named(step.key).date_for(about.letter.body or "")
        due = schedules.deadline(planned.day, planned.hour or step.hour, about.book.workdays) if planned.day else None
        found.append(Ask(title=about.say(step.title), deadline=due, own_approval=step.own_approval))
    return tuple(sorted(found, key=lambda ask: ask.deadline.at.isoformat() if ask.deadline else "never"))


def _meeting(about: Particulars) -> MeetingContext | None:
    planned, starts = about.planned, about.facts.deadline
    if planned is None or planned.step.kind not in MEETING_KINDS:
        return None
    if starts is None:
        day = planned.date_for(about.letter.body or "")
        if day.day is None:
            return None
        starts = schedules.deadline(day.day, day.hour or planned.step.hour, about.book.workdays)
    return MeetingContext(title=about.say(about.step_title), starts=starts, place=planned.step.place)


def _agenda_closes(about: Particulars) -> Deadline | None:
    """The day on which the meeting's agenda closes, counted from the meeting as it stands."""
    if about.letter.kind is not LetterKind.AGENDA_DEADLINE or not (about.planned and about.facts.deadline):
        return None
    workdays, meets = about.book.workdays, about.facts.deadline.on
    return schedules.deadline(workdays.shift(meets, -about.planned.step.agenda_days), None, workdays)


def _what_next(about: Particulars, steps: list[StepDefinition]) -> Next | None:
    """The earliest step that comes after one of these."""
    keys = {step.key for step in steps}
    following = [
        each
        for each in about.book.timeline.steps
        if keys & {*each.step.after, *each.step.gate, *each.step.needs} and each.step.key not in keys
    ]
    if not following:
        return None
    first = min(following, key=lambda each: (each.date.start is None, each.date.start or date.min))
    return Next(title=about.say(first.step.title), when=when(first.date, about.language))


def _year(about: Particulars) -> tuple[Item, ...]:
    """Every step of the coming year with its date, for the secretariat to look through."""
    steps = about.book.timeline.steps
    return tuple(Item(title=about.say(each.step.title), when=when(each.date, about.language)) for each in steps)


def _round(letter: Letter) -> int:
    last = letter.workflow_id.removeprefix(cycle_id(letter.cycle)).rpartition(":")[2]
    return int(last) if last.isdecimal() else 1
