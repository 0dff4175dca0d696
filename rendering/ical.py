"""Calendar objects as every client understands them: invitations, cancellations, deadlines as days, and feeds.

Everything that changes a byte is given: UID, SEQUENCE, and DTSTAMP = when this revision was stored. So the same
revision gives the same bytes, a feed matches its ETag, and a moved meeting moves instead of doubling.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vCalAddress, vText

from models.vocabulary import Language
from rendering import dates
from rendering.calendar_entries import DeadlineEntry, Entry, MeetingEntry, WindowEntry
from rendering.clean import clean_line, clean_text
from rendering.message import Mailbox, checked_address

PRODUCT = "-//Aarshjul//Annual cycle//DA"
COPENHAGEN = "Europe/Copenhagen"
_REFRESH = "PT4H"
_END = b"END:VCALENDAR\r\n"
_IN_ZONE = b"\r\nDTSTART;TZID="

# Two rules, no RDATE: what the library makes by itself is an hour late in ical.js after the first summer, and Outlook
# ignores it.
_TIME_ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def invitation(entry: MeetingEntry, organizer: Mailbox, attendee: Mailbox, *, group: bool = False) -> bytes:
    """Return the REQUEST for one recipient; `group` says that the address is a committee's, not a person's."""
    event = _event(entry)
    event.add("status", "CONFIRMED")
    _add_people(event, organizer, attendee, group=group)
    return _calendar(_shell("REQUEST"), [_written(event)])


def cancellation(entry: MeetingEntry, organizer: Mailbox, attendee: Mailbox, *, group: bool = False) -> bytes:
    """Return the CANCEL for one recipient who got a REQUEST; its sequence is one higher than that request's."""
    event = _event(entry)
    event.add("status", "CANCELLED")
    _add_people(event, organizer, attendee, group=group)
    return _calendar(_shell("CANCEL"), [_written(event)])


def deadline_file(entry: DeadlineEntry, language: Language, organizer: Mailbox) -> bytes:
    """Return one deadline as a PUBLISH entry, to travel with its letter.

    RFC 5546 wants an organizer in what is published; a strict reader (libical) refuses an entry without.
    """
    return _calendar(_shell("PUBLISH"), [published(entry, language, organizer)])


def feed(name: str, entries: Iterable[Entry], language: Language, organizer: Mailbox) -> bytes:
    """Return a calendar to subscribe to, entries ordered by UID; no attendees, no alarms. Organizer as above."""
    ordered = sorted(entries, key=lambda entry: entry.revision.uid)
    calendar = _shell("PUBLISH")
    calendar.add("name", clean_line(name))
    calendar.add("x-wr-calname", clean_line(name))
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _REFRESH)
    return _calendar(calendar, [published(entry, language, organizer) for entry in ordered])


@lru_cache(maxsize=20_000)
def published(entry: Entry, language: Language, organizer: Mailbox) -> bytes:
    """Return the event of one entry as a feed has it: kept, for most of a feed is the same at the next reading."""
    event = _event(entry, language)
    event["organizer"] = _organizer(organizer)
    return _written(event)


def _event(entry: Entry, language: Language = Language.DA) -> Event:
    event = Event()
    event.add("uid", clean_line(entry.revision.uid))
    event.add("sequence", entry.revision.sequence)
    event.add("dtstamp", entry.revision.stamp.astimezone(UTC))
    match entry:
        case MeetingEntry():
            _add_moments(event, entry)
        case DeadlineEntry():
            _add_days(event, entry.deadline.on, entry.deadline.on)
        case WindowEntry():
            _add_days(event, entry.first, entry.last)
    event.add("summary", clean_line(_title(entry, language)))
    if description := clean_text(_description(entry, language)).strip():
        event.add("description", description)
    return event


def _add_moments(event: Event, entry: MeetingEntry) -> None:
    zone = ZoneInfo(COPENHAGEN)  # a database's fixed offset would become a zone that no client knows
    event.add("dtstart", entry.starts.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    event.add("transp", "OPAQUE")
    if place := clean_line(entry.place):
        event.add("location", place)


def _add_days(event: Event, first: date, last: date) -> None:
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _title(entry: Entry, language: Language) -> str:
    if not isinstance(entry, DeadlineEntry):
        return entry.title
    word = "Frist" if language is Language.DA else "Deadline"
    at = f" {dates.hour(entry.deadline.hour, language)}" if entry.deadline.hour else ""
    return f"{word}{at}: {entry.title}"


def _description(entry: Entry, language: Language) -> str:
    if not isinstance(entry, DeadlineEntry):
        return entry.description
    by = "Senest" if language is Language.DA else "At the latest"
    return f"{by} {dates.deadline(entry.deadline, language)}\n\n{entry.description}"


def _add_people(event: Event, organizer: Mailbox, attendee: Mailbox, *, group: bool) -> None:
    event.add("organizer", _address(organizer))
    invited = _address(attendee)
    invited.params["CUTYPE"] = vText("GROUP" if group else "INDIVIDUAL")
    invited.params["ROLE"] = vText("REQ-PARTICIPANT")
    invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
    invited.params["RSVP"] = vText("TRUE")
    event.add("attendee", invited)


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{checked_address(mailbox).addr_spec}")
    name = clean_line(mailbox.name).replace("\\", "").replace('"', "'")  # neither survives every client's parameters
    if name:
        address.params["CN"] = vText(name)
    return address


def _shell(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _written(component: Component) -> bytes:
    return bytes(component.to_ical(sorted=True))


@lru_cache(maxsize=64)
def _organizer(mailbox: Mailbox) -> vCalAddress:
    return _address(mailbox)


def _calendar(shell: Calendar, events: Sequence[bytes]) -> bytes:
    """Put finished events into a calendar; the zone comes before them when one of them needs it."""
    zone = _time_zone() if any(_IN_ZONE in event for event in events) else b""
    return _written(shell).removesuffix(_END) + zone + b"".join(events) + _END


@lru_cache(maxsize=1)
def _time_zone() -> bytes:
    return _written(Component.from_ical(_TIME_ZONE))
