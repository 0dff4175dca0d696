"""What mails of real programs say, and that nothing a stranger writes breaks the reading or counts for more."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.answers import CalendarAnswer
from inbox.mail import PART_LIMIT, parse
from inbox.reading import BROKEN, BROKEN_ANSWER, LARGE, UNKNOWN, Automatic, Finding, Reading, Unclear, read
from inbox.reports import Fate, Report
from models.mail import Answer
from tests.inbox.samples import (
    EXIM,
    EXIM_DELAY,
    ID,
    MESSAGE_ID,
    ORIGINAL,
    OUT_OF_OFFICE,
    OUTLOOK,
    QMAIL,
    RECIPIENT,
    SENDER,
    THUNDERBIRD,
    UID,
    answer,
    plain,
    report,
)


def found(raw: bytes) -> Finding:
    return read(raw).found


def reported(raw: bytes) -> tuple[Fate, str | None]:
    """What becomes of the letter, and the first id that names it."""
    said = found(raw)
    assert isinstance(said, Report)
    return said.fate, next(iter(said.ids), None)


def answered(raw: bytes) -> CalendarAnswer:
    said = found(raw)
    assert isinstance(said, CalendarAnswer)
    return said


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", Fate.FAILED),
        ("failed", "4.4.7", Fate.FAILED),  # given up after days: the action decides, not the code
        ("Failed", "5.2.2", Fate.FAILED),
        ("delayed", "4.2.2", Fate.DELAYED),
        ("delivered", "2.0.0", Fate.ARRIVED),
        ("relayed", "2.0.0", Fate.ARRIVED),
        ("expanded", "2.0.0", Fate.ARRIVED),
        (None, "5.0.0", Fate.FAILED),
        (None, "4.0.0", Fate.DELAYED),
        (None, "?", Fate.UNCLEAR),
    ],
)
def test_report_says_what_became_of_the_letter(action: str | None, status: str, fate: Fate) -> None:
    assert reported(report(action, status)) == (fate, MESSAGE_ID)


@pytest.mark.parametrize(
    "parts",
    [{"original": None}, {"envelope_id": None}, {"envelope_id": ID.replace("@", "+40")}, {"envelope_id": f"<{ID}>"}],
)
def test_letter_is_named_by_the_envelope_or_by_the_headers_that_came_back(parts: dict[str, str | None]) -> None:
    assert reported(report(**parts)) == (Fate.FAILED, MESSAGE_ID)  # type: ignore[arg-type]  # the report's own keywords


def test_letter_is_named_by_a_whole_original_too() -> None:
    raw = report(envelope_id=None, original=None, whole=f"{ORIGINAL}\nKære udvalg\n")

    assert reported(raw) == (Fate.FAILED, MESSAGE_ID)


def test_report_brings_the_relays_own_words_and_the_address() -> None:
    said = found(report())

    assert isinstance(said, Report)
    assert (said.recipient, said.why) == (RECIPIENT, "550 5.1.1 unknown user")


@pytest.mark.parametrize(
    ("raw", "fate"), [(QMAIL, Fate.FAILED), (EXIM, Fate.FAILED), (EXIM_DELAY, Fate.DELAYED)],
    ids=["qmail", "exim", "exim-delay"],
)  # fmt: skip
def test_older_kinds_of_reports_count_where_they_name_our_letter(raw: bytes, fate: Fate) -> None:
    assert reported(raw) == (fate, MESSAGE_ID)


def test_report_without_a_code_of_its_own_is_for_a_person() -> None:
    text = f"Your message was not delivered.\n\n{ORIGINAL}\nReply 550 5.1.1 stood in the letter\n"
    assert reported(plain(text, From="postmaster@relay.example")) == (Fate.UNCLEAR, MESSAGE_ID)


def test_mail_of_a_postmaster_about_something_else_is_for_a_person() -> None:
    assert found(plain("The relay moves on Sunday. 550 5.0.0", From="postmaster@relay.example")) == Unclear(UNKNOWN)


def test_person_who_quotes_a_failure_is_not_a_report() -> None:
    raw = plain(f"I got this: 550 5.1.1, {MESSAGE_ID}", In_Reply_To=MESSAGE_ID)
    assert found(raw) == Unclear(UNKNOWN, (MESSAGE_ID,))


@pytest.mark.parametrize("program", [OUTLOOK, THUNDERBIRD], ids=["outlook", "thunderbird"])
@pytest.mark.parametrize(
    ("partstat", "said"),
    [("ACCEPTED", Answer.ACCEPTED), ("TENTATIVE", Answer.TENTATIVE), ("DECLINED", Answer.DECLINED)],
)
def test_answer_is_read_from_every_program(program: str, partstat: str, said: Answer) -> None:
    raw = answer(partstat, program=program, sequence=2, comment="Ferie\\, desværre")

    assert answered(raw) == CalendarAnswer(
        uid=UID,
        attendee=RECIPIENT,
        sequence=2,
        stamp=datetime(2011, 5, 3, 8, tzinfo=UTC),
        answer=said,
        comment="Ferie, desværre",
    )


def test_comment_that_outlook_puts_in_the_mail_is_found() -> None:
    assert answered(answer("DECLINED", program=OUTLOOK, body="Jeg er på ferie.")).comment == "Jeg er på ferie."


def test_other_time_that_is_proposed_is_no_answer() -> None:
    said = answered(answer("TENTATIVE", method="COUNTER"))

    assert (said.answer, said.proposed[:16]) == (None, "2011-05-23 15:00")


@pytest.mark.parametrize(
    "raw",
    [
        answer("NEEDS-ACTION"),
        answer(stamp="i morgen"),
        answer(program=THUNDERBIRD.replace("UID:{uid}\n", "")),
        answer(program=THUNDERBIRD.replace("ATTENDEE", "X-NOBODY")),
        answer(program=THUNDERBIRD.replace("DTSTAMP:{stamp}\n", "")),
        answer(program="BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nnonsense"),
        answer(sequence="mange"),  # type: ignore[arg-type]  # what a stranger can write
    ],
)
def test_answer_that_cannot_be_read_is_for_a_person(raw: bytes) -> None:
    assert found(raw) == Unclear(BROKEN_ANSWER)


def test_answer_that_a_program_gave_by_itself_is_not_acted_upon() -> None:
    assert isinstance(found(answer(Auto_Submitted="auto-replied")), Automatic)


def test_invitation_from_somebody_else_is_for_a_person() -> None:
    assert found(answer(method="REQUEST")) == Unclear(UNKNOWN)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; type=oof"},
        {"X_Auto_Response_Suppress": "All"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<nyheder.example>"},
    ],
)
def test_mail_that_nobody_wrote_is_only_noted(headers: dict[str, str]) -> None:
    assert found(plain("Jeg er på ferie", In_Reply_To=MESSAGE_ID, **headers)) == Automatic((MESSAGE_ID,))


def test_out_of_office_of_a_real_program_is_only_noted() -> None:
    assert found(OUT_OF_OFFICE) == Automatic((MESSAGE_ID,))


def test_mail_that_says_it_was_written_by_a_person_is_for_a_person() -> None:
    assert found(plain("Tak for brevet", Auto_Submitted="no")) == Unclear(UNKNOWN)


def test_beginning_of_a_large_mail_goes_to_a_person_whatever_it_says() -> None:
    assert read(report()[:2000], whole=False).found == Unclear(LARGE)


def test_mail_nested_beyond_reason_is_kept_for_a_person() -> None:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000))

    assert read(b"From: a@b.example\n" + head).found == Unclear(BROKEN)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"From: =?utf-8?b?////?= <\xff\xfe>\nSubject: =?no-such-charset?q?=ff?=\n\n\xe6\xf8\xe5",
        b"Content-Type: text/plain; charset=no-such\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n\xff\xff\n--x--",
        b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + b"X:" + b"y" * 300_000,
        b"From: " + b"(" * 100_000,
        b"References: " + b"<a@b> " * 100_000,
    ],
)
def test_nothing_that_is_broken_breaks_the_reading(raw: bytes) -> None:
    reading = read(raw)

    assert isinstance(reading.found, Unclear | Report)
    assert "\0" not in reading.sender + reading.subject


@given(st.binary(max_size=400), st.sampled_from([b"", report(), answer(), QMAIL, EXIM]), st.integers(0, 4000))
def test_reading_never_raises(noise: bytes, mail: bytes, at: int) -> None:
    assert isinstance(read(mail[:at] + noise + mail[at:]), Reading)


def test_bomb_in_an_attachment_is_never_unpacked_and_long_parts_are_cut() -> None:
    raw = plain("x" * (3 * PART_LIMIT), From="postmaster@relay.example")

    assert len(parse(raw).text()) == PART_LIMIT
    assert found(raw) == Unclear(UNKNOWN)


def test_own_letter_that_comes_back_by_a_detour_is_only_noted() -> None:
    assert isinstance(found(ORIGINAL.encode() + b"\nKaere udvalg\n"), Automatic)
    assert read(ORIGINAL.encode() + b"\n\n").sender == SENDER
