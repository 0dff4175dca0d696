"""The years, the journal and the outbox as pages: what they show, what is chosen, and what nobody may slip in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from desk.shown import lines, post
from models.vocabulary import LetterState
from tests import records
from tests.web.kept import going, kept
from tests.web.office import Office, office_of
from tests.web.year import Year

AFTER = datetime(2031, 5, 21, 7, tzinfo=UTC)


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the year whose plans are due."""
    return kept(record, going, ("plan",), AFTER)


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office of a year whose plans are due."""
    with office_of(year.engine, AFTER) as office:
        yield office


def store(engine: Engine, *rows: SQLModel) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(rows)


def test_list_of_years_leads_to_each(office: Office) -> None:
    page = office.entered().get("/cycles")

    assert 'href="/cycles/sample-2031"' in page.text
    assert 'href="/cycles/sample-2031/wheel"' in page.text
    assert "Prøveårshjul" in page.words


def test_year_tells_every_date_with_its_reason_and_what_waits_for_what(office: Office) -> None:
    page = office.entered().get("/cycles/sample-2031").words

    assert "venter på Plan" in page
    assert "fredag den 16. maj 2031 kl. 12.00" in page
    assert "15 hverdage efter »Plan«" in page


def test_year_follows_what_was_moved(office: Office, year: Year) -> None:
    assert "torsdag den 19. juni 2031" not in office.entered().get("/cycles/sample-2031").words

    year.move("workshop", date(2031, 6, 19))

    for page in ("/cycles/sample-2031", "/cycles/sample-2031/wheel"):
        assert "torsdag den 19. juni 2031" in office.entered().get(page).words


def test_wheel_has_a_table_that_each_of_its_numbers_leads_to(office: Office) -> None:
    page = office.entered().get("/cycles/sample-2031/wheel").text

    numbers = {int(part.partition('"')[0]) for part in page.split('href="#s')[1:]}
    assert numbers == {int(part.partition('"')[0]) for part in page.split('id="s')[1:] if part[0].isdigit()}
    assert len(numbers) > 5


@pytest.mark.parametrize("path", ["/cycles/none", "/cycles/none/wheel", "/outbox/999", "/outbox/99999999999999999999"])
def test_what_is_not_there_is_said_to_be_so(path: str, office: Office) -> None:
    assert office.entered().get(path).status == 404


def test_journal_shows_the_latest_line_first_in_the_reader_s_words(office: Office, year: Year) -> None:
    year.extend("plan", "TMU", date(2031, 6, 3))

    page = office.entered().get("/journal?q=TMU").words

    assert page.index("frist forlænget") < page.index("opgave åbnet")
    assert "Plan – TMU Prøveårshjul 2031" in page  # by their titles, not by their keys
    assert "fre. 16. maj 2031" in page.replace("\xa0", " ")
    assert "plan/TMU" not in page
    assert "sample-2031" not in page
    assert "2031-05-16" not in page
    assert "deadline extended" in office.entered().get("/journal?lang=en").words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("?event=handed_in", {"a", "b"}),
        ("?q=TMU", {"a", "c"}),
        ("?q=tmu+sekret%C3%A6r", {"a"}),
        ("?q=100%25", {"b"}),
        ("?q=%25", {"b"}),
        ("?cycle=none", set()),
        ("?event=handed_in&q=nobody", set()),
    ],
)
def test_journal_shows_what_is_chosen(query: str, found: set[str], record: Engine) -> None:
    slug = records.SLUG
    store(record, records.cycle())
    store(
        record,
        records.entry(1, workflow_id=f"cycle:{slug}:plan:TMU", by="sekretær", note="note-a"),
        records.entry(2, workflow_id=f"cycle:{slug}:plan:BUU", by="x", note="note-b 100%"),
        records.entry(3, workflow_id=f"cycle:{slug}:plan:TMU", event="extended", by="x", note="note-c"),
    )
    with office_of(record, AFTER) as office:
        page = office.entered().get(f"/journal{query}").words

    assert {name for name in "abc" if f"note-{name}" in page} == found


def test_journal_leads_on_to_older_lines_until_there_are_none(record: Engine) -> None:
    store(record, records.cycle())
    store(record, *(records.entry(number, note=f"n{number:03d}.") for number in range(lines.PAGE + 1)))
    with office_of(record, AFTER) as office:
        browser = office.entered()
        first = browser.get("/journal")
        second = browser.get("/journal?before=2")

    assert 'href="/journal?before=2"' in first.text
    assert "n000." not in first.words
    assert "n000." in second.words
    assert "Ældre linjer" not in second.words


def test_what_people_wrote_is_text_and_nothing_else(record: Engine) -> None:
    bad = "<script>alert(1)</script>"
    store(record, records.cycle(title_da=bad))
    store(record, records.body(), records.entry(1, by=bad, note=bad), records.letter(subject=bad, to_address=bad))
    with office_of(record, AFTER) as office:
        browser = office.entered()
        pages = [browser.get(path).text for path in ("/cycles", "/journal", "/outbox", f"/journal?q={bad}&lang=en")]

    assert all("&lt;script&gt;" in page and "<script>" not in page for page in pages)


def test_outbox_shows_the_letters_of_a_state_and_how_many_there_are(office: Office, year: Year) -> None:
    store(year.engine, records.letter("held@1", slug=year.slug, state=LetterState.HELD, subject="Tilbageholdt brev"))
    browser = office.entered()

    assert "tilbageholdt (1)" in browser.get("/outbox").words
    held = browser.get("/outbox?state=held")
    assert held.text.count('class="subject"') == 1
    assert "Tilbageholdt brev" in held.words
    assert browser.get("/outbox?state=nonsense").status == 200


def test_outbox_is_shown_a_page_at_a_time(record: Engine) -> None:
    store(record, records.cycle())
    store(record, *(records.letter(f"l@{number}") for number in range(post.PAGE + 1)))
    with office_of(record, AFTER) as office:
        browser = office.entered()
        first, second = browser.get("/outbox"), browser.get("/outbox?page=1")

    assert first.text.count('class="subject"') == post.PAGE
    assert second.text.count('class="subject"') == 1
    assert 'href="/outbox?page=1"' in first.text
    assert 'href="/outbox"' in second.text


def test_letter_is_shown_as_its_recipient_sees_it(office: Office, year: Year) -> None:
    with Session(year.engine) as session:
        number = post.letters(session, post.Wanted(state=LetterState.SENT)).rows[0].number
    browser = office.entered()

    page, frame = browser.get(f"/outbox/{number}"), browser.get(f"/outbox/{number}/shown")

    assert page.status == 200
    assert "Påmindelse: Plan – frist 16. maj 2031" in page.words
    assert f'src="/outbox/{number}/shown"' in page.text
    assert "Plan" in frame.text
    assert "<html" in frame.text
