"""No page of the office is forgotten: each is held against axe-core by one of the tests beside this one."""

import re

from tests.browser import test_office, test_outbox_in_chromium, test_people_and_figures, test_starting_in_chromium
from tests.browser.test_steering import PAGES as STEERING
from web.ways import WAYS

HELD = (
    *test_office.PAGES, *STEERING, *test_people_and_figures.PAGES, *test_outbox_in_chromium.PAGES,
    *test_starting_in_chromium.PAGES, *test_starting_in_chromium.OTHERS,
)  # fmt: skip
NO_PAGES = {
    *("style", "script", "overdue", "overdue_xlsx", "prepared_zip", "cycle_zip", "mail_source", "login", "login_back"),
    *("duty_version", "hearing_file", "letter_file", "start_letter_file", "rehearsal_file"),  # files
    *("letter_shown", "start_letter_shown"),  # letters: test_gallery holds them
    *("board_live", "leaving"),  # parts of pages
}
ELSEWHERE = {
    *("link", "left", "login_failed"),  # test_login_in_chromium, which has a city's login
    "rehearsal",  # test_rehearsed_page holds what a rehearsal writes
}


def test_every_page_is_held_against_axe() -> None:
    held = {each.partition("?")[0] for each in HELD}
    pages = {name: way for name, way in WAYS.items() if way.method == "GET" and not name.startswith("committee")}

    forgotten = {name for name, way in pages.items() if not any(_pattern(way.path).fullmatch(each) for each in held)}

    assert forgotten - NO_PAGES - ELSEWHERE == set()


def _pattern(path: str) -> re.Pattern[str]:
    """Return what the addresses of a way look like."""
    return re.compile("".join(_part(part) for part in re.split(r"(\{[^}]+\})", path)))


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return "[0-9]+" if part.endswith(":int}") else "[^/]+"
