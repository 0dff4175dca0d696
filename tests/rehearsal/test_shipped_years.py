"""The strongest test in the house: every shipped year, lived by the engine, sends exactly the foreseen letters."""

import filecmp
import json
from pathlib import Path

import pytest

from models.vocabulary import CycleStage, Language
from planning.scenarios.scenario import Scenario
from runtime.rehearsals.year import PAGE, rehearse
from runtime.scenarios import names
from tests.rehearsal.comparing import SETTINGS, differences, foreseen, rehearsed, shipped, shipped_scenario

CYCLES = ("annual", "integration-2010", "inclusion-2011", "integration-2018")
KILLED = "worker-killed"
YEARS = [
    (cycle, name)
    for cycle in CYCLES
    for name in names(shipped(cycle)[0].files)
    # A kill costs the dead activity's heartbeat in real seconds, and every workflow task a replay: two cycles show it.
    if name != KILLED or cycle in ("inclusion-2011", "integration-2018")
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("cycle", "name"), YEARS, ids=lambda value: str(value))
async def test_rehearsal_sends_exactly_the_letters_of_the_forecast(cycle: str, name: str) -> None:
    source, timeline = shipped(cycle)
    scenario = shipped_scenario(source, timeline, name)

    lived, letters = await rehearsed(source, timeline, scenario)

    forecast = foreseen(timeline, scenario)
    assert differences(letters, forecast.letters) == ([], [])
    assert (lived.refused, lived.stage) == ((), CycleStage.ENDED)
    assert lived.lives == (2 if name == KILLED else 1)


@pytest.mark.timeout(300)
async def test_two_rehearsals_of_one_input_are_identical_byte_for_byte(tmp_path: Path) -> None:
    source, timeline = shipped("inclusion-2011")
    scenario = shipped_scenario(source, timeline, "late-extended-returned")
    for out in (tmp_path / "first", tmp_path / "second"):
        out.mkdir()
        await rehearse(
            SETTINGS,
            timeline,
            source,
            scenario,
            out,
            language=Language.DA,
            say=lambda line: (line.event, line.after or ""),
        )

    compared = filecmp.dircmp(tmp_path / "first", tmp_path / "second")

    assert (compared.left_only, compared.right_only) == ([], [])
    assert _differing(tmp_path / "first", tmp_path / "second") == []


@pytest.mark.timeout(300)
async def test_rehearsal_leaves_mails_calendars_journal_and_a_page(tmp_path: Path) -> None:
    source, timeline = shipped("inclusion-2011")

    done = await rehearse(
        SETTINGS,
        timeline,
        source,
        shipped_scenario(source, timeline, "on-time"),
        tmp_path,
        language=Language.EN,
        say=lambda line: (line.event, line.after or ""),
    )

    mails = sorted(path.name for path in (tmp_path / "mails").iterdir())
    assert len(mails) == done.letters > 0
    assert "2011-05-09T0800_reminder_plan_TMU.eml" in mails
    page = (tmp_path / PAGE).read_text("utf-8")
    assert all(f"mails/{name}" in page for name in mails)
    assert {path.suffix for path in (tmp_path / "calendars").iterdir()} == {".ics"}
    journal = json.loads((tmp_path / "journal.json").read_text("utf-8"))
    assert [line["at"] for line in journal] == sorted(line["at"] for line in journal)


@pytest.mark.timeout(300)
async def test_year_that_cannot_end_says_what_it_waits_for(tmp_path: Path) -> None:
    source, timeline = shipped("inclusion-2011")

    done = await rehearse(
        SETTINGS,
        timeline,
        source,
        Scenario(decide="never"),
        tmp_path,
        language=Language.DA,
        say=lambda line: (line.event, line.after or ""),
    )

    assert done.stage is CycleStage.RUNNING
    assert "adoption" in " ".join(wait.en for wait in done.waits).lower()


def _differing(first: Path, second: Path) -> list[str]:
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    return [str(name) for name in files if (first / name).read_bytes() != (second / name).read_bytes()]
