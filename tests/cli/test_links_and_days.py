"""`aarshjul links` and `aarshjul journal --as-of`: who can open what, and how it stood on a day."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from models.database import make_engine, upgrade
from models.links import LetterLink, LinkPurpose
from tests.cli.conftest import Answer
from tests.records import SLUG, body, cycle, entry, instant, letter, obligation, step

Run = Callable[..., Answer]


@pytest.fixture
def office(home: Path) -> Path:
    """A year whose letters to two committees carry links, and whose plan was handed in on 12 May 2011."""
    home.mkdir(parents=True)
    (home / "STATE").write_text("layout 1\n")
    engine = make_engine(f"sqlite:///{home / 'aarshjul.db'}")
    upgrade(engine)
    with Session(engine) as session, session.begin():
        session.add_all([cycle(), body(), body("BUU"), step(), step("letters"), obligation()])
        session.flush()
        session.add_all([letter(), letter("reminder", message_id="<2@x.example>"), letter("other", "BUU")])
        session.flush()
        session.add_all([link("a", "challenge@0"), link("b", "reminder"), link("c", "other", "BUU")])
        opened = {"event": "obligation_opened", "after": "2011-05-16", "at": instant(2011, 2, 1, 7)}
        session.add_all([entry(1, **opened), entry(2)])
    engine.dispose()
    return home


def link(token: str, to: str, code: str = "TMU") -> LetterLink:
    now = datetime.now(UTC)
    made = {"made_at": now, "ends_at": now + timedelta(days=365)}
    return LetterLink(token_sha256=token, letter=to, body=code, purpose=LinkPurpose.COMMITTEE, version=1, **made)


def works(aarshjul: Run) -> dict[str, int]:
    return {row["body"]: row["count"] for row in json.loads(aarshjul("links", "--json").out)}


def test_all_links_of_a_committee_are_taken_back_at_once_and_of_no_other(office: Path, aarshjul: Run) -> None:
    assert works(aarshjul) == {"TMU": 2, "BUU": 1}

    done = aarshjul("links", "revoke", "TMU", "--by", "sekretariat")

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 links to the committee's page (TMU) are dead.")
    assert works(aarshjul) == {"BUU": 1}
    assert "BUU" in aarshjul("links").out
    assert "link taken back" in aarshjul("journal", SLUG).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("revoke",), "Say which committee: “links revoke TMU”."),
        (("revoke", "XYZ"), "XYZ"),
        (("revoke", "TMU", "--cycle", "nope"), "nope"),
    ],
)
def test_links_that_cannot_be_taken_back_are_a_sentence(
    office: Path, aarshjul: Run, words: tuple[str, ...], said: str
) -> None:
    answer = aarshjul("links", *words)

    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err
    assert works(aarshjul) == {"TMU": 2, "BUU": 1}


def test_journal_tells_how_a_cycle_stood_at_the_end_of_a_day(office: Path, aarshjul: Run) -> None:
    before, after = aarshjul("journal", "--as-of", "11.5.2011"), aarshjul("journal", "--as-of", "2011-05-12")

    assert (before.status, after.status) == (0, 0)
    assert before.out.startswith(f"{SLUG} · 2011-05-11")
    assert [line.split()[:3] for line in before.out.splitlines() if "TMU" in line] == [["Plan", "TMU", "2011-05-16"]]
    assert "handed in" not in before.out
    assert "handed in" in after.out
    [row] = json.loads(aarshjul("journal", "--as-of", "2011-05-20", "--json").out)
    assert (row["step"], row["body"], row["event"]) == ("plan", "TMU", "handed_in")


def test_a_day_before_the_year_began_and_a_day_that_is_none_are_a_sentence(office: Path, aarshjul: Run) -> None:
    assert aarshjul("journal", "--as-of", "2010-01-01").out == f"{SLUG} had not begun on 2010-01-01.\n"
    answer = aarshjul("journal", "--as-of", "30.2.2011")
    assert (answer.status, answer.out) == (1, "")
    assert "2011" in answer.err
