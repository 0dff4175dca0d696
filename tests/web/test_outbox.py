"""Letters looked through, tried out and released in the browser: what was seen leaves, once, and by whom it may."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.bodies import Substitute
from models.journal import Command, JournalEntry
from models.vocabulary import LetterState, Role
from tests.web.held import FOUR_EYES, SLUG, STEP, become, challenge, edit_text, holding, letters, relay
from tests.web.kept import kept
from tests.web.office import Browser, Office, office_of

NOW = datetime(2031, 1, 7, 8, tzinfo=UTC)


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give the office of a year with two held letters; the engine is away."""
    kept(record, holding)
    with office_of(record, NOW) as office:
        yield office


@pytest.fixture
def strict(record: Engine) -> Iterator[Office]:
    """The same in a year that wants four eyes."""
    kept(record, holding, FOUR_EYES)
    with office_of(record, NOW) as office:
        yield office


def released(engine: Engine) -> list[tuple[str, tuple[str, ...], str]]:
    """Who released which letters, and why."""
    with Session(engine) as session:
        found = session.exec(select(Command).where(Command.name == "release").order_by(col(Command.number))).all()
        return [(each.by, tuple(key.split(":")[-2] for key in each.payload["keys"]), each.payload["reason"])
                for each in found]  # fmt: skip


def draft(browser: Browser) -> None:
    """Write the letters of the step."""
    assert browser.fill(STEP, f"{STEP}/draft", {}).status == 303


def stands_in(engine: Engine) -> None:
    """Let somebody else get TMU's letters."""
    days = {"from_day": date(2031, 1, 1), "to_day": date(2031, 12, 31)}
    row = Substitute(cycle=SLUG, body="TMU", role=Role.SECRETARY, name="Vikar", address="vikar@tmu.example", by="x",
                     **days)  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(row)


def test_outbox_begins_with_what_waits_for_a_release(office: Office) -> None:
    page = office.entered().get("/outbox")

    assert f'href="{STEP}"' in page.text
    assert "Breve (sample-2031) : 2 breve" in page.words


def test_held_letter_is_shown_as_it_would_leave_with_its_papers(office: Office, record: Engine) -> None:
    before = letters(record)
    browser = office.entered()

    page, frame, papers = browser.get("/outbox/1"), browser.get("/outbox/1/shown"), browser.get(f"{STEP}")

    assert "Sådan ville brevet se ud nu" in page.words
    assert "Brev 1 af 2, der venter i trinnet" in page.words
    assert "sekretaer@tmu.example" in page.words
    assert ".pdf" in page.words
    assert "<html" in frame.text
    assert papers.status == 200
    assert letters(record) == before


def test_files_of_a_letter_are_saved_as_what_they_are_and_a_pdf_can_be_opened(office: Office) -> None:
    browser = office.entered()
    assert 'href="/outbox/1/files/0?open=1"' in browser.get("/outbox/1").text

    saved, shown = browser.raw("/outbox/1/files/0"), browser.raw("/outbox/1/files/0?open=1")

    assert saved[1]["content-type"] == shown[1]["content-type"] == "application/pdf"
    assert saved[1]["content-disposition"].startswith("attachment; filename=")
    assert shown[1]["content-disposition"].startswith("inline; filename=")
    assert saved[2] == shown[2]
    assert saved[2].startswith(b"%PDF-")
    assert saved[1]["x-content-type-options"] == "nosniff"
    assert browser.get("/outbox/1/files/99").status == 404


def test_page_that_travels_as_a_file_is_never_opened(office: Office, record: Engine) -> None:
    bad = (
        b'From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="m"\r\n\r\n'
        b'--m\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename="../../x.html"\r\n\r\n'
        b"<script>alert(1)</script>\r\n--m\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="x.pdf"\r\n\r\n<script>alert(1)</script>\r\n--m--\r\n'
    )
    become(record, 1, state=LetterState.SENT, message=bad)
    browser = office.entered()

    page, pretended = (browser.raw(f"/outbox/1/files/{place}?open=1")[1] for place in (0, 1))

    assert page["content-type"] == "application/octet-stream"
    assert page["content-disposition"].startswith("attachment")
    assert ".." not in page["content-disposition"]
    assert pretended["content-disposition"].startswith("attachment")


def test_letters_are_looked_through_one_by_one_until_all_are_seen(office: Office, record: Engine) -> None:
    browser = office.entered()
    draft(browser)
    assert [row.state for row in letters(record)] == [LetterState.DRAFTED] * 2
    assert "2 breve har du ikke set igennem endnu" in browser.get(STEP).words

    first = browser.fill("/outbox/1", "/outbox/1/looked", {})
    last = browser.fill("/outbox/2", "/outbox/2/looked", {})

    assert first.headers["location"].startswith("/outbox/2?done=")
    assert last.headers["location"].startswith(f"{STEP}?done=")
    assert "Du har set alle kladder igennem" in browser.get(STEP).words
    assert "Set igennem af sekretariat" in browser.get("/outbox/1").words
    assert 'action="/outbox/1/looked"' not in browser.get("/outbox/1").text
    assert "2 breve har du ikke set igennem endnu" in office.entered(name="leder").get(STEP).words


def test_look_is_at_one_writing_of_a_letter_and_at_no_other(office: Office, record: Engine) -> None:
    browser = office.entered()
    draft(browser)
    browser.fill("/outbox/1", "/outbox/1/looked", {})
    form = office.entered(name="leder").hidden("/outbox/1", "/outbox/1/looked")
    edit_text(record)

    browser.fill(f"{STEP}/difference", f"{STEP}/regenerate", {})
    late = browser.fill("/outbox/1", "/outbox/1/looked", {"sha256": form["sha256"]})

    assert "2 breve har du ikke set igennem endnu" in browser.get(STEP).words
    assert late.status == 422
    assert "ikke længere den kladde" in late.words


def test_difference_is_shown_before_anything_is_written_anew(office: Office, record: Engine) -> None:
    browser = office.entered()
    draft(browser)
    assert "Ingen kladde ville blive anderledes" in browser.get(f"{STEP}/difference").words
    edit_text(record)
    before = letters(record)

    shown = browser.get(f"{STEP}/difference")

    assert "kommer til En ny tekst." in shown.words
    assert "Brev nr. 1" in shown.words
    assert "Brev nr. 2" not in shown.words
    assert "1 kladde bliver, som den er" in shown.words
    assert letters(record) == before
    done = browser.fill(f"{STEP}/difference", f"{STEP}/regenerate", {})
    assert "Anderledes er: 1." in browser.get(done.headers["location"]).words
    assert [row.sha256 for row in letters(record)] != [row.sha256 for row in before]


def test_difference_of_nothing_says_why_there_is_none(office: Office) -> None:
    page = office.entered().get(f"{STEP}/difference")

    assert page.status == 200
    assert "har ingen kladder" in page.words


def test_all_letters_of_a_step_are_released_together_and_the_page_follows_them(office: Office, record: Engine) -> None:
    browser = office.entered()
    assert "data-refresh" not in browser.get(STEP).text.partition('id="leaving"')[2]

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "all", "number": "1"})

    assert released(record) == [("sekretariat", ("TMU", "ØU"), "")]
    page = browser.get(answer.headers["location"])
    assert "2 breve er frigivet" in page.words
    assert "2 breve er på vej" in page.words
    assert "Ingen breve venter i dette trin" in page.words
    assert f'data-refresh="{STEP}/leaving 3"' in browser.get(f"{STEP}/leaving").text


def test_progress_stops_refreshing_when_nothing_is_on_its_way(office: Office, record: Engine) -> None:
    browser = office.entered()
    become(record, 1, state=LetterState.SENDING)
    become(record, 2, state=LetterState.SENT)
    assert "1 brev er på vej" in browser.get(f"{STEP}/leaving").words

    become(record, 1, state=LetterState.SENT)

    done = browser.get(f"{STEP}/leaving")
    assert "data-refresh" not in done.text
    assert "2 sendt" in done.words


def test_some_letters_leave_only_with_a_reason_and_the_choice_is_kept(office: Office, record: Engine) -> None:
    browser = office.entered()

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "some", "number": "2"})

    assert answer.status == 422
    assert "skriv, hvorfor de andre venter" in answer.words
    assert 'value="2" aria-label="Vælg brev nr. 2" checked' in answer.text
    assert 'value="1" aria-label="Vælg brev nr. 1" checked' not in answer.text
    assert released(record) == []

    browser.fill(STEP, f"{STEP}/release", {"which": "some", "number": "2", "reason": "TMU mangler et bilag"})
    assert released(record) == [("sekretariat", ("ØU",), "TMU mangler et bilag")]


def test_release_of_those_chosen_wants_a_choice(office: Office, record: Engine) -> None:
    answer = office.entered().fill(STEP, f"{STEP}/release", {"which": "some"})

    assert answer.status == 422
    assert "Sæt kryds ved de breve" in answer.words
    assert released(record) == []


def test_release_of_all_is_of_those_that_the_page_told_of(office: Office, record: Engine) -> None:
    browser = office.entered()
    form = browser.hidden(STEP, f"{STEP}/release") | {"which": "all"}
    with Session(record) as session, session.begin():
        session.add(challenge("BIU"))

    answer = browser.post(f"{STEP}/release", form)

    assert answer.status == 422
    assert "et andet antal breve" in answer.words
    assert "Frigiv alle 3" in answer.words
    assert released(record) == []


def test_draft_that_stopped_being_true_is_written_anew_and_nothing_is_released(office: Office, record: Engine) -> None:
    browser = office.entered()
    draft(browser)
    stands_in(record)
    assert "Kladden gælder ikke længere" in browser.get("/outbox/1").words

    answer = browser.fill(STEP, f"{STEP}/release", {"which": "all"})

    assert answer.status == 422
    assert "disse kladder er skrevet igen: 1" in answer.words
    assert "vikar@tmu.example" in answer.words
    assert released(record) == []
    assert browser.fill(STEP, f"{STEP}/release", {"which": "all"}).status == 303
    assert len(released(record)) == 1


def test_four_eyes_let_letters_leave_by_a_second_person_only_and_the_page_says_who(
    strict: Office, record: Engine
) -> None:
    first, second = strict.entered(name="Anna"), strict.entered(name="Bo")
    assert "Din frigivelse er den første" in first.get(STEP).words

    asked = first.fill(STEP, f"{STEP}/release", {"which": "all"})

    assert "Anna har bedt om frigivelse af 2 breve" in first.get(asked.headers["location"]).words
    assert "Nu skal en anden i sekretariatet frigive" in first.get(STEP).words
    assert 'value="all"' not in first.get(STEP).text
    assert released(record) == []
    assert "Den første var: Anna" in second.get(STEP).words
    assert "frigivelse ønsket af Anna" in second.get("/outbox").words
    second.fill(STEP, f"{STEP}/release", {"which": "all"})
    assert released(record) == [("Bo", ("TMU", "ØU"), "")]


def test_same_person_under_another_spelling_is_no_second_pair_of_eyes(strict: Office, record: Engine) -> None:
    strict.entered(name="Anna").fill(STEP, f"{STEP}/release", {"which": "all"})
    again = strict.entered(name="anna ")

    assert "Nu skal en anden i sekretariatet frigive" in again.get(STEP).words
    form = again.hidden("/outbox/1", "/outbox/1/test") | {"which": "all", "count": "2"}
    answer = again.post(f"{STEP}/release", form)

    assert answer.status == 422
    assert "kræver fire øjne" in answer.words
    assert released(record) == []


def test_letter_is_tried_out_on_oneself_and_the_address_is_kept_for_the_session_alone(record: Engine) -> None:
    kept(record, holding)
    with relay() as box, office_of(record, NOW, relay=box.port) as office:
        browser = office.entered()

        answer = browser.fill("/outbox/1", "/outbox/1/test", {"to": "mig@by.example"})

        assert "er sendt til mig@by.example som prøve" in browser.get(answer.headers["location"]).words
        [mail] = box.to("mig@by.example")
        assert mail.subject.startswith("[PRØVE] ")
        assert 'value="mig@by.example"' in browser.get("/outbox/2").text
        other = office.entered(name="leder")
        other.cookies = browser.cookies | other.cookies
        assert "mig@by.example" not in other.get("/outbox/2").text
    assert [row.state for row in letters(record)] == [LetterState.HELD] * 2
    with Session(record) as session:
        lines = session.exec(select(JournalEntry).where(JournalEntry.event == "letter_tested")).all()
        assert [(line.by, line.note) for line in lines] == [("sekretariat", "mig@by.example")]


def test_test_that_cannot_leave_says_so_and_keeps_the_address(office: Office) -> None:
    browser = office.entered()

    away = browser.fill("/outbox/1", "/outbox/1/test", {"to": "mig@by.example"})
    wrong = browser.fill("/outbox/1", "/outbox/1/test", {"to": "ingen adresse"})

    assert (away.status, wrong.status) == (422, 422)
    assert "Prøven er ikke sendt" in away.words
    assert 'value="mig@by.example"' in away.text
    assert "ikke en mailadresse" in wrong.words
    assert 'value="ingen adresse"' in wrong.text


def test_letter_that_cannot_be_written_says_what_is_in_the_way(office: Office, record: Engine) -> None:
    become(record, 1, recipient_body="BR", recipient_role=Role.CHAIR)

    page = office.entered().get("/outbox/1")

    assert page.status == 200
    assert "Brevet kan ikke vises" in page.words
    assert "har ingen adresse. Tilføj kontakten." in page.words
    assert 'action="/outbox/1/test"' not in page.text


def test_two_people_releasing_at_once_release_once(office: Office, record: Engine) -> None:
    first, second = office.entered(name="Anna"), office.entered(name="Bo")
    form = second.hidden(STEP, f"{STEP}/release") | {"which": "all", "reason": "nu"}
    first.fill(STEP, f"{STEP}/release", {"which": "all"})

    answer = second.post(f"{STEP}/release", form)

    assert answer.status in {409, 422}
    assert len(released(record)) == 1


def test_step_that_is_not_there_is_said_to_be_so(office: Office) -> None:
    page = office.entered().get(f"/outbox/steps/{SLUG}/leters")

    assert page.status == 404
    assert "Mente du »letters«" in page.words
