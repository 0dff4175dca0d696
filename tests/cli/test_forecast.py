"""The forecast of a definition, with and without a scenario."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from planning.foresight.forecast import forecast
from planning.scenarios.reading import parse_scenario
from planning.scenarios.scenario import Scenario
from tests.cli.forecasts import in_a_process, named, rows
from tests.cli.test_rehearsing import copy_of
from tests.cycles.shipped import source, timeline

YEAR = datetime.now(UTC).year + 2  # a year that lies ahead, whenever this runs


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


def test_letters_that_share_a_mail_are_said_to_and_numbered_as_json(aarshjul, tmp_path):
    wanted = source("annual").toml.replace('lead = "BIU"', 'lead = "BIU"\ndigest = true', 1)
    (tmp_path / "cycle.toml").write_text(wanted.replace("10 working days before plan", "monday of week 20"), "utf-8")
    shown = aarshjul("forecast", str(tmp_path), "--year", "2027", "--lang", "da").out.splitlines()
    letters = json.loads(aarshjul("forecast", str(tmp_path), "--year", "2027", "--json").out)
    told = [each for each in letters if each["digest"] is not None]
    mails = len(letters) - len(told) + len({each["digest"] for each in told})
    rows = [line.split() for line in shown if "→" in line]
    assert rows[0] == ["→", "i", "én", "mail:", "2", "breve", "economy,", "plan", "alle", "7", "sekretær", "(7)"]
    assert shown[-1].startswith(f"Breve i alt: {len(letters)}. I {mails} mails. Modtagere: ")
    assert max(map(len, shown)) <= 100


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
    assert answer.err == f"{file}:1: “plan TMU” has not begun on 2027-01-11, so “submit” cannot happen.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("annuel",), "“annuel” is neither a folder with cycle.toml nor a shipped cycle."),
        (("inclusion-2011", "--year", "2013"), "The inclusion policy 2011 has a year of its own (2011);"),
        (("annual", "--from", "2027-02-31"), "31 February 2027 does not exist;"),
        (("annual", "--from", "2027-06-01", "--to", "2027-05-01"), "1 May 2027 is before 1 June 2027."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(aarshjul, words, said):
    answer = aarshjul("forecast", *words)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(said)


def test_a_pack_that_would_stay_is_named_while_its_letters_are_still_to_come(aarshjul, tmp_path):
    cycle = copy_of("integration-2010", tmp_path)
    with (cycle / "papers" / "challenge-tmu.da.md").open("a", encoding="utf-8") as paper:
        paper.write("\nBeløb: [indsæt beløb]\n")

    whole = aarshjul("forecast", str(cycle), "--lang", "en")
    never = tmp_path / "never.toml"
    never.write_text('decide = "never"\n')
    without = aarshjul("forecast", str(cycle), "--scenario", str(never), "--lang", "en")

    said = "The letters of “Challenge paper” do not leave until “[indsæt beløb]” is filled in"
    assert " ".join(whole.out.split()).startswith(said)
    assert "papers/challenge-tmu.da.md:" in whole.out
    assert said not in " ".join(without.out.split())


def test_a_definition_is_foreseen_without_the_engine_and_the_database():
    done = in_a_process(
        ("temporalio", "sqlalchemy", "sqlmodel", "icalendar"), "forecast", "annual", "--scenario", "on-time"
    )
    assert (done.returncode, done.stderr) == (0, "")
