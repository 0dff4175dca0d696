"""Letters looked through and tried out in the browser: what would leave is seen before."""

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.journal import JournalEntry
from models.vocabulary import LetterState, Role
from tests.web.held import SLUG, STEP, become, edit_text, holding, letters, relay
from tests.web.kept import kept
from tests.web.office import Office, office_of
from tests.web.outbox import NOW, draft, office

__all__ = ["office"]


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


def test_step_that_is_not_there_is_said_to_be_so(office: Office) -> None:
    page = office.entered().get(f"/outbox/steps/{SLUG}/leters")

    assert page.status == 404
    assert "Mente du »letters«" in page.words
