"""Living a year on the engine as a scenario says, by the habits that the forecast has too."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from models.correspondence import Letter
from models.obligations import Hearing, Meeting, Obligation
from models.states import DeliverableState, HearingState, MeetingState
from models.vocabulary import CycleStage, LetterState, Outcome
from planning.acts.replanning import Child
from planning.dates.workdays import Workdays
from planning.foresight import habits
from planning.foresight.forecast import Foreseen
from planning.foresight.simulation import next_moment
from planning.scenarios.scenario import Happening, Scenario
from tests.engine import Office, Year


async def live(office: Office, year: Year, scenario: Scenario, *, most: int = 500) -> None:
    """Do what the scenario and its habits say, until the year has ended or nobody does anything more."""
    pending = list(range(len(scenario.happening)))
    people = habits.Habits(scenario, Workdays.of(year.timeline.definition))
    now = await office.clock.now()  # the year's own moment: a little behind the clock, which runs on during an act
    for _ in range(most):
        due = people.next_act(pending, children(year), now)
        moment = min((at for child in children(year) if (at := next_moment(child))), default=None)
        if year.state().stage is not CycleStage.RUNNING or (due is None and moment is None):
            return
        if due and (moment is None or due.at <= moment):
            now = max(now, due.at)
            await office.clock.travel_until(now)
            if due.own is not None:
                pending.remove(due.own)
            await do(year, due.happening, now)
        elif moment:
            now = max(now, moment)
            await office.clock.travel_until(now)


async def do(year: Year, act: Happening, at: datetime) -> None:
    """Do one act of a scenario, given at its own moment."""
    year = replace(year, at=at)
    body = act.body or ""
    match act.act:
        case "submit":
            await year.submit(act.step, body, version=year.obligation(act.step, body).versions + 1)
        case "decide":
            await year.decide(act.step, body, act.outcome or Outcome.APPROVED, text=act.text, to=act.to)
        case "close":
            await year.close(act.step)
        case "extend":
            assert act.until
            await year.extend(act.step, body, act.until)
        case _:
            raise NotImplementedError(act.act)


def children(year: Year) -> list[Child]:
    """Return every child as the record has it."""
    with Session(year.engine) as session:
        owed = session.exec(select(Obligation).where(Obligation.cycle == year.slug)).all()
        met = session.exec(select(Meeting).where(Meeting.cycle == year.slug)).all()
        heard = session.exec(select(Hearing).where(Hearing.cycle == year.slug)).all()
    found: list[Child] = [DeliverableState.model_validate(row.state) for row in owed]
    found += [MeetingState.model_validate(row.state) for row in met]
    found += [HearingState.model_validate(row.state) for row in heard]
    return found


def foreseen(letters: list[Letter]) -> list[Foreseen]:
    """Return sent letters as the forecast writes them."""
    return sorted(
        Foreseen(
            row.at,
            row.kind,
            row.step,
            row.body or "",
            f"{row.recipient_body}.{row.recipient_role}" + (f".{row.contact}" if row.contact else ""),
        )
        for row in letters
        if row.state is LetterState.SENT
    )
