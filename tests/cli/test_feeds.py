"""`aarshjul feed`: the address is told once, the list tells everything else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.database import make_engine, upgrade
from tests.cli.conftest import Answer
from tests.web.year import served, started

Run = Callable[..., Answer]


@pytest.fixture
def office(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Start the sample year in an office's folder; give the address of its record."""
    home.mkdir(parents=True)
    (home / "STATE").write_text("layout 1\n")
    monkeypatch.setenv("AARSHJUL_WEB_URL", "https://aarshjul.city.example/")
    url = f"sqlite:///{home / 'aarshjul.db'}"
    engine = make_engine(url)
    upgrade(engine)
    started(engine, 2031)
    engine.dispose()
    return url


def address_in(answer: Answer) -> str:
    [line] = [line for line in answer.out.splitlines() if line.startswith("https://")]
    return line


def test_address_is_told_once_and_opens_the_calendar(office: str, aarshjul: Run) -> None:
    made = aarshjul("feed", "create", "committee", "TMU")
    listed = aarshjul("feed", "--json")

    address = address_in(made)
    assert made.status == 0
    assert address.startswith("https://aarshjul.city.example/feeds/")
    assert "not shown again" in made.out
    assert address.rpartition("/")[2].removesuffix(".ics") not in listed.out
    assert [(row["number"], row["scope"], row["whose"], row["cycle"]) for row in json.loads(listed.out)] == [
        (1, "committee", "TMU", None)
    ]
    engine = make_engine(office)
    with served(engine) as web:
        assert web.get(address.removeprefix("https://aarshjul.city.example")).status == 200
    engine.dispose()


def test_calendar_gets_a_new_address_and_is_taken_back(office: str, aarshjul: Run) -> None:
    first = address_in(aarshjul("feed", "create", "cycle"))
    second = address_in(aarshjul("feed", "rotate", "1"))
    gone = aarshjul("feed", "revoke", "1", "--lang", "da")
    again = aarshjul("feed", "rotate", "1")

    assert first != second
    assert gone.out == "Kalender nr. 1 er trukket tilbage.\n"
    assert (again.status, again.err) == (1, "There is no calendar no. 1. There is: –.\n")


def test_list_says_whose_and_in_which_state_within_a_terminal(office: str, aarshjul: Run) -> None:
    for words in (("committee", "ØU"), ("person", "direktoer@tmu.example"), ("cycle",), ("public",)):
        assert aarshjul("feed", "create", *words, "--by", "sekretariat").status == 0
    aarshjul("feed", "revoke", "4", "--by", "leder")

    listed = aarshjul("feed", "--lang", "da")

    lines = listed.out.splitlines()
    assert max(len(line) for line in lines) <= 100
    assert [line.split()[1] for line in lines if line[:1].isdigit()] == ["udvalg", "person", "hele", "offentlig"]
    assert "trukket" in listed.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("create",), "Say what the calendar shows: committee, person, cycle, public."),
        (("create", "everything"), "Say what the calendar shows: committee, person, cycle, public."),
        (("create", "committee"), "Say whose calendar it is:"),
        (("create", "committee", "TMV"), "“TMV” is not a committee. Did you mean “TMU”?"),
        (("create", "person", "x@y.example"), "“x@y.example” is not the mail address of any contact or substitute."),
        (("create", "cycle", "--cycle", "sample-2030"), "“sample-2030” is not a cycle."),
        (("rotate",), "Give the calendar's number"),
        (("revoke", "x"), "Give the calendar's number"),
        (("revoke", "7"), "There is no calendar no. 7."),
    ],
)
def test_wrong_words_get_one_sentence(office: str, aarshjul: Run, words: tuple[str, ...], sentence: str) -> None:
    answer = aarshjul("feed", *words)

    assert (answer.status, answer.out) == (1, "")
    assert sentence in answer.err
    assert "Traceback" not in answer.err
