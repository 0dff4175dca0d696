"""Outcomes of a meeting as minutes and letters write them."""

from models.vocabulary import Language, Outcome

_WORDS = {
    Outcome.APPROVED: ("godkendt", "approved"),
    Outcome.APPROVED_WITH_ADDITION: ("godkendt med en tilføjelse", "approved with an addition"),
    Outcome.APPROVED_WITH_AMENDMENTS: ("godkendt med ændringer", "approved with amendments"),
    Outcome.RECOMMENDED: ("anbefalet", "recommended"),
    Outcome.NOTED: ("taget til efterretning", "noted"),
    Outcome.POSTPONED: ("udsat", "postponed"),
    Outcome.SENT_BACK: ("sendt tilbage", "sent back"),
    Outcome.REJECTED: ("forkastet", "rejected"),
}


def outcome_words(outcome: Outcome, language: Language) -> str:
    """Return the outcome as a word that follows "is": "godkendt", "approved"."""
    danish, english = _WORDS[outcome]
    return danish if language is Language.DA else english
