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
    why = {"last_error_da": "TMU har ingen adresse.", "last_error_en": "TMU has no address."}
    with Session(engine) as session, session.begin():
        session.add_all([cycle(), body(), step(), obligation(), letter("sent", state=LetterState.SENT)])
        session.add(letter("refused", step="plan", kind=LetterKind.OVERDUE, state=LetterState.REFUSED, **why))

        for number in range(3):
            session.add(letter(f"copy{number}", kind=LetterKind.CHALLENGE_COPY, state=LetterState.REFUSED, **why))

    assert failed_of(engine, SLUG) == (
        Text(
            da="Ikke sendt: kopi af udfordringsskrivelse (letters, TMU.secretary (3)). TMU har ingen adresse.",
            en="Not sent: copy of the challenge letters (letters, TMU.secretary (3)). TMU has no address.",
        ),
        Text(
            da="Ikke sendt: rykker (plan, TMU.secretary). TMU har ingen adresse.",
            en="Not sent: overdue reminder (plan, TMU.secretary). TMU has no address.",
        ),
    )
