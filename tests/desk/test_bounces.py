"""Letters that came back, in a real office: sent anew as letters of their own, or the recipient reached by phone."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from desk.acts.feeds import Issued
from desk.answers import Unknown
from desk.subscriptions import Subscription, Subscriptions
from inbox.filing import Arrived, Filing
from models.bodies import Contact, Substitute
from models.correspondence import Letter
from models.feeds import Feed
from models.inbox import IncomingMail
from models.journal import JournalEntry
from models.mail import MailState
from models.vocabulary import FeedScope, LetterKind, LetterState, Role
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, Counter, on_both
from tests.inbox.samples import plain, report

NEW = "ny.sekretaer@tmu.example"


def challenge(counter: Counter) -> Letter:
    """The first challenge letter of TMU."""
    return next(row for row in letters(counter) if (row.kind, row.body) == (LetterKind.CHALLENGE, "TMU"))


def letters(counter: Counter) -> list[Letter]:
    return counter.rows(Letter, Letter.number)


def events(counter: Counter) -> list[str]:
    return [row.event for row in counter.rows(JournalEntry, JournalEntry.number)]


def receive(counter: Counter, raw: bytes) -> int:
    """File a mail as the inbox does; return its number."""
    Filing(counter.engine, "imap:test").file(Arrived(raw, len(raw)), counter.at)
    return int(counter.rows(IncomingMail, IncomingMail.number)[-1].number)


def stand_in(body: str, name: str, address: str) -> Substitute:
    days = {"from_day": date(2031, 1, 1), "to_day": date(2031, 12, 31)}
    return Substitute(cycle=SLUG, body=body, role=Role.SECRETARY, name=name, address=address, by=BY, **days)


def opened_by(calendars: Subscriptions, feed: Issued) -> Subscription:
    found = calendars.by_token(feed.path.removeprefix("feeds/").removesuffix(".ics"))
    assert found
    return found


@pytest.fixture
async def bounced(counter: Counter) -> Counter:
    """Give a cycle whose challenge letter to TMU came back."""
    await counter.start()
    await counter.approve()
    receive(counter, report(envelope_id=challenge(counter).message_id.strip("<>"), original=None))
    assert challenge(counter).state is LetterState.BOUNCED
    return counter


@on_both
async def test_bounced_letter_is_sent_anew_to_the_corrected_address_and_refers_to_the_old_one(bounced: Counter) -> None:
    old = challenge(bounced)
    done = await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)
    await bounced.office.clock.settle()

    new = letters(bounced)[-1]
    assert done.what.en == f"Letter no. {old.number} is sent again, as a new letter that refers to it."
    assert (new.state, new.to_address, new.refers_to, new.kind) == (LetterState.SENT, NEW, old.message_id, old.kind)
    assert new.message_id != old.message_id
    [mail] = bounced.office.postbox.to(NEW)
    assert (mail.id, mail.parsed["In-Reply-To"], mail.subject) == (new.message_id, old.message_id, old.subject)
    kept = challenge(bounced)
    assert (kept.state, kept.message) == (LetterState.BOUNCED, old.message)
    assert bounced.tasks() == []
    assert {"address_corrected", "letter_bounced", "letter_sent_again", "task_done"} <= set(events(bounced))
    addresses = {row.address for row in bounced.rows(Contact) if (row.body, row.role) == ("TMU", "secretary")}
    assert addresses == {NEW}


async def test_corrected_address_is_the_persons_everywhere_and_their_calendar_follows(bounced: Counter) -> None:
    old = challenge(bounced)
    mine = await bounced.desk.create_feed(FeedScope.PERSON, "sekretaer@tmu.example", by=BY)
    shared = await bounced.desk.create_feed(FeedScope.PERSON, "sekretaer@oeu.example", by=BY)
    with Session(bounced.engine) as session, session.begin():  # the same person stands in elsewhere
        [name] = {row.name for row in bounced.rows(Contact) if row.address == "sekretaer@tmu.example"}
        session.add(stand_in("ØU", name, "sekretaer@tmu.example"))
        session.add(stand_in("BIU", "En anden", "sekretaer@oeu.example"))
    calendars = Subscriptions(engine=bounced.engine, domain="aarshjul.example", sender="a@aarshjul.example")
    before = calendars.content(opened_by(calendars, mine)).plain

    done = await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)

    assert done.next[-1].en.startswith("Correct the address in the cycle's folder too")
    assert {row.address for row in bounced.rows(Substitute)} == {NEW, "sekretaer@oeu.example"}
    assert {row.whose for row in bounced.rows(Feed)} == {NEW, "sekretaer@oeu.example"}
    after = calendars.content(opened_by(calendars, mine)).plain
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT") > 0
    assert opened_by(calendars, shared).whose == "sekretaer@oeu.example"


async def test_calendar_of_a_shared_mailbox_stays_when_one_of_two_gets_another_address(bounced: Counter) -> None:
    old = challenge(bounced)
    await bounced.desk.create_feed(FeedScope.PERSON, "sekretaer@tmu.example", by=BY)
    with Session(bounced.engine) as session, session.begin():
        session.add(stand_in("ØU", "En anden", "sekretaer@tmu.example"))

    await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)

    assert [row.whose for row in bounced.rows(Feed)] == ["sekretaer@tmu.example"]
    assert [row.address for row in bounced.rows(Substitute)] == ["sekretaer@tmu.example"]


async def test_bounced_letter_is_sent_anew_once(bounced: Counter) -> None:
    old = challenge(bounced)
    await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)
    await bounced.office.clock.settle()
    new = letters(bounced)[-1]
    with pytest.raises(NotPermitted) as refusal:
        await bounced.desk.send_again(old.number or 0, by=BY)

    assert refusal.value.sentence.en == f"Letter no. {old.number} has been sent again already, as no. {new.number}."
    assert len([row for row in letters(bounced) if row.refers_to == old.message_id and row.kind == old.kind]) == 1


async def test_bounced_letter_can_be_sent_anew_while_the_engine_is_down_and_leaves_later_once(bounced: Counter) -> None:
    old = challenge(bounced)
    async with bounced.refused():
        done = await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)
        with pytest.raises(NotPermitted):
            await bounced.desk.send_again(old.number or 0, address=NEW, by=BY)
    assert not done.delivered
    await bounced.desk.deliver()
    await bounced.office.clock.settle()

    assert len(bounced.office.postbox.to(NEW)) == 1


@on_both
async def test_recipient_who_was_reached_by_phone_ends_the_task(bounced: Counter) -> None:
    number = challenge(bounced).number or 0
    await bounced.desk.reached(number, "ringede den 3.", by=BY)

    assert challenge(bounced).state is LetterState.ACKNOWLEDGED
    assert bounced.tasks() == []
    [line] = [row for row in bounced.rows(JournalEntry) if row.event == "letter_reached"]
    assert (line.by, line.note, line.before) == (BY, "ringede den 3.", "bounced")
    with pytest.raises(NotPermitted):
        await bounced.desk.reached(number, by=BY)


@pytest.mark.parametrize("address", ["ikke en adresse", "børn@kommune.example", "to@a.example, tre@b.example", ""])
async def test_address_that_cannot_be_used_changes_nothing(bounced: Counter, address: str) -> None:
    before = letters(bounced)
    if address:
        with pytest.raises(NotPermitted):
            await bounced.desk.send_again(challenge(bounced).number or 0, address=address, by=BY)
    assert letters(bounced) == before
    assert NEW not in {row.address for row in bounced.rows(Contact)}


async def test_letter_that_did_not_come_back_is_neither_resent_nor_reached(bounced: Counter) -> None:
    other = next(row for row in letters(bounced) if row.state is LetterState.SENT)
    for act in (bounced.desk.send_again, bounced.desk.reached):
        with pytest.raises(NotPermitted):
            await act(other.number or 0, by=BY)
        with pytest.raises(Unknown):
            await act(9999, by=BY)


async def settle(counter: Counter, number: int, **how: Any) -> str:
    done = await counter.desk.settle_mail(number, by=BY, **how)
    return done.what.en


async def test_report_that_named_no_letter_is_attached_by_hand_and_counts(counter: Counter) -> None:
    await counter.start()
    await counter.approve()
    mail, about = receive(counter, report(envelope_id=None, original=None)), challenge(counter)
    with pytest.raises(NotPermitted):
        await counter.desk.settle_mail(mail, bounced=True, by=BY)

    assert await settle(counter, mail, letter=about.number, bounced=True) == f"Letter no. {about.number} came back."
    assert challenge(counter).state is LetterState.BOUNCED
    assert [task.kind for task in counter.tasks()] == ["letter_bounced"]


async def test_mail_is_settled_once_with_a_note_and_a_line_in_the_journal(counter: Counter) -> None:
    await counter.start()
    await counter.approve()
    about, mail = challenge(counter), receive(counter, plain("Tak for brevet"))
    await settle(counter, mail, letter=about.number, note="svaret i telefonen")

    [row] = counter.rows(IncomingMail)
    assert (row.state, row.settled_by, row.note, row.letter) == (
        MailState.SETTLED, BY, "svaret i telefonen", about.number,
    )  # fmt: skip
    [line] = [line for line in counter.rows(JournalEntry) if line.event == "mail_settled"]
    assert (line.cycle, line.note) == (SLUG, "svaret i telefonen")
    for number, error in ((mail, NotPermitted), (99, Unknown)):
        with pytest.raises(error):
            await counter.desk.settle_mail(number, by=BY)


async def test_what_is_no_answer_cannot_be_confirmed(counter: Counter) -> None:
    with pytest.raises(NotPermitted):
        await counter.desk.settle_mail(receive(counter, plain("Ja tak")), confirm=True, by=BY)

    with Session(counter.engine) as session:
        assert session.get_one(IncomingMail, 1).state is MailState.OPEN
