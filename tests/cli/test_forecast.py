"""forecast: of definitions, of scenarios, and of a cycle that runs."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from activities import projection
from desk.starting import cycle_row, other_rows
from models.cycles import Cycle
from models.database import make_engine, upgrade
from models.vocabulary import CycleStage, LetterKind, LetterState, Outcome
from planning import acts, orders
from planning.forecast import beginning, forecast
from planning.scenario import FORECAST, Happening, Scenario
from planning.scenarios import parse_scenario
from planning.simulation import Simulation
from tests import records
from tests.cycles.shipped import source, timeline

WITHOUT_ENGINE = """
import sys
from cli.main import main
status = main(sys.argv[1:])
heavy = set(sys.argv[0].split(",")) & set(sys.modules)
sys.exit(f"imported: {sorted(heavy)}" if heavy else status)
"""
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


def rows(answer):
    """Return the letters of a JSON answer as the rules name them."""
    return [(each["at"], each["kind"], each["step"], each["body"], each["to"]) for each in json.loads(answer.out)]


def named(letters):
    """Return a forecast's letters as JSON names them."""
    return [(each.at.isoformat(), each.kind.value, each.step, each.body, each.to) for each in letters]


def in_a_process(modules, *words, **environment):
    """Run one command line in a process of its own, and fail when it imported one of the modules."""
    script = WITHOUT_ENGINE.replace("sys.argv[0]", repr(",".join(modules)))
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


# --- of a definition ---


def test_the_forecast_is_the_rules_own_letter_by_letter(aarshjul):
    answer = aarshjul("forecast", "annual", "--year", "2027", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert rows(answer) == named(forecast(timeline("annual", 2027)).letters)


def test_without_a_scenario_nobody_hands_in(aarshjul):
    kinds = Counter(each[1] for each in rows(aarshjul("forecast", "annual", "--year", "2027", "--json")))
    assert kinds["receipt"] == 0
    # Seven bodies, two rungs for economy and plan; the status accounts are read before their second rung.
    assert kinds["escalation"] == 7 * (2 + 2 + 1)


def test_a_shipped_scenario_is_known_by_its_name(aarshjul):
    answer = aarshjul("forecast", "annual", "--year", "2027", "--scenario", "on-time", "--json")
    planned = timeline("annual", 2027)
    expected = parse_scenario(source("annual").files["scenarios/on-time.toml"], planned, "on-time")
    assert rows(answer) == named(forecast(planned, expected).letters)


def test_a_scenario_may_be_a_file(aarshjul, tmp_path):
    file = tmp_path / "egen.toml"
    file.write_text('hand_in = "in_time"\n', "utf-8")
    answer = aarshjul("forecast", "annual", "--year", "2027", "--scenario", str(file), "--json")
    assert rows(answer) == named(forecast(timeline("annual", 2027), Scenario()).letters)


def test_the_days_asked_for_are_local_days_and_both_ends_belong(aarshjul):
    answer = aarshjul("forecast", "annual", "--year", "2027", "--from", "2027-05-10", "--to", "18.5.2027", "--json")
    days = sorted({each[0][:16] for each in rows(answer)})
    assert days == ["2027-05-10T06:00", "2027-05-14T06:00", "2027-05-18T06:00"]


def test_the_table_tells_a_letter_to_many_in_one_row_within_the_terminal(aarshjul):
    lines = aarshjul("forecast", "annual", "--year", "2027", "--lang", "da").out.splitlines()
    assert max(map(len, lines)) <= 100
    assert "maj 2027 (84)" in [line.strip() for line in lines]
    assert [line.split() for line in lines if "frist i dag" in line and "plan" in line] == [
        ["tirs.", "18.", "08.00", "frist", "i", "dag", "plan", "alle", "7", "sekretær", "(7)"]
    ]
    assert "BR: medlem (55)" in " ".join(lines)


@pytest.mark.parametrize(("language", "total"), [("da", "Breve i alt"), ("en", "Letters in all")])
def test_the_months_add_up_to_the_total_of_the_last_line(aarshjul, language, total):
    out = aarshjul("forecast", "annual", "--year", "2027", "--lang", language).out
    months = [int(number) for number in re.findall(r"^ +\S+ 20\d\d \((\d+)\)$", out, re.MULTILINE)]
    letters = forecast(timeline("annual", 2027)).letters
    assert sum(months) == len(letters)
    assert out.splitlines()[-1].startswith(f"{total}: {len(letters)}.")


def test_a_year_that_cannot_end_says_what_it_waits_for(aarshjul):
    answer = aarshjul("forecast", "inclusion-2011")
    said = " ".join(answer.out.split())
    assert answer.status == 0
    assert "The year cannot end: letters waits for a day;" in said
    assert "workshop waits for letters, a day;" in said
    assert max(map(len, answer.out.splitlines())) <= 100


def test_as_json_the_letters_stand_alone_and_the_sentence_is_an_error_line(aarshjul):
    answer = aarshjul("forecast", "inclusion-2011", "--json")
    assert len(json.loads(answer.out)) == 6
    assert answer.err.startswith("The year cannot end:")


def test_a_scenario_that_names_a_day_for_every_step_lets_the_year_end(aarshjul):
    assert "cannot end" not in aarshjul("forecast", "inclusion-2011", "--scenario", "on-time").out


def test_days_without_letters_are_said_to_have_none(aarshjul):
    answer = aarshjul("forecast", "annual", "--year", "2027", "--from", "2027-07-01", "--to", "2027-07-31")
    assert answer.out.endswith("No letters.\n")


# --- what is wrong ---


def test_an_unknown_scenario_is_answered_with_those_that_there_are(aarshjul):
    answer = aarshjul("forecast", "annual", "--year", "2027", "--scenario", "ontime")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == (
        "“ontime” is neither a file nor one of the cycle's scenarios. They are: addition-and-amendments, "
        "council-moved, late-extended-returned, on-time, silent, worker-killed.\n"
    )


def test_a_wrong_scenario_is_told_with_every_mistake_and_its_line(aarshjul, tmp_path):
    file = tmp_path / "egen.toml"
    file.write_text('silent = ["TNU"]\n[[happening]]\nact = "submit"\nstep = "plann"\non = "2027-05-20"\n', "utf-8")
    answer = aarshjul("forecast", "annual", "--year", "2027", "--scenario", str(file))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == (
        f"{file}:1: There is no body “TNU”. Did you mean “TMU”?\n"
        f"{file}:4: There is no step “plann”. Did you mean “plan”?\n"
    )


def test_a_hand_in_before_the_letter_is_refused_with_a_sentence(aarshjul, tmp_path):
    file = tmp_path / "egen.toml"
    file.write_text('[[happening]]\nact = "submit"\nstep = "plan"\nbody = "TMU"\non = "2027-01-11"\n', "utf-8")
    answer = aarshjul("forecast", "annual", "--year", "2027", "--scenario", str(file))
    assert answer.status == 1
    assert answer.err == "“plan TMU” has not begun on 2027-01-11, so “submit” cannot happen.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("annuel",), "“annuel” is neither a folder with cycle.toml nor a shipped cycle."),
        (("inclusion-2011", "--year", "2013"), "The inclusion policy 2011 has a year of its own (2011);"),
        (("annual", "--from", "2027-02-31"), "31 February 2027 does not exist;"),
        (("annual", "--from", "2027-06-01", "--to", "2027-05-01"), "2027-05-01 is before 2027-06-01."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(aarshjul, words, said):
    answer = aarshjul("forecast", *words)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(said)


# --- of a cycle that runs ---


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
    running.put(records.letter(slug=SLUG, state=LetterState.HELD), records.letter("other", slug=SLUG))
    assert aarshjul("forecast", SLUG).out.startswith("Letters that are in the outbox already: 1 (“aarshjul outbox”).\n")


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


# --- what is imported ---


def test_a_definition_is_foreseen_without_the_engine_and_the_database():
    done = in_a_process(
        ("temporalio", "sqlalchemy", "sqlmodel", "icalendar"), "forecast", "annual", "--scenario", "on-time"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_running_cycle_is_foreseen_without_the_engine(running, home):
    running.store()
    done = in_a_process(("temporalio", "starlette", "aiosmtplib"), "forecast", SLUG, AARSHJUL_HOME=str(home))
    assert (done.returncode, done.stderr) == (0, "")
