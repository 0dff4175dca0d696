"""A year is prepared on pages, from a shipped cycle to its start: what is changed is the copy, and errors are told."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.bodies import Contact, Substitute
from models.cycles import Cycle, Step
from models.preparing import PreparedYear
from models.vocabulary import Role
from runtime.definitions import read
from settings import CHECKOUT
from tests.web.office import Answer, Browser, Office
from tests.web.starting import YEAR, begun, office, secretary
from web.starting.draft import built_on

__all__ = ["office", "secretary"]

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def fixed(browser: Browser, what: str, values: dict[str, str], where: str = "people") -> Answer:
    """Send one of the forms of the page about people."""
    hidden = browser.hidden(f"{YEAR}/{where}", f"{YEAR}/{where}")
    return browser.post(f"{YEAR}/{where}", hidden | {"what": what} | values)


def people(browser: Browser) -> dict[str, str]:
    """What the fields of the contacts hold."""
    shown = browser.get(f"{YEAR}/people").text
    return dict(re.findall(r'name="((?:name|address)-[0-9-]+)"[^>]*? value="([^"]*)"', shown))


def test_empty_office_says_what_to_do_first_and_leads_there(office: Office) -> None:
    browser = office.entered()

    for page in ("/cycles", "/board"):
        assert 'href="/start"' in browser.get(page).text
        assert "Begynd med at starte et år" in browser.get(page).words


def test_year_is_prepared_as_a_copy_and_started_with_what_was_changed(
    secretary: Browser, record: Engine, office: Office
) -> None:
    secretary.fill(YEAR, YEAR, {"place": "plan", "to": "2027-05-12", "rule": ""})
    typed = people(secretary)
    chosen = next(field for field, value in typed.items() if value == "udvalgssekretaer@tmu.kommune.example")
    fixed(secretary, "contacts", typed | {chosen: "ny@tmu.kommune.example"})
    standin = {"whom": "TMU.secretary", "standin": "Vikar", "standin_address": "vikar@tmu.kommune.example"}
    fixed(secretary, "standin", standin | {"first": "2027-03-01", "last": "2027-03-31"})
    secretary.fill(f"{YEAR}/papers", f"{YEAR}/papers", {}, {"many": ("Bilag 3b Udfordringspapir.pdf", PDF)})

    answer = secretary.fill(f"{YEAR}/letters", f"{YEAR}/start", {})

    assert answer.headers["location"].startswith("/cycles/annual-2027?done=")
    with Session(record) as session:
        cycle = session.get_one(Cycle, "annual-2027")
        assert str(session.get_one(Step, ("annual-2027", "plan")).starts_on) == "2027-05-12"
        assert session.get_one(Contact, ("annual-2027", "TMU", Role.SECRETARY, "01", "")).address == (
            "ny@tmu.kommune.example"
        )
        assert [each.name for each in session.exec(select(Substitute)).all()] == ["Vikar"]
        assert "papers/challenge-tmu.pdf" in cycle.files
        assert "papers/challenge-tmu.da.md" not in cycle.files
        assert session.exec(select(PreparedYear)).all() == []
    shipped = read("annual", CHECKOUT / "cycles")
    assert "ny@tmu" not in shipped.toml
    assert "papers/challenge-tmu.da.md" in shipped.files


def test_every_date_is_shown_with_its_reason(secretary: Browser) -> None:
    shown = secretary.get(YEAR).words

    assert "Den foreslåede tidsplan" in shown
    assert "tirs. 18. maj 2027 kl. 12" in shown
    assert "mandag i uge 20; flyttet fra mandag den 17. maj, anden pinsedag" in shown


def test_prepared_year_says_in_words_what_it_is_built_on(secretary: Browser) -> None:
    assert "Bygger på den medfølgende skabelon" in secretary.get(YEAR).words
    assert (built_on("annual-2026").da, built_on("Vores år.zip").da) == ("året 2026", "Vores år.zip")


def test_missing_paper_is_told_and_seven_of_seven_once_it_is_there(secretary: Browser) -> None:
    assert "7/7 brevpakker er fuldstændige" in secretary.get(f"{YEAR}/papers").words
    toml = secretary.get(f"{YEAR}/text?file=cycle.toml").text
    assert "challenge-tmu" in toml

    broken = read("annual", CHECKOUT / "cycles").toml.replace('"challenge-tmu"', '"andet.pdf"')
    action = f"{YEAR}/text?file=cycle.toml"
    answer = secretary.fill(action, action, {"text": broken})
    assert answer.status == 303
    assert "6/7" in secretary.get(f"{YEAR}/papers").words
    assert "Bilag 3b mangler (papers/andet.pdf)" in secretary.get(f"{YEAR}/papers").words
    assert "Det her skal rettes, før året kan startes" in secretary.get(f"{YEAR}/letters").words

    secretary.fill(f"{YEAR}/papers", f"{YEAR}/papers", {}, {"many": ("andet.pdf", PDF)})
    assert "7/7" in secretary.get(f"{YEAR}/papers").words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("ukendt.pdf", PDF, "ukendt.pdf passer ikke til noget bilag"),
        ("challenge-tmu.pdf", b"#!/bin/sh\n", "challenge-tmu.pdf"),
        ("challenge-tmu.md", b"# Papir\n", "siger ikke, hvilket sprog"),
        ("challenge-tmu.da.md", b"\xe6\xf8\xe5", "er ikke tekst i UTF-8"),
    ],
)
def test_file_that_cannot_be_a_paper_is_refused_by_a_sentence(
    name: str, content: bytes, said: str, secretary: Browser
) -> None:
    answer = secretary.fill(f"{YEAR}/papers", f"{YEAR}/papers", {}, {"many": (name, content)})

    assert answer.status == 422
    assert said in answer.words
    assert "challenge-tmu.da.md" in secretary.get(f"{YEAR}/papers").text


def test_letters_are_shown_as_recipients_will_see_them(secretary: Browser) -> None:
    listed = secretary.get(f"{YEAR}/letters").text
    number = listed.partition(f"{YEAR}/letters/")[2].partition('"')[0]

    page = secretary.get(f"{YEAR}/letters/{number}")
    shown = secretary.get(f"{YEAR}/letters/{number}/shown")
    file = secretary.get(f"{YEAR}/letters/{number}/files/0?open")

    assert "udfordring" in page.words.lower()
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "2027" in shown.text
    assert file.content.startswith(b"%PDF-")
    assert secretary.get(f"{YEAR}/letters/999").status == 404


def test_challenge_letters_are_held_for_a_release_when_that_is_chosen(secretary: Browser, record: Engine) -> None:
    letters = f"{YEAR}/letters"

    chosen = secretary.fill(letters, letters, {})
    assert "tilbageholdes, til de er set igennem" in secretary.get(chosen.headers["location"]).words
    assert "hold = [" in secretary.get(f"{YEAR}/text?file=cycle.toml").text
    secretary.fill(letters, letters, {})
    assert "Send dem uden frigivelse" not in secretary.get(letters).words
    secretary.fill(letters, letters, {})
    secretary.fill(letters, f"{YEAR}/start", {})

    with Session(record) as session:
        assert session.get_one(Cycle, "annual-2027").hold == ["challenge"]


def test_what_was_typed_wrong_comes_back_with_a_sentence_beside_it(secretary: Browser) -> None:
    typed = people(secretary)
    name, address = (
        next(each for each in typed if each.startswith("name")),
        next(each for each in typed if each.startswith("address")),
    )

    answer = fixed(secretary, "contacts", typed | {name: "", address: "ikke en adresse"})

    assert answer.status == 422
    assert 'value="ikke en adresse"' in answer.text
    assert f'aria-describedby=" e-{name}"' in answer.text or f"e-{name}" in answer.text
    rule = secretary.fill(YEAR, YEAR, {"place": "plan", "to": "", "rule": ""})
    both = secretary.fill(YEAR, YEAR, {"place": "plan", "to": "2027-05-12", "rule": "05-14"})
    assert (rule.status, both.status) == (422, 422)


def test_rule_that_cannot_be_read_is_an_error_of_the_year_and_mended_in_the_same_way(secretary: Browser) -> None:
    secretary.fill(YEAR, YEAR, {"place": "plan", "to": "", "rule": "engang i maj"})
    assert "Det her skal rettes" in secretary.get(YEAR).words
    assert "start" not in secretary.get(f"{YEAR}/letters").text.partition('action="')[2].partition('"')[0][-6:]

    secretary.fill(YEAR, YEAR, {"place": "plan", "to": "", "rule": "05-14"})
    assert "Det her skal rettes" not in secretary.get(YEAR).words


def test_second_to_change_sees_what_the_first_did_and_loses_nothing(office: Office, secretary: Browser) -> None:
    hidden = secretary.hidden(YEAR, YEAR)
    other = office.entered(name="kollega")
    other.fill(YEAR, YEAR, {"place": "plan", "to": "2027-05-12", "rule": ""})

    answer = secretary.post(YEAR, hidden | {"place": "plan", "to": "2027-05-13", "rule": ""})

    assert answer.status == 422
    assert "kollega har ændret forberedelsen imens" in answer.words
    assert 'value="2027-05-13"' in answer.text
    again = secretary.post(YEAR, secretary.hidden(YEAR, YEAR) | {"place": "plan", "to": "2027-05-13", "rule": ""})
    assert again.status == 303
    assert "13. maj 2027" in secretary.get(YEAR).words


def test_preparation_is_listed_goes_on_and_is_thrown_away(secretary: Browser) -> None:
    assert "Fortsæt: " in secretary.get("/start").words
    assert begun(secretary).status == 422
    assert "allerede under forberedelse" in begun(secretary).words

    secretary.fill("/start", f"{YEAR}/forget", {})

    assert "Fortsæt: " not in secretary.get("/start").words
    assert secretary.get(YEAR).status == 404


def test_pages_of_a_year_that_nobody_prepares_say_so(office: Office, tmp_path: Path) -> None:
    answer = office.entered().get("/start/annual-2050")

    assert answer.status == 404
    assert "annual-2050 er ikke under forberedelse" in answer.words


def test_substitute_who_comes_too_late_does_not_keep_the_year_from_starting(
    secretary: Browser, office: Office, record: Engine
) -> None:
    standin = {"whom": "TMU.secretary", "standin": "Vikar", "standin_address": "vikar@tmu.kommune.example"}
    fixed(secretary, "standin", standin | {"first": "2020-03-01", "last": "2020-03-31"})

    answer = secretary.fill(f"{YEAR}/letters", f"{YEAR}/start", {})

    assert "Vikar er ikke indsat som stedfortræder" in secretary.get(answer.headers["location"]).words
    with Session(record) as session:
        assert session.get_one(Cycle, "annual-2027").stage == "running"
        assert session.exec(select(PreparedYear)).all() == []


def test_respondents_of_a_hearing_are_mended_like_other_contacts(secretary: Browser, record: Engine) -> None:
    typed = people(secretary)
    chosen = [name for name, value in typed.items() if name.startswith("address") and "hoering" in value]

    fixed(secretary, "contacts", typed | {chosen[0]: "nyt-raad@hoering.example"})

    assert "nyt-raad@hoering.example" in secretary.get(f"{YEAR}/text?file=cycle.toml").text
