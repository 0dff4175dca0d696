"""Every way into the office in the browser, and the least role that each needs: one table, asked in one place."""

from dataclasses import dataclass, replace

from models.office import OfficeRole
from web.form_data import LARGEST_FORM

READER, MANAGER, SECRETARIAT = OfficeRole
WITH_FILES = 25_000_000
"""Bytes of a form with files, unless a setting says otherwise."""

SLACK = 5_000_000

WITH_TEXT = 400_000
"""Bytes of a form with a whole text, as a browser writes it: three bytes for many a sign."""


@dataclass(frozen=True)
class Way:
    """One address with one method. `need` None: anyone, also who has no session. `largest`: bytes of a form.

    `apart`: the answer is not in the record, and is given while that cannot be read.
    """

    method: str
    path: str
    need: OfficeRole | None
    largest: int = LARGEST_FORM
    apart: bool = False

    def for_uploads(self, bytes_: int) -> "Way":
        """Return the way with room for files of so many bytes, and some more: what is a little too large is told so."""
        return replace(self, largest=bytes_ + SLACK) if self.largest == WITH_FILES else self


WITH_TABLE = 500_000
"""Bytes of a form with a table of contacts or meetings."""

WAYS: dict[str, Way] = {
    "style": Way("GET", "/office.css", None, apart=True),
    "script": Way("GET", "/office.js", None, apart=True),
    "front": Way("GET", "/", None),
    "link": Way("GET", "/door/{token}", None),
    "enter": Way("POST", "/door/{token}", None),
    "committee": Way("GET", "/committee/{token}", None),
    "committee_letter": Way("GET", "/committee/{token}/letters/{number:int}", None),
    "committee_letter_shown": Way("GET", "/committee/{token}/letters/{number:int}/shown", None),
    "committee_paper": Way("GET", "/committee/{token}/letters/{number:int}/papers/{place:int}", None),
    "committee_file": Way("GET", "/committee/{token}/hand-in/{step}/{number:int}", None),
    "committee_acknowledge": Way("POST", "/committee/{token}/acknowledge/{number:int}", None),
    "committee_calendar": Way("POST", "/committee/{token}/calendar", None),
    "committee_submit": Way("GET", "/committee/{token}/hand-in/{step}", None),
    "committee_submitted": Way("POST", "/committee/{token}/hand-in/{step}", None, largest=WITH_FILES),
    "committee_ask": Way("GET", "/committee/{token}/extension/{step}", None),
    "committee_asked": Way("POST", "/committee/{token}/extension/{step}", None),
    "committee_answer": Way("GET", "/committee/{token}/answer/{number:int}", None),
    "committee_answered": Way("POST", "/committee/{token}/answer/{number:int}", None),
    "committee_substitute": Way("GET", "/committee/{token}/substitute", None),
    "committee_substituted": Way("POST", "/committee/{token}/substitute", None),
    "login": Way("GET", "/login", None),
    "login_back": Way("GET", "/login/back", None),
    "login_failed": Way("GET", "/login/failed", None),
    "left": Way("GET", "/left", None),
    "about": Way("GET", "/about", None, apart=True),
    "links": Way("GET", "/links", SECRETARIAT),
    "feed_made": Way("POST", "/links/feeds", SECRETARIAT),
    "feed_rotated": Way("POST", "/links/feeds/{number:int}/rotate", SECRETARIAT),
    "feed_revoked": Way("POST", "/links/feeds/{number:int}/revoke", SECRETARIAT),
    "committee_revoked": Way("POST", "/links/committees", SECRETARIAT),
    "person_out": Way("POST", "/links/people", SECRETARIAT),
    "settings": Way("GET", "/settings", SECRETARIAT),
    "leave": Way("POST", "/leave", READER),
    "leave_everywhere": Way("POST", "/leave-everywhere", READER),
    "cycles": Way("GET", "/cycles", READER),
    "cycle": Way("GET", "/cycles/{cycle}", READER),
    "start": Way("GET", "/start", SECRETARIAT),
    "prepare": Way("POST", "/start", SECRETARIAT),
    "upload": Way("POST", "/start/upload", SECRETARIAT, largest=WITH_FILES),
    "start_dates": Way("GET", "/start/{year}", SECRETARIAT),
    "start_dated": Way("POST", "/start/{year}", SECRETARIAT),
    "start_text": Way("GET", "/start/{year}/text", SECRETARIAT),
    "start_written": Way("POST", "/start/{year}/text", SECRETARIAT, largest=WITH_TEXT),
    "start_people": Way("GET", "/start/{year}/people", SECRETARIAT),
    "start_peopled": Way("POST", "/start/{year}/people", SECRETARIAT),
    "start_papers": Way("GET", "/start/{year}/papers", SECRETARIAT),
    "start_uploaded": Way("POST", "/start/{year}/papers", SECRETARIAT, largest=WITH_FILES),
    "start_letters": Way("GET", "/start/{year}/letters", SECRETARIAT),
    "start_held": Way("POST", "/start/{year}/letters", SECRETARIAT),
    "start_letter": Way("GET", "/start/{year}/letters/{number:int}", SECRETARIAT),
    "start_letter_shown": Way("GET", "/start/{year}/letters/{number:int}/shown", SECRETARIAT),
    "start_letter_file": Way("GET", "/start/{year}/letters/{number:int}/files/{place:int}", SECRETARIAT),
    "start_year": Way("POST", "/start/{year}/start", SECRETARIAT),
    "forget": Way("POST", "/start/{year}/forget", SECRETARIAT),
    "prepared_zip": Way("GET", "/start/{year}/definition.zip", SECRETARIAT),
    "cycle_zip": Way("GET", "/cycles/{cycle}/definition.zip", SECRETARIAT),
    "rehearsals": Way("GET", "/rehearsals", SECRETARIAT),
    "rehearse": Way("POST", "/rehearsals", SECRETARIAT),
    "rehearsal": Way("GET", "/rehearsals/{id}", SECRETARIAT),
    "rehearsal_file": Way("GET", "/rehearsals/{id}/files/{path:path}", SECRETARIAT),
    "rehearsal_forget": Way("POST", "/rehearsals/{id}/forget", SECRETARIAT),
    "wheel": Way("GET", "/cycles/{cycle}/wheel", READER),
    "forecast": Way("GET", "/cycles/{cycle}/forecast", MANAGER),
    "move": Way("GET", "/cycles/{cycle}/move", SECRETARIAT),
    "moved": Way("POST", "/cycles/{cycle}/move", SECRETARIAT),
    "year_act": Way("GET", "/cycles/{cycle}/do/{act}", SECRETARIAT),
    "year_acted": Way("POST", "/cycles/{cycle}/do/{act}", SECRETARIAT),
    "duty": Way("GET", "/cycles/{cycle}/duties/{step}/{body}", READER),
    "duty_version": Way("GET", "/cycles/{cycle}/duties/{step}/{body}/versions/{number:int}", MANAGER),
    "duty_submit": Way("GET", "/cycles/{cycle}/duties/{step}/{body}/submit", SECRETARIAT),
    "duty_submitted": Way("POST", "/cycles/{cycle}/duties/{step}/{body}/submit", SECRETARIAT, largest=WITH_FILES),
    "duty_act": Way("GET", "/cycles/{cycle}/duties/{step}/{body}/do/{act}", SECRETARIAT),
    "duty_acted": Way("POST", "/cycles/{cycle}/duties/{step}/{body}/do/{act}", SECRETARIAT),
    "meeting": Way("GET", "/cycles/{cycle}/meetings/{step}/{body}", READER),
    "decide": Way("GET", "/cycles/{cycle}/meetings/{step}/{body}/decide", SECRETARIAT),
    "decided": Way("POST", "/cycles/{cycle}/meetings/{step}/{body}/decide", SECRETARIAT),
    "hearing": Way("GET", "/cycles/{cycle}/hearings/{step}", MANAGER),
    "hearing_file": Way("GET", "/cycles/{cycle}/hearings/{step}/answers/{number:int}", MANAGER),
    "respond": Way("GET", "/cycles/{cycle}/hearings/{step}/respond", SECRETARIAT),
    "responded": Way("POST", "/cycles/{cycle}/hearings/{step}/respond", SECRETARIAT, largest=WITH_FILES),
    "close": Way("GET", "/cycles/{cycle}/hearings/{step}/close", SECRETARIAT),
    "closed": Way("POST", "/cycles/{cycle}/hearings/{step}/close", SECRETARIAT),
    "contacts": Way("GET", "/contacts", MANAGER),
    "people": Way("GET", "/cycles/{cycle}/contacts", MANAGER),
    "people_import": Way("GET", "/cycles/{cycle}/contacts/import", SECRETARIAT),
    "people_imported": Way("POST", "/cycles/{cycle}/contacts/import", SECRETARIAT, largest=WITH_TABLE),
    "people_checked": Way("POST", "/cycles/{cycle}/contacts/import/check", SECRETARIAT, largest=WITH_TABLE),
    "stand_in_ended": Way("POST", "/cycles/{cycle}/contacts/end", SECRETARIAT),
    "person": Way("GET", "/cycles/{cycle}/contacts/{body}/{role}", SECRETARIAT),
    "person_changed": Way("POST", "/cycles/{cycle}/contacts/{body}/{role}", SECRETARIAT),
    "stand_in": Way("GET", "/cycles/{cycle}/contacts/{body}/{role}/substitute", SECRETARIAT),
    "stand_in_named": Way("POST", "/cycles/{cycle}/contacts/{body}/{role}/substitute", SECRETARIAT),
    "calendars": Way("GET", "/cycles/{cycle}/calendars", MANAGER),
    "meetings_import": Way("GET", "/cycles/{cycle}/calendars/{body}", SECRETARIAT),
    "meetings_imported": Way("POST", "/cycles/{cycle}/calendars/{body}", SECRETARIAT, largest=WITH_TABLE),
    "meetings_checked": Way("POST", "/cycles/{cycle}/calendars/{body}/check", SECRETARIAT, largest=WITH_TABLE),
    "tasks": Way("GET", "/tasks", SECRETARIAT),
    "task_done": Way("POST", "/tasks", SECRETARIAT),
    "board": Way("GET", "/board", MANAGER),
    "board_live": Way("GET", "/board/live", MANAGER),
    "overdue": Way("GET", "/board/overdue.csv", MANAGER),
    "overdue_xlsx": Way("GET", "/board/overdue.xlsx", MANAGER),
    "journal": Way("GET", "/journal", MANAGER),
    "as_of": Way("GET", "/cycles/{cycle}/as-of", MANAGER),
    "outbox": Way("GET", "/outbox", SECRETARIAT),
    "letter": Way("GET", "/outbox/{number:int}", SECRETARIAT),
    "letter_shown": Way("GET", "/outbox/{number:int}/shown", SECRETARIAT),
    "letter_file": Way("GET", "/outbox/{number:int}/files/{place:int}", SECRETARIAT),
    "letter_looked": Way("POST", "/outbox/{number:int}/looked", SECRETARIAT),
    "letter_test": Way("POST", "/outbox/{number:int}/test", SECRETARIAT),
    "letter_arrived": Way("POST", "/outbox/{number:int}/arrived", SECRETARIAT),
    "letter_again": Way("POST", "/outbox/{number:int}/again", SECRETARIAT),
    "letter_reached": Way("POST", "/outbox/{number:int}/reached", SECRETARIAT),
    "letter_revoke": Way("POST", "/outbox/{number:int}/revoke", SECRETARIAT),
    "held": Way("GET", "/outbox/steps/{cycle}/{step}", SECRETARIAT),
    "leaving": Way("GET", "/outbox/steps/{cycle}/{step}/leaving", SECRETARIAT),
    "draft": Way("POST", "/outbox/steps/{cycle}/{step}/draft", SECRETARIAT),
    "difference": Way("GET", "/outbox/steps/{cycle}/{step}/difference", SECRETARIAT),
    "regenerate": Way("POST", "/outbox/steps/{cycle}/{step}/regenerate", SECRETARIAT),
    "release": Way("POST", "/outbox/steps/{cycle}/{step}/release", SECRETARIAT),
    "refused_again": Way("POST", "/outbox/steps/{cycle}/{step}/again", SECRETARIAT),
    "inbox": Way("GET", "/inbox", SECRETARIAT),
    "answers": Way("GET", "/inbox/answers", SECRETARIAT),
    "mail": Way("GET", "/inbox/{number:int}", SECRETARIAT),
    "mail_source": Way("GET", "/inbox/{number:int}/source", SECRETARIAT),
    "mail_settled": Way("POST", "/inbox/{number:int}", SECRETARIAT),
}
"""By the name of what answers."""


def may(role: OfficeRole | None, need: OfficeRole | None) -> bool:
    """Tell whether who has this role (None: no session) may go a way that needs that one."""
    return need is None or (role is not None and role.rank >= need.rank)
