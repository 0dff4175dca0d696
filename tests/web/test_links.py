"""The secretariat's page of ways in: calendars, committees' links and sessions, given and taken back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from desk.subscriptions import hash_of
from models.feeds import Feed
from models.forms import SentForm
from models.journal import JournalEntry
from models.links import LetterLink, LinkPurpose
from models.office import OfficeRole
from models.vocabulary import LetterState
from tests import records
from tests.web.office import Answer, Browser, Office, office_of
from tests.web.year import Year

NOW = datetime(2031, 5, 19, 9, tzinfo=UTC)
ADDRESS = re.compile(r'<p class="hash" id="address">([^<]+)</p>')


@pytest.fixture
def office(record: Engine, year: Year) -> Iterator[Office]:
    """Give the office of a started year."""
    with office_of(record, NOW) as office:
        yield office


@pytest.fixture
def browser(office: Office) -> Browser:
    """Give the secretariat's browser."""
    return office.entered()


def address_in(answer: Answer) -> str:
    found = ADDRESS.search(answer.text)
    assert found, answer.words
    return found[1].removeprefix("http://127.0.0.1")


def test_empty_page_says_what_to_do_first(browser: Browser) -> None:
    words = browser.get("/links").words

    assert "Ingen kalendere endnu. Opret en" in words
    assert "Ingen links virker nu." in words


def test_calendar_that_is_made_is_read_under_the_address_that_is_shown_once(
    browser: Browser, office: Office, record: Engine
) -> None:
    answer = browser.fill("/links", "/links/feeds", {"scope": "committee", "whose": "TMU", "cycle": "", "language": ""})

    address = address_in(answer)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert office.stranger().get(address).text.startswith("BEGIN:VCALENDAR")
    assert address not in browser.get("/links").text
    with Session(record) as session:
        stored = repr([*session.exec(select(SentForm)).all(), *session.exec(select(JournalEntry)).all()])
        [feed] = session.exec(select(Feed)).all()
    token = address.removeprefix("/feeds/").removesuffix(".ics")
    assert feed.token_sha256 == hash_of(token)
    assert token not in stored


def test_form_that_is_sent_twice_makes_one_calendar(browser: Browser, record: Engine) -> None:
    form = browser.hidden("/links", "/links/feeds") | {"scope": "cycle", "cycle": "sample-2031"}
    browser.post("/links/feeds", form)

    again = browser.post("/links/feeds", form)

    assert again.status == 303
    assert "Kalender nr. 1 er oprettet." in browser.get(again.headers["location"]).words
    with Session(record) as session:
        assert len(session.exec(select(Feed)).all()) == 1


def test_calendar_with_a_new_address_answers_no_more_under_the_old_one(browser: Browser, office: Office) -> None:
    old = address_in(browser.fill("/links", "/links/feeds", {"scope": "cycle", "cycle": "sample-2031"}))

    new = address_in(browser.fill("/links", "/links/feeds/1/rotate", {}))

    assert [office.stranger().get(each).status for each in (old, new)] == [404, 200]


def test_calendar_that_is_taken_back_answers_nobody(browser: Browser, office: Office) -> None:
    address = address_in(browser.fill("/links", "/links/feeds", {"scope": "public", "cycle": "sample-2031"}))
    assert office.stranger().get(address).status == 200

    answer = browser.fill("/links", "/links/feeds/1/revoke", {})

    assert office.stranger().get(address).status == 404
    page = browser.get(answer.headers["location"])
    assert "Kalender nr. 1 er trukket tilbage." in page.words
    assert "/links/feeds/1/revoke" not in page.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"scope": "committee", "whose": ""}, "Udfyld feltet."),
        ({"scope": "cycle", "whose": "TMU"}, "Udfyld feltet."),
        ({"scope": "everything"}, "Vælg en af mulighederne."),
        ({"scope": "committee", "whose": "XYZ"}, "XYZ"),
        ({"scope": "person", "whose": "nobody@by.example"}, "ikke mailadressen på nogen kontakt"),
    ],
)
def test_calendar_that_cannot_be_made_is_explained_and_what_was_typed_stays(
    form: dict[str, str], said: str, browser: Browser, record: Engine
) -> None:
    answer = browser.fill("/links", "/links/feeds", form)

    assert answer.status == 422
    assert said in answer.words
    assert f'value="{form.get("whose", "")}"' in answer.text
    with Session(record) as session:
        assert session.exec(select(Feed)).all() == []


def test_links_of_a_committee_are_counted_and_taken_back_together(browser: Browser, record: Engine) -> None:
    with Session(record) as session:
        session.add(records.letter(slug="sample-2031", message=b"x", state=LetterState.SENT))
        session.commit()
        for number, (until, revoked) in enumerate([(9, None), (5, None), (-1, None), (9, NOW)]):
            session.add(
                LetterLink(
                    token_sha256=hash_of(str(number)), letter=records.letter(slug="sample-2031").key, body="TMU",
                    purpose=LinkPurpose.COMMITTEE, version=1, made_at=NOW, ends_at=NOW + timedelta(days=until),
                    revoked_at=revoked,
                )
            )  # fmt: skip
        session.commit()
    assert "sample-2031 TMU 2 ons. 28. maj 2031 kl. 11.00" in browser.get("/links").words

    answer = browser.fill("/links", "/links/committees", {"cycle": "sample-2031", "body": "TMU"})

    page = browser.get(answer.headers["location"]).words
    assert "til udvalgets side (TMU) virker ikke længere" in page
    assert "Ingen links virker nu." in page


def test_secretariat_sees_who_is_in_and_can_log_a_person_out_everywhere(browser: Browser, office: Office) -> None:
    boss = [office.entered(OfficeRole.MANAGER, "chef") for _ in range(2)]
    assert "chef leder 2 man. 19. maj 2031" in browser.get("/links").words

    answer = browser.fill("/links", "/links/people", {"person": "name:chef"})

    assert "logget ud i alle browsere" in browser.get(answer.headers["location"]).words
    assert [each.get("/board").status for each in (*boss, browser)] == [303, 303, 200]
