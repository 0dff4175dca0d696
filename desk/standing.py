"""What an act is judged against: the record as it will be when the commands that wait have been delivered.

A command that the engine has not heard of is as good as done, for it was acknowledged. Which of two commands about
different workflows arrives first is not settled, so an act must be permitted both before the others arrive and after.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlmodel import Session, col, select

from activities.books import open_book
from desk.delivery import START
from desk.loading import simulation_of
from desk.record import cycle_named, hearing_of, meeting_of, obligation_of, year_of
from models.acts import Act
from models.cycles import Cycle
from models.journal import Command
from models.obligations import Hearing, Meeting, Obligation
from models.states import AnyState, CycleState, DeliverableState, HearingState, MeetingState
from models.vocabulary import CommandState, CycleStage, cycle_id
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from planning.foresight import commands
from planning.foresight.simulation import Simulation, cancelled, is_over

S = TypeVar("S", CycleState, DeliverableState, MeetingState, HearingState)
C = TypeVar("C", DeliverableState, MeetingState, HearingState)
A = TypeVar("A", bound=Act)
R = TypeVar("R", Cycle, Obligation, Meeting, Hearing)

REACHING = frozenset({"move", "resume", "cancel", "decide", "release"})
"""Updates of the year or of one child that change what may be done to another."""


@dataclass(frozen=True)
class Standing(Generic[S]):
    """A year, obligation, meeting or hearing as its own waiting commands leave it, and as all of the cycle's do."""

    alone: S
    now: S

    def permit(self, rule: Callable[[S, A], None], act: A) -> None:
        """Raise NotPermitted when the rule refuses the act, however the waiting commands arrive."""
        rule(self.now, act)
        if self.alone is not self.now:
            rule(self.alone, act)


def obligation_standing(
    session: Session, slug: str, step: str, body: str
) -> tuple[Obligation, Standing[DeliverableState]]:
    """Return one body's obligation in its latest round, and how it stands; raises Unknown."""
    row = _held(session, obligation_of(session, slug, step, body))
    return row, _standing(session, slug, DeliverableState.model_validate(row.state))


def meeting_standing(
    session: Session, slug: str, step: str, body: str | None
) -> tuple[Meeting, Standing[MeetingState]]:
    """Return a body's meeting in its latest round, and how it stands; raises Unknown."""
    row = _held(session, meeting_of(session, slug, step, body))
    return row, _standing(session, slug, MeetingState.model_validate(row.state))


def hearing_standing(session: Session, slug: str, step: str) -> tuple[Hearing, Standing[HearingState]]:
    """Return a hearing in its latest round, and how it stands; raises Unknown."""
    row = _held(session, hearing_of(session, slug, step))
    return row, _standing(session, slug, HearingState.model_validate(row.state))


def year_standing(session: Session, slug: str) -> tuple[Cycle, Standing[CycleState]]:
    """Return a cycle, and how its year stands; raises Unknown."""
    row = _held(session, cycle_named(session, slug))
    return row, _year_standing(session, row)


def foreseen_year(session: Session, slug: str) -> CycleState:
    """Return the year as the commands that wait will have left it; raises Unknown."""
    return _year_standing(session, cycle_named(session, slug)).now


def foreseen(session: Session, cycle: Cycle, now: datetime) -> Simulation:
    """Return the whole cycle at this moment, as the commands that wait will have left it."""
    simulation = _carried(simulation_of(session, cycle, now), waiting(session, cycle.slug))
    simulation.now = now
    return simulation


def foreseen_obligations(session: Session, slug: str, ids: Iterable[str]) -> dict[str, DeliverableState]:
    """Return those of a cycle's obligations that waiting commands will have changed, as they will have left them."""
    stored = waiting(session, slug)
    if any(each.name in REACHING for each in stored):
        simulation = _carried(simulation_of(session, session.get_one(Cycle, slug), stored[0].given_at), stored)
        found = {id_: simulation.children[id_] for id_ in ids}
        return {id_: state for id_, state in found.items() if isinstance(state, DeliverableState)}
    own = {each.workflow_id for each in stored}
    rows = [session.get_one(Obligation, id_) for id_ in ids if id_ in own]
    return {row.id: _standing(session, slug, DeliverableState.model_validate(row.state)).now for row in rows}


def foreseen_child(session: Session, slug: str, child: C) -> C:
    """Return an obligation, meeting or hearing as the commands that wait will have left it."""
    return _standing(session, slug, child).now


def waiting(session: Session, cycle: str) -> list[Command]:
    """Return the commands of a cycle that are stored and not delivered, oldest first; its start is not among them."""
    query = select(Command).where(Command.cycle == cycle, Command.state == CommandState.STORED, Command.name != START)
    return list(session.exec(query.order_by(col(Command.number))).all())


def _year_standing(session: Session, row: Cycle) -> Standing[CycleState]:
    slug = row.slug
    stored = waiting(session, slug)
    own = [each for each in stored if each.workflow_id == cycle_id(slug)]
    alone = _carried(simulation_of(session, row, own[0].given_at), own).state if own else year_of(row)
    if stored == own:
        return Standing(alone, alone)
    return Standing(alone, _carried(simulation_of(session, row, stored[0].given_at), stored).state)


def _standing(session: Session, slug: str, child: C) -> Standing[C]:
    """How a child stands; in a cancelled year nothing is open, also where the child has not been told yet."""
    stage, stored = session.exec(select(Cycle.stage).where(Cycle.slug == slug)).one(), waiting(session, slug)
    alone = _alone(session, child, [each for each in stored if each.workflow_id == child.id])
    if stage is CycleStage.CANCELLED and not is_over(alone):
        alone = _same(alone, cancelled(alone, alone.cursor, "", "").state)
    if not any(each.name in REACHING and each.workflow_id != child.id for each in stored):
        return Standing(alone, alone)
    whole = _carried(simulation_of(session, session.get_one(Cycle, slug), stored[0].given_at), stored)
    return Standing(alone, _same(child, whole.children[child.id]))


def _carried(simulation: Simulation, stored: Sequence[Command]) -> Simulation:
    """Let the commands be done; one that the engine will refuse changes nothing."""
    for each in _unheard(stored, (simulation.state, *simulation.children.values())):
        simulation.now = each.given_at
        with suppress(NotPermitted, Unresolvable):
            commands.do(simulation, each.workflow_id, each.name, each.payload)
    return simulation


def _alone(session: Session, child: C, own: Sequence[Command]) -> C:
    for each in _unheard(own, (child,)):
        timeline = open_book(session, child.cycle).timeline
        with suppress(NotPermitted):
            child = _same(child, commands.child_after(child, each.name, each.payload, timeline).state)
    return child


def _unheard(stored: Iterable[Command], states: Iterable[AnyState]) -> list[Command]:
    """Leave out what the engine has done already: its answer was lost, and the command is still to be marked."""
    heard = {act for state in states for act in state.acts}
    return [each for each in stored if each.id not in heard]


def _held(session: Session, row: R) -> R:
    """Hold the row until the act is stored: of two acts at once the second is judged with the first one stored."""
    session.refresh(row, with_for_update={"key_share": True})
    return row


def _same(child: C, state: AnyState) -> C:
    assert isinstance(state, type(child))
    return state
