"""What an office says when it is open: the act that comes first is one that can be typed, and is taken."""

import shlex
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from activities import projection
from cli.first_steps import first_steps
from desk.acts.starting import cycle_row, other_rows
from models.cycles import Cycle
from models.database import make_engine
from models.vocabulary import CycleStage, LetterState, Outcome
from planning.dates.resolver import resolve
from planning.foresight import acts
from planning.foresight.simulation import Simulation
from planning.format.source import parse
from planning.scenarios.scenario import Happening
from planning.transitions import orders
from settings import Settings
from tests import records
from tests.cli.conftest import Answer
from tests.planning import sample

YEAR = datetime.now(UTC).year + 2
SLUG = f"sample-{YEAR}"
PROGRAM = ".venv/bin/aarshjul"


class Office:
    """A record of one cycle, or of two, written without an engine."""

    def __init__(self) -> None:
        self.engine = make_engine(Settings().database)
        self.simulation = self.start(YEAR)

    def start(self, year: int) -> Simulation:
        """Store a cycle that has just been started; the engine has not opened anything yet."""
        source = sample.source()
        timeline = resolve(parse(source), year)
        state, now = orders.cycle_state(timeline), datetime.now(UTC)
        with Session(self.engine) as session, session.begin():
            session.add(cycle_row(timeline, source, state, now, "test"))
            session.flush()
            session.add_all(other_rows(timeline))
        simulation = Simulation(timeline, state, now)
        simulation.settle()
        return simulation

    def act(self, act: str, step: str, **fields: object) -> None:
        """Do one act by the rules, and store every state as the engine would."""
        happening = Happening(act=act, step=step, on=self.simulation.now.date(), **fields)
        acts.do(self.simulation, happening, f"{act}-{step}-{fields.get('body')}")
        with Session(self.engine) as session, session.begin():
            for state in (*self.simulation.children.values(), self.simulation.state):
                projection.write(session, state, (), self.simulation.now)

    def says(self) -> tuple[str, str]:
        """Return the sentence before the command that comes first, and the command as it can be typed."""
        *_, sentence, _, command = first_steps(self.engine, PROGRAM, datetime.now(UTC)).en.rstrip().splitlines()
        assert command.startswith(f"  {PROGRAM} ")
        return sentence, command.removeprefix(f"  {PROGRAM} ")


@pytest.fixture
def office(aarshjul: Callable[..., Answer]) -> Office:
    """An office whose cycle has just been started."""
    assert aarshjul("upgrade").status == 0
    return Office()


def test_new_year_waits_for_its_approval_and_then_for_what_is_due_first(office: Office) -> None:
    assert office.says()[1] == "decide approval/BIU approved"

    office.act("decide", "approval", outcome=Outcome.APPROVED)
    sentence, command = office.says()
    assert sentence.startswith("Next is a hand-in: Economy overview (TMU), due ")
    assert command == "submit economy/TMU economy.pdf"

    office.act("submit", "economy", body="TMU")
    assert office.says()[1] == "submit economy/ØU economy.pdf"


def test_command_that_is_said_is_taken_as_it_stands(office: Office, aarshjul: Callable[..., Answer], tmp_path) -> None:
    office.act("decide", "approval", outcome=Outcome.APPROVED)
    words = shlex.split(office.says()[1])
    (tmp_path / words[-1]).write_bytes(b"%PDF-1.4 plan")

    answer = aarshjul(*words[:-1], str(tmp_path / words[-1]), "--by", "TMU")

    assert (answer.status, answer.err) == (0, "")
    assert office.says()[1] == "submit economy/ØU economy.pdf"  # although the engine has heard of nothing


def test_pause_comes_first_and_held_letters_before_all_that_is_due(office: Office) -> None:
    office.act("decide", "approval", outcome=Outcome.APPROVED)
    with Session(office.engine) as session, session.begin():
        session.add(records.letter(slug=SLUG, state=LetterState.HELD))
    assert office.says()[1] == "outbox release --step letters"

    office.act("pause", "")
    assert office.says() == ("Sample cycle is paused. Go on with it:", f"resume {SLUG}")


def test_of_two_cycles_the_act_that_comes_first_names_its_own(office: Office) -> None:
    office.start(YEAR + 1)
    office.act("decide", "approval", outcome=Outcome.APPROVED)
    assert office.says()[1] == f"submit economy/TMU economy.pdf --cycle {SLUG}"


def test_over_and_empty_offices_say_only_where_to_look(office: Office) -> None:
    with Session(office.engine) as session, session.begin():
        session.get_one(Cycle, SLUG).stage = CycleStage.ENDED
    said = first_steps(office.engine, PROGRAM, datetime.now(UTC)).da

    assert said.splitlines()[-1] == f"  {PROGRAM} outbox   hvilke breve der er sendt og venter"
