"""A decision shows what follows from it, the letters that leave at once first, and asks, before anything is stored."""

import asyncio
import sqlite3

import pytest

from activities.tracking import Record
from models.change import Change
from models.database import make_engine
from planning.foresight.forecast import beginning
from planning.foresight.simulation import Simulation
from planning.transitions.orders import cycle_state
from tests.cycles import shipped


@pytest.fixture
def begun(aarshjul, home, monkeypatch):
    """The annual cycle of 2044, its first meeting begun, and an engine that is away by now."""
    monkeypatch.setenv("AARSHJUL_TEMPORAL_PORT", "1")
    assert aarshjul("upgrade").status == 0
    assert aarshjul("start", "annual", "--year", "2044").status == 0
    timeline = shipped.timeline("annual", 2044)
    year = Simulation(timeline, cycle_state(timeline), beginning(timeline))
    year.settle()
    engine = make_engine(f"sqlite:///{home / 'aarshjul.db'}")
    for state in (year.state, *year.children.values()):
        asyncio.run(Record(engine=engine, domain="x.example").record(Change(state=state)))
    engine.dispose()
    return aarshjul


def stored(home):
    with sqlite3.connect(home / "aarshjul.db") as record:
        return record.execute("select count(*) from command where name = 'decide'").fetchone()[0]


@pytest.mark.parametrize(
    ("words", "shown"),
    [(("postponed",), "approve-letters"), (("rejected",), "Steps that fall away: "), (("sent_back",), "New letters")],
)
def test_without_a_yes_the_consequences_are_shown_and_nothing_is_stored(begun, home, words, shown):
    answer = begun("decide", "approve-letters", *words)

    assert answer.status == 1
    assert shown in answer.out
    assert "Recipients concerned: " in answer.out
    assert answer.err == "Add --yes to confirm.\n"
    assert stored(home) == 0


def test_only_looking_stores_nothing(begun, home):
    answer = begun("decide", "approve-letters", "rejected", "--dry-run")

    assert (answer.status, answer.err) == (0, "")
    assert answer.out.endswith("Nothing was changed.\n")
    assert stored(home) == 0


def test_confirmed_decision_is_stored(begun, home):
    answer = begun("decide", "approve-letters", "postponed", "--yes")

    assert answer.status == 0
    assert "Received and stored: " in answer.out
    assert stored(home) == 1


def test_decision_that_lets_letters_leave_shows_them_and_asks(begun, home):
    answer = begun("decide", "approve-letters", "approved")

    assert (answer.status, answer.err) == (1, "Add --yes to confirm.\n")
    assert "Letters that leave at once: 63\n" in answer.out
    assert "BR.member (55)" in answer.out
    assert "held" not in answer.out
    assert stored(home) == 0

    assert begun("decide", "approve-letters", "approved", "--yes").status == 0
    assert stored(home) == 1


def test_meeting_is_not_postponed_to_a_sunday(begun, home):
    answer = begun("decide", "approve-letters", "postponed", "--to", "2044-02-28", "--yes")

    assert (answer.status, answer.out) == (1, "")
    assert "Sunday 28 February 2044 cannot be the day of a meeting: weekend." in answer.err
    assert stored(home) == 0
