"""A command line in this process: words in; status, output and errors out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main


@dataclass(frozen=True)
class Answer:
    """What a command line gave."""

    status: int
    out: str
    err: str


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An office's folder that does not exist yet; the settings point to it."""
    for name in ("AARSHJUL_LANG", "LC_ALL", "LC_MESSAGES", "AARSHJUL_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("AARSHJUL_HOME", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.fixture
def aarshjul(home, capsys) -> Callable[..., Answer]:
    """Run one command line."""

    def run(*words: str) -> Answer:
        status = main(words)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run
