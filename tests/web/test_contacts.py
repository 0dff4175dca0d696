"""Contacts, substitutes and meeting calendars in the browser: seen before they change, and changed once."""

import html
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.bodies import Contact, Substitute
from models.cycles import Cycle, Pin
from models.journal import JournalEntry
from models.office import OfficeRole
from models.vocabulary import Role
from tests.web.lateness import AFTER
from tests.web.office import Answer, Browser, Office, office_of
from tests.web.year import Year

ROOT = "/cycles/sample-2031/contacts"
TMU = f"{ROOT}/TMU/secretary"
CALENDAR = "/cycles/sample-2031/calendars/TMU"


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office of the sample year."""
    with office_of(year.engine, AFTER) as office:
        yield office


def secretary(engine: Engine, body: str = "TMU") -> str:
    """The address of the secretary, alike in the rows and in the cycle's copy of its definition."""
    with Session(engine) as session:
        row = session.get_one(Contact, ("sample-2031", body, Role.SECRETARY, "01", ""))
        copy = session.get_one(Cycle, "sample-2031").definition["body"][body]["contact"]
    [entry] = [each for each in copy if each["role"] == "secretary"]
    assert (entry["name"], entry["address"]) == (row.name, row.address)
    return row.address


def events(engine: Engine) -> list[tuple[str, str, str | None]]:
    with Session(engine) as session:
        rows = session.exec(select(JournalEntry).order_by(JournalEntry.number)).all()
        return [(row.event, row.by, row.after) for row in rows if row.workflow_id.startswith("desk:")]


def test_contact_is_changed_in_record_and_definition_with_a_line_of_the_journal(office: Office, year: Year) -> None:
    browser = office.entered()

    answer = browser.fill(TMU, TMU, {"name": "Sekretær", "address": "ny@tmu.example", "language": "en"})

    assert answer.status == 303
    assert secretary(year.engine) == "ny@tmu.example"
    assert events(year.engine) == [("contact_changed", "sekretariat", "Sekretær <ny@tmu.example> (en)")]
    page = browser.get(answer.headers["location"]).words
    assert "1 kontakter er ændret (TMU.secretary)" in page
    assert "ny@tmu.example (en)" in page


def test_wrong_address_comes_back_with_what_was_typed_and_changes_nothing(office: Office, year: Year) -> None:
    before = secretary(year.engine)

    answer = office.entered().fill(TMU, TMU, {"name": "Sekretær", "address": "ikke en adresse"})

    assert answer.status == 422
    assert 'value="ikke en adresse"' in answer.text
    assert "er ikke en mailadresse" in answer.words
    assert (secretary(year.engine), events(year.engine)) == (before, [])


def test_substitute_is_named_shown_and_ended(office: Office, year: Year) -> None:
    browser = office.entered()
    way = f"{TMU}/substitute"
    given = {"name": "Vikar", "address": "vikar@tmu.example", "first": "2031-05-20", "last": "2031-06-20"}

    assert browser.fill(way, way, given).status == 303
    assert re.search(r"Vikar tirs. 20. maj 2031 – fre. 20. jun[a-z.]* 2031", browser.get(ROOT).words)

    with Session(year.engine) as session:
        [number] = session.exec(select(Substitute.id)).all()
    assert browser.fill(ROOT, f"{ROOT}/end", {"number": str(number)}).status == 303
    assert "Vikar" not in browser.get(ROOT).words
    with Session(year.engine) as session:
        assert session.exec(select(Substitute.to_day)).one() == date(2031, 5, 20)


TABLE = (
    "Udvalg;Rolle;Navn;E-mail;Sprog\r\n"
    "TMU;udvalgssekretær;Sekretær, TMU;ny@tmu.example;\r\n"
    "XYZ;formand;Ingen;a@b.example;\r\n"
    "ØU;secretary;Sekretær, ØU;ikke en adresse;\r\n"
    "TMU;secretary;Igen;igen@tmu.example;\r\n"
    "ØU;direktør;Direktør;d@oeu.example;tysk\r\n"
)


@pytest.mark.parametrize("code", ["utf-8-sig", "cp1252"])
def test_table_is_reported_line_by_line_before_anything_is_changed_and_then_taken_in(
    code: str, office: Office, year: Year
) -> None:
    browser, before = office.entered(), secretary(year.engine)
    way = f"{ROOT}/import"

    report = browser.fill(way, f"{way}/check", {"table": ""}, {"file": ("k.csv", TABLE.encode(code))})

    assert report.status == 200
    assert "1 kontakter ændres, 4 linjer er ikke forstået. Intet er ændret endnu." in report.words
    assert f"TMU.secretary Udvalgssekretær, TMU <{before}>".replace("<", "&lt;").replace(">", "&gt;") in report.words
    for why in ("»XYZ« er ikke et udvalg", "er ikke en mailadresse", "står allerede på linje 2", "»tysk« er ikke"):
        assert why in report.words
    assert secretary(year.engine) == before

    assert confirmed(browser, report.text, way).status == 303
    assert secretary(year.engine) == "ny@tmu.example"
    assert [event for event, _, _ in events(year.engine)] == ["contact_changed"]


def confirmed(browser: Browser, page: str, action: str) -> Answer:
    """Press the button below a report."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    table = html.unescape(form.partition("hidden>")[2].partition("</textarea>")[0])
    return browser.post(action, hidden | {"table": table})


def test_empty_table_is_told_next_to_the_field(office: Office) -> None:
    way = f"{ROOT}/import"

    answer = office.entered().fill(way, f"{way}/check", {"table": " "})

    assert answer.status == 422
    assert 'id="e-table"' in answer.text


DAYS = "dato\n2031-08-21\n21.8.2031\n2031-12-25\nen dag i maj\n2031-02-30\n2031-09-18\n"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y
BEGIN:VEVENT
UID:1
SUMMARY:Møde
DTSTART:20310821T220000Z
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Hver måned
DTSTART;VALUE=DATE:20310918
RRULE:FREQ=MONTHLY
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:Aflyst
STATUS:CANCELLED
DTSTART;VALUE=DATE:20310919
END:VEVENT
END:VCALENDAR
"""


def test_meeting_days_are_reported_with_doubles_closed_days_and_what_was_not_understood(
    office: Office, year: Year
) -> None:
    browser = office.entered()

    report = browser.fill(CALENDAR, f"{CALENDAR}/check", {"table": DAYS})

    assert "3 mødedage er forstået, 3 linjer er ikke forstået" in report.words
    for why in ("Dagen står allerede på linje 2", "Bemærk: juledag", "»en« er ikke en dato", "Dagen"):
        assert why in report.words
    with Session(year.engine) as session:
        before = session.get_one(Cycle, "sample-2031").definition["body"]["TMU"]["meetings"]
    assert "2031-08-21" not in str(before)

    assert confirmed(browser, report.text, CALENDAR).status == 303
    with Session(year.engine) as session:
        after = session.get_one(Cycle, "sample-2031").definition["body"]["TMU"]["meetings"]
    assert {"2031-08-21", "2031-09-18", "2031-12-25"} <= set(after)
    assert [event for event, _, _ in events(year.engine)] == ["meetings_imported"]
    assert "tors. 21. aug. 2031" in browser.get("/cycles/sample-2031/calendars").words


def test_calendar_file_is_read_in_the_cycle_s_own_time(office: Office) -> None:
    browser = office.entered()

    report = browser.fill(CALENDAR, f"{CALENDAR}/check", {}, {"file": ("m.ics", ICS.encode())})

    assert "1 mødedage er forstået, 2 linjer er ikke forstået" in report.words
    assert "fredag den 22. august 2031" in report.words
    assert "gentages efter en regel" in report.words
    assert "Mødet er aflyst" in report.words


def test_no_date_of_the_year_moves_by_a_calendar(office: Office, year: Year) -> None:
    """The dates that the new calendar would put elsewhere are shown, and pinned where they are."""
    browser = office.entered()
    before = days_of(browser)
    for body in ("BIU", "ØU", "TMU"):
        way = f"/cycles/sample-2031/calendars/{quote(body)}"
        report = browser.fill(way, f"{way}/check", {"table": "2031-01-07\n2031-12-30"})
        if "Gem mødedagene" in report.words:
            assert confirmed(browser, report.text, way).status == 303

    with Session(year.engine) as session:
        pins = session.exec(select(Pin)).all()
    assert days_of(browser) == before
    assert pins


def days_of(browser: Browser) -> list[str]:
    """Every date of the year, in the order of its pages."""
    return re.findall(r'<time datetime="([^"]+)"', browser.get("/cycles/sample-2031/wheel").text)


def test_manager_sees_contacts_and_cannot_change_them(office: Office) -> None:
    page = office.entered(OfficeRole.MANAGER).get(ROOT)

    assert page.status == 200
    assert '<form method="post" action="/cycles' not in page.text
    assert "/import" not in page.text
