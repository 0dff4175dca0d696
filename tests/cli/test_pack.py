"""`aarshjul pack`: complete, or what is missing, per committee."""

import json
import shutil
from pathlib import Path

import pytest

from cli.main import main
from tests.cycles.shipped import FOLDER

OVERVIEW = (
    'title = { da = "Økonomioversigt til opdatering", en = "Economy overview to update" }, file = "economy-overview"'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample year, to be broken."""
    return Path(shutil.copytree(FOLDER / "annual", tmp_path / "annual"))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_shipped_packs_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("pack", "integration-2010", "--lang", "da")) == 0

    told = said(capsys)
    assert "letters TMU 3b fuldstændig" in told
    assert told.endswith("6/6 brevpakker er fuldstændige.")


def test_missing_paper_is_told_for_its_committee_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "papers" / "challenge-tmu.da.md").unlink()

    assert main(("pack", str(folder), "--lang", "en")) == 1

    told = said(capsys)
    assert "Paper 3b is missing" in told
    assert "letters BUU 1, 2, 3c, 4, 5 complete" in told
    assert "6/7 letter packs are complete." in told


def test_spreadsheet_travels_as_it_is_and_a_mislabelled_one_does_not(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    toml = (folder / "cycle.toml").read_text("utf-8")
    assert OVERVIEW in toml
    (folder / "cycle.toml").write_text(toml.replace(OVERVIEW, OVERVIEW[:-1] + '.xlsx"'), "utf-8")
    (folder / "papers" / "economy-overview.xlsx").write_bytes(b"%PDF-1.7 in disguise")

    assert main(("pack", str(folder), "--json")) == 1
    first = json.loads(capsys.readouterr().out)[0]
    assert first["complete"] is False
    assert first["lacks"][0]["da"].startswith(
        "Bilag 1 (papers/economy-overview.xlsx) hedder .xlsx, men indholdet er pdf"
    )

    assert main(("lint", str(folder), "--lang", "en")) == 2
    assert "is named .xlsx, but its content is pdf" in said(capsys)


def test_pack_beyond_the_relays_limit_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AARSHJUL_SMTP_MAX_BYTES", "100000")

    assert main(("pack", str(folder), "--lang", "da")) == 1

    assert "og højst 0,1 MB kan sendes" in said(capsys)


def test_cycle_that_does_not_exist_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("pack", "no-such", "--lang", "da")) == 1

    assert "hverken en mappe med cycle.toml eller et medfølgende årshjul" in capsys.readouterr().err
