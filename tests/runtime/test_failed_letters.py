"""A rehearsal tells which letters could not leave, and why, in the reader's language."""

from pathlib import Path

from sqlmodel import Session

from models.database import make_engine, upgrade
from models.schedule import Text
from models.vocabulary import LetterKind, LetterState
from runtime.rehearsals.folder import failed_of
from tests.records import SLUG, body, cycle, letter, obligation, step


def test_letter_that_could_not_leave_is_a_sentence_in_both_languages_and_one_that_left_is_none(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'record.db'}")
    upgrade(engine)
    why = {"last_error_da": "TMU.secretary har ingen adresse.", "last_error_en": "TMU.secretary has no address."}
    with Session(engine) as session, session.begin():
        session.add_all([cycle(), body(), step(), obligation(), letter("sent", state=LetterState.SENT)])
        session.add(letter("refused", step="plan", kind=LetterKind.OVERDUE, state=LetterState.REFUSED, **why))

    assert failed_of(engine, SLUG) == (
        Text(
            da="Ikke sendt: rykker (plan, TMU.secretary). TMU.secretary har ingen adresse.",
            en="Not sent: overdue reminder (plan, TMU.secretary). TMU.secretary has no address.",
        ),
    )
