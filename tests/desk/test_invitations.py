"""Who has a meeting in their calendar when its roles change hands: the new one is asked, the old one is let go."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from desk.commands import Desk
from inbox.filing import Arrived, Filing
from models.correspondence import Letter
from models.vocabulary import LetterKind, LetterState, Role
from tests.desk.counter import BY, SLUG, Counter, small
from tests.inbox.samples import report

JUNE = date(2031, 6, 1), date(2031, 6, 30)
CALLED = date(2031, 5, 28)  # the workshop of Wednesday 11 June has been called


@pytest.fixture
async def called(opened: Counter) -> Counter:
    """Give a year in which the workshop has been called."""
    await opened.travel_to(CALLED)
    opened.office.postbox.mails.clear()
    return opened


async def substitute(desk: Desk, days: tuple[date, date] = JUNE) -> None:
    await desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar, TMU", "vikar@tmu.example", *days, by=BY)


def returned(message_id: str) -> bytes:
    """A report that the letter could not be delivered."""
    return report(envelope_id=message_id.strip("<>"), original=None)


def arrived(raw: bytes) -> Arrived:
    return Arrived(raw, len(raw))


def told(counter: Counter) -> list[tuple[str, str, str, int]]:
    """Calendar parts that came over the wire: to whom, METHOD, STATUS and SEQUENCE."""
    found = []
    for mail in counter.office.postbox.mails:
        for part in mail.parsed.walk():
            if part.get_content_type() == "text/calendar" and part.get_param("method") != "PUBLISH":
                calendar: Any = Calendar.from_ical(part.get_payload(decode=True))
                [event] = calendar.walk("VEVENT")
                assert str(event["ATTENDEE"]) == f"mailto:{mail.to}"
                assert part.get_param("method") == calendar["METHOD"]
                found.append((mail.to, str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])))
    return found


async def test_substitute_on_the_day_of_a_called_meeting_is_invited_and_the_other_let_go(called: Counter) -> None:
    await substitute(called.desk)
    await called.office.clock.settle()

    assert told(called) == [
        ("sekretaer@tmu.example", "CANCEL", "CANCELLED", 1),
        ("vikar@tmu.example", "REQUEST", "CONFIRMED", 0),
    ]
    first = called.office.postbox.mails[0]
    assert first.subject.startswith("Ikke længere indkaldt: Workshop")


async def test_substitute_of_other_days_leaves_the_meeting_where_it_stands(called: Counter) -> None:
    await substitute(called.desk, (date(2031, 5, 28), date(2031, 6, 9)))
    await called.office.clock.settle()

    assert told(called) == []


async def test_meeting_moved_to_a_day_of_the_substitute_changes_hands(called: Counter) -> None:
    await substitute(called.desk, (date(2031, 6, 16), date(2031, 6, 30)))

    await called.desk.move(SLUG, "workshop", date(2031, 6, 17), by=BY)
    await called.office.clock.settle()

    assert [each for each in told(called) if "tmu" in each[0]] == [
        ("sekretaer@tmu.example", "CANCEL", "CANCELLED", 1),
        ("vikar@tmu.example", "REQUEST", "CONFIRMED", 1),
    ]
    assert ("sekretaer@oeu.example", "REQUEST", "CONFIRMED", 1) in told(called)


async def test_meeting_that_is_called_off_is_called_off_where_it_stands(called: Counter) -> None:
    await substitute(called.desk)
    await called.office.clock.settle()
    called.office.postbox.mails.clear()

    await called.desk.cancel(SLUG, "Politikken er trukket tilbage", by=BY)
    await called.office.clock.settle()

    assert {each for each in told(called) if "tmu" in each[0]} == {("vikar@tmu.example", "CANCEL", "CANCELLED", 1)}


async def test_new_contact_is_invited_to_what_was_called_already(called: Counter) -> None:
    await called.desk.update(SLUG, small(("sekretaer@tmu.example", "ny@tmu.example")), by=BY)
    await called.office.clock.settle()

    assert [each[:2] for each in told(called)] == [("sekretaer@tmu.example", "CANCEL"), ("ny@tmu.example", "REQUEST")]


async def test_who_gets_a_corrected_address_is_invited_there_to_what_was_called_already(called: Counter) -> None:
    letters = [row for row in called.rows(Letter, Letter.number) if row.body == "TMU"]
    number = next(row.number for row in letters if row.kind is LetterKind.CHALLENGE) or 0
    Filing(called.engine, "imap:test").file(arrived(returned(letters[0].message_id)), called.at)

    await called.desk.send_again(number, address="ny@tmu.example", by=BY)
    await called.office.clock.settle()

    assert [each[:2] for each in told(called)] == [("sekretaer@tmu.example", "CANCEL"), ("ny@tmu.example", "REQUEST")]


async def test_invitation_that_came_back_is_the_new_address_s_only_one(called: Counter) -> None:
    [invitation] = [
        row for row in called.rows(Letter) if (row.kind, row.recipient_body) == (LetterKind.INVITATION, "TMU")
    ]
    Filing(called.engine, "imap:test").file(arrived(returned(invitation.message_id)), called.at)

    await called.desk.send_again(invitation.number or 0, address="ny@tmu.example", by=BY)
    await called.office.clock.settle()

    assert told(called) == [("ny@tmu.example", "REQUEST", "CONFIRMED", 0)]


def members(counter: Counter) -> list[tuple[str, str]]:
    """What the council's members were sent, in order of their addresses."""
    return sorted(each[:2] for each in told(counter) if "sekretaer" not in each[0])


MEMBERS = ('bodies = ["TMU", "ØU"]\ndate = "15', 'bodies = ["BR"]\ninvite = ["member"]\ndate = "15')


@pytest.fixture
async def council(counter: Counter) -> Counter:
    """Give a year in which the two members of the council have been called to the workshop."""
    await counter.start(small(MEMBERS))
    await counter.approve()
    await counter.travel_to(CALLED)
    assert members(counter) == [(f"medlem{n:02}@br.example", "REQUEST") for n in (1, 2)]
    counter.office.postbox.mails.clear()
    return counter


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("count = 2", "count = 3"), [("medlem03@br.example", "REQUEST")]),
        (("count = 2", "count = 1"), [("medlem02@br.example", "CANCEL")]),
        (
            ("medlem{n}@br.example", "m{n}@br.example"),
            [
                ("medlem01@br.example", "CANCEL"), ("medlem02@br.example", "CANCEL"),
                ("m01@br.example", "REQUEST"), ("m02@br.example", "REQUEST"),
            ],
        ),
        (('"Medlem {n}"', '"Byrådsmedlem {n}"'), []),
    ],
)  # fmt: skip
async def test_class_that_was_called_changes_with_its_contacts(
    council: Counter, change: tuple[str, str], said: list[tuple[str, str]]
) -> None:
    await council.desk.update(SLUG, small(MEMBERS, change), by=BY)
    await council.office.clock.settle()
    await council.desk.update(SLUG, small(MEMBERS, change), by=BY)  # a second time changes nothing
    await council.office.clock.settle()

    assert members(council) == sorted(said)


async def test_who_left_a_class_hears_nothing_of_a_meeting_that_is_moved_and_who_came_does(council: Counter) -> None:
    await council.desk.update(SLUG, small(MEMBERS, ("count = 2", "count = 1")), by=BY)
    await council.office.clock.settle()
    await council.desk.update(SLUG, small(MEMBERS, ("count = 2", "count = 2"), ("Medlem {n}", "Nyt medlem {n}")), by=BY)
    await council.office.clock.settle()
    council.office.postbox.mails.clear()

    await council.desk.move(SLUG, "workshop", date(2031, 6, 17), by=BY)
    await council.office.clock.settle()

    assert members(council) == [("medlem01@br.example", "REQUEST"), ("medlem02@br.example", "REQUEST")]


async def test_who_never_got_an_invitation_gets_no_cancellation(counter: Counter) -> None:
    await counter.start(small(('lead = "BIU"', 'lead = "BIU"\nhold = ["invitation"]')))
    await counter.approve()
    await counter.travel_to(CALLED)
    counter.office.postbox.mails.clear()

    await counter.desk.cancel(SLUG, "Politikken er trukket tilbage", by=BY)
    await counter.office.clock.settle()

    assert told(counter) == []
    rows = [row for row in counter.rows(Letter) if row.kind is LetterKind.INVITATION_CANCELLED]
    assert {row.state for row in rows} == {LetterState.WITHDRAWN}
