"""A mail and what it causes are one transaction: never lost, never twice, on either database."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inbox.filing import Arrived, Filing
from models.correspondence import Letter
from models.inbox import Attendance, IncomingMail, Mailbox
from models.journal import JournalEntry, Task
from models.mail import Answer, MailKind, MailState
from models.types import Row
from models.vocabulary import LetterState, TaskKind
from tests import records
from tests.inbox.conftest import INVITATION, LETTER, NOW
from tests.inbox.samples import MESSAGE_ID, OUT_OF_OFFICE, RECIPIENT, UID, answer, plain, report


def file(record: Engine, *mails: bytes, **more: Any) -> list[bool]:
    """File mails; return which were new."""
    filing = Filing(record, "imap:test")
    return [filing.file(Arrived(raw, len(raw), **more), NOW) for raw in mails]


def rows(record: Engine, table: type[Row], *order: Any) -> list[Any]:
    with Session(record, expire_on_commit=False) as session:
        return list(session.exec(select(table).order_by(*order)).all())


def letter(record: Engine, number: int = LETTER) -> Letter:
    with Session(record, expire_on_commit=False) as session:
        return session.get_one(Letter, number)


def mail(record: Engine) -> IncomingMail:
    [only] = rows(record, IncomingMail)
    return only  # type: ignore[no-any-return]  # -- rows of the table that was asked for


def set_letter(record: Engine, **fields: Any) -> None:
    with Session(record) as session, session.begin():
        row = session.get_one(Letter, LETTER)
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)


def test_letter_that_came_back_is_bounced_and_a_task_says_what_to_do(record: Engine) -> None:
    file(record, report())

    [task] = rows(record, Task)
    assert letter(record).state is LetterState.BOUNCED
    assert task.kind is TaskKind.LETTER_BOUNCED
    assert task.text_da.startswith(f"Brev nr. {LETTER} (udfordringsskrivelse) til ")
    assert "Send it again to a corrected address, or call its recipient" in task.text_en
    assert "aarshjul outbox" not in task.text_da  # it stands on a page too: the terminal's commands are the manual's
    assert "unknown user" in task.text_da
    assert [(row.event, row.before) for row in rows(record, JournalEntry)] == [("letter_bounced", "sent")]
    assert (mail(record).kind, mail(record).state, mail(record).letter) == (MailKind.BOUNCE, MailState.TAKEN, LETTER)


def test_same_mail_read_again_causes_nothing_a_second_time(record: Engine) -> None:
    assert file(record, report(), report()) == [True, False]
    assert len(rows(record, Task)) == len(rows(record, JournalEntry)) == len(rows(record, IncomingMail)) == 1


def test_second_report_about_the_same_letter_is_kept_and_changes_nothing(record: Engine) -> None:
    file(record, report(), report(diagnostic="smtp; 550 still unknown"))

    assert len(rows(record, IncomingMail)) == 2
    assert len(rows(record, Task)) == len(rows(record, JournalEntry)) == 1


def test_delay_is_noted_and_the_letter_stays_sent(record: Engine) -> None:
    file(record, report("delayed", "4.4.1"))

    assert letter(record).state is LetterState.SENT
    assert rows(record, Task) == []
    assert [row.event for row in rows(record, JournalEntry)] == ["letter_delayed"]
    assert mail(record).state is MailState.TAKEN


def test_out_of_office_is_noted_with_its_letter_and_nothing_is_done(record: Engine) -> None:
    file(record, OUT_OF_OFFICE)

    assert (mail(record).kind, mail(record).state, mail(record).letter) == (MailKind.AUTOMATIC, MailState.TAKEN, LETTER)
    assert letter(record).state is LetterState.SENT
    assert rows(record, Task) == rows(record, JournalEntry) == []


def test_letter_in_doubt_that_came_back_is_in_doubt_no_longer(record: Engine) -> None:
    set_letter(record, state=LetterState.UNKNOWN)
    with Session(record) as session, session.begin():
        session.add(records.task(f"letter:challenge@0:{TaskKind.LETTER_UNKNOWN}:1", kind=TaskKind.LETTER_UNKNOWN))
    file(record, report())

    still_open = [row.kind for row in rows(record, Task) if row.done_at is None]
    assert (letter(record).state, still_open) == (LetterState.BOUNCED, [TaskKind.LETTER_BOUNCED])


@pytest.mark.parametrize("state", [LetterState.HELD, LetterState.RELEASED, LetterState.WITHDRAWN, LetterState.REFUSED])
def test_report_about_a_letter_that_has_not_left_changes_nothing_and_waits(record: Engine, state: LetterState) -> None:
    set_letter(record, state=state)
    file(record, report())

    assert (letter(record).state, mail(record).state) == (state, MailState.OPEN)
    assert rows(record, Task) == []


@pytest.mark.parametrize(
    "raw",
    [
        report(envelope_id=None, original=None),
        report(envelope_id="ffff0123456789abcdef0123456789ab@elsewhere.example", original=None),
        plain("Kære sekretariat, hvornår er mødet?"),
        plain("Tak for brevet", In_Reply_To=MESSAGE_ID),
        b"\xff\xfe\0not a mail at all",
        b"",
    ],
)
def test_what_is_not_understood_waits_on_the_list_as_it_came(record: Engine, raw: bytes) -> None:
    file(record, raw)

    assert (mail(record).state, mail(record).raw) == (MailState.OPEN, raw)
    assert letter(record).state is LetterState.SENT


def test_beginning_of_a_large_mail_waits_and_says_so(record: Engine) -> None:
    raw = report()
    Filing(record, "imap:test").file(Arrived(raw[:500], 50_000_000, whole=False), NOW)

    assert (mail(record).state, mail(record).whole, mail(record).size) == (MailState.OPEN, False, 50_000_000)
    assert letter(record).state is LetterState.SENT


def test_report_of_a_relay_that_forwarded_names_the_address_that_failed(record: Engine) -> None:
    file(record, report(recipient="flyttet@andet.example"))

    assert "flyttet@andet.example: 550 5.1.1 unknown user" in rows(record, Task)[0].text_da


def attendance(record: Engine) -> list[tuple[str, Answer, int, str]]:
    found = rows(record, Attendance, col(Attendance.attendee))
    return [(row.recipient, row.answer, row.sequence, row.comment) for row in found]


def test_answer_to_an_invitation_is_kept_with_the_meeting_and_in_the_journal(record: Engine) -> None:
    file(record, answer("DECLINED", comment="Ferie"))

    assert attendance(record) == [("TMU.secretary", Answer.DECLINED, 0, "Ferie")]
    [line] = rows(record, JournalEntry)
    assert (line.event, line.by, line.after, line.about) == (
        "invitation_answered",
        RECIPIENT,
        "declined",
        "reading:TMU",
    )
    assert (mail(record).kind, mail(record).state) == (MailKind.ANSWER, MailState.TAKEN)


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({"stamp": "20110503T080000Z"}, {"stamp": "20110503T090000Z"}, Answer.DECLINED),
        ({"stamp": "20110503T090000Z"}, {"stamp": "20110503T080000Z"}, Answer.ACCEPTED),
        ({"sequence": 0, "stamp": "20110503T090000Z"}, {"sequence": 1, "stamp": "20110503T080000Z"}, Answer.DECLINED),
        ({"sequence": 1, "stamp": "20110503T080000Z"}, {"sequence": 0, "stamp": "20110503T090000Z"}, Answer.ACCEPTED),
    ],
    ids=["later", "out of order", "to the newer revision", "to the older revision"],
)
def test_newest_answer_by_sequence_and_stamp_stands(
    record: Engine, first: dict[str, Any], second: dict[str, Any], stands: Answer
) -> None:
    file(record, answer("ACCEPTED", **first), answer("DECLINED", **second))

    assert [row[1] for row in attendance(record)] == [stands]
    assert [row.state for row in rows(record, IncomingMail)] == [MailState.TAKEN] * 2


def test_answer_from_somebody_else_is_to_be_confirmed(record: Engine) -> None:
    file(record, answer(sender="vikar@kommune.example"))

    assert attendance(record) == []
    assert mail(record).state is MailState.OPEN
    assert "Skal bekræftes" in mail(record).said_da


def test_answer_of_somebody_the_invitation_was_passed_on_to_is_to_be_confirmed(record: Engine) -> None:
    file(record, answer(attendee="vikar@kommune.example"))

    assert (attendance(record), mail(record).state) == ([], MailState.OPEN)


@pytest.mark.parametrize(
    "fields",
    [
        {"uid": "somebody-elses-event@calendar.example"},
        {"uid": UID.replace("TMU", "BUU")},
        {"sequence": 2},
    ],
    ids=["foreign", "no such meeting", "a revision to come"],
)
def test_answer_to_what_was_never_sent_waits_on_the_list(record: Engine, fields: dict[str, Any]) -> None:
    file(record, answer(**fields))

    assert (attendance(record), mail(record).state) == ([], MailState.OPEN)
    assert "never sent" in mail(record).said_en


def test_answer_to_an_invitation_that_has_not_left_waits_on_the_list(record: Engine) -> None:
    with Session(record) as session, session.begin():
        row = session.get_one(Letter, INVITATION)
        row.state = LetterState.HELD
        session.add(row)
    file(record, answer())

    assert (attendance(record), mail(record).state) == ([], MailState.OPEN)


def test_another_time_proposed_waits_on_the_list_and_is_no_answer(record: Engine) -> None:
    file(record, answer("TENTATIVE", method="COUNTER"))

    assert (mail(record).kind, mail(record).state) == (MailKind.COUNTER, MailState.OPEN)
    assert "2011-05-23 15:00" in mail(record).said_da
    assert attendance(record) == []


def test_two_contacts_with_one_address_are_both_named_by_its_answer(record: Engine) -> None:
    with Session(record) as session, session.begin():
        first = session.get_one(Letter, INVITATION).model_dump(exclude={"number", "key", "message_id"})
        session.add(Letter(**{**first, "recipient_role": "chair"}, key="invitation@0:chair", message_id="<b@x>"))
    file(record, answer())

    assert [row[0] for row in attendance(record)] == ["TMU.secretary, TMU.chair"]


def test_place_in_the_mailbox_is_remembered_with_the_mail(record: Engine) -> None:
    file(record, plain("en"), validity=7, uid=41)
    file(record, plain("to"), validity=7, uid=42)

    [box] = rows(record, Mailbox)
    assert (box.validity, box.last_uid) == (7, 42)


def test_mailbox_that_was_numbered_anew_is_remembered_from_its_new_beginning(record: Engine) -> None:
    file(record, plain("en"), validity=7, uid=41)
    file(record, plain("to"), validity=8, uid=3)

    [box] = rows(record, Mailbox)
    assert (box.validity, box.last_uid) == (8, 3)
