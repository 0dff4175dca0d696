"""Years that nobody planned: whatever people do, the rules hold."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.change import Change
from models.vocabulary import CycleStage, LetterKind
from planning.dates.timeline import Timeline
from planning.dates.workdays import Workdays
from planning.foresight.forecast import beginning, foresee
from planning.foresight.simulation import Simulation, is_over
from planning.scenarios.scenario import Happening, Scenario
from planning.transitions import orders, progress
from planning.transitions.ladder import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE
from tests.planning.building import timeline

REMINDERS = BEFORE_THE_DEADLINE | AFTER_THE_DEADLINE
POLICY = 'name = { da = "Den gamle politik", en = "The old policy" }\n'
YEARS = (
    timeline(),
    timeline(('date = "second meeting of BIU in august"', 'date = "window 08-16..09-17"')),
    timeline(('key = "council"', 'key = "council"\nback_to = "first"'), (POLICY, POLICY + 'replaced_by = "council"\n')),
    timeline(('date = "first meeting of BR at least 5 working days after committees"', 'date = "2027-11-25"')),
    timeline(('needs = ["plan"]\n', ""), ('date = "monday of week 19"', 'date = "05-10"\nhour = 12:00:00')),
)
BODIES = {"plan": ("TMU", "BUU"), "status": ("TMU", "BUU"), "addition-1": ("TMU", "BUU"), "committees": ("TMU", "BUU")}
OWED, HELD = ("plan", "status", "addition-1"), ("approve", "first", "second", "committees", "council", "status-reading")
STEPS = (*HELD, "letters", "plan", "workshop", "hearing", "status", "addition-1")

DAYS = {**{planned.step.key: planned.date.day for planned in timeline().steps}, "addition-1": date(2027, 11, 1)}
OUTCOMES = ("approved", "approved_with_addition", "recommended", "noted", "postponed", "sent_back", "rejected")
ABOUT_IT = ("submit", "submit", "request", "extend", "refuse", "waive", "return", "accept")


def near(draw: st.DrawFn, step: str, before: int, after: int) -> date:
    """Return a day around a step's own, where an act about it is likely to be permitted."""
    return (DAYS[step] or date(2027, 6, 1)) + timedelta(days=draw(st.integers(-before, after)))


@st.composite
def about_an_obligation(draw: st.DrawFn) -> Happening:
    """Hand in, ask, grant, refuse, waive, return, accept."""
    step = draw(st.sampled_from(OWED))
    day = near(draw, step, 15, 20)
    return Happening(
        act=draw(st.sampled_from(ABOUT_IT)),
        step=step,
        on=day,
        body=draw(st.sampled_from(BODIES[step])),
        until=day + timedelta(days=draw(st.integers(0, 60))),
        override=draw(st.booleans()),
    )


@st.composite
def decisions(draw: st.DrawFn) -> Happening:
    """Any outcome, mostly before a habit decides."""
    step, outcome = draw(st.sampled_from(HELD)), draw(st.sampled_from(OUTCOMES))
    day = near(draw, step, 8, 0) + timedelta(days=draw(st.sampled_from((0, 0, 0, 60))))
    addition = {
        "text": "tilføjelse",
        "owner": draw(st.sampled_from(("TMU", "BUU"))),
        "due": day + timedelta(days=draw(st.integers(1, 90))),
        "blocking": draw(st.booleans()),
    }
    said = {"act": "decide", "step": step, "on": day, "outcome": outcome}
    body = draw(st.sampled_from(BODIES.get(step, (None,))))
    return Happening.model_validate(
        {**said, "body": body, "addition": addition if outcome == "approved_with_addition" else None}
    )


@st.composite
def moves(draw: st.DrawFn) -> Happening:
    """Move anything, or one body or class of it; earlier, later, too late."""
    step = draw(st.sampled_from(STEPS))
    day = near(draw, step, 40, 5)
    parts = {"hearing": ("citizens", "boards", "end"), **BODIES}.get(step, ())
    body = draw(st.sampled_from((None, *parts)))
    return Happening(act="move", step=step, on=day, to=day + timedelta(days=draw(st.integers(0, 80))), body=body)


@st.composite
def answers(draw: st.DrawFn) -> Happening:
    """Answer or close the hearing."""
    return Happening(
        act=draw(st.sampled_from(("respond", "close"))),
        step="hearing",
        on=near(draw, "hearing", 2, 60),
        hearing_class=draw(st.sampled_from(("citizens", "boards"))),
        respondent=draw(st.sampled_from(("01", "02"))),
    )


scenarios = st.builds(
    Scenario,
    hand_in=st.sampled_from(("in_time", "never")),
    decide=st.sampled_from(("on_plan", "on_plan", "never")),
    happening=st.lists(st.one_of(about_an_obligation(), decisions(), moves(), answers()), max_size=12).map(tuple),
)


class Watched(Simulation):
    """A simulation that notes every change, so that what must hold of each can be asked afterwards."""

    def __init__(self, year: Timeline) -> None:
        super().__init__(year, orders.cycle_state(year), beginning(year))
        self.changes: list[tuple[int, Change]] = []

    def apply(self, child_id: str, change: Change) -> None:
        """Note the version before, and the change."""
        self.changes.append((self.children[child_id].version, change))
        super().apply(child_id, change)


def lived(kind: int, scenario: Scenario) -> tuple[Watched, bool, tuple[str, ...]]:
    """Return a year after everything has happened, whether it ended, and what it waits for."""
    simulation = Watched(YEARS[kind])
    found = foresee(simulation, scenario)
    assert list(found.letters) == sorted(found.letters)
    return simulation, found.ended, found.waits


def keys_of(simulation: Simulation) -> list[str]:
    return [order.key_for() for order in simulation.letters]


def left_after_a_hand_in(changes: Iterable[tuple[int, Change]]) -> list[str]:
    """Return the reminders that left between a hand-in and its return."""
    silent: set[str] = set()
    wrong = []
    for _, change in changes:
        for order in change.letters:
            if order.kind is LetterKind.RECEIPT:
                silent.add(order.workflow_id)
            elif order.kind is LetterKind.RETURNED:
                silent.discard(order.workflow_id)
            elif order.kind in REMINDERS and order.settled is None and order.workflow_id in silent:
                wrong.append(order.key_for())
    return wrong


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(YEARS))), scenarios)
def test_whatever_people_do_the_year_ends_or_says_what_it_waits_for(kind, scenario):
    simulation, ended, waits = lived(kind, scenario)

    assert ended != bool(waits)
    assert {each.key for each in simulation.state.progress} == {plan.key for plan in simulation.state.plan}
    if ended:
        assert simulation.state.stage is CycleStage.ENDED
        assert all(is_over(child) for child in simulation.children.values())
    else:
        assert not progress.is_over(simulation.state)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(YEARS))), scenarios)
def test_whatever_people_do_no_letter_is_written_twice_and_no_reminder_leaves_at_a_wrong_time(kind, scenario):
    simulation, _, _ = lived(kind, scenario)
    workdays, keys = Workdays.of(YEARS[kind].definition), keys_of(simulation)

    assert len(keys) == len(set(keys))
    reminders = [o for o in simulation.letters if o.kind in AFTER_THE_DEADLINE | BEFORE_THE_DEADLINE and not o.settled]
    on_the_ladder = [order for order in reminders if order.kind is not LetterKind.INVITATION]
    civil = [workdays.civil(order.at) for order in on_the_ladder]
    assert [moment for moment in civil if not workdays.is_working(moment.date())] == []
    assert left_after_a_hand_in(simulation.changes) == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(YEARS))), scenarios)
def test_whatever_people_do_versions_only_grow_and_late_stays_late(kind, scenario):
    simulation, _, _ = lived(kind, scenario)

    late: set[str] = set()
    for before, change in simulation.changes:
        state = change.state
        assert state.version == before + 1
        if getattr(state, "late", False):
            late.add(state.id)
        elif state.id in late:
            raise AssertionError(f"{state.id} is no longer late")
