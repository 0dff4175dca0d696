"""A decision in the browser: recorded as it stands in the minutes, and what changes the plan is seen before."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.journal import Command
from models.office import OfficeRole
from tests.web.kept import going, kept
from tests.web.office import HIDDEN, Answer, Browser, Office, office_of
from tests.web.year import Year, started

NOW = datetime(2031, 8, 26, 7, tzinfo=UTC)  # Tuesday, the day after the reading
MEETING = "/cycles/sample-2031/meetings/reading/BIU"
DECIDE = f"{MEETING}/decide"


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the year on the day after the first reading."""
    return kept(record, going, ("plan", "reading"), NOW)


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office on the day after the first reading. The engine is away: acts are stored."""
    with office_of(year.engine, NOW) as office:
        yield office


def given(year: Year) -> list[dict[str, object]]:
    """What was ordered, without what every act carries and what was left out."""
    with Session(year.engine) as session:
        rows = session.exec(select(Command).order_by(col(Command.number))).all()
        return [{k: v for k, v in row.payload.items() if k not in ("id", "at", "by") and v} for row in rows]


def hidden_in(page: Answer) -> dict[str, str]:
    """The hidden fields of the form under the sheet."""
    return dict(HIDDEN.findall(page.text.partition(f'action="{DECIDE}"')[2].partition("</form>")[0]))


def confirmed(browser: Browser, form: dict[str, str]) -> Answer:
    """Send a decision, and confirm what follows from it."""
    shown = browser.fill(DECIDE, DECIDE, form)
    assert (shown.status, "Intet er registreret endnu." in shown.words) == (200, True)
    return browser.post(DECIDE, hidden_in(shown) | form)


def test_meeting_says_what_lies_before_it_and_what_is_missing(office: Office) -> None:
    page = office.entered(OfficeRole.READER).get(f"{MEETING}?lang=en")

    assert "Reading – BIU" in page.words
    assert "Monday 25 August 2031 at 15:30" in page.words
    assert "Nothing has been decided yet." in page.words
    assert DECIDE not in page.text
    assert DECIDE in office.entered().get(MEETING).text


@pytest.mark.parametrize(
    ("form", "stored"),
    [
        ({"outcome": "approved", "text": "Godkendt."}, {"outcome": "approved", "text": "Godkendt."}),
        ({"outcome": "recommended"}, {"outcome": "recommended"}),
        (
            {"outcome": "approved_with_addition", "addition": "Sendes i høring", "owner": "ØU", "due": "2031-09-19",
             "blocking": "yes"},
            {"outcome": "approved_with_addition",
             "addition": {"text": "Sendes i høring", "owner": "ØU", "due": "2031-09-19", "blocking": True}},
        ),
        (
            {"outcome": "approved_with_amendments", "amendments": "Afsnit 2 udgår\r\n\r\nMål 3: 40 pct."},
            {"outcome": "approved_with_amendments",
             "amendments": [{"text": "Afsnit 2 udgår"}, {"text": "Mål 3: 40 pct."}]},
        ),
    ],
)  # fmt: skip
def test_decision_is_recorded_as_it_was_made(
    form: dict[str, str], stored: dict[str, object], office: Office, year: Year
) -> None:
    browser = office.entered(name="anna")

    answer = confirmed(browser, form)

    assert answer.status == 303
    assert "Behandling (BIU):" in browser.get(answer.headers["location"]).words
    assert given(year) == [stored]
    assert "Mødet venter ikke på en beslutning." in browser.get(DECIDE).words


LACKING = [
    ({"outcome": ""}, "Fill in this field."),
    ({"outcome": "agreed"}, "Choose one of what is offered."),
    ({"outcome": "approved_with_addition", "addition": "x", "owner": "ØU"}, "Fill in this field."),
    ({"outcome": "approved_with_addition", "addition": "x", "owner": "ØX", "due": "2031-09-19"}, "is not a body"),
    ({"outcome": "approved_with_addition", "addition": "x", "owner": "ØU", "due": "2031-08-01"}, "not a day ahead"),
    ({"outcome": "approved_with_amendments", "amendments": " "}, "Fill in this field."),
    ({"outcome": "approved", "addition": "x", "owner": "ØU", "due": "2031-09-19"}, "belong together"),
    ({"outcome": "approved", "amendments": "x"}, "belong together"),
    ({"outcome": "approved", "to": "2031-09-08"}, "belongs only to the outcome “postponed”"),
    ({"outcome": "postponed", "to": "2031-08-01"}, "is not later than the meeting"),
]  # fmt: skip


def test_decision_that_lacks_something_comes_back_with_all_that_was_typed(office: Office, year: Year) -> None:
    browser = office.entered()
    browser.get("/cycles?lang=en")
    for form, sentence in LACKING:
        answer = browser.fill(DECIDE, DECIDE, form | {"text": "Ordlyden i referatet"})

        assert (answer.status, sentence in answer.words) == (422, True), form
        assert "Ordlyden i referatet</textarea>" in answer.text
    assert given(year) == []


def test_what_changes_the_plan_is_shown_first_and_recorded_when_it_is_confirmed(office: Office, year: Year) -> None:
    browser = office.entered()
    for outcome in ("sent_back", "rejected", "postponed"):
        form = {"outcome": outcome, "text": "Udsat til næste møde"}
        shown = browser.fill(DECIDE, DECIDE, form)

        assert shown.status == 200
        assert "Intet er registreret endnu." in shown.words
        assert "Hvad det ændrer" in shown.words
        assert "Udsat til næste møde</textarea>" in shown.text
    assert given(year) == []

    assert browser.post(DECIDE, hidden_in(shown) | form).status == 303
    assert [each["outcome"] for each in given(year)] == ["postponed"]


def test_letters_that_a_decision_lets_leave_are_seen_before_it_is_recorded(record: Engine) -> None:
    year = kept(record, started, 2031)
    year.open("approval")
    place = "/cycles/sample-2031/meetings/approval/BIU/decide"
    with office_of(year.engine, year.at) as office:
        shown = office.entered().fill(f"{place}?lang=en", place, {"outcome": "approved"})

        assert "Letters that leave at once (5)" in shown.words
        assert "challenge letter Letters TMU, ØU committee secretary (2)" in shown.words
        assert given(year) == []


def test_other_outcome_than_the_one_looked_at_is_looked_at_again(office: Office, year: Year) -> None:
    browser = office.entered()
    shown = browser.fill(DECIDE, DECIDE, {"outcome": "postponed", "to": "2031-09-22"})

    changed = browser.post(DECIDE, hidden_in(shown) | {"outcome": "postponed", "to": "2031-09-08"})

    assert changed.status == 200
    assert "man. 8. sep. 2031" in changed.words
    assert given(year) == []


def test_decision_of_which_somebody_else_was_first_is_not_recorded_twice(office: Office, year: Year) -> None:
    anna, bo = office.entered(name="anna"), office.entered(name="bo")
    his = {"outcome": "noted", "text": "Som i referatet"}
    looked = bo.fill(DECIDE, DECIDE, his)

    assert confirmed(anna, {"outcome": "approved"}).status == 303
    late = bo.post(DECIDE, hidden_in(looked) | his)

    assert (late.status, "beslutningen af anna" in late.words) == (422, True)
    assert "Som i referatet</textarea>" in late.text
    assert [each["outcome"] for each in given(year)] == ["approved"]


def test_meeting_of_a_step_that_has_not_begun_says_what_it_waits_for(office: Office) -> None:
    answer = office.entered().get("/cycles/sample-2031/meetings/council/BR?lang=en")

    assert answer.status == 404
    assert "has not begun; it waits for: committees" in answer.words
