"""The page of a rehearsed year, filled from its record: what a secretary reads before the year begins."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk.shown.wheel import dates_of, wheel_of
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry
from models.obligations import DecisionRecord, Meeting
from models.schedule import Text
from models.states import CycleState
from models.vocabulary import CycleStage, Language
from planning.dates.timeline import Timeline
from planning.transitions import progress
from planning.transitions.waiting import waits_of
from rendering.year_page import (
    PageDecision,
    PageEntry,
    PageLetter,
    PageLink,
    PageTold,
    PageWait,
    YearPage,
    render_year_page,
)
from runtime.rehearsals.folder import CALENDARS, MAILS, Mail, journal_of

Say = Callable[[JournalEntry], tuple[str, str]]
"""What a line of the journal tells, in the reader's language: the event, and what changed."""


def write_page(
    path: Path,
    engine: Engine,
    timeline: Timeline,
    mails: Sequence[Mail],
    language: Language,
    templates: Path,
    say: Say,
    about: tuple[str, ...] = (),
) -> None:
    """Write the page beside the mails and calendars that it links to."""
    page = _page(engine, timeline, mails, language, say, about, path.parent)
    path.write_text(render_year_page(page, language, templates), "utf-8")


def _page(
    engine: Engine,
    timeline: Timeline,
    mails: Sequence[Mail],
    language: Language,
    say: Say,
    about: tuple[str, ...],
    folder: Path,
) -> YearPage:
    definition = timeline.definition
    with Session(reading(engine)) as session:
        state = CycleState.model_validate(session.get_one(Cycle, timeline.slug).state)
        decisions = tuple(_decisions(session, state, language))
    titles = {plan.key: _said(plan.title, language) for plan in state.plan}
    ended = state.stage in {CycleStage.ENDED, CycleStage.CANCELLED}
    return YearPage(
        wheel=wheel_of(timeline, language),
        zone=definition.cycle.zone,
        lead=_said(definition.body[definition.cycle.lead].name, language),
        names=tuple((code, _said(body.name, language)) for code, body in definition.body.items()),
        dates=dates_of(timeline, language),
        letters=tuple(_letter(mail, titles) for mail in mails),
        decisions=decisions,
        journal=tuple(_entries(engine, timeline.slug, say)),
        calendars=tuple(PageLink(title=p.name, href=f"{CALENDARS}/{p.name}") for p in _calendars(folder)),
        waits=()
        if ended
        else tuple(PageWait(step=titles[wait.step], reason=_named(wait.reason, titles)) for wait in waits_of(state)),
        about=about,
        case_number=definition.cycle.case_number,
    )


def _letter(mail: Mail, titles: dict[str, str]) -> PageLetter:
    letter = mail.letter
    return PageLetter(
        at=letter.at,
        kind=letter.kind,
        role=letter.recipient_role,
        to=letter.recipient_body,
        subject=letter.subject or "",
        href=f"{MAILS}/{mail.name}",
        step=titles.get(letter.step, letter.step),
        body=letter.body or "",
        number=letter.contact or "",
        told=tuple(PageTold(each.kind, titles.get(each.step, each.step), each.body or "") for each in mail.told),
    )


def _decisions(session: Session, state: CycleState, language: Language) -> Iterator[PageDecision]:
    """Decisions in the order of the year, each with the addition that its meeting's state remembers."""
    meetings = {row.id: row.state for row in session.exec(select(Meeting).where(Meeting.cycle == state.slug)).all()}
    query = select(DecisionRecord).where(DecisionRecord.cycle == state.slug)
    for row in session.exec(query.order_by(col(DecisionRecord.on_at), col(DecisionRecord.meeting))).all():
        addition = ((meetings.get(row.meeting) or {}).get("decision") or {}).get("addition")
        yield PageDecision(
            at=row.on_at,
            step=_said(progress.plan_of(state, row.step).title, language),
            body=row.body,
            outcome=row.outcome,
            text=row.text,
            additions=(addition["text"],) if addition else (),
            amendments=tuple(row.amendments),
        )


def _entries(engine: Engine, slug: str, say: Say) -> Iterator[PageEntry]:
    for row in journal_of(engine, slug):
        of_a_workflow = row.workflow_id.startswith("cycle:")
        about = row.about or (row.workflow_id.removeprefix(f"cycle:{slug}").lstrip(":") if of_a_workflow else "")
        event, change = say(row)
        yield PageEntry(at=row.at, event=" · ".join(part for part in (event, about, change) if part), by=row.by)


def _calendars(folder: Path) -> list[Path]:
    return sorted((folder / CALENDARS).glob("*.ics"))


def _named(reason: str, titles: dict[str, str]) -> str:
    return ", ".join(titles.get(part, part) for part in reason.split(", "))


def _said(text: Text, language: Language) -> str:
    return text.da if language is Language.DA else text.en
