"""The closed sets of the house in words for readers."""

from enum import StrEnum

from models.messages import Text
from models.vocabulary import Language

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
    # outcomes
    "approved": ("godkendt", "approved"),
    "approved_with_addition": ("godkendt med tilføjelse", "approved with an addition"),
    "approved_with_amendments": ("godkendt med ændringer", "approved with amendments"),
    "recommended": ("anbefalet", "recommended"),
    "noted": ("taget til efterretning", "noted"),
    "postponed": ("udsat", "postponed"),
    "sent_back": ("sendt tilbage", "sent back"),
    "rejected": ("afvist", "rejected"),
    # letters, by state
    "drafted": ("kladde", "drafted"),
    "released": ("frigivet", "released"),
    "sending": ("på vej", "sending"),
    "sent": ("sendt", "sent"),
    "unknown": ("uvist", "unknown"),
    "bounced": ("kommet retur", "bounced"),
    "refused": ("afvist af mailserveren", "refused by the relay"),
    "withdrawn": ("trukket tilbage", "withdrawn"),
    "folded": ("samlet i et senere brev", "folded into a later letter"),
    "passed": ("passeret", "passed"),
    "acknowledged": ("kvitteret", "acknowledged"),
    # letters, by kind
    "challenge": ("udfordringsskrivelse", "challenge letter"),
    "challenge_copy": ("kopi af udfordringsskrivelse", "copy of the challenge letters"),
    "reminder_first": ("første påmindelse", "first reminder"),
    "reminder": ("påmindelse", "reminder"),
    "reminder_last": ("sidste påmindelse", "last reminder"),
    "due_today": ("frist i dag", "due today"),
    "overdue": ("rykker", "overdue reminder"),
    "escalation": ("eskalering", "escalation"),
    "escalation_settled": ("eskalering afsluttet", "escalation settled"),
    "receipt": ("kvittering", "receipt"),
    "extension_asked": ("ansøgning om udsættelse", "extension asked"),
    "extension_granted": ("udsættelse givet", "extension granted"),
    "extension_refused": ("udsættelse afslået", "extension refused"),
    "returned": ("retur til bearbejdning", "returned for revision"),
    "obligation": ("ny opgave", "new obligation"),
    "date_moved": ("flyttet dato", "a date has moved"),
    "invitation": ("indkaldelse", "invitation"),
    "invitation_changed": ("ændret indkaldelse", "changed invitation"),
    "invitation_cancelled": ("aflysning", "cancellation"),
    "agenda_deadline": ("dagsordensfrist", "agenda deadline"),
    "outcome_wanted": ("udfald ønskes", "outcome wanted"),
    "decision": ("beslutning", "decision"),
    "hearing_invitation": ("høringsbrev", "hearing letter"),
    "hearing_reminder": ("høringspåmindelse", "hearing reminder"),
    "hearing_closing_wanted": ("luk høringen", "close the hearing"),
    "hearing_closed": ("høring lukket", "hearing closed"),
    "hearing_cancelled": ("høring aflyst", "hearing cancelled"),
    "day_wanted": ("dato ønskes", "a day is wanted"),
    "track_ended": ("spor afsluttet", "track ended"),
    "cycle_cancelled": ("årshjul aflyst", "cycle cancelled"),
    "next_year": ("næste år", "next year"),
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
    da, en = _WORDS.get(value.value, (value.value, value.value))
    return da if language is Language.DA else en


def text(value: StrEnum) -> Text:
    """Return the word in both languages."""
    return Text(da=word(value, Language.DA), en=word(value, Language.EN))
