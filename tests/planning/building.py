"""A small cycle with two committees, and a year that a test lives through day by day, by the rules alone."""

from datetime import date, datetime, time
from typing import Any

from models.change import Change
from models.letters import LetterOrder
from models.states import CycleState, DeliverableState, HearingState, MeetingState, StepProgress
from models.vocabulary import LetterKind, LetterState
from planning.acts.replanning import Child
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight import acts, forecast
from planning.foresight.simulation import Simulation, body_of, is_over
from planning.format.definition import Definition
from planning.format.source import Source, parse
from planning.scenarios.scenario import Happening
from planning.transitions import orders, progress
from planning.transitions.ladder import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE
from tests.planning.small import TOML

YEAR = 2027
REMINDERS = BEFORE_THE_DEADLINE | AFTER_THE_DEADLINE


def definition(*changes: tuple[str, str]) -> Definition:
    """Return the small cycle with parts of its TOML replaced; each must be there."""
    toml = TOML
    for old, new in changes:
        assert old in toml, old
        toml = toml.replace(old, new)
    return parse(Source("small", toml, {}))


def timeline(*changes: tuple[str, str]) -> Timeline:
    """Return the timeline of the small cycle in 2027."""
    return resolve(definition(*changes), YEAR)


def step_toml(key: str) -> str:
    """Return the TOML of one step as it stands, so that a change can take it out or put something behind it."""
    begin = TOML.index(f'[[step]]\nkey = "{key}"\n')
    end = TOML.find("[[step]]\n", begin + 1)
    return TOML[begin : end if end > 0 else len(TOML)]


class LivedYear:
    """A year that a test carries forward. Nobody does anything unless the test says so."""

    def __init__(self, timeline: Timeline) -> None:
        self.workdays = Workdays.of(timeline.definition)
        self.simulation = Simulation(timeline, orders.cycle_state(timeline), forecast.beginning(timeline))
        self.simulation.settle()
        self.acts = 0

    @property
    def now(self) -> datetime:
        """The moment that has been reached."""
        return self.simulation.now

    def at(self, day: date, hour: time = time(10)) -> datetime:
        """Return a civil hour of a day as an instant."""
        return self.workdays.instant(day, hour)

    def until(self, day: date, hour: time = time(10)) -> "LivedYear":
        """Let everything happen that is due up to and including this hour."""
        end = self.at(day, hour)
        while (moment := self.simulation.next_moment()) is not None and moment <= end:
            self.simulation.now = max(self.now, moment)
            self.simulation.climb()
        self.simulation.now = end
        return self

    def after_outage(self, day: date, hour: time = time(10)) -> "LivedYear":
        """Let nothing happen until this hour, then all that was missed at once."""
        self.simulation.now = self.at(day, hour)
        self.simulation.climb()
        return self

    def do(self, act: str, step: str, day: date, hour: time = time(10), **more: Any) -> "LivedYear":
        """Live until the hour and do one act; raises NotPermitted."""
        self.until(day, hour)
        self.acts += 1
        happening = Happening.model_validate({"act": act, "step": step, "on": day, "hour": hour, **more})
        acts.do(self.simulation, happening, f"test-{self.acts}")
        return self

    def decide(self, step: str, *, body: str | None = None, outcome: str = "approved", **more: Any) -> "LivedYear":
        """Decide a meeting at ten on its own day, or now when that is past."""
        child = next(c for c in self.running(step) if body in (None, body_of(c, "")))
        assert isinstance(child, MeetingState)
        day = max(child.schedule.deadline.on, self.workdays.civil(self.now).date())
        return self.do("decide", step, day, body=child.body, outcome=outcome, **more)

    def pass_all(self, *steps: str) -> "LivedYear":
        """Decide these steps, every body, each on its day; a hearing is closed the day after its last deadline."""
        for step in steps:
            self.until_begun(step)
            for child in self.running(step):
                if isinstance(child, HearingState):
                    last = max(each.deadline.on for each in child.classes)
                    self.do("close", step, self.workdays.shift(last, 1))
                else:
                    self.decide(step, body=body_of(child, ""))
        return self

    def until_begun(self, step: str) -> "LivedYear":
        """Live until this step has children."""
        while not self.running(step):
            moment = self.simulation.next_moment()
            assert moment is not None, f"{step} never begins: {self.progress(step)}"
            self.simulation.now = max(self.now, moment)
            self.simulation.climb()
        return self

    def obligation(self, step: str = "plan", body: str = "TMU") -> DeliverableState:
        """Return one body's obligation, in its latest round."""
        child = self.child(step, body)
        assert isinstance(child, DeliverableState)
        return child

    def take(self, change: Change) -> "LivedYear":
        """Take a change that no scenario knows: a pause, say."""
        assert not isinstance(change.state, CycleState)
        self.simulation.apply(change.state.id, change)
        return self

    def running(self, step: str) -> list[Child]:
        """Return the children of a step that have not ended, by id."""
        return sorted((c for c in self.simulation.children.values() if c.step == step and not is_over(c)), key=_id)

    def child(self, step: str, body: str | None = None, round_: int | None = None) -> Child:
        """Return a child of a step: of its latest round unless another is asked for."""
        children = [c for c in self.simulation.children.values() if c.step == step and round_ in (None, c.round)]
        return max((c for c in children if body in (None, body_of(c, ""))), key=lambda c: c.round)

    def progress(self, step: str) -> StepProgress:
        """Return how far a step is."""
        return progress.progress_of(self.simulation.state, step)

    def planned(self, step: str, body: str = "") -> date | None:
        """Return the day that the plan has for a step."""
        return self.simulation.timeline.step_named(step).date_for(body).day

    def letters(self, *kinds: LetterKind, step: str | None = None, to: str | None = None) -> list[LetterOrder]:
        """Return the letters that left, in their order; of these kinds, of this step, to this role, if given."""
        left = [order for order in self.simulation.letters if order.settled is None]
        return [
            order
            for order in sorted(left, key=lambda order: (order.at, order.kind, str(order.to)))
            if (not kinds or order.kind in kinds) and step in (None, order.step) and to in (None, str(order.to))
        ]

    def told(self, *kinds: LetterKind, step: str | None = None, to: str | None = None) -> list[str]:
        """Return letters as a reader would list them: `Mon 2027-05-10 08:00 due_today TMU.secretary`."""
        return [f"{self.civil(o.at)} {o.kind} {o.to}" for o in self.letters(*kinds, step=step, to=to)]

    def civil(self, at: datetime) -> str:
        """Return an instant as civil time."""
        return f"{self.workdays.civil(at):%a %Y-%m-%d %H:%M}"


def living(*changes: tuple[str, str]) -> LivedYear:
    """Return the small cycle at its beginning."""
    return LivedYear(timeline(*changes))


def with_letters_sent(*changes: tuple[str, str]) -> LivedYear:
    """Return the small cycle after its letters have left: both plans are open."""
    return living(*changes).pass_all("approve")


def _id(child: Child) -> str:
    return child.id


def climbed(year: LivedYear, body: str = "TMU") -> list[str]:
    """Return the letters of a plan's ladder that left."""
    return [line for line in year.told(*REMINDERS, step="plan") if f" {body}." in line]


def settled(year: LivedYear, state: LetterState) -> list[str]:
    """Return the rungs of TMU's plan that are recorded without being mailed."""
    orders = [o for o in year.simulation.letters if (o.step, o.body, o.settled) == ("plan", "TMU", state)]
    return [o.cause for o in sorted(orders, key=lambda o: o.cause)]
