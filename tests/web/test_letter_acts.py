"""What can be done about a letter in the state that it is in, on its own page."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from activities.links import Tokens, keep_links
from models.correspondence import Letter
from models.journal import Command, JournalEntry
from models.vocabulary import LetterKind, LetterState
from tests import records
from tests.web.held import MAIL, SLUG, holding, left
from tests.web.kept import kept
from tests.web.office import Office, office_of

NOW = datetime(2031, 1, 7, 8, tzinfo=UTC)
ACTS = ("looked", "test", "arrived", "again", "reached", "revoke")


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give an office; the engine is away."""
    kept(record, holding)
    with office_of(record, NOW) as office:
        yield office


def commands(engine: Engine) -> list[tuple[str, bool, bool]]:
    """What was said of letters: by whom, whether it arrived, whether it is sent as a new one."""
    query = select(Command).where(Command.name == "settle_doubt").order_by(col(Command.number))
    with Session(engine) as session:
        return [(row.by, row.payload["arrived"], bool(row.payload["again"])) for row in session.exec(query).all()]


def letter(engine: Engine, number: int) -> Letter:
    with Session(engine, expire_on_commit=False) as session:
        return session.get_one(Letter, number)


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (LetterState.SENT, {"test"}),
        (LetterState.UNKNOWN, {"test", "arrived", "again"}),
        (LetterState.REFUSED, {"test", "again"}),
        (LetterState.BOUNCED, {"test", "again", "reached"}),
        (LetterState.ACKNOWLEDGED, {"test"}),
        (LetterState.WITHDRAWN, {"test"}),
        (LetterState.RELEASED, {"test"}),
    ],
)
def test_page_of_a_letter_offers_what_its_state_permits(
    state: LetterState, offered: set[str], office: Office, record: Engine
) -> None:
    left(record, 9, state)

    page = office.entered().get("/outbox/9").text

    assert {each for each in ACTS if f'action="/outbox/9/{each}"' in page} == offered


def test_letter_that_was_never_written_says_so_and_offers_nothing(office: Office, record: Engine) -> None:
    left(record, 9, LetterState.WITHDRAWN, message=None)

    page = office.entered().get("/outbox/9")

    assert "blev aldrig skrevet" in page.words
    assert not [each for each in ACTS if f'action="/outbox/9/{each}"' in page.text]


def test_doubt_is_settled_once(office: Office, record: Engine) -> None:
    left(record, 9, LetterState.UNKNOWN)
    browser = office.entered()
    form = browser.hidden("/outbox/9", "/outbox/9/again")

    answer = browser.fill("/outbox/9", "/outbox/9/arrived", {})
    late = browser.post("/outbox/9/again", form)

    assert "noteret som modtaget" in browser.get(answer.headers["location"]).words
    assert "Der er svaret for brevet" in browser.get("/outbox/9").words
    assert late.status == 422
    assert "er der allerede svaret" in late.words
    assert commands(record) == [("sekretariat", True, False)]


def test_letter_that_came_back_is_sent_anew_to_the_corrected_address(office: Office, record: Engine) -> None:
    left(record, 9, LetterState.BOUNCED, last_error_da="550 ukendt", last_error_en="550 unknown")
    browser = office.entered()
    assert "550 ukendt" in browser.get("/outbox/9").words

    wrong = browser.fill("/outbox/9", "/outbox/9/again", {"address": "ingen adresse"})
    right = browser.fill("/outbox/9", "/outbox/9/again", {"address": "ny@tmu.example"})

    assert wrong.status == 422
    assert 'value="ingen adresse"' in wrong.text
    assert "som et nyt brev, der henviser til det" in browser.get(right.headers["location"]).words
    assert commands(record) == [("sekretariat", False, True)]


def test_letter_sent_anew_and_the_one_before_lead_to_each_other(office: Office, record: Engine) -> None:
    left(record, 8, LetterState.BOUNCED)
    left(record, 9, LetterState.SENT, refers_to=letter(record, 8).message_id)
    browser = office.entered()

    before, after = browser.get("/outbox/8"), browser.get("/outbox/9")

    assert "Sendt igen som Brev nr. 9" in before.words
    assert 'action="/outbox/8/again"' not in before.text
    assert "Henviser til Brev nr. 8" in after.words


def test_recipient_reached_by_phone_needs_a_word_on_how(office: Office, record: Engine) -> None:
    left(record, 9, LetterState.BOUNCED)
    browser = office.entered()

    empty = browser.fill("/outbox/9", "/outbox/9/reached", {"note": " "})
    browser.fill("/outbox/9", "/outbox/9/reached", {"note": "ringet op"})

    assert empty.status == 422
    assert 'id="e-note"' in empty.text
    assert letter(record, 9).state is LetterState.ACKNOWLEDGED
    with Session(record) as session:
        lines = session.exec(select(JournalEntry).where(JournalEntry.event == "letter_reached")).all()
    assert [(line.by, line.note) for line in lines] == [("sekretariat", "ringet op")]


def test_link_in_a_letter_is_taken_back_for_good(office: Office, record: Engine) -> None:
    left(record, 9, LetterState.SENT)
    with Session(record) as session, session.begin():
        keep_links(session, session.get_one(Letter, 9), Tokens(acknowledge="token"), NOW)
    browser = office.entered()

    answer = browser.fill("/outbox/9", "/outbox/9/revoke", {})

    page = browser.get(answer.headers["location"])
    assert "virker ikke længere" in page.words
    assert 'action="/outbox/9/revoke"' not in page.text


def test_links_of_the_recipient_are_shown_to_nobody_else(office: Office, record: Engine) -> None:
    secret = "A" * 43
    letter_with_link = MAIL.replace(b"<p>Hej</p>", f'<a href="https://by.example/committee/{secret}">x</a>'.encode())
    left(record, 9, LetterState.SENT, message=letter_with_link)
    browser = office.entered()

    pages = [browser.get(path).text for path in ("/outbox/9", "/outbox/9/shown")]

    assert "https://by.example/committee/test" in pages[1]
    assert not any(secret in page for page in pages)


def test_refused_letters_of_a_step_are_sent_again_together(office: Office, record: Engine) -> None:
    for number in (8, 9):
        left(record, number, LetterState.REFUSED)
    step = f"/outbox/steps/{SLUG}/plan"
    browser = office.entered()

    answer = browser.fill(step, f"{step}/again", {})

    assert "2 breve sendes igen" in browser.get(answer.headers["location"]).words
    assert commands(record) == [("sekretariat", False, False)] * 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 7, 8, 9}),
        (f"?cycle={SLUG}&step=plan", {7, 8, 9}),
        ("?step=letters", {1, 2}),
        ("?kind=reminder&state=bounced", {8}),
        ("?state=sent", {9}),
        ("?to=%C3%B8u", {2}),
        ("?to=TMU", {1, 7, 8, 9}),
        ("?to=TMU.EXAMPLE", {7, 8}),
        ("?to=chef@", {9}),
        ("?to=%25", set()),
        ("?to=BIU", set()),
        ("?kind=nonsense&state=nonsense", {1, 2, 7, 8, 9}),
        ("?cycle=none", set()),
    ],
)
def test_outbox_shows_what_is_chosen(query: str, found: set[int], office: Office, record: Engine) -> None:
    with Session(record) as session, session.begin():
        for row in session.exec(select(Letter).where(col(Letter.kind) == LetterKind.INVITATION)).all():
            session.delete(row)
        for row in session.exec(select(Letter).where(col(Letter.number) > 2)).all():
            session.delete(row)
    for number, state in enumerate((LetterState.REFUSED, LetterState.BOUNCED, LetterState.SENT), 7):
        left(record, number, state, **({"to_address": "chef@by.example"} if number == 9 else {}))

    page = office.entered().get(f"/outbox{query}")

    assert {number for number in (1, 2, 7, 8, 9) if f'href="/outbox/{number}"' in page.text} == found
    assert (f"Fundet: {len(found)} brev" in page.words) is bool(found)


def test_page_of_many_letters_is_small_and_reads_no_more_than_it_shows(record: Engine) -> None:
    kept(record, holding)
    at = records.instant(2031, 1, 6, 9)
    with Session(record) as session, session.begin():
        session.add_all(
            records.letter(f"l@{number}", slug=SLUG, at=at, message=b"x" * 20_000) for number in range(1_000)
        )
    with office_of(record, NOW) as office:
        page = office.entered().get("/outbox?page=3")
        plans = plan_of(record)

    assert page.text.count('class="subject"') == 100
    assert len(page.text.encode()) < 120_000
    assert any("letter_at_index" in line for line in plans)
    assert not any("TEMP B-TREE" in line for line in plans)


def plan_of(engine: Engine) -> list[str]:
    """How the database finds the numbers of a page's letters."""
    question = "EXPLAIN QUERY PLAN SELECT number FROM letter ORDER BY at DESC, number DESC LIMIT 100 OFFSET 300"
    with engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(question)]
