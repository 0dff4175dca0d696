"""lint, plan and schema on the shipped cycles and on broken ones."""

import json
import shutil

import pytest
from icalendar import Calendar

from settings import CHECKOUT

CYCLES = CHECKOUT / "cycles"


@pytest.fixture
def broken(tmp_path):
    """A copy of the annual cycle with an unknown key."""
    folder = tmp_path / "broken"
    shutil.copytree(CYCLES / "annual", folder)
    text = (folder / "cycle.toml").read_text("utf-8")
    (folder / "cycle.toml").write_text(text.replace("[cycle]", "[cycle]\nnoise = 1", 1), "utf-8")
    return folder


def test_a_sound_cycle_has_no_findings(aarshjul):
    answer = aarshjul("lint", "annual")
    assert (answer.status, answer.out, answer.err) == (0, "No errors and no warnings.\n", "")


def test_warnings_alone_do_not_fail(aarshjul):
    answer = aarshjul("lint", "integration-2018", "--lang", "da")
    assert answer.status == 0
    assert "integration-2018/cycle.toml:" in answer.out
    assert answer.out.endswith("0 fejl, 2 advarsler.\n")


def test_an_error_is_named_with_file_and_line_and_ends_with_two(aarshjul, broken):
    answer = aarshjul("lint", str(broken))
    line = 1 + (broken / "cycle.toml").read_text("utf-8").splitlines().index("noise = 1")
    assert answer.status == 2
    assert f"{broken}/cycle.toml:{line}: error" in answer.out


def test_findings_are_json_for_other_programs(aarshjul, broken):
    answer = aarshjul("lint", str(broken), "--json")
    [finding] = [each for each in json.loads(answer.out) if each["severity"] == "error"]
    assert (answer.status, finding["file"], sorted(finding["sentence"])) == (2, "cycle.toml", ["da", "en"])


@pytest.mark.parametrize(("command", "status"), [("lint", 2), ("plan", 1)])
def test_a_folder_that_is_not_there_is_answered_with_what_is(aarshjul, command, status):
    answer = aarshjul(command, "annuel")
    assert (answer.status, answer.out) == (status, "")
    assert answer.err == (
        "“annuel” is neither a folder with cycle.toml nor a shipped cycle. "
        "Shipped ones: annual, inclusion-2011, integration-2010, integration-2018.\n"
    )


def test_a_file_that_is_not_utf_8_is_named(aarshjul, broken):
    (broken / "texts" / "letters.da.md").write_bytes("kære".encode("latin-1"))
    answer = aarshjul("lint", str(broken))
    assert answer.status == 2
    assert "letters.da.md is not saved as UTF-8 (byte 1). Save the file as UTF-8." in answer.err


def test_the_plan_shows_day_week_and_reason_within_the_terminal(aarshjul):
    answer = aarshjul("plan", "annual", "--year", "2027", "--lang", "da")
    rows = " ".join(answer.out.split())
    assert answer.status == 0
    assert "tirs. 18. maj 2027 12.00 20" in rows
    assert "flyttet" in rows
    assert max(len(line) for line in answer.out.splitlines()) <= 100


def test_a_step_whose_day_nobody_knows_stays_what_it_is(aarshjul):
    assert "late January 2019" in aarshjul("plan", "integration-2018").out
    steps = {each["key"]: each for each in json.loads(aarshjul("plan", "integration-2018", "--json").out)["steps"]}
    assert (steps["plan-approval"]["date"]["precision"], steps["plan-approval"]["date"]["week"]) == ("window", None)
    assert (steps["council"]["date"]["start"], steps["council"]["date"]["week"]) == ("2018-12-13", 50)


def test_a_dated_cycle_refuses_another_year(aarshjul):
    answer = aarshjul("plan", "inclusion-2011", "--year", "2013")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "The inclusion policy 2011 has a year of its own (2011); leave --year out.\n"


def test_a_broken_definition_has_no_plan_but_findings(aarshjul, broken):
    answer = aarshjul("plan", str(broken))
    assert (answer.status, answer.out) == (2, "")
    assert "cycle.toml:" in answer.err


def test_the_calendar_file_is_read_back_with_the_deadlines(aarshjul):
    calendar = Calendar.from_ical(aarshjul("plan", "annual", "--year", "2027", "--ics").out)
    days = {str(event["uid"]): event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")}
    assert days["cycle:annual-2027:council:BR@aarshjul.example"] == "2027-12-16T17:30:00+01:00"
    assert days["cycle:annual-2027:plan:TMU@aarshjul.example"] == "2027-05-18"


def test_the_schema_is_json_schema(aarshjul):
    schema = json.loads(aarshjul("schema").out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"cycle", "body", "step"} <= set(schema["properties"])


@pytest.mark.parametrize("command", ["lint", "plan", "forecast", "rehearse", "demo", "start"])
@pytest.mark.parametrize("year", ["0", "-1", "1989", "2151", "999999"])
def test_year_that_cannot_be_planned_is_one_sentence(aarshjul, command, year):
    answer = aarshjul(command, "annual", f"--year={year}")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == f"{year} is not a year that can be planned. Give a year from 1990 to 2150 with --year.\n"


@pytest.mark.parametrize("command", ["lint", "plan", "rehearse", "forecast"])
def test_year_of_a_dated_cycle_is_refused_by_every_look(aarshjul, command):
    answer = aarshjul(command, "inclusion-2011", "--year", "2012")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith("has a year of its own (2011); leave --year out.\n")
