"""Acting and looking while no engine runs: everything is stored and said so; what is wrong gets a sentence."""

import csv
import io
import json
import shutil
import socket
import sqlite3

import pytest

from settings import CHECKOUT


@pytest.fixture
def office(aarshjul, monkeypatch):
    """An office with a database, and a Temporal port where nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("AARSHJUL_TEMPORAL_PORT", str(server.getsockname()[1]))
    assert aarshjul("upgrade").status == 0
    return aarshjul


@pytest.fixture
def started(office):
    """The annual cycle of 2044, started while the engine is away."""
    answer = office("start", "annual", "--year", "2044")
    assert answer.status == 0, answer.err
    return office


def test_a_start_without_an_engine_is_stored_and_said_so(office):
    answer = office("start", "annual", "--year", "2044")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("Received and stored: ")
    assert "annual-2044" in office("status").out
    assert "Stored and not yet delivered to the engine: 1." in office("status").out


def test_a_second_start_is_refused(started):
    answer = started("start", "annual", "--year", "2044")
    assert (answer.status, answer.out) == (1, "")
    assert (
        answer.err == "The annual integration and inclusion cycle 2044 has already been started. Choose another year.\n"
    )


def test_history_is_not_started(office):
    answer = office("start", "inclusion-2011")
    assert (answer.status, answer.out) == (1, "")
    assert "history (2011)" in answer.err


def test_a_definition_with_errors_starts_nothing(office, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "cycle.toml").write_text("[cycle]\nkey = 'mine'\n", "utf-8")
    answer = office("start", str(folder), "--year", "2044")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.endswith("Nothing was started. Correct the errors.\n")
    assert office("status").err.startswith("No cycle has been started.")


def test_before_the_first_office_every_look_says_how_to_begin(aarshjul, home):
    for words in (("status",), ("overdue",), ("journal",), ("outbox",), ("tasks",), ("pause",)):
        answer = aarshjul(*words)
        assert (answer.status, answer.out) == (1, "")
        assert answer.err.startswith(f"There is no office in {home} yet.")
    assert not home.exists()


def test_with_several_cycles_the_one_meant_is_asked_for(started):
    started("start", "annual", "--year", "2043")
    answer = started("decide", "approve-letters", "approved")
    assert (answer.status, answer.err) == (1, "There are several cycles: annual-2043, annual-2044. Say which.\n")
    listed = started("status").out
    assert "annual-2043" in listed
    assert "annual-2044" in listed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("decide", "approve-leters", "approved"), "Did you mean “approve-letters”?"),
        (("decide", "approve-letters", "aproved"), "“aproved” is not an outcome. Did you mean “approved”?"),
        (("decide", "council", "approved", "--addition", "more"), "An addition needs an owner and a deadline"),
        (("submit", "plan", "plan.pdf"), "Say which committee: plan/TMU, for example."),
        (("submit", "plan/TMU", "no-such.pdf"), "The file no-such.pdf cannot be read (it does not exist)."),
        (("extend", "plan/TMU", "31.2.2044"), "31 February 2044 does not exist"),
        (("extend", "plan/XYZ", "2044-05-30"), "The step “plan” has not begun"),
        (("move", "council", "2044-02-30", "--yes"), "30 February 2044 does not exist"),
        (("move", "counsil", "2044-12-15", "--yes"), "council"),
        (("respond", "hearing/citizens", "Somebody"), "Give the answer with --text or --file."),
        (("respond", "hearing", "Hans", "--text", "Ja"), "Say which class of the hearing"),
        (("outbox", "--state", "tabt"), "There is: drafted, held, released"),
        (("pause", "annual-2050"), "annual-2044"),
        (("cancel", "--reason", "x"), "Add --yes to confirm."),
        (("outbox", "show", "7"), "There is no letter no. 7."),
        (("outbox", "show"), "Give the number of one letter."),
        (("outbox", "--state", "lost"), "“lost” is no state."),
        (("tasks", "done"), "Give the task's key"),
        (("tasks", "done", "x"), "There is no task “x”."),
        (("overdue", "--cycle", "annual-1999"), "There is no cycle “annual-1999”. There is: annual-2044."),
        (("substitute", "TMU", "N", "n@city.example", "--from", "2044-01-01", "--to", "2044-02-01"), "body.role"),
        (
            ("substitute", "TMU.secretary", "N", "n@city.example\nBcc: x@y.example", "--from", "2044-01-01",
             "--to", "2044-02-01"),
            "is not a usable mail address",
        ),
        (("pause", "--by", "leder\x1b[31m"), "Say who acts: a name on one line"),
        (("reconcile",), "Temporal cannot be reached at 127.0.0.1:"),
        (("rehydrate",), "Temporal cannot be reached at 127.0.0.1:"),
    ],
)  # fmt: skip
def test_what_a_person_gets_wrong_is_one_sentence(started, words, sentence):
    answer = started(*words)
    assert (answer.status, answer.out) == (1, "")
    assert sentence in answer.err
    assert "\n" not in answer.err.rstrip("\n") or "Bcc" in str(words)


def test_a_move_shows_its_effect_and_changes_nothing_unasked(started):
    before = started("status").out
    answer = started("move", "council", "2044-12-22", "--dry-run")
    assert answer.status == 0
    assert "Calendar entries that change: " in answer.out
    assert answer.out.endswith("Nothing was changed.\n")
    assert max(len(line) for line in answer.out.splitlines()) <= 100
    assert started("status").out == before


def test_a_confirmed_move_is_stored_while_the_engine_is_away(started, home):
    answer = started("move", "council", "2044-12-22", "--yes", "--by", "BIF.secretary")
    assert answer.status == 0
    assert "Received and stored: Approval of the consolidated plan is moved to Thursday 22 December 2044." in answer.out
    with sqlite3.connect(home / "aarshjul.db") as record:
        assert record.execute("select name, by, state from command where name = 'move'").fetchall() == [
            ("move", "BIF.secretary", "stored")
        ]


def test_a_substitute_is_named_at_once(started):
    answer = started(
        "substitute",
        "TMU.secretary",
        "Stedfortræder, TMU",
        "tmu2@city.example",
        "--from",
        "1.2.2044",
        "--to",
        "1.3.2044",
    )
    assert (answer.status, answer.err) == (0, "")
    assert "substitute named" in started("journal").out


def test_a_yearly_proposal_is_agreed_on_and_ended(started):
    agreed = started("schedule", "annual", "--on", "1.9.2027")
    assert agreed.status == 0
    assert agreed.out.startswith("The next year of “annual” is proposed every year on 1 September.")
    assert started("schedule", "annual", "--cancel").out.startswith("The next year of “annual” is no longer proposed.")
    assert started("schedule", "annual").err.startswith("Name the day with --on 2027-09-01")
    assert started("schedule", "annual", "--on", "29.2.2028").err.startswith("29 February does not exist every year.")


def test_an_edited_text_is_shown_before_it_is_taken(started, tmp_path):
    folder = tmp_path / "edited"
    shutil.copytree(CHECKOUT / "cycles" / "annual", folder)
    text = folder / "texts" / "letters.en.md"
    text.write_text(text.read_text("utf-8") + "\nCoffee is served.\n", "utf-8")
    answer = started("update", "--folder", str(folder), "--yes")
    assert (answer.status, answer.err) == (0, "")
    assert "+Coffee is served." in answer.out
    assert started("update", "--folder", str(folder)).out == "The folder says the same as the cycle.\n"
    assert "-Coffee is served." in started("update", "--yes").out


def test_pages_are_json_for_other_programs(started):
    assert json.loads(started("status", "--json").out)["cycle"]["slug"] == "annual-2044"
    assert json.loads(started("overdue", "--json").out) == []
    assert json.loads(started("outbox", "--json").out) == []
    assert json.loads(started("tasks", "--json").out) == []


def test_overdue_is_csv_for_spreadsheets(started):
    [headings] = csv.reader(io.StringIO(started("overdue", "--csv").out))
    assert {"body", "due_on", "days_late", "last_letter_kind", "next_rung_at", "escalates_to"} <= set(headings)


def test_a_page_fits_the_terminal_in_both_languages(started):
    for language in ("da", "en"):
        shown = started("status", "--lang", language).out
        assert max(len(line) for line in shown.splitlines()) <= 100


def test_a_long_task_fits_the_terminal_and_its_key_can_be_copied_whole(started, home):
    key = "annual-2044:" + "k" * 90
    with sqlite3.connect(home / "aarshjul.db") as record:
        values = (key, "annual-2044", "letter_refused", "et ord " * 30, "a word " * 30, "2044-01-02 08:00:00")
        record.execute("INSERT INTO task (key, cycle, kind, text_da, text_en, at) VALUES (?, ?, ?, ?, ?, ?)", values)
    page = started("status", "annual-2044").out.splitlines()
    assert f"    aarshjul tasks done {key}" in page
    assert max(len(line) for line in page if key not in line) <= 100


def test_a_folder_of_a_newer_version_is_refused(started, home):
    (home / "STATE").write_text("layout 99\n")
    answer = started("status")
    assert (answer.status, answer.out) == (1, "")
    assert "newer version of Årshjul" in answer.err


def test_an_address_that_is_no_database_is_named(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_DATABASE_URL", "my database")
    answer = aarshjul("status")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("AARSHJUL_DATABASE_URL is not a database address.")


def test_a_database_that_is_away_is_named_without_its_password(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_DATABASE_URL", "postgresql://clerk:secret@127.0.0.1:1/aarshjul")
    answer = aarshjul("status")
    assert (answer.status, answer.out) == (1, "")
    assert "127.0.0.1:1/aarshjul" in answer.err
    assert "secret" not in answer.err
