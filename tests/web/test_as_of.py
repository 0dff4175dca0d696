"""The journal's filters, and how a cycle stood on a day: by what was known then."""

from datetime import date

import pytest
from sqlmodel import Session

from desk.shown.as_of import as_of
from models.database import reading
from tests.web.lateness import late, office
from tests.web.office import Office
from tests.web.year import Year

__all__ = ["late", "office"]

PAGE = "/cycles/sample-2031/as-of"


def stood(year: Year, day: date) -> dict[str, tuple[str, date | None, bool]]:
    with Session(reading(year.engine)) as session:
        found = as_of(session, year.slug, day)
    assert found is not None
    return {row.body: (row.event, row.on, row.late) for row in found.rows if row.step == "plan"}


def test_obligation_stood_by_the_lines_up_to_that_day(late: Year) -> None:
    first, extended = date(2031, 5, 16), date(2031, 6, 3)

    assert stood(late, date(2031, 1, 3)) == {}
    assert stood(late, date(2031, 5, 15))["TMU"] == ("obligation_opened", first, False)
    assert stood(late, date(2031, 5, 17)) == {
        "TMU": ("deadline_passed", first, True),
        "ØU": ("extended", extended, False),
    }


def test_page_says_how_it_stood_in_words(office: Office) -> None:
    page = office.entered().get(f"{PAGE}?on=2031-05-17").words

    assert "lørdag den 17. maj 2031" in page
    assert "TMU fre. 16. maj 2031 frist overskredet for sent" in page
    assert "frist forlænget" in page


@pytest.mark.parametrize(("query", "status", "said"), [
    ("", 200, "Ved slutningen af"),
    ("?on=2031-02-30", 422, "2031"),
    ("?on=2030-01-01", 200, "ingen linjer om årshjulet"),
])  # fmt: skip
def test_page_says_what_to_do_without_a_day_that_has_lines(query: str, status: int, said: str, office: Office) -> None:
    answer = office.entered().get(PAGE + query)

    assert (answer.status, said in answer.words) == (status, True)


@pytest.mark.parametrize(("query", "events"), [
    ("by=sekretariat", ["frist forlænget"]),
    ("from=2031-05-01", ["frist overskredet"]),
    ("to=2031-01-04&by=aarshjul", ["opgave åbnet", "opgave åbnet"]),
    ("from=2031-01-05&to=2031-05-15", []),
    ("q=m%C3%B8de&cycle=sample-2031", ["frist forlænget"]),
])  # fmt: skip
def test_journal_shows_the_lines_that_are_wanted(query: str, events: list[str], office: Office) -> None:
    page = office.entered().get(f"/journal?{query}").text.partition("<tbody")[2]

    assert page.count("<tr") == len(events)
    for event in events:
        assert event in page


def test_day_that_is_none_is_told_and_kept(office: Office) -> None:
    answer = office.entered().get("/journal?from=2031-02-30")

    assert answer.status == 422
    assert 'value="2031-02-30"' in answer.text
