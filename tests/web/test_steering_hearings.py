"""A hearing in the browser: who has answered, answers put on record, and the closing with what they were used for."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.journal import Command
from models.obligations import HearingResponse
from models.office import OfficeRole
from models.vocabulary import step_id
from tests.web.kept import kept
from tests.web.office import Office, office_of
from tests.web.year import Year, started

NOW = datetime(2031, 9, 24, 7, tzinfo=UTC)  # the day after the citizens' deadline, before that of the advisory bodies
AFTER = datetime(2031, 10, 1, 7, tzinfo=UTC)
HEARING = "/cycles/sample-2031/hearings/hearing"
RESPOND, CLOSE = f"{HEARING}/respond", f"{HEARING}/close"
ASKED = (
    'deadline = "4 weeks after opening of hearing"\n',
    'deadline = "4 weeks after opening of hearing"\n'
    'contact = [{ role = "respondent", name = "Beboer {n}", address = "beboer{n}@by.example", count = 2 }]\n',
)


@pytest.fixture
def hearing(record: Engine) -> Year:
    """Give the year whose hearing is open."""
    return kept(record, heard)


def heard(record: Engine) -> Year:
    """Live that year."""
    year = started(record, 2031, ASKED)
    year.open("hearing")
    year.climb(NOW)
    return year


@pytest.fixture
def office(hearing: Year) -> Iterator[Office]:
    """Give the office while the hearing is open. The engine is away: acts are stored."""
    with office_of(hearing.engine, NOW) as office:
        yield office


def given(year: Year) -> list[tuple[str, dict[str, object]]]:
    """What was ordered, without what every act carries."""
    with Session(year.engine) as session:
        rows = session.exec(select(Command).order_by(col(Command.number))).all()
        return [(row.name, {k: v for k, v in row.payload.items() if k not in ("id", "at", "by")}) for row in rows]


def test_hearing_shows_classes_deadlines_and_who_has_not_answered(office: Office) -> None:
    page = office.entered(OfficeRole.MANAGER).get(f"{HEARING}?lang=en")

    assert "Citizens Deadline: Tuesday 23 September 2031 (the deadline has passed" in page.words
    assert "Advisory bodies Deadline: Tuesday 30 September 2031" in page.words
    assert "Asked (0/2 have answered)" in page.words
    assert "Beboer 01: has not answered" in page.words
    assert RESPOND not in page.text


def test_answer_of_somebody_who_was_asked_is_theirs_and_marked_late(office: Office, hearing: Year) -> None:
    browser = office.entered()
    form = browser.get(f"{RESPOND}?respondent=citizens.01").text
    assert '<option value="citizens.01" selected>Beboer 01</option>' in form

    answer = browser.fill(RESPOND, RESPOND, {"respondent": "citizens.01", "text": "Ja til mål 3"}, {})

    assert answer.status == 303
    page = browser.get(f"{HEARING}?lang=en").words
    assert "Asked (1/2 have answered)" in page
    assert "Beboer 01: has answered" in page
    assert "after the deadline Ja til mål 3 SHA-256" in page
    assert given(hearing) == [("respond", {"hearing_class": "citizens", "respondent": "01", "late": True})]


def test_answer_of_somebody_else_comes_with_its_file_and_is_given_back_as_it_was(office: Office, hearing: Year) -> None:
    browser, paper = office.entered(), b"%PDF-1.7\n%%EOF\n"
    form = {"respondent": "advisory", "name": "Ældrerådet"}

    answer = browser.fill(RESPOND, RESPOND, form, {"file": ("svar.pdf", paper)})

    assert answer.status == 303
    page = browser.get(HEARING)
    assert "Ældrerådet" in page.words
    [link] = re.findall(r'href="([^"]+/answers/\d+)"', page.text)
    file = browser.get(link)
    assert file.text.encode() == paper
    assert file.headers["content-disposition"].startswith("attachment; ")
    assert given(hearing)[0][1]["late"] is False


NO_ANSWER = [
    ({"respondent": "", "text": "Ja"}, "respondent"),
    ({"respondent": "citizens.99", "text": "Ja"}, "respondent"),
    ({"respondent": "citizens", "name": "", "text": "Ja"}, "name"),
    ({"respondent": "citizens.01", "text": " "}, "text"),
]


def test_answer_without_sender_or_content_comes_back(office: Office, hearing: Year) -> None:
    browser = office.entered()
    for form, wrong in NO_ANSWER:
        answer = browser.fill(RESPOND, RESPOND, form, {})

        assert (answer.status, f'id="e-{wrong}"' in answer.text) == (422, True), form
    assert given(hearing) == []


def test_answer_whose_file_is_no_paper_is_refused_and_the_sender_stays(office: Office, hearing: Year) -> None:
    form = {"respondent": "advisory", "name": "Ældrerådet"}

    answer = office.entered().fill(RESPOND, RESPOND, form, {"file": ("svar.pdf", b"#!/bin/sh\nrm -rf /\n")})

    assert (answer.status, "svar.pdf" in answer.words) == (422, True)
    assert 'value="Ældrerådet"' in answer.text
    assert given(hearing) == []


def test_hearing_is_not_closed_before_its_last_class_and_says_when_it_can_be(office: Office, hearing: Year) -> None:
    browser = office.entered()

    assert CLOSE not in browser.get(HEARING).text
    assert "tirsdag den 30. september 2031" in browser.get(CLOSE).words
    assert f'action="{CLOSE}"' not in browser.get(CLOSE).text


def test_hearing_closes_with_what_the_answers_were_used_for_and_takes_no_more(hearing: Year) -> None:
    hearing.climb(AFTER)
    with office_of(hearing.engine, AFTER) as office:
        browser = office.entered()
        late = browser.hidden(RESPOND, RESPOND) | {"respondent": "citizens.02", "text": "For sent"}

        assert "Breve, der sendes med det samme" in browser.get(CLOSE).words
        closed = browser.fill(CLOSE, CLOSE, {"used": "Mål 3 er skærpet."})
        refused = browser.post(RESPOND, late)

        assert "er lukket med 0 svar" in browser.get(closed.headers["location"]).words
        assert (refused.status, "er ikke åben for svar" in refused.words) == (422, True)
        assert "For sent</textarea>" in refused.text
        assert 'class="act"' not in browser.get(HEARING).text
    assert given(hearing) == [("close", {"used": "Mål 3 er skærpet."})]


def test_many_and_long_answers_are_shown_in_part_and_can_be_fetched_whole(office: Office, hearing: Year) -> None:
    long, given_at = (
        "Vi mener. " * 4_000,
        {"hearing_class": "citizens", "received_at": NOW, "late": True, "sha256": "0"},
    )
    with Session(hearing.engine) as session, session.begin():
        for number in range(51):
            own = {"respondent": f"Beboer {number:03d}", "command": f"command-{number}", "text": long}
            session.add(HearingResponse(hearing=step_id(hearing.slug, "hearing"), **given_at, **own))
    browser = office.entered()

    first, second = browser.get(HEARING), browser.get(f"{HEARING}?page=1")

    assert len(first.text.encode()) < 300_000
    assert "Svar (51)" in first.words
    assert ("Beboer 050" in first.words, "Beboer 000" in first.words) == (True, False)
    assert ("Beboer 050" in second.words, "Beboer 000" in second.words) == (False, True)
    [link] = re.findall(r'href="([^"]+/answers/\d+)"', second.text)
    whole = browser.get(link)
    assert (whole.text, whole.headers["content-disposition"][:11]) == (long, "attachment;")


def test_file_of_another_hearing_or_none_is_not_there(office: Office) -> None:
    assert office.entered().get(f"{HEARING}/answers/1").status == 404
    assert office.entered().get(f"{HEARING}/answers/99999999999").status == 404
