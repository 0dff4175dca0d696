"""Calendar objects read back with the library, and the zone probed with rules of our own."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from models.vocabulary import Language
from rendering.calendar_entries import DeadlineEntry, MeetingEntry, Revision, WindowEntry
from rendering.ical import cancellation, deadline_file, feed, invitation
from rendering.message import Mailbox
from tests.rendering.samples import DUE, EARLIER

STAMP = datetime(2011, 5, 2, 8, tzinfo=UTC)
ORGANIZER = Mailbox(name="Sekretariatet for årshjulet", address="aarshjul@kommune.example")
ATTENDEE = Mailbox(name="Udvalgssekretær, TMU", address="sekretaer.tmu@kommune.example")
WORKSHOP = MeetingEntry(
    revision=Revision(uid="cycle:inclusion-2011:workshop:ØU@kommune.example", sequence=1, stamp=STAMP),
    title="Koordineringsværksted",
    starts=datetime(2011, 6, 6, 12, tzinfo=UTC),
    ends=datetime(2011, 6, 6, 15, tzinfo=UTC),
    place="Rådhuset, lokale 3",
)
PLAN = DeadlineEntry(
    revision=Revision(uid="cycle:inclusion-2011:plan:TMU@kommune.example", sequence=2, stamp=STAMP),
    title="Handleplan (TMU)",
    deadline=DUE,
)
HEARING = WindowEntry(
    revision=Revision(uid="cycle:integration-2018:hearing@kommune.example", sequence=0, stamp=STAMP),
    title="Høring",
    first=date(2018, 8, 14),
    last=date(2018, 9, 19),
)


def only_event(content: bytes) -> Any:
    [event] = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_invitation_has_one_attendee_who_has_not_answered() -> None:
    content = invitation(WORKSHOP, ORGANIZER, ATTENDEE, group=True)

    event = only_event(content)
    attendee = event["ATTENDEE"]
    assert Calendar.from_ical(content)["METHOD"] == "REQUEST"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (WORKSHOP.revision.uid, 1, "CONFIRMED")
    assert str(attendee) == "mailto:sekretaer.tmu@kommune.example"
    assert dict(attendee.params) == {
        "CN": "Udvalgssekretær, TMU",
        "CUTYPE": "GROUP",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "TRUE",
    }
    assert str(event["ORGANIZER"]) == "mailto:aarshjul@kommune.example"
    assert event["DTSTAMP"].dt == STAMP
    assert event["LOCATION"] == "Rådhuset, lokale 3"


def test_meeting_is_written_in_the_zone_that_people_live_in() -> None:
    from_a_database = timezone(timedelta(hours=1))
    entry = MeetingEntry(
        revision=WORKSHOP.revision,
        title="x",
        starts=WORKSHOP.starts.astimezone(from_a_database),
        ends=WORKSHOP.ends.astimezone(from_a_database),
    )

    content = invitation(entry, ORGANIZER, ATTENDEE)

    assert b"DTSTART;TZID=Europe/Copenhagen:20110606T140000\r\n" in content
    assert content.count(b"BEGIN:VTIMEZONE") == 1
    assert not [name for name in (b"RDATE", b"X-LIC-LOCATION", b"COMMENT", b"UTC+01:00") if name in content]


def test_cancellation_keeps_the_uid_and_says_cancelled() -> None:
    revision = Revision(uid=WORKSHOP.revision.uid, sequence=2, stamp=STAMP)
    entry = MeetingEntry(revision=revision, title="x", starts=WORKSHOP.starts, ends=WORKSHOP.ends)

    content = cancellation(entry, ORGANIZER, ATTENDEE)

    event = only_event(content)
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (WORKSHOP.revision.uid, 2, "CANCELLED")


def test_deadline_is_a_whole_free_day_with_its_hour_in_the_text() -> None:
    content = deadline_file(PLAN, Language.DA, ORGANIZER)

    event = only_event(content)
    assert Calendar.from_ical(content)["METHOD"] == "PUBLISH"
    assert b"DTSTART;VALUE=DATE:20110516\r\nDTEND;VALUE=DATE:20110517\r\n" in content
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == "Frist kl. 12.00: Handleplan (TMU)"
    assert event["DESCRIPTION"] == "Senest mandag den 16. maj 2011 kl. 12.00"
    assert "ATTENDEE" not in event
    assert b"VTIMEZONE" not in content


def test_deadline_without_an_hour_names_none() -> None:
    entry = DeadlineEntry(revision=PLAN.revision, title="Økonomioversigt", deadline=EARLIER)

    assert only_event(deadline_file(entry, Language.EN, ORGANIZER))["SUMMARY"] == "Deadline: Økonomioversigt"


def test_published_entries_name_their_organizer_and_nobody_else() -> None:
    for content in (
        deadline_file(PLAN, Language.DA, ORGANIZER),
        feed("x", [PLAN], Language.DA, ORGANIZER),
    ):
        event = only_event(content)
        assert str(event["ORGANIZER"]) == "mailto:aarshjul@kommune.example"
        assert "ATTENDEE" not in event


def test_hearing_window_includes_its_last_day() -> None:
    event = only_event(feed("x", [HEARING], Language.DA, ORGANIZER))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2018, 8, 14), date(2018, 9, 20))


def test_feed_is_named_refreshes_itself_and_is_ordered() -> None:
    content = feed("Årshjul 2011", [HEARING, WORKSHOP, PLAN], Language.DA, ORGANIZER)

    calendar = Calendar.from_ical(content)
    assert (calendar["NAME"], calendar["X-WR-CALNAME"], calendar["METHOD"]) == (
        "Årshjul 2011",
        "Årshjul 2011",
        "PUBLISH",
    )
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in content
    assert [event["UID"] for event in calendar.walk("VEVENT")] == sorted(
        entry.revision.uid for entry in (HEARING, WORKSHOP, PLAN)
    )
    assert b"ATTENDEE" not in content
    assert b"VALARM" not in content
    assert feed("Årshjul 2011", [PLAN, HEARING, WORKSHOP], Language.DA, ORGANIZER) == content


def _offset_by_the_rules(zone: Any, local: datetime) -> timedelta:
    """The offset that RFC 5545 gives a local time: of the rule whose latest onset is not after it."""
    onsets = []
    for rule in zone.subcomponents:
        month = int(rule["RRULE"]["BYMONTH"][0])
        assert rule["RRULE"]["BYDAY"] == ["-1SU"]
        for year in (local.year - 1, local.year):
            last = date(year, month, 31)
            sunday = last - timedelta(days=last.isoweekday() % 7)
            onsets.append((datetime.combine(sunday, rule["DTSTART"].dt.time()), rule["TZOFFSETTO"].td))
    offset: timedelta = max(onset for onset in onsets if onset[0] <= local)[1]
    return offset


@pytest.mark.parametrize("year", range(2010, 2031))
def test_zone_changes_on_the_same_nights_as_denmark(year: int) -> None:
    [zone] = Calendar.from_ical(invitation(WORKSHOP, ORGANIZER, ATTENDEE)).walk("VTIMEZONE")
    copenhagen = ZoneInfo("Europe/Copenhagen")
    noons = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(366)]  # noqa: DTZ001 -- local times

    assert [_offset_by_the_rules(zone, noon) for noon in noons] == [
        noon.replace(tzinfo=copenhagen).utcoffset() for noon in noons
    ]


TYPED = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@given(title=TYPED, name=TYPED, text=TYPED)
def test_hostile_texts_are_read_back_without_their_poison(title: str, name: str, text: str) -> None:
    entry = MeetingEntry(
        revision=WORKSHOP.revision,
        title=title,
        starts=WORKSHOP.starts,
        ends=WORKSHOP.ends,
        place=title,
        description=text,
    )

    content = invitation(entry, ORGANIZER, Mailbox(name=name, address="a@kommune.example"))

    event = only_event(content)
    assert set(content) & set(range(32)) <= {9, 10, 13}
    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert str(event["ATTENDEE"]) == "mailto:a@kommune.example"
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
