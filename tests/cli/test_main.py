"""The frame of the command line: languages, refusals, defects, and what is imported when."""

import os
import subprocess
import sys
from importlib import import_module

import pytest

from cli.catalogue import COMMANDS
from cli.main import main, spoken
from cli.parser import parser
from models.vocabulary import Language

DEFECT = """
import sys
from cli.commands import definitions
from cli.main import main
def lint(call):
    raise ZeroDivisionError("in the engine room")
definitions.lint = lint
sys.exit(main(["lint", "annual"]))
"""
WITHOUT_ENGINE = """
import sys
from cli.main import main
status = main(sys.argv[1:])
calendars = set() if "--ics" in sys.argv else {"icalendar"}
heavy = {"temporalio", "sqlalchemy", "sqlmodel", "starlette", "aiosmtplib", *calendars} & set(sys.modules)
sys.exit(f"imported: {sorted(heavy)}" if heavy else status)
"""


def in_a_process(script: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    "words", [("lint", "annual"), ("plan", "annual", "--year", "2027"), ("plan", "annual", "--ics"), ("schema",)]
)
def test_what_is_only_computed_answers_without_the_engine_and_the_database(words):
    done = in_a_process(WITHOUT_ENGINE, *words)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_its_function(command):
    assert callable(getattr(import_module(f"cli.commands.{command.module}"), command.function))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("language", Language)
def test_every_command_explains_itself(command, language, capsys):
    assert main([command.name, "--help", f"--lang={language}"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert (command.help.da if language is Language.DA else command.help.en)[1:] in shown


def test_the_help_is_danish_throughout_for_danes(aarshjul):
    shown = aarshjul("--lang", "da", "--help").out
    assert "brug: aarshjul" in shown
    assert not {"usage", "options", "show", "positional"} & set(shown.replace(":", " ").split())


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, Language.EN),
        ([], {"LANG": "C.UTF-8"}, Language.EN),
        ([], {"LANG": "da_DK.UTF-8"}, Language.DA),
        ([], {"LANG": "da_DK.UTF-8", "LC_ALL": "en_GB.UTF-8"}, Language.EN),
        ([], {"LANG": "en_GB.UTF-8", "AARSHJUL_LANG": "da"}, Language.DA),
        (["plan", "--lang", "en"], {"AARSHJUL_LANG": "da"}, Language.EN),
        (["--lang=da", "plan"], {}, Language.DA),
    ],
)
def test_the_language_is_asked_for_or_taken_from_the_environment(words, environment, language):
    assert spoken(words, environment) is language


def test_wrong_usage_is_two_with_a_usage_line(aarshjul):
    answer = aarshjul("plan", "--lang", "da")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("brug: aarshjul plan")
    assert answer.err.endswith("fejl: der mangler: CYCLE\n")


def test_a_wrong_setting_is_named(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMTP_PORT", "post")
    answer = aarshjul("schema")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err == "The setting AARSHJUL_SMTP_PORT cannot be “post”. Write a whole number.\n"


def test_a_wrong_setting_is_told_to_danes_without_a_word_of_the_librarys(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMTP_SECURITY", "ssl")
    answer = aarshjul("--lang", "da", "schema")
    assert answer.err == (
        "Indstillingen AARSHJUL_SMTP_SECURITY kan ikke være »ssl«. Skriv en af: none, starttls eller tls.\n"
    )


def test_an_unknown_command_is_answered_with_the_nearest(aarshjul):
    answer = aarshjul("--lang", "da", "submitt")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.endswith("fejl: der er ingen kommando »submitt«; mente du »submit«?\n")
    assert "“aarshjul --help” lists them" in aarshjul("zzz").err


def test_a_folder_that_cannot_be_written_is_named_with_the_reason(aarshjul, tmp_path):
    (tmp_path / "file").write_text("")
    answer = aarshjul("--lang", "da", "rehearse", "annual", "--year", "2044", "--out", str(tmp_path / "file" / "out"))
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.endswith(
        "file/out kan ikke læses eller skrives (en del af stien er ikke en mappe). Vælg en anden, eller giv adgang.\n"
    )


def test_a_defect_is_one_sentence_and_its_trace_lies_below_the_state_folder(tmp_path):
    done = in_a_process(DEFECT, AARSHJUL_HOME=str(tmp_path / "var"), AARSHJUL_LANG="en")
    log = tmp_path / "var" / "logs" / "errors.log"
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(log) in done.stderr
    reference = done.stderr.rstrip(".\n").rpartition(" ")[2]
    assert log.read_text().startswith(f"--- {reference}\n")
    assert "ZeroDivisionError: in the engine room" in log.read_text()


def test_a_defect_where_nothing_can_be_written_is_still_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = in_a_process(DEFECT, AARSHJUL_HOME=str(tmp_path / "file"), AARSHJUL_LANG="en")
    assert done.returncode == 1
    assert "ZeroDivisionError: in the engine room" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_has_seen_enough_is_no_defect(tmp_path):
    done = subprocess.run(
        f"'{sys.executable}' -c 'from cli.main import run; run()' schema | head -1",
        shell=True, capture_output=True, text=True, check=False, env={**os.environ, "AARSHJUL_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_no_option_has_one_meaning_here_and_another_there():
    meanings: dict[str, set[str]] = {}
    running = (each for each in COMMANDS if each.name != "letters")  # its --cycle is a definition: no year runs yet
    for command in running:
        for argument in command.arguments:
            if argument.name in {"--by", "--cycle", "--reason", "--json", "--year", "--yes", "--body"}:
                meanings.setdefault(argument.name, set()).add(argument.help.en)
    assert {name: len(helps) for name, helps in meanings.items()} == dict.fromkeys(meanings, 1)


def test_the_parser_can_be_built_in_one_language_after_the_other():
    assert "brug: " in parser(Language.DA).format_usage()
    assert "usage: " in parser(Language.EN).format_usage()


def test_misspelt_setting_is_named_with_the_one_that_was_meant_and_never_with_its_value(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMPT_PASSWORD", "hush")
    monkeypatch.setenv("AARSHJUL_QQ", "hush")
    answer = aarshjul("settings")

    assert answer.status == 0
    assert answer.err.splitlines() == [
        "There is no setting AARSHJUL_QQ; it has no effect. “aarshjul settings” shows those that there are.",
        "There is no setting AARSHJUL_SMPT_PASSWORD; it has no effect. Did you mean AARSHJUL_SMTP_PASSWORD?",
    ]
    assert "hush" not in answer.out + answer.err


def test_parts_of_an_office_warn_of_a_misspelt_setting_before_they_begin(aarshjul, monkeypatch):
    monkeypatch.setenv("AARSHJUL_SMPT_HOST", "relay.city.example")
    monkeypatch.setenv("AARSHJUL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    for part in ("web", "run"):
        answer = aarshjul("--lang", "da", part)
        assert answer.status == 1
        assert answer.err.startswith(
            "Indstillingen AARSHJUL_SMPT_HOST findes ikke og har ingen virkning. Mente du AARSHJUL_SMTP_HOST?\n"
        )
