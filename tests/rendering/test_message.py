"""Messages read back with readers that are not ours."""

import email
import email.policy
import random
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Language
from rendering.message import Attachment, Envelope, Invitation, Mailbox, RenderedLetter, checked_address, compose
from rendering.refusal import Unrenderable

AT = datetime(2011, 5, 9, 8, tzinfo=timezone(timedelta(hours=2)))
LETTER = RenderedLetter(
    subject="Påmindelse: Handleplan – frist 16. maj 2011",
    text="Til Udvalgssekretær\n\n.\nFrom nu af gælder: æøå\n",
    html="<!DOCTYPE html>\n<p>æøå</p>\n",
)
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def an_envelope(**changes: object) -> Envelope:
    values: dict[str, object] = {
        "key": "cycle:inclusion-2011:plan:TMU:reminder:-5@0:TMU.secretary",
        "message_id": f"<{'0123456789abcdef' * 2}@aarshjul.integrationspolitikken.kommune.example>",
        "at": AT,
        "language": Language.DA,
        "sender": Mailbox(name="Sekretariatet for årshjulet", address="aarshjul@kommune.example"),
        "recipient": Mailbox(name="Børne, unge og kultur", address="sekretaer.buu@kommune.example"),
        "reply_to": Mailbox(name="Sekretariatet", address="sekretariat@kommune.example"),
    }
    return Envelope(**{**values, **changes})  # type: ignore[arg-type]  # values by name, as a test changes them


def read(message: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def subject_of(message: bytes) -> str:
    return str(make_header(decode_header(str(email.message_from_bytes(message)["Subject"]))))


def test_same_letter_is_the_same_bytes() -> None:
    paper = Attachment(name="3b.pdf", content=b"%PDF-1.7")

    assert compose(an_envelope(), LETTER, [paper]) == compose(an_envelope(), LETTER, [paper])


def test_every_line_ends_with_crlf_and_is_short_ascii() -> None:
    message = compose(an_envelope(), LETTER, [Attachment(name="ø.pdf", content=bytes(range(256)) * 9)])

    assert message.isascii()
    assert message.count(b"\n") == message.count(b"\r\n") == message.count(b"\r")
    foldable = [line for line in message.split(b"\r\n") if not line.startswith(b"Message-ID")]
    assert max(len(line) for line in foldable) <= 78


def test_headers_are_those_of_a_machine_that_expects_no_machine_to_answer() -> None:
    message = read(compose(an_envelope(in_reply_to="<first@kommune.example>"), LETTER))

    assert {
        name: message[name] for name in ("Date", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language")
    } == {
        "Date": "Mon, 09 May 2011 08:00:00 +0200",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "da",
    }
    assert message["In-Reply-To"] == message["References"] == "<first@kommune.example>"
    assert message["Message-ID"] == an_envelope().message_id
    assert message["Reply-To"] == "Sekretariatet <sekretariat@kommune.example>"
    assert message["List-Unsubscribe"] is None


def test_message_ids_are_never_encoded() -> None:
    thread = tuple(f"<{number:032x}@aarshjul.integrationspolitikken.kommune.example>" for number in range(5))

    message = compose(an_envelope(in_reply_to=thread[-1], references=thread), LETTER)

    assert b"=?utf-8?" not in message.partition(b"References")[2].partition(b"Content-Language")[0]
    assert read(message)["References"].split() == list(thread)


def test_text_and_html_arrive_unharmed() -> None:
    message = read(compose(an_envelope(), LETTER))

    bodies = [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]
    assert message.get_content_type() == "multipart/alternative"
    assert bodies == [LETTER.text, LETTER.html]


def test_invitation_has_the_structure_that_outlook_wants() -> None:
    pack = [Attachment(name="Program.pdf", content=b"%PDF-1.7")]

    message = read(compose(an_envelope(), LETTER, pack, Invitation(method="REQUEST", content=ICS)))

    alternative, copy, paper = message.iter_parts()
    text, page, calendar = alternative.iter_parts()
    assert [message.get_content_type(), alternative.get_content_type()] == ["multipart/mixed", "multipart/alternative"]
    assert [text.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_payload(decode=True) == copy.get_payload(decode=True) == ICS
    assert (copy.get_content_type(), copy.get_filename()) == ("application/ics", "invitation.ics")
    assert (paper.get_content_type(), paper.get_filename()) == ("application/pdf", "Program.pdf")


@pytest.mark.parametrize(
    "name", ["3f Økonomioversigt, SØU – æøå.pdf", "a" * 90 + ".pdf", 'x"y;z.pdf', "../../etc.pdf", "a\x00b.pdf"]
)
def test_attachment_arrives_whole_under_a_safe_name(name: str) -> None:
    content = bytes(range(256))

    [_, paper] = read(compose(an_envelope(), LETTER, [Attachment(name=name, content=content)])).iter_parts()

    file_name = paper.get_filename() or ""
    assert paper.get_payload(decode=True) == content
    assert file_name.endswith(".pdf")
    assert not set(file_name) & set('/\\"\x00')


def test_deadline_travels_as_a_calendar_file_that_says_what_it_is() -> None:
    file = Attachment(
        name="Handleplan (ØU).ics",
        content=ICS,
        media_type="text/calendar",
        parameters=(("method", "PUBLISH"), ("charset", "utf-8")),
    )

    [_, calendar] = read(compose(an_envelope(), LETTER, [file])).iter_parts()

    assert calendar.get_content_disposition() == "attachment"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar.get_payload(decode=True) == ICS


DANISH_WORDS = [
    "Økonomioversigt",
    "Handleplan",
    "»Inklusion«",
    "–",
    "frist",
    "Beskæftigelses-",
    "og",
    "Integrationsudvalget",
    "snitflader",
    "å",
    "Ærø,",
    "2.",
    "behandling:",
    "(kl.",
    "12.00)",
    "senest",
    "den",
    "TMU/BUU",
    "=?x?=",
]


def test_three_thousand_danish_subjects_arrive_undamaged() -> None:
    chance = random.Random(2011)
    subjects = [" ".join(chance.choices(DANISH_WORDS, k=chance.randint(1, 22))) for _ in range(3000)]

    damaged = [
        subject
        for subject in subjects
        if subject_of(compose(an_envelope(), RenderedLetter(subject=subject, text="x", html="x"))) != subject
    ]

    assert damaged == []


TYPED = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=120)


@given(subject=TYPED.filter(lambda text: text.split()))
def test_any_subject_arrives_as_one_line(subject: str) -> None:
    message = compose(an_envelope(), RenderedLetter(subject=subject, text="x", html="x"))

    assert subject_of(message) == " ".join(subject.replace("\ufeff", "").split())


@given(name=TYPED)
def test_any_name_is_one_mailbox(name: str) -> None:
    message = compose(an_envelope(recipient=Mailbox(name=name, address="a@kommune.example")), LETTER)

    header = str(email.message_from_bytes(message)["To"])
    shown, address = parseaddr(header.replace("\r\n", ""))
    assert address == "a@kommune.example"
    assert str(make_header(decode_header(shown))) == " ".join(name.replace("\ufeff", "").split())
    [recipient] = read(message)["To"].addresses
    assert recipient.addr_spec == "a@kommune.example"


@pytest.mark.parametrize(
    "address",
    [
        "a@kommune.example\r\nBcc: b@kommune.example",
        "a@kommune.example\n",
        "a\x00@kommune.example",
        "no address",
        "a@b@kommune.example",
        "",
        "sekretær@kommune.example",
    ],
)
def test_address_that_no_mail_can_go_to_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(Unrenderable) as refusal:
        compose(an_envelope(recipient=Mailbox(name="x", address=address)), LETTER)

    assert "\n" not in refusal.value.sentence.da + refusal.value.sentence.en
    assert refusal.value.sentence.da != refusal.value.sentence.en


def test_domain_with_danish_letters_travels_in_ascii() -> None:
    domain = checked_address(Mailbox(name="x", address="a@ærø.example")).domain

    assert domain.isascii()
    assert domain.encode().decode("idna") == "ærø.example"


def test_letter_without_a_subject_is_refused() -> None:
    with pytest.raises(Unrenderable):
        compose(an_envelope(), RenderedLetter(subject=" \n", text="x", html="x"))


def test_moment_in_utc_is_written_in_utc() -> None:
    assert read(compose(an_envelope(at=AT.astimezone(UTC)), LETTER))["Date"] == "Mon, 09 May 2011 06:00:00 +0000"
