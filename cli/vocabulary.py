"""The closed sets of the house in words for readers."""

from enum import StrEnum

from models.schedule import Text
from models.vocabulary import Language, LetterKind, LetterState, Outcome
from rendering.kinds import kind_words, state_words
from rendering.outcomes import outcome_words

_WORDS = {
    # stages
    "proposed": ("foreslået", "proposed"),
    "running": ("i gang", "running"),
    "paused": ("på pause", "paused"),
    "cancelled": ("aflyst", "cancelled"),
    "ended": ("afsluttet", "ended"),
    "waiting": ("venter", "waiting"),
    "open": ("åben", "open"),
    "finished": ("overstået", "finished"),
    "decided": ("besluttet", "decided"),
    "planned": ("planlagt", "planned"),
    "handed_in": ("afleveret", "handed in"),
    "accepted": ("godkendt", "accepted"),
    "waived": ("frafaldet", "waived"),
    "closed": ("lukket", "closed"),
    "invited": ("indkaldt", "invited"),
    "held": ("holdt", "held"),
    # tasks
    "letter_unknown": ("brev uvist", "letter in doubt"),
    "letter_refused": ("brev afvist", "letter refused"),
    "no_address": ("adresse mangler", "no address"),
    "command_refused": ("kommando afvist", "command refused"),
    "date_to_sharpen": ("dato skal fastsættes", "date to settle"),
    "absolute_date_to_move": ("fast dato skal vurderes", "fixed date to look at"),
    "extension_to_answer": ("udsættelse skal besvares", "extension to answer"),
    "cycle_to_confirm": ("årshjul skal bekræftes", "cycle to confirm"),
}


def word(value: StrEnum, language: Language) -> str:
    """Return the reader's word for a member of a closed set; its identifier when it has none yet."""
    match value:
        case LetterState():
            return state_words(value, language)
        case LetterKind():
            return kind_words(value, language)
        case Outcome():
            return outcome_words(value, language)
        case _:
            return journal_word(value.value, language)


def journal_word(value: str, language: Language) -> str:
    """Return the reader's word for a value that the journal keeps; a day, a number or a name stays as it is."""
    if value in _WORDS:
        da, en = _WORDS[value]
        return da if language is Language.DA else en
    if value in set(Outcome):
        return outcome_words(Outcome(value), language)
    return state_words(LetterState(value), language) if value in set(LetterState) else value


def text(value: StrEnum) -> Text:
    """Return the word in both languages."""
    return Text(da=word(value, Language.DA), en=word(value, Language.EN))
