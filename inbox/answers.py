"""Answers to invitations: accepted, tentative, declined, and other times proposed (RFC 5546 REPLY and COUNTER).

Outlook's lack the organizer, Thunderbird's the In-Reply-To: an answer is known by its UID and its attendee.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar, Component

from inbox.mail import Mail, text_of
from models.mail import Answer
from rendering.clean import clean_line, clean_text

_ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
_COMMENT_LIMIT = 500


@dataclass(frozen=True)
class CalendarAnswer:
    """What one attendee answers to one event. `answer` is None for a COUNTER: another time is `proposed`."""

    uid: str
    attendee: str
    sequence: int
    stamp: datetime
    answer: Answer | None
    comment: str = ""
    proposed: str = ""


def read_answer(mail: Mail) -> CalendarAnswer | None:
    """Return the answer that the mail brings; None without one. Raises ValueError for one that cannot be read."""
    for part in mail.parts("text/calendar", "application/ics"):
        text = text_of(part)
        if "BEGIN:VCALENDAR" in text.upper():
            calendar = Calendar.from_ical(text)
            if found := _answer(calendar, mail):
                return found
    return None


def _answer(calendar: Component, mail: Mail) -> CalendarAnswer | None:
    method = str(calendar.get("method", "")).upper()
    event = next(iter(calendar.walk("VEVENT")), None)
    if method not in {"REPLY", "COUNTER"} or event is None:
        return None
    attendee = _attendee(event)
    said = str(attendee.params.get("PARTSTAT", "")).upper()
    if method == "REPLY" and said not in _ANSWERS:
        raise ValueError(f"PARTSTAT {said[:40] or '–'}")
    return CalendarAnswer(
        uid=clean_line(str(event["uid"])),
        attendee=_address(attendee),
        sequence=int(event.get("sequence", 0)),
        stamp=_instant(event.get("dtstamp")),
        answer=_ANSWERS[said] if method == "REPLY" else None,
        comment=_comment(event, calendar, mail),
        proposed=_shown(event.get("dtstart")) if method == "COUNTER" else "",
    )


def _attendee(event: Component) -> Any:
    found = event.get("attendee")
    attendees = found if isinstance(found, list) else [found] if found is not None else []
    if len(attendees) != 1 or "uid" not in event:
        raise ValueError(f"UID, {len(attendees)} × ATTENDEE")
    return attendees[0]


def _address(attendee: Any) -> str:
    address = clean_line(str(attendee))
    return (address[7:] if address.lower().startswith("mailto:") else address).lower()


def _instant(stamp: Any) -> datetime:
    moment = getattr(stamp, "dt", None)
    if not isinstance(moment, datetime):
        raise ValueError("DTSTAMP")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _shown(start: Any) -> str:
    moment = getattr(start, "dt", None)
    if isinstance(moment, datetime):
        return moment.isoformat(" ", "minutes")
    return moment.isoformat() if isinstance(moment, date) else ""


def _comment(event: Component, calendar: Component, mail: Mail) -> str:
    """What the attendee wrote along; Outlook puts it in the mail's text instead."""
    said = event.get("comment")
    text = "\n".join(map(str, said)) if isinstance(said, list) else str(said or "")
    if not text and "microsoft" in str(calendar.get("prodid", "")).lower():
        text = mail.text()
    return clean_text(text).strip()[:_COMMENT_LIMIT]
