"""What we write, read by programs that we did not write: the same event, the same instant, the same names."""

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ical.calendar_stream import IcsCalendarStream

from models.vocabulary import Language
from rendering.calendar_entries import MeetingEntry, Revision
from rendering.clean import clean_line
from rendering.ical import cancellation, deadline_file, feed, invitation
from rendering.message import Attachment, Envelope, Invitation, Mailbox, RenderedLetter, compose
from tests.readers.conftest import Ask
from tests.readers.libical import Libical
from tests.rendering.test_ical import ATTENDEE, HEARING, ORGANIZER, PLAN, STAMP, WORKSHOP

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
YEARS = range(2020, 2040)

CONTENTS = {
    "REQUEST": invitation(WORKSHOP, ORGANIZER, ATTENDEE, group=True),
    "CANCEL": cancellation(WORKSHOP, ORGANIZER, ATTENDEE),
    "PUBLISH, a deadline": deadline_file(PLAN, Language.DA, ORGANIZER),
    "PUBLISH, a feed": feed("Årshjul 2011", [WORKSHOP, PLAN, HEARING], Language.DA, ORGANIZER),
}
HOSTILE = (
    'Udvalget "for" alt',
    "Børne, unge og kultur; Ø: å/Æ",
    "C:\\mødet\\n^n^^ ^'",
    "🎉 Fest på rådhuset 👩‍👩‍👧",
    "to\r\nlinjer\tog\x00\x0b\x07styretegn\u2028",
    "BEGIN:VALARM\r\nEND:VCALENDAR",
    "=?utf-8?q?ikke_kodet?=",
    "ø" * 200,
    "مرحبا \u202egnirts",
    "<script>alert(1)</script> & co.",
)


def changeovers() -> Iterator[datetime]:
    """Hours around both changeovers of every year: the day before, the night itself, the day after."""
    for year in YEARS:
        for month in (3, 10):
            last = date(year, month, 31)
            sunday = last - timedelta(days=last.isoweekday() % 7)
            for day, hour in ((-1, 12), (0, 1), (0, 4), (0, 12), (1, 9)):
                yield datetime(sunday.year, sunday.month, sunday.day, hour, tzinfo=COPENHAGEN) + timedelta(days=day)


def probes() -> dict[str, datetime]:
    return {f"probe-{at:%Y%m%dT%H}@kommune.example": at for at in changeovers()}


def calendar_of_probes() -> bytes:
    entries = [
        MeetingEntry(
            revision=Revision(uid=uid, sequence=0, stamp=STAMP), title="x", starts=at, ends=at + timedelta(hours=1)
        )
        for uid, at in probes().items()
    ]
    return feed("x", entries, Language.DA, ORGANIZER)


@pytest.mark.parametrize("name", CONTENTS)
def test_libical_objects_to_nothing(libical: Libical, name: str) -> None:
    assert libical.objections(CONTENTS[name]) == []


def test_libical_would_object_to_an_entry_without_its_organizer(libical: Libical) -> None:
    """The control: the check is one."""
    content = CONTENTS["PUBLISH, a deadline"]
    without = b"\r\n".join(line for line in content.split(b"\r\n") if not line.startswith((b"ORGANIZER", b" ")))

    assert any("ORGANIZER" in each for each in libical.objections(without))


def test_strict_reader_takes_every_kind_of_calendar() -> None:
    for content in CONTENTS.values():
        assert IcsCalendarStream.calendar_from_ics(content.decode()).events


def test_every_changeover_of_twenty_years_is_one_instant_for_libical(libical: Libical) -> None:
    found = {event.uid: datetime.fromtimestamp(event.at, UTC) for event in libical.events(calendar_of_probes())}

    assert found == probes()


def test_every_changeover_of_twenty_years_is_one_instant_for_ical_js(javascript: Ask) -> None:
    [read] = javascript("calendar", [calendar_of_probes()])

    found = {event["uid"]: datetime.fromtimestamp(event["start"]["at"], UTC) for event in read["events"]}
    assert found == probes()


def test_every_changeover_of_twenty_years_is_one_instant_for_the_strict_reader() -> None:
    calendar = IcsCalendarStream.calendar_from_ics(calendar_of_probes().decode())

    found = {event.uid: event.dtstart for event in calendar.events}
    assert found == probes()


def test_ical_js_reads_an_invitation_and_its_cancellation_as_one_event(javascript: Ask) -> None:
    moved = MeetingEntry(
        revision=Revision(uid=WORKSHOP.revision.uid, sequence=2, stamp=STAMP),
        title=WORKSHOP.title,
        starts=WORKSHOP.starts,
        ends=WORKSHOP.ends,
    )
    asked, called_off = javascript(
        "calendar", [invitation(WORKSHOP, ORGANIZER, ATTENDEE), cancellation(moved, ORGANIZER, ATTENDEE)]
    )

    assert (asked["method"], called_off["method"]) == ("REQUEST", "CANCEL")
    assert asked["events"][0]["uid"] == called_off["events"][0]["uid"] == WORKSHOP.revision.uid
    assert (asked["events"][0]["sequence"], called_off["events"][0]["sequence"]) == (1, 2)
    assert (asked["events"][0]["status"], called_off["events"][0]["status"]) == ("CONFIRMED", "CANCELLED")
    assert asked["events"][0]["attendees"] == [["Udvalgssekretær, TMU", "mailto:sekretaer.tmu@kommune.example"]]


def hostile(text: str) -> bytes:
    entry = MeetingEntry(
        revision=WORKSHOP.revision,
        title=text,
        starts=WORKSHOP.starts,
        ends=WORKSHOP.ends,
        place=text,
        description=text,
    )
    return invitation(entry, ORGANIZER, Mailbox(name=text, address="a@kommune.example"))


def named(text: str) -> str:
    """What is left of a name in a calendar: one clean line, its quotes single, its backslashes gone."""
    return clean_line(text).replace("\\", "").replace('"', "'")


def test_hostile_names_are_read_as_they_were_meant(javascript: Ask, libical: Libical) -> None:
    contents = [hostile(text) for text in HOSTILE]

    for text, content, read in zip(HOSTILE, contents, javascript("calendar", contents), strict=True):
        [event] = read["events"]
        assert event["summary"] == event["location"] == clean_line(text)
        assert event["attendees"] == [[named(text), "mailto:a@kommune.example"]]
        assert libical.objections(content) == []
        [same] = libical.events(content)
        assert same.summary == clean_line(text)
        [strict] = IcsCalendarStream.calendar_from_ics(content.decode()).events
        assert strict.summary == clean_line(text)


def mail(subject: str, name: str, request: bytes) -> bytes:
    recipient = Mailbox(name=name, address="a@kommune.example")
    envelope = Envelope(
        key=f"key of {subject}",
        message_id="<1@kommune.example>",
        at=STAMP,
        language=Language.DA,
        sender=ORGANIZER,
        recipient=recipient,
        reply_to=ORGANIZER,
    )
    letter = RenderedLetter(subject=subject, text="Kære udvalg\n\nBrødtekst på æøå.\n", html="<p>Brødtekst på æøå.</p>")
    attached = Attachment(name=f"{name}.pdf", content=b"%PDF-1.7 ...")
    return compose(envelope, letter, [attached], Invitation(method="REQUEST", content=request))


def test_mailparser_finds_the_invitation_once_to_act_on_and_once_to_open(javascript: Ask) -> None:
    request = CONTENTS["REQUEST"]

    [read] = javascript("mail", [mail("Indkaldelse: Koordineringsværksted", "Udvalgssekretær, TMU", request)])

    calendars = [part for part in read["parts"] if part["type"] in {"text/calendar", "application/ics"}]
    assert [(part["type"], part["method"]) for part in calendars] == [
        ("text/calendar", "REQUEST"),
        ("application/ics", ""),
    ]
    assert {part["content"] for part in calendars} == {base64.b64encode(request).decode()}
    assert read["subject"] == "Indkaldelse: Koordineringsværksted"
    assert "Brødtekst på æøå." in read["text"]
    assert read["html"].startswith("<p>Brødtekst på æøå.</p>")


def test_mailparser_reads_hostile_names_as_they_were_meant(javascript: Ask) -> None:
    mails = [mail(text, text, hostile(text)) for text in HOSTILE]

    for text, read in zip(HOSTILE, javascript("mail", mails), strict=True):
        assert read["subject"] == clean_line(text)
        assert read["to"] == [[clean_line(text), "a@kommune.example"]]
        [pdf] = [part for part in read["parts"] if part["type"] == "application/pdf"]
        assert not set(pdf["name"]) & set('\r\n\0/\\"')
        assert pdf["name"].endswith(".pdf")
