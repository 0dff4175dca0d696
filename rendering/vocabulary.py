"""The closed sets of the house in words for readers."""

from enum import StrEnum

from models.mail import Answer, MailKind, MailState, mail_words
from models.schedule import Text
from models.vocabulary import (
    CycleStage,
    HearingStage,
    Language,
    LetterKind,
    LetterState,
    MeetingStage,
    ObligationStage,
    Outcome,
    Role,
    StepKind,
    StepStage,
    TaskKind,
)
from models.words import words
from rendering.kinds import kind_words, state_words

_JOURNALLED: tuple[type[StrEnum], ...] = (
    ObligationStage, MeetingStage, HearingStage, Outcome, CycleStage, StepStage, TaskKind, LetterState,
)  # fmt: skip
"""What the journal keeps the values of, as their words; the same word can stand in several."""

_BY_EVENT: dict[str, type[StrEnum]] = {
    "meeting": MeetingStage,
    "decided": MeetingStage,
    "hearing": HearingStage,
    "letter": LetterState,
    "step": StepStage,
}
"""Which of them is meant first, by the first word of the event."""


def word(value: StrEnum, language: Language) -> str:
    """Return the reader's word for a member of a closed set."""
    match value:
        case LetterState():
            return state_words(value, language)
        case LetterKind() | StepKind() | Role():
            return kind_words(value, language)
        case MailKind() | MailState() | Answer():
            named = mail_words(value)
            return named.da if language is Language.DA else named.en
        case _:
            named = words(value)
            return named.da if language is Language.DA else named.en


def journal_word(event: str, value: str, language: Language) -> str:
    """Return the reader's word for a value that the journal keeps; a day or a name stays as it is."""
    meant = _BY_EVENT.get(event.partition("_")[0])
    for each in ((meant,) if meant else ()) + _JOURNALLED:
        if value in set(each):
            return word(each(value), language)
    return value.replace("nr. ", "no. ", 1) if language is Language.EN and value.startswith("nr. ") else value


def text(value: StrEnum) -> Text:
    """Return the word in both languages."""
    return Text(da=word(value, Language.DA), en=word(value, Language.EN))
