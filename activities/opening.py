"""Next year: the same cycle a year later, proposed from the latest one's own copy for the secretariat to confirm."""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from temporalio import activity

from activities import outbox
from activities.refusing import refused
from activities.step_rows import step_rows
from models.bodies import Body, Contact
from models.change import Task
from models.cycles import Cycle
from models.letters import LetterOrder
from models.requests import NextYear, NextYearQuestion
from models.schedule import Text
from models.states import CycleState
from models.types import Row
from models.vocabulary import CycleStage, LetterKind, TaskKind, cycle_id
from planning.dates.resolver import Unresolvable, resolve
from planning.dates.timeline import Timeline
from planning.format.definition import Definition
from planning.transitions.orders import cycle_state
from planning.transitions.transition import secretary


class Opening:
    """Writes the proposal of a next year; nothing runs before the secretariat has confirmed it."""

    def __init__(self, *, engine: Engine, domain: str) -> None:
        self._engine = engine
        self._domain = domain

    @activity.defn(name="propose-next-year")
    async def propose_next_year(self, question: NextYearQuestion) -> NextYear:
        """Write the cycle after the latest of this definition, with a task and a letter to the secretariat; once.

        Bodies and contacts are the latest year's, with every correction. Raises a non-retryable ApplicationError when
        there is no such cycle, or its rules give no dates in the next year.
        """
        return await asyncio.to_thread(self._propose, question)

    def _propose(self, question: NextYearQuestion) -> NextYear:
        with Session(self._engine) as session, session.begin():
            latest = _latest(session, question.definition)
            timeline = _timeline(latest)
            slug = timeline.slug
            if session.get(Cycle, slug) is None:
                session.add(_cycle(latest, timeline, question.at))
                session.flush()
                session.add_all(_copies(session, latest.slug, timeline))
                session.flush()
            outbox.file_tasks(session, slug, cycle_id(slug), [_task(latest, timeline)], question.at)
            letter = _letter(timeline, question.at)
            return NextYear(slug=slug, sendable=tuple(outbox.write_letters(session, [letter], self._domain)))


def _latest(session: Session, definition: str) -> Cycle:
    """The latest year that was confirmed: a proposal is not proposed upon."""
    query = select(Cycle).where(Cycle.definition_key == definition, Cycle.stage != CycleStage.PROPOSED)
    latest = session.exec(query.order_by(col(Cycle.year).desc())).first()
    if latest is None:
        raise refused(
            Text(
                da=f"Der er ingen cyklus af »{definition}«, så der kan ikke åbnes et nyt år.",
                en=f"There is no cycle of “{definition}”, so no next year can be opened.",
            )
        )
    return latest


def _timeline(latest: Cycle) -> Timeline:
    try:
        return resolve(Definition.model_validate(latest.definition), latest.year + 1)
    except Unresolvable as error:
        sentences = [finding.sentence for finding in error.findings]
        raise refused(Text(da=" ".join(s.da for s in sentences), en=" ".join(s.en for s in sentences))) from error


def _cycle(latest: Cycle, timeline: Timeline, at: datetime) -> Cycle:
    state: CycleState = cycle_state(timeline).model_copy(update={"stage": CycleStage.PROPOSED})
    copied = latest.model_dump(include={"definition_key", "title_da", "title_en", "lead", "secretariat", "zone"})
    return Cycle(
        **copied,
        slug=timeline.slug,
        year=timeline.year,
        stage=state.stage,
        definition=latest.definition,
        files=latest.files,
        templates_version=latest.templates_version,
        state=state.model_dump(mode="json"),
        hold=latest.hold,
        started_at=at,
        started_by="aarshjul",
    )


def _copies(session: Session, slug: str, timeline: Timeline) -> Iterator[Row]:
    for body in session.exec(select(Body).where(Body.cycle == slug)).all():
        yield Body(**{**body.model_dump(), "cycle": timeline.slug})
    for contact in session.exec(select(Contact).where(Contact.cycle == slug)).all():
        yield Contact(**{**contact.model_dump(), "cycle": timeline.slug})
    yield from step_rows(timeline)


def _task(latest: Cycle, timeline: Timeline) -> Task:
    text = Text(
        da=f"{latest.title_da} {timeline.year} er foreslået. Læs datoerne igennem, og bekræft året ved at starte det.",
        en=f"{latest.title_en} {timeline.year} is proposed. Read its dates, and confirm the year by starting it.",
    )
    return Task.told(f"{cycle_id(timeline.slug)}:confirm", TaskKind.CYCLE_TO_CONFIRM, text)


def _letter(timeline: Timeline, at: datetime) -> LetterOrder:
    secretariat = timeline.definition.cycle.secretariat
    return LetterOrder(
        cycle=timeline.slug,
        workflow_id=cycle_id(timeline.slug),
        step="",
        body=secretariat,
        kind=LetterKind.NEXT_YEAR,
        cause="proposal",
        to=secretary(secretariat),
        at=at,
    )
