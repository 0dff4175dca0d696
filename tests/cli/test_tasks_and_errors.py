"""Tasks and what stands in a letter's way: in the reader's language, fit for the terminal, whole for programs."""

import json
from collections.abc import Callable

import pytest
from sqlmodel import Session

from models.database import make_engine
from models.vocabulary import LetterKind, LetterState
from settings import Settings
from tests.cli.conftest import Answer
from tests.records import SLUG, body, cycle, letter, obligation, step, task

REFUSAL = "550 5.1.1 " + "The mail system does not know this recipient, and says so at length. " * 4
ENGLISH, DANISH = (
    f"The mail relay refused the letter ({REFUSAL}).",
    f"Mailserveren afviste brevet ({REFUSAL}).",
)


@pytest.fixture
def office(aarshjul: Callable[..., Answer]) -> Callable[..., Answer]:
    """An office with one task, and one letter that the relay has refused at length."""
    assert aarshjul("upgrade").status == 0
    refused = {"state": LetterState.REFUSED, "last_error_da": DANISH, "last_error_en": ENGLISH}
    with Session(make_engine(Settings().database)) as session, session.begin():
        session.add_all([cycle(), body(), step(), obligation(), task()])
        session.add(letter(kind=LetterKind.OVERDUE, **refused))
    return aarshjul


@pytest.mark.parametrize(("language", "text"), [("da", "Workshop: hvilken dag?"), ("en", "Workshop: which day?")])
def test_task_is_in_the_readers_language_on_both_pages(office: Callable[..., Answer], language: str, text: str) -> None:
    for words in (("tasks",), ("status", SLUG)):
        assert text in office("--lang", language, *words).out
    assert text in office("--lang", language, "tasks", "done", "sharpen").out


def test_programs_get_both_languages(office: Callable[..., Answer]) -> None:
    [row] = json.loads(office("tasks", "--json").out)

    assert (row["text_da"], row["text_en"]) == ("Workshop: hvilken dag?", "Workshop: which day?")


@pytest.mark.parametrize(("language", "whole"), [("da", DANISH), ("en", ENGLISH)])
def test_long_refusal_fits_the_terminal_and_is_whole_when_the_letter_is_shown(
    office: Callable[..., Answer], language: str, whole: str
) -> None:
    listed, shown = office("--lang", language, "outbox").out, office("--lang", language, "outbox", "show", "1").out

    assert max(len(line) for line in (listed + shown).splitlines()) <= 100
    assert len(listed.splitlines()) < 20
    assert " ".join(whole.split()) in " ".join(shown.split())
    assert json.loads(office("outbox", "--json").out)[0][f"last_error_{language}"] == whole
