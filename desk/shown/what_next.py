"""The one act that a cycle waits for first: by the rules, from the record, as the commands that wait will leave it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, func, select

from desk.loading import LIVE
from desk.standing import foreseen
from models.cycles import Cycle
from models.obligations import Obligation
from models.schedule import Text
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, ObligationStage
from planning.acts.replanning import Child
from planning.foresight.simulation import Simulation
from planning.scenarios.scenario import Act
from planning.transitions import hearing, meeting


@dataclass(frozen=True)
class NextAct:
    """An act that is permitted now. `on` is the day by which, or on which, it is foreseen; None for one to do at once.

    `step` is empty for an act of the whole year.
    """

    cycle: str
    act: Act
    title: Text
    step: str = ""
    body: str | None = None
    on: date | None = None


FORETOLD = 150
"""Obligations of a year up to which a page takes the time to foresee what comes next."""


def next_acts(session: Session, slugs: Iterable[str], now: datetime) -> list[NextAct]:
    """Return what each of these cycles waits for first; a year that takes long to foresee is left out."""
    found = []
    for slug in slugs:
        owed = session.exec(select(func.count()).select_from(Obligation).where(Obligation.cycle == slug)).one()
        if owed <= FORETOLD and (act := next_act(session, session.get_one(Cycle, slug), now)):
            found.append(act)
    return found


def next_act(session: Session, cycle: Cycle, now: datetime) -> NextAct | None:
    """Return what comes first: to go on after a pause, to release, else what is foreseen for the earliest day."""
    if cycle.stage not in LIVE:
        return None
    simulation = foreseen(session, cycle, now)
    simulation.settle()
    title = Text(da=cycle.title_da, en=cycle.title_en)
    if simulation.state.stage is CycleStage.PAUSED:
        return NextAct(cycle.slug, "resume", title)
    if simulation.letters.held:
        first = simulation.letters.held[0]
        return NextAct(cycle.slug, "release", simulation.timeline.step_named(first.step).step.title, first.step)
    return min(_acts(simulation), key=lambda each: (each.on or date.min, each.step, each.body or ""), default=None)


def _acts(simulation: Simulation) -> Iterator[NextAct]:
    for child in simulation.children.values():
        if isinstance(child, DeliverableState) and child.stage is ObligationStage.OPEN:
            yield _of(child, "submit", child.body, child.schedule.deadline.on)
        elif isinstance(child, MeetingState) and child.decides and not meeting.is_over(child):
            yield _of(child, "decide", child.body, child.schedule.deadline.on)
        elif isinstance(child, HearingState) and not hearing.is_over(child):
            last = hearing.last_deadline(child)
            if last.at < simulation.now:
                yield _of(child, "close", None, last.on)


def _of(child: Child, act: Act, body: str | None, on: date) -> NextAct:
    return NextAct(child.cycle, act, child.title, child.step, body, on)
