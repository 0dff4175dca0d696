"""The journal's lines in the reader's words."""

from types import SimpleNamespace

import pytest

from models.vocabulary import Language, LetterState, MeetingStage
from rendering.events import change_words
from rendering.vocabulary import word


@pytest.mark.parametrize(
    ("event", "before", "after", "note", "danish"),
    [
        ("waived", "open", "waived", "ingen udgifter", "åben → frafaldet: ingen udgifter"),
        ("decided", "held", "approved", "Tiltrådt.", "holdt → godkendt: Tiltrådt."),
        ("letter_sent_again", "unknown", "nr. 7", None, "uvist → nr. 7"),
        ("extended", "2027-05-16", "2027-05-30", None, "2027-05-16 → 2027-05-30"),
        ("hearing_closed", "open", "closed", None, "åben → lukket"),
        ("obligation_closed", "handed_in", "closed", None, "afleveret → afsluttet"),
        ("step_open", "waiting", "open", None, "venter → i gang"),
        ("paused", None, None, "påske", "påske"),
    ],
)
def test_a_danish_reader_gets_no_english_stage_or_outcome(
    event: str, before: str | None, after: str | None, note: str | None, danish: str
) -> None:
    line = SimpleNamespace(event=event, before=before, after=after, note=note, note_en=None)

    assert change_words(line, Language.DA) == danish


def test_a_letter_is_held_back_where_a_meeting_is_held() -> None:
    assert word(LetterState.HELD, Language.DA) == "tilbageholdt"
    assert word(MeetingStage.HELD, Language.DA) == "holdt"


def test_letter_is_numbered_in_the_readers_language() -> None:
    line = SimpleNamespace(event="letter_sent_again", before="unknown", after="nr. 7", note=None, note_en=None)

    assert change_words(line, Language.EN) == "unknown → no. 7"


def test_each_reader_gets_the_house_s_own_note_in_their_language() -> None:
    line = SimpleNamespace(event="task_done", before=None, after="no_address", note="Tilføj den.", note_en="Add it.")

    assert change_words(line, Language.DA) == "adresse mangler: Tilføj den."
    assert change_words(line, Language.EN) == "no address: Add it."
