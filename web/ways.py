"""Every way into the office in the browser, and the least role that each needs: one table, asked in one place."""

from dataclasses import dataclass

from models.office import OfficeRole
from web.form_data import LARGEST_FORM

READER, MANAGER, SECRETARIAT = OfficeRole


@dataclass(frozen=True)
class Way:
    """One address with one method. `need` None: anyone, also who has no session. `largest`: bytes of a form."""

    method: str
    path: str
    need: OfficeRole | None
    largest: int = LARGEST_FORM


WAYS: dict[str, Way] = {
    "style": Way("GET", "/office.css", None),
    "front": Way("GET", "/", None),
    "link": Way("GET", "/door/{token}", None),
    "enter": Way("POST", "/door/{token}", None),
    "leave": Way("POST", "/leave", READER),
    "leave_everywhere": Way("POST", "/leave-everywhere", READER),
    "cycles": Way("GET", "/cycles", READER),
    "cycle": Way("GET", "/cycles/{cycle}", READER),
    "wheel": Way("GET", "/cycles/{cycle}/wheel", READER),
    "board": Way("GET", "/board", MANAGER),
    "overdue": Way("GET", "/board/overdue.csv", MANAGER),
    "journal": Way("GET", "/journal", MANAGER),
    "outbox": Way("GET", "/outbox", SECRETARIAT),
    "letter": Way("GET", "/outbox/{number:int}", SECRETARIAT),
    "letter_shown": Way("GET", "/outbox/{number:int}/shown", SECRETARIAT),
}
"""By the name of what answers."""


def may(role: OfficeRole | None, need: OfficeRole | None) -> bool:
    """Tell whether who has this role (None: no session) may go a way that needs that one."""
    return need is None or (role is not None and role.rank >= need.rank)
