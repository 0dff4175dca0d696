"""The fixed words of the page about a year."""

from models.vocabulary import Language

_WORDS = {
    "skip": ("Gå til indholdet", "Skip to the content"),
    "contents": ("Indhold", "Contents"),
    "waits_title": ("Året kan ikke slutte", "The year cannot end"),
    "waits_text": (
        "Disse trin venter på noget, der ikke sker. Træf beslutningen, fastsæt datoen, eller ret årshjulet.",
        "These steps wait for something that does not happen. Record the decision, settle the date or mend the cycle.",
    ),
    "waits_for": ("venter på", "waits for"),
    "waits_day": ("en dato", "a day"),
    "wheel": ("Årets hjul", "The wheel of the year"),
    "wheel_text": (
        "Tallene fører fra hjulet til tabellen, hvor de samme trin står med dato og begrundelse.",
        "The numbers lead from the wheel to the table, where the same steps stand with date and reason.",
    ),
    "steps": ("Årets trin", "The steps of the year"),
    "timeline": ("Tidslinje", "Timeline"),
    "timeline_text": (
        "Alle datoer i rækkefølge, og hvorfor de er, som de er.",
        "Every date in order, and why it is what it is.",
    ),
    "by_month": ("Breve måned for måned", "Letters month by month"),
    "by_body": ("Breve modtager for modtager", "Letters recipient by recipient"),
    "decisions": ("Beslutninger", "Decisions"),
    "journal": ("Journal", "Journal"),
    "calendars": ("Kalendere", "Calendars"),
    "number": ("Nr.", "No."),
    "date": ("Dato", "Date"),
    "week": ("Uge", "Week"),
    "step": ("Trin", "Step"),
    "bodies": ("Hvem", "Who"),
    "reason": ("Begrundelse", "Reason"),
    "at": ("Tidspunkt", "Moment"),
    "kind": ("Slags", "Kind"),
    "body": ("Udvalg", "Committee"),
    "to": ("Modtager", "Recipient"),
    "subject": ("Emne", "Subject"),
    "outcome": ("Udfald", "Outcome"),
    "text": ("Tekst", "Text"),
    "event": ("Hændelse", "Event"),
    "by": ("Af", "By"),
    "letters": ("breve", "letters"),
    "letter": ("brev", "letter"),
    "count_steps": ("trin", "steps"),
    "from_to": ("fra første til sidste brev", "from the first letter to the last"),
    "unsettled": ("dato ikke fastlagt", "day not settled"),
    "undated": ("Uden dato", "Without a date"),
    "whole": ("hele årshjulet", "the whole cycle"),
    "addition": ("Tilføjelse", "Addition"),
    "amendment": ("Ændring", "Amendment"),
    "none_letters": ("Der er ingen breve.", "There are no letters."),
    "none_decisions": ("Der er ikke truffet nogen beslutning.", "Nothing was decided."),
    "none_journal": ("Journalen er tom.", "The journal is empty."),
    "calendar_text": (
        "Filerne kan åbnes i Outlook, Thunderbird og andre kalendere.",
        "The files open in Outlook, Thunderbird and other calendars.",
    ),
    "case": ("Sagsnr.", "Case"),
    "top": ("Til toppen", "To the top"),
}


def page_words(language: Language) -> dict[str, str]:
    """Return every fixed word of the page in one language."""
    return {name: danish if language is Language.DA else english for name, (danish, english) in _WORDS.items()}
