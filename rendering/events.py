"""The journal's events in words for readers."""

import re
from collections.abc import Callable
from datetime import date
from typing import Protocol

from models.vocabulary import Language
from rendering.vocabulary import journal_word

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-[0-3]\d")


class Line(Protocol):
    """What is read of a line of the journal, whichever row it stands in."""

    @property
    def event(self) -> str: ...

    @property
    def before(self) -> str | None: ...

    @property
    def after(self) -> str | None: ...

    @property
    def note(self) -> str | None: ...

    @property
    def note_en(self) -> str | None: ...


_EVENTS = {
    "accepted": ("godkendt", "accepted"),
    "address_corrected": ("adresse rettet", "address corrected"),
    "cancelled": ("årshjulet aflyst", "cycle cancelled"),
    "cycle_confirmed": ("årshjulet bekræftet", "cycle confirmed"),
    "cycle_ended": ("årshjulet afsluttet", "cycle ended"),
    "cycle_opened": ("årshjulet åbnet til bekræftelse", "cycle opened for confirmation"),
    "cycle_started": ("årshjulet startet", "cycle started"),
    "contact_changed": ("kontakt ændret", "contact changed"),
    "substitute_ended": ("stedfortræder taget af", "substitution ended"),
    "meetings_imported": ("mødekalender indlæst", "meeting calendar taken in"),
    "cycle_updated": ("tekster opdateret", "texts updated"),
    "deadline_moved": ("frist flyttet", "deadline moved"),
    "deadline_passed": ("frist overskredet", "deadline passed"),
    "decided": ("beslutning registreret", "decision recorded"),
    "draft_renewed": ("kladde skrevet igen ved afsendelsen", "draft written anew on leaving"),
    "drafts_regenerated": ("kladder skrevet igen", "drafts written anew"),
    "drafts_renewed": ("kladder skrevet igen, da de ikke gjaldt", "drafts written anew that held no longer"),
    "extended": ("frist forlænget", "deadline extended"),
    "extension_refused": ("udsættelse afslået", "extension refused"),
    "extension_requested": ("udsættelse søgt", "extension requested"),
    "feed_created": ("kalender oprettet", "calendar made"),
    "feed_revoked": ("kalender trukket tilbage", "calendar taken back"),
    "feed_rotated": ("kalender fik ny adresse", "calendar given a new address"),
    "handed_in": ("afleveret", "handed in"),
    "hearing_cancelled": ("høring aflyst", "hearing cancelled"),
    "hearing_closed": ("høring lukket", "hearing closed"),
    "hearing_moved": ("høring flyttet", "hearing moved"),
    "hearing_opened": ("høring oprettet", "hearing set up"),
    "letter_acknowledged": ("brev kvitteret af modtageren", "letter acknowledged by its recipient"),
    "letter_arrived": ("brev noteret som modtaget", "letter noted as arrived"),
    "invitation_answered": ("svar på indkaldelse", "invitation answered"),
    "letter_bounced": ("brev kommet retur", "letter came back"),
    "letter_delayed": ("brev forsinket", "letter delayed"),
    "letter_reached": ("modtager nået på anden måde", "recipient reached in another way"),
    "letter_sent_again": ("brev sendt igen", "letter sent again"),
    "letter_tested": ("prøve sendt", "test sent"),
    "letters_drafted": ("kladder skrevet", "drafts written"),
    "letters_released": ("breve frigivet", "letters released"),
    "link_revoked": ("link trukket tilbage", "link taken back"),
    "mail_settled": ("mail behandlet", "mail settled"),
    "meeting_cancelled": ("møde aflyst", "meeting cancelled"),
    "meeting_finished": ("møde overstået", "meeting over"),
    "meeting_held": ("møde holdt", "meeting held"),
    "meeting_invited": ("indkaldt", "invited"),
    "meeting_moved": ("møde flyttet", "meeting moved"),
    "meeting_opened": ("møde oprettet", "meeting set up"),
    "meeting_postponed": ("møde udsat", "meeting postponed"),
    "moved": ("dato flyttet", "date moved"),
    "obligation_cancelled": ("opgave aflyst", "obligation cancelled"),
    "obligation_closed": ("opgave afsluttet", "obligation closed"),
    "obligation_opened": ("opgave åbnet", "obligation opened"),
    "paused": ("sat på pause", "paused"),
    "reinvited": ("en anden indkaldt", "somebody else invited"),
    "release_asked": ("bedt om frigivelse", "release asked for"),
    "responded": ("høringssvar modtaget", "answer received"),
    "responded_late": ("høringssvar modtaget efter fristen", "answer received after its deadline"),
    "resumed": ("genoptaget", "resumed"),
    "returned": ("sendt retur", "returned"),
    "step_decided": ("trin besluttet", "step decided"),
    "step_ended": ("trin bortfaldet", "step dropped"),
    "step_finished": ("trin afsluttet", "step finished"),
    "step_moved": ("trin flyttet", "step moved"),
    "step_open": ("trin åbnet", "step opened"),
    "step_sent_back": ("sendt tilbage", "sent back"),
    "step_waiting": ("trin venter igen", "step waits again"),
    "substitute_named": ("stedfortræder indsat", "substitute named"),
    "task_done": ("opgave afsluttet", "task done"),
    "track_ended": ("spor afsluttet", "track ended"),
    "waived": ("frafaldet", "waived"),
}


def event_words(event: str, language: Language) -> str:
    """Return the reader's words for an event; an event that has none yet is spelt out."""
    spelt = event.replace("_", " ")
    da, en = _EVENTS.get(event, (spelt, spelt))
    return da if language is Language.DA else en


def change_words(line: Line, language: Language, day: Callable[[date], str] = date.isoformat) -> str:
    """Return what a line changed and why: stages and outcomes in the reader's words, days as `day` writes them."""
    words = (journal_word(line.event, value, language) for value in (line.before, line.after) if value)
    values = " → ".join(day(date.fromisoformat(each)) if _DAY.fullmatch(each) else each for each in words)
    note = line.note if language is Language.DA else line.note_en or line.note
    return ": ".join(part for part in (values, note) if part)
