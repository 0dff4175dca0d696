"""The embedded office, really run: opened, acted on, killed, closed, opened again."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request

import pytest

from tests.papers import PLAN
from tests.runtime.offices import Office, command_of, until

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path / "en mappe med æøå")
    yield office
    if office.process is not None:
        office.close()


def mails(office: Office) -> int:
    folder = office.home / "mails"
    return len(list(folder.glob("*.eml"))) if folder.exists() else 0


def recorded(office: Office, step: str) -> str:
    """The step's stage in the record: what is waited for is looked up here, a command is started once."""
    with contextlib.closing(sqlite3.connect(office.home / "aarshjul.db")) as record:
        found = record.execute("select stage from step where key = ?", [step]).fetchone()
    return str(found[0]) if found else ""


def stage_of(office: Office, step: str) -> str:
    page = json.loads(office("status", "--json").stdout)
    return next(each["stage"] for each in page["steps"] if each["key"] == step)


def test_the_sample_year_starts_and_its_letters_follow_the_approval(office):
    office.open()
    until(lambda: recorded(office, "approve-letters") == "open")
    decided = office("decide", "approve-letters", "approved", "--yes", "--by", "BIF.secretary")
    assert (decided.returncode, decided.stderr) == (0, "")
    until(lambda: mails(office) >= 63)  # one decision notice, seven packs, fifty-five copies to the council
    assert stage_of(office, "letters") == "finished"
    page = json.loads(office("status", "--json").stdout)
    assert {row["body"] for row in page["obligations"] if row["step"] == "plan"} == {
        "BIU", "ØU", "TMU", "BUU", "SUD", "KFU", "SOU",
    }  # fmt: skip
    with urllib.request.urlopen(f"http://127.0.0.1:{office.environment['AARSHJUL_MAIL_PORT']}/") as inbox:
        assert inbox.status == 200
    address = office("feed", "create", "public").stdout.splitlines()[1]
    assert address == f"http://127.0.0.1:{office.environment['AARSHJUL_WEB_PORT']}/public/annual-2027.ics"
    with urllib.request.urlopen(address) as calendar:
        assert calendar.read().startswith(b"BEGIN:VCALENDAR\r\n")
    assert office("reconcile").returncode == 0
    replayed = office("replay-check")
    assert (replayed.returncode, replayed.stdout) == (0, "23 workflows can go on with this code.\n")


def test_an_office_goes_on_where_it_stopped(office):
    office.open()
    until(lambda: recorded(office, "approve-letters") == "open")
    office("decide", "approve-letters", "approved", "--yes")
    until(lambda: mails(office) >= 63)
    before = office("status").stdout
    temporal, worker = office.child("start-dev"), office.child("-m worker")
    assert office.close() == 0
    assert (command_of(temporal), command_of(worker)) == ("", "")
    office.open()
    assert office("status").stdout == before
    assert mails(office) == 63
    plan = office.home / "plan.pdf"
    plan.write_bytes(PLAN)
    handed_in = office("submit", "plan/TMU", str(plan), "--approved-on", "2026-01-04", "--item", "7")
    assert (handed_in.returncode, handed_in.stderr) == (0, "")
    until(lambda: mails(office) == 64)
    assert "handed in" in office("status").stdout


def test_what_is_killed_is_started_again_and_a_command_meanwhile_is_delivered(office):
    office.open()
    until(lambda: recorded(office, "approve-letters") == "open")
    os.kill(office.child("start-dev"), signal.SIGKILL)
    os.kill(office.child("-m worker"), signal.SIGKILL)
    stored = office("decide", "approve-letters", "approved", "--yes")
    assert stored.returncode == 0
    until(lambda: mails(office) >= 63)
    assert "worker ended (-9) and is started again" in office.words()
    assert "Temporal ended (-9) and is started again" in office.words()
    with sqlite3.connect(office.home / "aarshjul.db") as record:
        assert record.execute("select count(*) from decision").fetchone() == (1,)


def test_nothing_outlives_a_killed_supervisor(office):
    office.open()
    children = [office.child("start-dev"), office.child("-m worker")]
    office.close(signal.SIGKILL)
    until(lambda: [command_of(child) for child in children] == ["", ""], 10)
    office.open()
    assert office.child("-m worker") not in (None, *children)


def test_two_offices_do_not_share_a_folder(office):
    office.open()
    second = office("run")
    assert second.returncode == 1
    assert f"An office already runs on the folder {office.home}" in second.stderr


def test_a_taken_port_is_named_before_anything_starts(office):
    with socket.create_server(("127.0.0.1", int(office.environment["AARSHJUL_MAIL_PORT"]))):
        answer = office("run")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "AARSHJUL_MAIL_PORT" in answer.stderr
    assert not (office.home / "aarshjul.db").exists()


def test_a_folder_of_a_newer_version_is_left_alone(office):
    office.home.mkdir()
    (office.home / "STATE").write_text("layout 99\n")
    answer = office("run")
    assert answer.returncode == 1
    assert "newer version of Årshjul" in answer.stderr
    assert sorted(each.name for each in office.home.iterdir()) == ["STATE", "logs"]


def test_stopping_ends_only_what_the_office_started(office):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    try:
        office.open()
        assert office.close(signal.SIGTERM) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
