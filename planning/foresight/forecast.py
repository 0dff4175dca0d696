"""Which letters will leave, when and to whom: computed from the rules alone, nothing is run and nothing is sent."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from models.letters import LetterOrder
from models.vocabulary import CLASS_ROLES, CycleStage, LetterKind, Role
from planning.acts.permitted import NotPermitted
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight import acts, habits
from planning.foresight.simulation import Simulation
from planning.format.definition import Contact
from planning.scenarios.scenario import FORECAST, Scenario, located
from planning.transitions import digests, orders
from planning.transitions.waiting import waits_of

LEAD_TIME = timedelta(days=30)
"""How long before its first step a rehearsed year begins (rules: Rehearsal and forecast)."""

MOST_STEPS = 200_000
"""A year that has not ended after so many moments goes round in a circle."""


OVER = frozenset({CycleStage.ENDED, CycleStage.CANCELLED})


@dataclass(frozen=True, order=True)
class Foreseen:
    """One letter that will leave: to one recipient, named by role (`TMU.secretary`, `BR.member.07`).

    `held`: it has been decided already, and leaves when somebody releases it. Letters of the same number in `digest`
    leave in one mail; None: it leaves by itself. A letter is the same one in a digest and without.
    """

    at: datetime
    kind: LetterKind
    step: str
    body: str
    to: str
    held: bool = False
    digest: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Forecast:
    """Every letter in the order of leaving; what the year waits for when it cannot end; acts that the rules refused."""

    letters: tuple[Foreseen, ...]
    waits: tuple[str, ...] = ()
    refused: tuple[NotPermitted, ...] = field(default=(), compare=False)
    ended: bool = True

    @property
    def mails(self) -> int:
        """How many mails the letters leave in."""
        return mails_of(self.letters)


def mails_of(letters: Iterable[Foreseen]) -> int:
    """Return how many mails these letters leave in."""
    told = [each.digest for each in letters]
    return told.count(None) + len(set(told) - {None})


def beginning(timeline: Timeline) -> datetime:
    """Return the moment at which a rehearsal of this year begins."""
    known = [planned.date.start for planned in timeline.steps if planned.date.start]
    first = min(known, default=date(timeline.year, 1, 1))
    workdays = Workdays.of(timeline.definition)
    return workdays.instant(first, None) - LEAD_TIME


def forecast(timeline: Timeline, scenario: Scenario = FORECAST) -> Forecast:
    """Return the letters of a year that has not begun."""
    now = beginning(timeline)
    return foresee(Simulation(timeline, orders.cycle_state(timeline), now), scenario)


def foresee(simulation: Simulation, scenario: Scenario = FORECAST) -> Forecast:
    """Carry a cycle forward from where it is to its end (or to where it waits for ever), and return its letters."""
    people = habits.Habits(scenario, Workdays.of(simulation.timeline.definition))
    pending, refused = list(range(len(scenario.happening))), []
    held_before = frozenset(order.own_key for order in simulation.letters.held)
    simulation.settle()
    for number in range(MOST_STEPS):
        held = {order.step for order in simulation.letters.held}
        act = people.next_act(pending, simulation.children.values(), simulation.now, held)
        moment = simulation.next_moment()
        if simulation.state.stage in OVER or (act is None and moment is None):
            break
        if act is not None and (moment is None or act.at <= moment):
            simulation.letters.rest()
            simulation.now = max(simulation.now, act.at)
            if act.own is not None:
                pending.remove(act.own)
            try:
                acts.do(simulation, act.happening, f"act-{number:05d}")
            except NotPermitted as refusal:
                told = located(scenario, act.own, refusal.sentence)
                refused.append(NotPermitted(told.da, told.en))
        elif moment is not None:
            if moment > simulation.reached:
                simulation.letters.rest()
            simulation.now = max(simulation.now, moment)
            simulation.climb()
    ended = simulation.state.stage in OVER
    waits = () if ended else tuple(f"{wait.step}: {wait.reason}" for wait in waits_of(simulation.state))
    letters = _numbered(_foreseen(simulation, held_before))
    return Forecast(letters, waits, tuple(refused), ended)


Told = tuple[int, digests.Place] | None
"""With which others a letter may be told: those that left between the same two rests, of one place."""


def _foreseen(simulation: Simulation, held: Container[str]) -> Iterator[tuple[Foreseen, Told]]:
    definition, drafted = simulation.timeline.definition, simulation.letters.drafted
    for number, together in enumerate(simulation.letters.left_together()):
        for order in together:
            if order.settled is None:
                place = digests.place(definition, order.kind, order.to, order.at)
                told = (number, place) if place and order.own_key not in drafted else None
                for to in recipients_of(simulation.timeline, order):
                    is_held = order.own_key in held
                    yield Foreseen(order.at, order.kind, order.step, order.body or "", to, is_held), told


def _numbered(letters: Iterable[tuple[Foreseen, Told]]) -> tuple[Foreseen, ...]:
    """Return the letters in their order, those told together with their digest's number."""
    found = sorted(letters, key=lambda each: each[0])
    counted = Counter(told for _, told in found if told)
    shared = (told for _, told in found if told and counted[told] > 1)
    numbers = {told: number for number, told in enumerate(dict.fromkeys(shared), 1)}
    return tuple(replace(letter, digest=numbers.get(told)) if told else letter for letter, told in found)


def recipients_of(timeline: Timeline, order: LetterOrder) -> Iterable[str]:
    """Yield who gets a letter, by role: one per contact of a class; a role without a contact gets none."""
    if order.to.role not in CLASS_ROLES:
        has_contact = any(c.role is order.to.role for c in _contacts(timeline, order))
        return [str(order.to)] if has_contact else []
    total = sum(c.count for c in _contacts(timeline, order) if order.to.role in (c.role, Role.RESPONDENT))
    width = max(2, len(str(total)))
    codes = [f"{number:0{width}d}" for number in range(1, total + 1)]
    return [f"{order.to}.{code}" for code in codes if order.reaches(code)]


def _contacts(timeline: Timeline, order: LetterOrder) -> tuple[Contact, ...]:
    if order.to.role is Role.RESPONDENT:
        classes = timeline.step_named(order.step).step.classes
        return next((each.contact for each in classes if each.key == order.to.body), ())
    body = timeline.definition.body.get(order.to.body)
    return body.contact if body else ()
