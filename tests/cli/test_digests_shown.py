"""`outbox show` says in which mail a letter was told, and what a digest tells."""

import json
from collections.abc import Callable

import pytest
from sqlmodel import Session

from models.database import make_engine
from models.vocabulary import LetterKind, LetterState
from settings import Settings
from tests.cli.conftest import Answer
from tests.records import body, cycle, letter, obligation, step


@pytest.fixture
def office(aarshjul: Callable[..., Answer]) -> Callable[..., Answer]:
    """An office in which two reminders left in one digest, which came back and was sent anew."""
    assert aarshjul("upgrade").status == 0
    with Session(make_engine(Settings().database)) as session, session.begin():
        session.add_all([cycle(), body(), step(), obligation()])
        session.flush()
        for key in ("one", "two"):
            session.add(letter(key=key, kind=LetterKind.REMINDER, state=LetterState.SENT, told_in="digest"))
        session.add(letter(key="digest", kind=LetterKind.DIGEST, state=LetterState.BOUNCED, message_id="<old@x>"))
        session.add(letter(key="anew", kind=LetterKind.DIGEST, state=LetterState.SENT, refers_to="<old@x>"))
        session.add(letter(key="alone", kind=LetterKind.OVERDUE, state=LetterState.SENT))
    return aarshjul


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "Told with others in letter no. 3 (bounced)."),
        (2, "Told with others in letter no. 3 (bounced)."),
        (3, "Tells letters no. 1, 2."),
        (4, "Tells letters no. 1, 2."),
    ],
)
def test_letter_of_a_digest_says_where_it_was_told(office: Callable[..., Answer], number: int, said: str) -> None:
    assert said in office("outbox", "show", str(number)).out.splitlines()


def test_letter_of_its_own_says_nothing_of_others(office: Callable[..., Answer]) -> None:
    assert " in letter no." not in office("outbox", "show", "5").out
    assert json.loads(office("outbox", "show", "1", "--json").out)["told_in"] == "digest"
    assert "Samlet med andre i brev nr. 3 (kommet retur)." in office("--lang", "da", "outbox", "show", "1").out
