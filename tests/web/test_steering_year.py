"""A year steered in the browser: a date moves as it was seen to, letters stop and go on, a cancellation is meant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk.loading import simulation_of
from models.cycles import Cycle
from models.journal import Command
from models.office import OfficeRole
from planning.foresight.forecast import foresee
from tests.web.kept import going, kept
from tests.web.office import HIDDEN, Browser, Office, office_of
from tests.web.year import Year

NOW = datetime(2031, 5, 12, 7, tzinfo=UTC)
YEAR = "/cycles/sample-2031"
MOVE = f"{YEAR}/move"


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the year in May, before the plans are due."""
    return kept(record, going, (), NOW)


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office in May, before the plans are due. The engine is away: acts are stored."""
    with office_of(year.engine, NOW) as office:
        yield office


def given(year: Year) -> list[tuple[str, dict[str, object]]]:
    """What was ordered, oldest first, without what every act carries."""
    with Session(year.engine) as session:
        rows = session.exec(select(Command).order_by(col(Command.number))).all()
        return [(row.name, {k: v for k, v in row.payload.items() if k not in ("id", "at", "by")}) for row in rows]


def looked(browser: Browser, **wish: str) -> dict[str, str]:
    """What the form carries that confirms a move, below what the move changes."""
    page = browser.get(f"{MOVE}?{urlencode(wish)}")
    assert page.status == 200
    return dict(HIDDEN.findall(page.text.partition('method="post"')[2].partition("</form>")[0]))


def test_move_is_shown_with_its_dates_and_letters_before_anything_is_moved(office: Office, year: Year) -> None:
    page = office.entered().get(f"{MOVE}?place=reading&to=2031-09-08&lang=en").words

    assert "Mon 25 Aug 2031 Mon 8 Sep 2031" in page
    assert "Hearing Citizens Tue 23 Sep 2031 Tue 7 Oct 2031" in page
    assert "Letters that fall away" in page
    assert "Mon 11 Aug 2031 at 08:00 invitation Reading BIU BIU, committee secretary" in page
    assert "Calendar entries that change" in page
    assert given(year) == []


def test_confirmed_move_is_the_one_that_was_seen_and_happens_once(office: Office, year: Year) -> None:
    browser = office.entered(name="anna")
    form = looked(browser, place="plan", to="2031-05-20") | {"reason": "påskeferie"}

    first, again = browser.post(MOVE, form), browser.post(MOVE, form)

    assert (first.status, again.status) == (303, 303)
    assert first.headers["location"].startswith(f"{YEAR}?done=")
    assert "Plan er flyttet til tirsdag den 20. maj 2031." in browser.get(first.headers["location"]).words
    [(name, payload)] = given(year)
    assert name == "move"
    assert payload == {"step": "plan", "body": None, "to": "2031-05-20", "hour": None, "reason": "påskeferie"}


def test_order_that_cannot_work_is_said_on_the_sheet(office: Office) -> None:
    page = office.entered().get(f"{MOVE}?place=plan&to=2031-09-01&lang=en").words

    assert "The order of the dates" in page
    assert "Put it before the first reading." in page.partition("The order of the dates")[2]


def test_year_that_has_changed_since_is_looked_at_again_and_what_was_typed_stays(office: Office, year: Year) -> None:
    anna, bo = office.entered(name="anna"), office.entered(name="bo")
    mine = looked(anna, place="reading", to="2031-09-08")
    assert bo.post(MOVE, looked(bo, place="plan", to="2031-05-20")).status == 303

    refused = anna.post(MOVE, mine | {"reason": "ny mødeplan"})

    assert refused.status == 422
    assert "er ændret, siden du så, hvad flytningen medfører" in refused.words
    assert "flytningen af bo kl. 09:00" in refused.words
    assert 'value="ny mødeplan"' in refused.text
    assert [name for name, _ in given(year)] == ["move"]
    seen_anew = dict(HIDDEN.findall(refused.text.partition('method="post"')[2].partition("</form>")[0]))
    assert anna.post(MOVE, seen_anew | {"reason": "ny mødeplan"}).status == 303
    assert [name for name, _ in given(year)] == ["move", "move"]


IMPOSSIBLE = [
    ({"place": "plan", "to": "2031-05-01"}, "1 May 2031 is not a day ahead"),
    ({"place": "reading", "to": "2031-09-07"}, "Sunday 7 September 2031"),
    ({"place": "plann", "to": "2031-05-20"}, "Did you mean “plan”?"),
    ({"place": "plan/BR", "to": "2031-05-20"}, "“BR” is not a body of “plan”"),
    ({"place": "plan", "to": "20 May"}, "“20 May” is not a date. Write it as 2027-05-16 or"),
    ({"place": "plan", "to": ""}, "Fill in this field."),
    ({"place": "plan", "to": "2031-05-20", "hour": "25:00"}, "“25:00” is not a time of day"),
]


def test_move_that_cannot_be_is_answered_with_why_and_keeps_what_was_typed(office: Office, year: Year) -> None:
    browser = office.entered()
    for wish, sentence in IMPOSSIBLE:
        answer = browser.get(f"{MOVE}?{urlencode(wish | {'lang': 'en'})}")

        assert (answer.status, sentence in answer.words) == (422, True), wish
        assert not wish["to"] or f'value="{wish["to"]}"' in answer.text
    assert given(year) == []


def test_one_committee_can_be_moved_alone(office: Office, year: Year) -> None:
    browser = office.entered()

    assert browser.post(MOVE, looked(browser, place="plan/ØU", to="2031-05-27")).status == 303

    [(_, payload)] = given(year)
    assert (payload["step"], payload["body"], payload["to"]) == ("plan", "ØU", "2031-05-27")


def test_pause_says_what_it_does_and_can_be_taken_back(office: Office, year: Year) -> None:
    browser = office.entered()
    assert "ingen frist flyttes" in browser.get(f"{YEAR}/do/pause").words

    paused = browser.fill(f"{YEAR}/do/pause", f"{YEAR}/do/pause", {"reason": "valg"})

    assert "er sat på pause" in browser.get(paused.headers["location"]).words
    assert f'href="{YEAR}/do/resume"' in browser.get(YEAR).text
    assert f'href="{YEAR}/do/pause"' not in browser.get(YEAR).text
    assert browser.fill(f"{YEAR}/do/resume", f"{YEAR}/do/resume", {}).status == 303
    assert [name for name, _ in given(year)] == ["pause", "resume"]


UNMEANT = [
    ({"reason": "", "confirm": "sample-2031"}, "reason"),
    ({"reason": "ny politik", "confirm": "sample"}, "confirm"),
    ({"reason": "ny politik", "confirm": ""}, "confirm"),
]


def test_year_is_not_cancelled_without_a_reason_and_its_name(office: Office, year: Year) -> None:
    browser = office.entered()
    for form, wrong in UNMEANT:
        answer = browser.fill(f"{YEAR}/do/cancel", f"{YEAR}/do/cancel", form)

        assert (answer.status, f'id="e-{wrong}"' in answer.text) == (422, True), form
        assert not form["reason"] or 'value="ny politik"' in answer.text
    assert given(year) == []


def test_cancelled_year_offers_nothing_more(office: Office, year: Year) -> None:
    browser = office.entered()

    done = browser.fill(f"{YEAR}/do/cancel", f"{YEAR}/do/cancel", {"reason": "ny politik", "confirm": "sample-2031"})

    assert "er aflyst; alle berørte får besked" in browser.get(done.headers["location"]).words
    assert "/do/" not in browser.get(YEAR).text
    assert f'action="{MOVE}"' not in browser.get(MOVE).text
    assert "kan ikke gøres nu" in browser.get(f"{YEAR}/do/cancel").words


def test_who_acts_on_a_year_that_somebody_else_just_paused_is_told_who_did(office: Office, year: Year) -> None:
    anna, bo, path = office.entered(name="anna"), office.entered(name="bo"), f"{YEAR}/do/cancel"
    mine = anna.hidden(path, path) | {"reason": "ny politik", "confirm": "sample-2031"}
    bo.fill(f"{YEAR}/do/pause", f"{YEAR}/do/pause", {"reason": ""})

    answer = anna.post(path, mine)

    assert answer.status == 409
    assert "pausen af bo" in answer.words
    assert 'value="ny politik"' in answer.text
    assert [name for name, _ in given(year)] == ["pause"]


def test_act_that_there_is_none_of_is_not_there(office: Office) -> None:
    assert office.entered().get(f"{YEAR}/do/delete").status == 404


def test_year_that_there_is_none_of_is_answered_with_those_that_there_are(office: Office) -> None:
    browser = office.entered()

    for path in ("", "/wheel", "/move", "/forecast", "/do/cancel"):
        for slug in ("sample-2032", "sample-2031%00"):
            answer = browser.get(f"/cycles/{slug}{path}")
            assert (path, answer.status, "Mente du »sample-2031«?" in answer.words) == (path, 404, True)


def test_forecast_counts_the_letters_of_the_next_sixty_days_as_the_rules_foresee_them(
    office: Office, year: Year
) -> None:
    with Session(year.engine) as session:
        row = session.get_one(Cycle, "sample-2031")
        found = foresee(simulation_of(session, row, NOW)).letters
    soon = [each for each in found if each.at.date() <= date(2031, 7, 11)]

    page = office.entered(OfficeRole.MANAGER).get(f"{YEAR}/forecast").words

    assert f"{len(soon)} breve" in page
    assert f"{len(found) - len(soon)} sendes senere" in page
    assert "mandag den 12. maj 2031 – fredag den 11. juli 2031" in page


def test_forecast_looks_at_the_days_that_were_asked_for(office: Office) -> None:
    browser = office.entered()

    august = browser.get(f"{YEAR}/forecast?from=2031-08-01&to=2031-08-31&lang=en").words
    swapped = browser.get(f"{YEAR}/forecast?from=2031-08-31&to=2031-08-01&lang=en")

    assert "Mon 11 Aug 2031 at 08:00 invitation Reading BIU" in august
    assert (swapped.status, "Swap them." in swapped.words) == (422, True)


def test_page_of_the_year_leads_to_every_duty_and_meeting_and_says_what_the_lint_says(
    office: Office, year: Year
) -> None:
    for step in ("approval", "plan", "reading"):
        year.open(step)
    year.climb(NOW)
    browser = office.entered()

    page = browser.get(f"{YEAR}?lang=en")

    assert f'href="{YEAR}/meetings/approval/BIU/decide"' in page.text
    assert f'href="{YEAR}/meetings/reading/BIU/decide"' not in page.text

    assert f'href="{YEAR}/duties/plan/%C3%98U"' in page.text
    assert f'href="{YEAR}/meetings/reading/BIU"' in page.text
    assert "Remarks on the year's dates and texts" in page.words.replace("&#39;", "'")
    assert f'href="{MOVE}"' not in office.entered(OfficeRole.READER).get(YEAR).text
