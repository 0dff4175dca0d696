"""The program where people come in by the city's login: pages and calendars, and no links."""

import signal
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest

from cli.main import main
from tests.machines import free_port
from tests.runtime.offices import PROGRAM, until

CITY = {"AARSHJUL_OIDC_ISSUER": "http://127.0.0.1:9", "AARSHJUL_OIDC_SECRETARIAT": "sek", "AARSHJUL_LANG": "en"}


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people come in by a login on this machine, which is away."""
    for name, value in {**CITY, "AARSHJUL_HOME": str(tmp_path / "var"), "AARSHJUL_WEB_PORT": str(free_port())}.items():
        monkeypatch.setenv(name, value)


def test_no_link_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["door"]) == 1

    assert "People come in with the city's login" in capsys.readouterr().err


def test_half_a_front_door_is_refused_before_anything_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["upgrade"]) == 0
    monkeypatch.setenv("AARSHJUL_WEB_HOST", "0.0.0.0")

    assert main(["web"]) == 1

    assert "served over https only" in capsys.readouterr().err


def test_pages_and_calendars_are_served_without_an_engine(tmp_path: Path) -> None:
    assert main(["upgrade"]) == 0
    with (tmp_path / "said").open("wb") as said:
        program = subprocess.Popen([*PROGRAM, "web"], stdout=said, stderr=said)
    try:
        until(lambda: b"Pages and calendars are at" in (tmp_path / "said").read_bytes())
        address = (tmp_path / "said").read_text("utf-8").partition("http://")[2].split()[0].rstrip(".")
        front, board, calendar = (asked(address, path) for path in ("/", "/board", "/feeds/unknown.ics"))
    finally:
        program.send_signal(signal.SIGTERM)
        status = program.wait(30)

    assert front == (200, "")
    assert board == (303, "/login?next=%2Fboard")
    assert calendar == (404, "")
    assert status == 0


def asked(address: str, path: str) -> tuple[int, str]:
    """Return the status of an answer, and where it leads."""
    line = HTTPConnection(address, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers.get("location", "")
