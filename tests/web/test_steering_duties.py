"""One obligation in the browser: what came, under which deadline, and everything that the secretariat does about it."""

import asyncio
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.journal import Command
from models.obligations import Submission
from models.office import OfficeRole
from planning.foresight import simulation
from tests.web.kept import going, kept
from tests.web.office import Office, office_of
from tests.web.year import Year

NOW = datetime(2031, 5, 12, 7, tzinfo=UTC)  # Monday; the plan is due on Friday 16 May at 12.00
AFTER = datetime(2031, 5, 19, 7, tzinfo=UTC)
DUTY = "/cycles/sample-2031/duties/plan/TMU"
PLAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def year(record: Engine) -> Year:
    """Give the year in the week when the plans are due."""
    return kept(record, going, ("plan",), NOW)


@pytest.fixture
def office(year: Year) -> Iterator[Office]:
    """Give the office in the week when the plans are due. The engine is away: acts are stored."""
    with office_of(year.engine, NOW) as office:
        yield office


def given(year: Year) -> list[tuple[str, str, dict[str, object]]]:
    """What was ordered: the update, who ordered it, and what was typed."""
    kept = ("until", "reason", "override", "version", "late")
    with Session(year.engine) as session:
        rows = session.exec(select(Command).order_by(col(Command.number))).all()
        return [(row.name, row.by, {k: v for k, v in row.payload.items() if k in kept}) for row in rows]


def hand_in(office: Office, name: str = "Handleplan æøå.pdf", **fields: str) -> None:
    """Hand in the plan for the committee."""
    path = f"{DUTY}/submit"
    answer = office.entered().fill(path, path, fields, {"file": (name, PLAN)})
    assert answer.status == 303


def test_what_is_owed_is_told_with_its_deadline_and_the_day_that_the_agenda_closes(office: Office) -> None:
    page = office.entered().get(f"{DUTY}?lang=en").words

    assert "Plan – TMU" in page
    assert "Deadline in force Friday 16 May 2031 at 12:00" in page
    assert "The agenda closes of the meeting that needs it Tuesday 19 August 2031" in page
    assert "Nothing has been handed in." in page
    assert "obligation opened" in page


def test_hand_in_for_a_committee_is_a_version_with_hash_and_deadline_and_comes_back_as_it_was(
    office: Office, year: Year
) -> None:
    hand_in(office, approved_on="2031-05-05", agenda_item="7")

    page, digest = office.entered().get(f"{DUTY}?lang=en"), hashlib.sha256(PLAN).hexdigest()
    with Session(year.engine) as session:
        [row] = session.exec(select(Submission)).all()
    file = office.entered(OfficeRole.MANAGER).get(f"{DUTY}/versions/{row.id}")

    assert "Stage handed in" in page.words
    assert f"SHA-256 {digest}" in page.words
    assert "Fri 16 May 2031 at 12:00 in time Mon 5 May 2031, item 7" in page.words
    assert hashlib.sha256(file.text.encode()).hexdigest() == digest
    assert file.headers["content-disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Handleplan%20%C3%A6%C3%B8%C3%A5.pdf" in file.headers["content-disposition"]
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-type"] == "application/octet-stream"


def test_every_file_of_a_hand_in_can_be_fetched(office: Office, year: Year) -> None:
    second = PLAN + b"% 2\n"
    asyncio.run(
        year.desk.submit("sample-2031", "plan", "TMU", PLAN, "plan.pdf", more=[("bilag.pdf", second)], by="sekretariat")
    )

    page = office.entered().get(DUTY)

    assert hashlib.sha256(second).hexdigest() in page.text
    [link] = re.findall(r'href="([^"]+\?file=2)"', page.text)
    assert office.entered().get(link).text.encode() == second
    assert office.entered().get(link.replace("=2", "=3")).status == 404


def test_file_of_another_duty_is_not_found_below_this_one(office: Office) -> None:
    hand_in(office)

    assert office.entered().get("/cycles/sample-2031/duties/plan/%C3%98U/versions/1").status == 404
    assert office.entered().get(f"{DUTY}/versions/2").status == 404
    assert office.entered().get(f"{DUTY}/versions/99999999999").status == 404


def test_reader_sees_what_was_handed_in_and_no_file_no_letter_no_journal_and_no_act(office: Office) -> None:
    hand_in(office)

    page = office.entered(OfficeRole.READER).get(DUTY)

    assert "Handleplan æøå.pdf" in page.words
    assert "/versions/" not in page.text
    assert "/outbox/" not in page.text
    assert "Opgavens journal" not in page.words
    assert 'class="act"' not in page.text


NO_HAND_IN: list[tuple[dict[str, str], dict[str, tuple[str, bytes]], str]] = [
    ({}, {}, "Vælg den fil, der afleveres."),
    ({}, {"file": ("plan.pdf", b"")}, "er tom"),
    ({}, {"file": ("plan.pdf", b"#!/bin/sh\nrm -rf /\n")}, "plan.pdf"),
    ({"approved_on": "2031-06-01"}, {"file": ("plan.pdf", PLAN)}, "1. juni 2031 er ikke kommet endnu"),
    ({"approved_on": "31.2.2031"}, {"file": ("plan.pdf", PLAN)}, "Den 31. februar 2031 findes ikke"),
]


def test_hand_in_that_cannot_be_taken_says_why_and_stores_nothing(office: Office, year: Year) -> None:
    browser, path = office.entered(), f"{DUTY}/submit"
    for fields, files, sentence in NO_HAND_IN:
        answer = browser.fill(path, path, fields | {"agenda_item": "punkt 7"}, files)

        assert (answer.status, sentence in answer.words) == (422, True), sentence
        assert 'value="punkt 7"' in answer.text
    assert given(year) == []


def test_file_that_is_too_large_is_refused_with_its_size_and_a_flood_of_bytes_is_not_read(
    office: Office, year: Year
) -> None:
    browser, path = office.entered(), f"{DUTY}/submit"

    little = browser.fill(path, path, {"agenda_item": "7"}, {"file": ("plan.pdf", PLAN + b" " * 26_000_000)})
    much = browser.fill(path, path, {}, {"file": ("plan.pdf", PLAN + b" " * 40_000_000)})

    assert (little.status, "Filen plan.pdf fylder 26,0 MB" in little.words) == (422, True)
    assert 'value="7"' in little.text
    assert much.status == 413
    assert given(year) == []


def test_extension_past_its_bound_is_refused_until_it_is_meant(office: Office, year: Year) -> None:
    browser, path = office.entered(name="anna"), f"{DUTY}/do/extend"
    wish = {"until": "2031-09-01", "reason": "Udvalget mødes i august"}

    refused = browser.fill(path, path, wish)
    granted = browser.fill(path, path, wish | {"override": "yes"})

    assert refused.status == 422
    assert "ligger efter 19. august 2031, hvor dagsordenen for det møde lukker" in refused.words
    assert "Udvalget mødes i august</textarea>" in refused.text
    assert 'value="2031-09-01"' in refused.text
    assert "har nu frist mandag den 1. september 2031" in browser.get(granted.headers["location"]).words
    assert given(year) == [
        ("extend", "anna", {"until": "2031-09-01", "reason": "Udvalget mødes i august", "override": True})
    ]


def test_request_of_a_committee_is_answered_from_what_it_asked_for(office: Office, year: Year) -> None:
    asyncio.run(
        year.desk.request_extension("sample-2031", "plan", "TMU", date(2031, 5, 26), "Mødet er den 23.", by="TMU")
    )
    browser = office.entered(name="anna")
    page, form = browser.get(DUTY), browser.get(f"{DUTY}/do/extend")

    answer = browser.fill(f"{DUTY}/do/refuse", f"{DUTY}/do/refuse", {"reason": "Planen skal sammenskrives"})

    assert "Udvalget søger udsættelse til mandag den 26. maj 2031 : Mødet er den 23." in page.words
    assert 'value="2031-05-26"' in form.text
    assert "Mødet er den 23.</textarea>" in form.text
    assert answer.status == 303
    assert "Udvalget søger" not in browser.get(DUTY).words
    assert [name for name, _, _ in given(year)] == ["request_extension", "refuse_extension"]


def test_what_was_handed_in_is_returned_handed_in_again_and_accepted(office: Office, year: Year) -> None:
    hand_in(office)
    browser = office.entered()

    returned = browser.fill(f"{DUTY}/do/return", f"{DUTY}/do/return", {"until": "2031-05-23", "reason": "Mål mangler"})
    again = browser.get(f"{DUTY}?lang=en").words
    hand_in(office, "Handleplan 2.pdf")
    accepted = browser.fill(f"{DUTY}/do/accept", f"{DUTY}/do/accept", {})

    assert (returned.status, accepted.status) == (303, 303)
    assert "Deadline in force Friday 23 May 2031" in again
    assert "er godkendt (version 2)" in browser.get(accepted.headers["location"] + "&lang=da").words
    assert [(name, typed.get("version")) for name, _, typed in given(year)] == [
        ("submit", 1), ("send_back", None), ("submit", 2), ("accept", None),
    ]  # fmt: skip


def test_waived_duty_offers_nothing_more_and_says_so_to_who_tries(office: Office, year: Year) -> None:
    browser, path = office.entered(), f"{DUTY}/do/waive"
    other = browser.hidden(f"{DUTY}/do/extend", f"{DUTY}/do/extend") | {"until": "2031-05-23", "reason": "mere tid"}
    assert browser.fill(path, path, {"reason": ""}).status == 422

    assert browser.fill(path, path, {"reason": "Udvalget er nedlagt"}).status == 303

    assert 'class="act"' not in browser.get(DUTY).text
    assert "kan ikke gøres nu" in browser.get(f"{DUTY}/do/extend").words
    answer = browser.post(f"{DUTY}/do/extend", other)
    assert (answer.status, "den er frafaldet" in answer.words) == (422, True)
    assert "mere tid</textarea>" in answer.text
    assert [name for name, _, _ in given(year)] == ["waive"]


def test_two_who_act_at_once_do_not_act_over_each_other(office: Office, year: Year) -> None:
    anna, bo = office.entered(name="anna"), office.entered(name="bo")
    path = f"{DUTY}/do/extend"
    wish = {"until": "2031-05-23", "reason": "møde"}
    hers, his = anna.hidden(path, path) | wish, bo.hidden(path, path) | wish | {"until": "2031-05-26"}

    assert anna.post(path, hers).status == 303
    late = bo.post(path, his)

    assert late.status == 409
    assert "udsættelsen af anna" in late.words
    assert 'value="2031-05-26"' in late.text
    assert [(name, by) for name, by, _ in given(year)] == [("extend", "anna")]


def test_late_duty_says_how_late_and_is_not_extended_backwards(year: Year) -> None:
    year.climb(AFTER)
    with office_of(year.engine, AFTER) as office:
        page = office.entered().get(f"{DUTY}?lang=en")

    assert "Late; working days past the deadline: 1" in page.words
    assert f"{DUTY}/do/extend" not in page.text
    assert f"{DUTY}/submit" in page.text


def test_duty_that_is_not_there_names_those_that_are(office: Office) -> None:
    answer = office.entered().get("/cycles/sample-2031/duties/plan/BR")

    assert answer.status == 404
    assert "BR skylder ikke noget i »plan«. Det gør: TMU, ØU." in answer.words
    assert office.entered().get(f"{DUTY}/do/delete").status == 404
    for address in ("plan/TMU%00", "plan%00/TMU", "plan/%F0%9F%92%A9", "none/TMU"):
        assert office.entered().get(f"/cycles/sample-2031/duties/{address}").status == 404
    assert office.entered().get("/cycles/none%00/duties/plan/TMU").status == 404


def test_rules_that_offer_an_act_are_those_that_judge_it(office: Office, year: Year) -> None:
    """A duty whose year was cancelled offers nothing, although the engine has not told it yet."""
    year.write(simulation.cancelled(year.child("plan", "TMU"), year.at, "act-9", "aflyst"))

    assert 'class="act"' not in office.entered().get(DUTY).text
