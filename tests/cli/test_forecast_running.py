"""The forecast of a cycle that runs: what the record says has happened, and the rules from now on."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from activities import projection
from desk.acts.starting import cycle_row, other_rows
from models.cycles import Cycle
from models.database import make_engine, upgrade
from models.vocabulary import CycleStage, LetterKind, LetterState, Outcome
from planning.foresight import acts
from planning.foresight.forecast import beginning, forecast
from planning.foresight.simulation import Simulation
from planning.scenarios.scenario import FORECAST, Happening
from planning.transitions import orders
from tests import records
from tests.cli.forecasts import in_a_process, named, rows
from tests.cycles.shipped import source, timeline

YEAR = datetime.now(UTC).year + 2  # a year that lies ahead, whenever this runs
SLUG = f"annual-{YEAR}"


@dataclass
class Running:
    """A cycle of the record, written without an engine: acts are done by the rules, and their states stored."""

    simulation: Simulation
    database: str
    done: int = field(default=0)

    def act(self, act, step, **fields):
        """Do one act, and store every state."""
        self.done += 1
        happening = Happening(act=act, step=step, on=self.simulation.now.date(), **fields)
        acts.do(self.simulation, happening, f"act-{self.done}")
        self.store()

    def store(self):
        """Write every state as the engine would."""
        with Session(make_engine(self.database)) as session, session.begin():
            for state in (*self.simulation.children.values(), self.simulation.state):
                projection.write(session, state, (), self.simulation.now)

    def put(self, *rows):
        """Write further rows."""
        with Session(make_engine(self.database)) as session, session.begin():
            session.add_all(rows)

    def stand(self, stage):
        """Let the cycle stand."""
        with Session(make_engine(self.database)) as session, session.begin():
            row = session.get_one(Cycle, SLUG)
            row.stage, row.state = stage, row.state | {"stage": stage}
            session.add(row)


@pytest.fixture
def running(home):
    """The annual cycle of a coming year, just started in the office's record."""
    home.mkdir()
    database = f"sqlite:///{home / 'aarshjul.db'}"
    engine = make_engine(database)
    upgrade(engine)
    planned = timeline("annual", YEAR)
    state = orders.cycle_state(planned)
    with Session(engine) as session, session.begin():
        session.add(cycle_row(planned, source("annual"), state, datetime.now(UTC), "test"))
        session.flush()
        session.add_all(other_rows(planned))
    simulation = Simulation(planned, state, beginning(planned))
    simulation.settle()
    return Running(simulation, database)


def test_a_cycle_that_has_just_begun_is_foreseen_like_its_definition(aarshjul, running):
    running.store()
    assert rows(aarshjul("forecast", SLUG, "--json")) == named(forecast(timeline("annual", YEAR)).letters)


def test_what_has_left_is_not_foreseen_again_and_who_has_handed_in_is_not_reminded(aarshjul, running):
    running.act("decide", "approve-letters", outcome=Outcome.APPROVED)
    running.act("submit", "plan", body="TMU")
    found = rows(aarshjul("forecast", SLUG, "--json"))
    assert not {LetterKind.CHALLENGE, LetterKind.CHALLENGE_COPY} & {kind for _, kind, _, _, _ in found}
    reminded = {body for _, kind, step, body, _ in found if (kind, step) == (LetterKind.REMINDER, "plan")}
    assert reminded == {"ØU", "BUU", "SUD", "KFU", "SOU", "BIU"}


def test_a_scenario_of_a_running_cycle_speaks_only_of_what_lies_ahead(aarshjul, running, tmp_path):
    running.act("decide", "approve-letters", outcome=Outcome.APPROVED)
    behind, ahead = datetime.now(UTC).date() + timedelta(days=-1), date(YEAR, 3, 1)
    file = tmp_path / "egen.toml"
    toml = '[[happening]]\nact = "waive"\nstep = "{}"\nbody = "TMU"\non = {}\nreason = "x"\n'
    begins = beginning(timeline("annual", YEAR)).date()
    file.write_text(toml.format("plan", max(behind, begins)) + toml.format("economy", ahead), "utf-8")
    answer = aarshjul("forecast", SLUG, "--scenario", str(file), "--json")
    waived = {step for _, kind, step, body, _ in rows(answer) if (kind, body) == (LetterKind.WAIVED, "TMU")}
    assert (answer.status, answer.err) == (0, "")
    assert "economy" in waived


def test_a_scenario_that_came_with_the_cycle_is_known_by_its_name(aarshjul, running):
    running.store()
    answer = aarshjul("forecast", SLUG, "--scenario", "silent", "--json")
    assert rows(answer) == named(forecast(timeline("annual", YEAR), FORECAST).letters)


def test_letters_that_lie_in_the_outbox_are_counted_above_the_forecast(aarshjul, running):
    running.store()
    running.put(records.letter(slug=SLUG, state=LetterState.RELEASED), records.letter("other", slug=SLUG))
    assert aarshjul("forecast", SLUG).out.startswith("Letters that are in the outbox already: 1 (“aarshjul outbox”).\n")


@pytest.mark.parametrize("state", [LetterState.HELD, LetterState.DRAFTED])
def test_letters_that_are_held_are_foreseen_as_held_and_stay_when_nobody_releases(aarshjul, running, tmp_path, state):
    running.store()
    of_member = {"recipient_body": "BR", "recipient_role": "member", "contact": "07", "kind": "challenge_copy"}
    at = beginning(timeline("annual", YEAR))
    running.put(records.letter(slug=SLUG, state=state, at=at, cause="held"))
    running.put(records.letter("copy", slug=SLUG, state=state, at=at, cause="held", body=None, **of_member))
    never = tmp_path / "aldrig.toml"
    never.write_text('release = "never"\n', "utf-8")

    answer = aarshjul("forecast", SLUG, "--json")
    held = [(each["kind"], each["to"]) for each in json.loads(answer.out) if each["held"]]
    assert held == [("challenge", "TMU.secretary"), ("challenge_copy", "BR.member.07")]
    shown = aarshjul("forecast", SLUG).out
    assert shown.startswith("Letters that are held and leave once they are released: 2 (“aarshjul outbox”).\n")
    assert "challenge letter (held)" in shown
    assert "(tilbageholdt)" in aarshjul("--lang", "da", "forecast", SLUG).out
    stays = aarshjul("forecast", SLUG, "--scenario", str(never), "--json")
    assert not any(each["held"] for each in json.loads(stays.out))


def test_a_paused_cycle_sends_nothing_and_says_so(aarshjul, running):
    running.store()
    running.stand(CycleStage.PAUSED)
    answer = aarshjul("forecast", SLUG)
    assert (answer.status, answer.out.splitlines()[0]) == (0, f"{SLUG} is paused: nothing new leaves.")
    assert answer.out.endswith("No letters.\n")


def test_a_running_cycle_refuses_another_year(aarshjul, running):
    running.store()
    answer = aarshjul("forecast", SLUG, "--year", "2030")
    assert (answer.status, answer.err) == (
        1,
        f"{SLUG} is a running cycle and has a year of its own; leave --year out.\n",
    )


def test_a_running_cycle_is_foreseen_without_the_engine(running, home):
    running.store()
    done = in_a_process(("temporalio", "starlette", "aiosmtplib"), "forecast", SLUG, AARSHJUL_HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
