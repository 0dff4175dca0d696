"""The journal's lines in the reader's words."""

import pytest

from cli.events import change_words
from cli.vocabulary import word
from models.vocabulary import Language, LetterState, MeetingStage


@pytest.mark.parametrize(
    ("event", "before", "after", "note", "danish"),
    [
        ("waived", "open", "waived", "ingen udgifter", "åben → frafaldet: ingen udgifter"),
        ("decided", "held", "approved", "Tiltrådt.", "holdt → godkendt: Tiltrådt."),
        ("letter_sent_again", "unknown", "nr. 7", None, "uvist → nr. 7"),
        ("extended", "2027-05-16", "2027-05-30", None, "2027-05-16 → 2027-05-30"),
        ("hearing_closed", "open", "closed", None, "åben → lukket"),
        ("obligation_closed", "handed_in", "closed", None, "afleveret → afsluttet"),
        ("paused", None, None, "påske", "påske"),
    ],
)
def test_a_danish_reader_gets_no_english_stage_or_outcome(
    event: str, before: str | None, after: str | None, note: str | None, danish: str
) -> None:
    assert change_words(event, before, after, note, Language.DA) == danish


def test_a_letter_is_held_back_where_a_meeting_is_held() -> None:
    assert word(LetterState.HELD, Language.DA) == "tilbageholdt"
    assert word(MeetingStage.HELD, Language.DA) == "holdt"
