"""What travels with a letter: a pack's papers as PDF, deadlines as calendar files, invitations."""

from dataclasses import dataclass

from activities import packing
from activities.particulars import Particulars
from models.schedule import Deadline
from models.vocabulary import OBLIGATION_KINDS, LetterKind, calendar_uid, step_id
from planning.transitions import schedules
from rendering import ical
from rendering.calendar_entries import DeadlineEntry, MeetingEntry, Revision
from rendering.message import Attachment, Invitation, Mailbox

_DEADLINES = frozenset(
    {LetterKind.EXTENSION_GRANTED, LetterKind.RETURNED, LetterKind.DATE_MOVED, LetterKind.OBLIGATION}
)
_REQUESTS = frozenset({LetterKind.INVITATION, LetterKind.INVITATION_CHANGED})


@dataclass(frozen=True)
class Enclosures:
    """Everything beside the words of a letter."""

    attachments: tuple[Attachment, ...] = ()
    invitation: Invitation | None = None


def titles(about: Particulars) -> tuple[str, ...]:
    """Return the titles of the papers that travel with this letter, as the letter names them."""
    return tuple(f"{paper.number} {about.say(paper.title)}" for paper in packing.papers(about))


def enclosures(about: Particulars, domain: str, organizer: Mailbox, papers: tuple[Attachment, ...] = ()) -> Enclosures:
    """Return the papers that were made for the letter, calendar files and the invitation."""
    kind = about.letter.kind
    invitation = _invitation(about, domain, organizer) if kind in _REQUESTS else None
    if kind is LetterKind.INVITATION_CANCELLED:
        invitation = _cancellation(about, domain, organizer)
    return Enclosures(attachments=(*papers, *_deadline_files(about, domain, organizer)), invitation=invitation)


def _deadline_files(about: Particulars, domain: str, organizer: Mailbox) -> tuple[Attachment, ...]:
    letter, deadline = about.letter, about.facts.deadline
    if letter.kind in _DEADLINES and deadline and letter.body:
        title = f"{about.say(about.step_title)} ({letter.body})"
        return (_deadline_file(about, letter.workflow_id, letter.sequence, title, deadline, domain, organizer),)
    return _pack_deadlines(about, domain, organizer) if letter.kind is LetterKind.CHALLENGE else ()


def _pack_deadlines(about: Particulars, domain: str, organizer: Mailbox) -> tuple[Attachment, ...]:
    body = about.letter.body or ""
    files = []
    for planned in about.book.timeline.steps:
        step, due = planned.step, planned.date_for(body)
        if step.letter == about.letter.step and step.kind in OBLIGATION_KINDS and body in step.bodies and due.day:
            deadline = schedules.deadline(due.day, due.hour or step.hour, about.book.workdays)
            id_ = step_id(about.book.timeline.slug, step.key, body)
            title = f"{about.say(step.title)} ({body})"
            files.append(_deadline_file(about, id_, 0, title, deadline, domain, organizer))
    return tuple(files)


def _deadline_file(
    about: Particulars, id_: str, sequence: int, title: str, deadline: Deadline, domain: str, organizer: Mailbox
) -> Attachment:
    revision = Revision(uid=calendar_uid(id_, domain), sequence=sequence, stamp=about.letter.at)
    entry = DeadlineEntry(revision=revision, title=title, deadline=deadline)
    return Attachment(
        name=f"{title}.ics",
        content=ical.deadline_file(entry, about.language, organizer),
        media_type="text/calendar",
        parameters=(("method", "PUBLISH"), ("charset", "utf-8")),
    )


def _invitation(about: Particulars, domain: str, organizer: Mailbox) -> Invitation | None:
    entry = _entry(about, domain)
    if entry is None:
        return None
    return Invitation(
        method="REQUEST", content=ical.invitation(entry, organizer, _attendee(about), group=_is_group(about))
    )


def _cancellation(about: Particulars, domain: str, organizer: Mailbox) -> Invitation | None:
    entry = _entry(about, domain)
    if entry is None:
        return None
    return Invitation(
        method="CANCEL", content=ical.cancellation(entry, organizer, _attendee(about), group=_is_group(about))
    )


def _attendee(about: Particulars) -> Mailbox:
    return Mailbox(name=about.to.name, address=about.to.address)


def _is_group(about: Particulars) -> bool:
    """A role's mailbox is a committee's; a member of a class has their own."""
    return about.letter.contact is None


def _entry(about: Particulars, domain: str) -> MeetingEntry | None:
    begins = about.facts.deadline
    if begins is None:
        return None
    letter = about.letter
    starts, ends = schedules.entry_span(begins, about.book.workdays)
    return MeetingEntry(
        revision=Revision(uid=calendar_uid(letter.workflow_id, domain), sequence=letter.sequence, stamp=letter.at),
        title=about.say(about.step_title),
        starts=starts,
        ends=ends,
        place=about.planned.step.place if about.planned else "",
    )
