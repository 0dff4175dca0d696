"""The secretariat's year in the browser, from the start to the council: what people see and do, on the real engine."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest

from models.office import OfficeRole
from planning.dates.resolver import resolve
from planning.dates.timeline import PlannedStep
from planning.format.source import parse
from runtime.definitions import read
from settings import Settings
from tests import papers
from tests.browser.chromium import Chromium
from tests.browser.hands import Hands
from tests.browser.town import Town, town_hall

pytestmark = pytest.mark.timeout(900)  # the first run may install the browser

YEAR = 2029
CYCLE = f"/cycles/annual-{YEAR}"
COMMITTEES = ("ØU", "TMU", "BUU", "SUD", "KFU", "SOU", "BIU")
READERS = ("TMU", "BUU", "SUD", "KFU", "SOU")

_ROW = "row => [row.cells[0].querySelector('b').innerText, row.cells[1].innerText.split('\\n')[0]]"


@cache
def steps() -> dict[str, PlannedStep]:
    """The year's steps with their dates."""
    return {each.step.key: each for each in resolve(parse(read("annual", Settings().cycles)), YEAR).steps}


def day_of(step: str, body: str | None = None) -> date:
    """The last day of a step, of one body where each has its own."""
    planned = steps()[step]
    own = {each.body: each.date.end for each in planned.dates}
    day = own.get(body or "") or (planned.until or planned.date).end
    assert day
    return day


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give a town hall in the November before the year."""
    with town_hall(tmp_path, datetime(YEAR - 1, 11, 6, 9, tzinfo=UTC)) as town:
        yield town


@pytest.fixture
def hands(town: Town, chromium: Chromium) -> Iterator[Hands]:
    """Give somebody at a browser."""
    yield Hands(chromium, town.address)
    chromium.call("Network.clearBrowserCookies")


def test_secretariat_carries_a_year_from_its_start_to_the_council(town: Town, hands: Hands, tmp_path: Path) -> None:
    start(town, hands)
    hands.go(CYCLE)
    hands.press("Registrér beslutningen")
    assert hands.path == f"{CYCLE}/meetings/approve-letters/BIU/decide", "what comes first stands first"

    decide(town, hands, "approve-letters", "BIU")
    assert "Udfordringsskrivelse" in outbox(hands)

    town.travel_to(day_of("plan") - timedelta(days=1))
    comes_in(town, hands)
    paper = tmp_path / "handleplan.pdf"
    paper.write_bytes(papers.pdf())
    for committee in COMMITTEES[1:]:
        for duty in ("economy", "plan"):
            hand_in(hands, duty, committee, paper)
    town.settle()
    town.travel_to(day_of("plan") + timedelta(days=2))
    late = board(town, hands)
    assert late == {("ØU", "Handleplan"), ("ØU", "Økonomioversigt")}

    comes_in(town, hands)
    for duty in ("economy", "plan"):
        hand_in(hands, duty, "ØU", paper)
    town.settle()
    assert board(town, hands) == set()

    workshop = day_of("workshop") + timedelta(days=7)
    move(town, hands, "workshop", workshop)
    hands.go(CYCLE)
    assert "onsdag den 13. juni 2029 kl. 09.00 5 Koordineringsworkshop" in hands.words.replace("\u00a0", " ")
    town.travel_to(workshop + timedelta(days=1))
    decide(town, hands, "first-reading", "BIU")
    town.travel_to(day_of("hearing") - timedelta(days=2))
    respond(town, hands, "citizens", "Beboerforeningen")
    town.travel_to(day_of("hearing") + timedelta(days=1))
    close(town, hands)
    decide(town, hands, "second-reading", "BIU")
    for body in sorted(READERS, key=lambda body: day_of("committees", body)):
        decide(town, hands, "committees", body)
    decide(town, hands, "finance", "ØU")
    decide(town, hands, "council", "BR")
    assert "Godkendelse af den samlede handleplan (BR): godkendt" in hands.words


def comes_in(town: Town, hands: Hands, role: OfficeRole = OfficeRole.SECRETARIAT) -> None:
    """Come in by a link: a session ends with the day."""
    hands.go(town.door(role))
    hands.press("Åbn kontoret")


def start(town: Town, hands: Hands) -> None:
    """Start the year from the shipped cycle: its dates, people, papers and letters are looked at on the way."""
    comes_in(town, hands)
    hands.go("/start")
    hands.fill(year=str(YEAR))
    hands.press("Se tidsplanen")
    assert "ingen fejl" in hands.words
    for button in ("Datoerne passer: videre til kontakter", "Gem, og videre til bilag", "Videre til brevene"):
        hands.press(button)
    assert f"{len(COMMITTEES)}/{len(COMMITTEES)}" in hands.words
    hands.press(f"Start {YEAR}")
    assert "er startet" in hands.words, hands.words
    town.settle()


def decide(town: Town, hands: Hands, step: str, body: str, outcome: str = "approved") -> None:
    """Record on the evening of the meeting what it decided."""
    town.travel_to(day_of(step, body), time(20))
    comes_in(town, hands)
    hands.go(f"{CYCLE}/meetings/{step}/{body}")
    hands.press("Registrér beslutningen")
    hands.fill(outcome=outcome)
    hands.send()
    assert "Breve, der sendes med det samme" in hands.words, hands.words
    hands.send()
    town.settle()


def hand_in(hands: Hands, step: str, body: str, paper: Path) -> None:
    """Hand in on a committee's behalf."""
    hands.go(f"{CYCLE}/duties/{step}/{body}/submit")
    hands.attach("file", paper)
    hands.send()
    assert "er modtaget som version 1" in hands.words, hands.words


def move(town: Town, hands: Hands, step: str, to: date) -> None:
    """Move a date, having seen what that changes."""
    comes_in(town, hands)
    hands.go(f"{CYCLE}/move")
    hands.fill(place=step, to=to.isoformat())
    hands.send()
    assert "Koordineringsworkshop" in hands.words
    hands.fill(reason="Salen er optaget")
    hands.send()
    assert "er flyttet til" in hands.words, hands.words
    town.settle()


def respond(town: Town, hands: Hands, of: str, name: str) -> None:
    """Record an answer to the hearing."""
    comes_in(town, hands)
    hands.go(f"{CYCLE}/hearings/hearing/respond")
    hands.fill(respondent=of, name=name, text="Vi støtter planen.")
    hands.send()
    assert f"Høringssvaret fra {name} er modtaget" in hands.words, hands.words


def close(town: Town, hands: Hands) -> None:
    """Close the hearing and say what was used."""
    comes_in(town, hands)
    hands.go(f"{CYCLE}/hearings/hearing/close")
    hands.fill(used="Svaret om mødestederne er brugt.")
    hands.send()
    assert "er lukket med 1 svar" in hands.words, hands.words
    town.settle()


def outbox(hands: Hands) -> str:
    hands.go("/outbox")
    return hands.words


def board(town: Town, hands: Hands) -> set[tuple[str, str]]:
    """Who is late with what, as a manager sees it."""
    comes_in(town, hands, OfficeRole.MANAGER)
    assert hands.path == "/board"
    rows = hands.value(f"[...document.querySelectorAll('table.late tbody tr')].map({_ROW})")
    return {(body, duty) for body, duty in rows}
