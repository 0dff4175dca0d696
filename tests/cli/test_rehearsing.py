"""rehearse: a year in a folder, and what stands in its way."""

import shutil
import sys
from io import StringIO
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[2] / "cycles"


def copy_of(name: str, to: Path) -> Path:
    """Copy a shipped cycle, so that a test can break it."""
    shutil.copytree(SHIPPED / name, to / name)
    return to / name


@pytest.mark.timeout(300)
def test_rehearsal_of_a_shipped_cycle_says_where_to_read(aarshjul, tmp_path):
    out = tmp_path / "out"

    answer = aarshjul("rehearse", "inclusion-2011", "--scenario", "on-time", "--out", str(out))

    assert (answer.status, answer.err) == (0, "")
    assert answer.out == f"{len(list((out / 'mails').iterdir()))} letters are written. Read {out / 'index.html'}.\n"


@pytest.mark.timeout(300)
def test_year_that_cannot_end_is_told_by_title_with_its_cause_first_and_no_warning_of_the_core(aarshjul, tmp_path):
    answer = aarshjul("rehearse", "inclusion-2011", "--out", str(tmp_path / "out"))  # its fuzzy steps are not sharpened

    assert answer.status == 1
    _, first, rest = answer.out.splitlines()
    assert first.startswith("The year cannot end: “")
    assert first.endswith(" waits for a day.")
    assert rest.startswith("After that come: ")
    assert "WARN" not in answer.out + answer.err


class Watched(StringIO):
    """A terminal, as far as it is asked."""

    def isatty(self) -> bool:
        return True


@pytest.mark.timeout(300)
def test_who_watches_sees_how_many_of_the_letters_have_left(aarshjul, tmp_path, monkeypatch):
    terminal = Watched()
    monkeypatch.setattr(sys, "stderr", terminal)

    answer = aarshjul("rehearse", "inclusion-2011", "--scenario", "on-time", "--out", str(tmp_path / "out"))

    count = len(list((tmp_path / "out" / "mails").iterdir()))
    shown = terminal.getvalue().split("\r")
    assert shown[-1] == ""  # the line is cleared for the answer
    assert any(line.endswith(f": 1 of {count} letters …") for line in shown)
    assert any(line.endswith(f": {count} of {count} letters …") for line in shown)
    assert answer.status == 0


def test_folder_that_is_not_empty_is_refused_and_kept(aarshjul, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    answer = aarshjul("rehearse", "inclusion-2011", "--scenario", "on-time", "--out", str(tmp_path))

    assert (answer.status, answer.out) == (1, "")
    assert "is not empty" in answer.err
    assert "--force" in answer.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "var"] == ["thesis.txt"]


def test_text_with_an_unknown_field_is_named_with_file_and_line_before_anything_runs(aarshjul, tmp_path):
    cycle = copy_of("inclusion-2011", tmp_path)
    with (cycle / "texts" / "letters.da.md").open("a", encoding="utf-8") as text:
        text.write("\nKære {{ udvalg }}\n")
    line = len((cycle / "texts" / "letters.da.md").read_text("utf-8").splitlines())

    answer = aarshjul("rehearse", str(cycle), "--scenario", "on-time", "--out", str(tmp_path / "out"))

    assert answer.status == 2
    assert f"texts/letters.da.md:{line}: error" in answer.err
    assert "udvalg" in answer.err
    assert not (tmp_path / "out").exists()


def test_scenario_with_an_unknown_step_is_told_before_anything_runs(aarshjul, tmp_path):
    scenario = tmp_path / "mine.toml"
    scenario.write_text('[[happening]]\nact = "submit"\nstep = "plna"\nbody = "TMU"\non = 2011-05-10\n')

    answer = aarshjul("rehearse", "inclusion-2011", "--scenario", str(scenario), "--out", str(tmp_path / "out"))

    assert answer.status == 2
    assert answer.err.startswith(f"{scenario}:")
    assert "plan" in answer.err
    assert not (tmp_path / "out").exists()


def test_more_than_two_thousand_bodies_are_estimated_first(aarshjul, tmp_path):
    cycle = copy_of("inclusion-2011", tmp_path)
    definition = (cycle / "cycle.toml").read_text("utf-8")
    bodies = "".join(f'\n[body.X{number}]\nname = {{ da = "X", en = "X" }}\n' for number in range(2001))
    (cycle / "cycle.toml").write_text(definition + bodies, "utf-8")

    answer = aarshjul("rehearse", str(cycle), "--scenario", "on-time", "--out", str(tmp_path / "out"))

    assert answer.status == 1
    assert "minutes" in answer.err
    assert "--yes" in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.timeout(300)
def test_what_an_earlier_rehearsal_left_is_counted_and_kept(aarshjul, tmp_path):
    mails = tmp_path / "out" / "mails"
    mails.mkdir(parents=True)
    (mails / "2009-01-01T0800_reminder_plan_TMU.eml").write_text("of another year")

    answer = aarshjul("rehearse", "inclusion-2011", "--scenario", "on-time", "--out", str(tmp_path / "out"), "--force")

    assert answer.status == 0
    said = f"Letters and calendars of an earlier rehearsal still lie in {tmp_path / 'out'} (1); nothing is deleted."
    assert said in " ".join(answer.out.split())
    assert (mails / "2009-01-01T0800_reminder_plan_TMU.eml").read_text() == "of another year"
