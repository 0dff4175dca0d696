"""The documents name what there is: every setting, every command, every file they point to."""

import re
from pathlib import Path

import pytest

from cli.catalogue import COMMANDS
from settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")


def test_every_setting_is_in_the_operators_table():
    rows = set(re.findall(r"^\| `(AARSHJUL_\w+)` \|", OPERATING, re.MULTILINE))
    assert rows == {f"AARSHJUL_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(document):
    known = {command.name for command in COMMANDS}
    named = set(re.findall(r"(?:`|bin/)aarshjul ([a-z][a-z-]+)", document.read_text("utf-8")))
    assert named - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_points_to_is_there(document):
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text("utf-8"))
    pointed = re.findall(r"`((?:docs|cycles|templates|tests|runtime)/[\w./-]+\w)`", document.read_text("utf-8"))
    missing = [name for name in linked if not (document.parent / name).exists()]
    missing += [name for name in pointed if not (ROOT / name).exists()]
    assert missing == []
