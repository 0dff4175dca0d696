"""Mails that came back, in the browser: shown as text and nothing else, settled once, and who comes to the meetings."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inbox.filing import Arrived, Filing
from models.correspondence import Letter
from models.inbox import Attendance, IncomingMail
from models.mail import MailState
from models.vocabulary import LetterKind, LetterState, step_id
from tests.inbox.samples import answer, plain, report
from tests.web.held import SLUG, STEP, holding, left
from tests.web.kept import kept
from tests.web.office import Office, office_of

NOW = datetime(2031, 5, 7, 8, tzinfo=UTC)
MEETING = step_id(SLUG, "approval", "BIU")
INVITED = "sekretaer@biu.example"
BAD = "<script>alert(1)</script>"


@pytest.fixture
def office(record: Engine) -> Iterator[Office]:
    """Give an office whose letter 9 has left, and whose committee was called to a meeting."""
    kept(record, holding)
    left(record, 9, LetterState.SENT)
    invited(record)
    with office_of(record, NOW) as office:
        yield office


def invited(engine: Engine) -> None:
    """Let the invitation to the meeting have left."""
    with Session(engine) as session, session.begin():
        called = session.exec(select(Letter).where(Letter.kind == LetterKind.INVITATION)).first()
        assert called
        called.state, called.to_address = LetterState.SENT, INVITED
        session.add(called)


def receive(engine: Engine, raw: bytes) -> None:
    Filing(engine, "imap:test").file(Arrived(raw, len(raw)), NOW)


def replied(sender: str, comment: str = "") -> bytes:
    """The invited answers from this address."""
    uid = f"{MEETING}@aarshjul.example"
    return answer("DECLINED", attendee=INVITED, sender=sender, uid=uid, stamp="20310107T080000Z", comment=comment)


def mail(engine: Engine) -> IncomingMail:
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(IncomingMail).order_by(col(IncomingMail.number).desc())).first() or IncomingMail()


def test_empty_inbox_says_that_nothing_waits_and_how_a_mailbox_is_read(office: Office) -> None:
    page = office.entered().get("/inbox").words

    assert "Ingen mails venter" in page
    assert "AARSHJUL_IMAP_HOST" in page


def test_mail_of_a_stranger_is_text_and_nothing_else(office: Office, record: Engine) -> None:
    receive(record, plain(f"{BAD}\x07 Hej", Subject=BAD, From=f'"{BAD}" <nogen@by.example>'))
    browser = office.entered()

    pages = [browser.get("/inbox").text, browser.get("/inbox/1").text]
    source = browser.raw("/inbox/1/source")

    assert all("<script>" not in page and "\x07" not in page for page in pages)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Hej" in pages[1]
    assert source[1]["content-type"] == "message/rfc822"
    assert source[1]["content-disposition"].startswith('attachment; filename="mail-1.eml"')


def test_mail_is_settled_once_with_a_note(office: Office, record: Engine) -> None:
    receive(record, plain("Hej"))
    browser = office.entered()
    form = browser.hidden("/inbox/1", "/inbox/1")

    told = browser.fill("/inbox/1", "/inbox/1", {"how": "settled", "note": "ringet tilbage"})
    again = browser.post("/inbox/1", form | {"how": "settled"})

    assert "Mail nr. 1 er behandlet" in browser.get(told.headers["location"]).words
    assert "Ingen mails venter" in browser.get("/inbox").words
    assert "behandlet" in browser.get("/inbox?all=1").words
    assert (mail(record).state, mail(record).settled_by, mail(record).note) == (
        MailState.SETTLED, "sekretariat", "ringet tilbage"
    )  # fmt: skip
    assert again.status == 422
    assert "allerede behandlet af sekretariat" in again.words


def test_mail_about_a_letter_needs_its_number_and_one_that_is_there(office: Office, record: Engine) -> None:
    receive(record, plain("Den kom aldrig frem"))
    browser = office.entered()

    assert browser.fill("/inbox/1", "/inbox/1", {"how": "bounced"}).status == 422
    none = browser.fill("/inbox/1", "/inbox/1", {"how": "belongs", "letter": "", "note": "ø"})
    unknown = browser.fill("/inbox/1", "/inbox/1", {"how": "belongs", "letter": "999"})
    browser.fill("/inbox/1", "/inbox/1", {"how": "bounced", "letter": "9"})

    assert (none.status, unknown.status) == (422, 422)
    assert 'id="e-letter"' in none.text
    assert ">ø</textarea>" in none.text
    assert "Der er intet brev nr. 999" in unknown.words
    with Session(record) as session:
        assert session.get_one(Letter, 9).state is LetterState.BOUNCED
    assert 'action="/outbox/9/reached"' in browser.get("/outbox/9").text


def test_report_that_is_about_no_letter_of_ours_waits_with_what_it_says(office: Office, record: Engine) -> None:
    receive(record, report())

    page = office.entered().get("/inbox/1")

    assert "brev kommet retur" in page.words
    assert '<option value="bounced" selected>' in page.text


def test_answer_from_another_address_holds_only_when_somebody_confirms_it(office: Office, record: Engine) -> None:
    receive(record, replied("vikar@by.example", "ferie"))
    browser = office.entered()
    waiting = browser.get("/inbox/answers")
    assert 'href="/inbox/1"' in waiting.text
    assert "Ingen har svaret endnu" in waiting.words

    browser.fill("/inbox/1", "/inbox/1", {"how": "confirm"})

    page = browser.get("/inbox/answers").words
    assert "BIU, udvalgssekretær sekretaer@biu.example kommer ikke" in page
    assert "ferie" in page
    assert "1 kommer ikke" in page
    with Session(record) as session:
        [found] = session.exec(select(Attendance)).all()
    assert found.confirmed_by == "sekretariat"


def test_mail_that_is_no_answer_cannot_be_confirmed(office: Office, record: Engine) -> None:
    receive(record, plain("Hej"))
    browser = office.entered()
    assert 'value="confirm"' not in browser.get("/inbox/1").text

    told = browser.fill("/inbox/1", "/inbox/1", {"how": "confirm"})

    assert told.status == 422
    assert mail(record).state is MailState.OPEN


def test_mail_that_is_not_there_is_said_to_be_so(office: Office) -> None:
    browser = office.entered()

    assert "Der er ingen mail nr. 7" in browser.get("/inbox/7").words
    assert browser.get("/inbox/7").status == browser.get(f"/inbox/{'9' * 30}").status == 404


def test_outbox_and_inbox_are_the_same_on_both_databases(engine: Engine) -> None:
    holding(engine)
    invited(engine)
    receive(engine, replied("vikar@by.example"))
    left(engine, 9, LetterState.UNKNOWN)
    with office_of(engine, NOW) as office:
        browser = office.entered()
        assert "2 breve" in browser.get("/outbox?to=TMU").words
        for page, act in ((STEP, f"{STEP}/draft"), ("/outbox/1", "/outbox/1/looked"), ("/outbox/9", "/outbox/9/again")):
            assert browser.fill(page, act, {}).status == 303
        assert "1 brev har du ikke set igennem endnu" in browser.get(STEP).words
        assert browser.fill(STEP, f"{STEP}/release", {"which": "all"}).status == 303
        assert browser.fill("/inbox/1", "/inbox/1", {"how": "confirm"}).status == 303
        assert "kommer ikke" in browser.get("/inbox/answers").words
