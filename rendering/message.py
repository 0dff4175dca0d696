"""From a rendered letter to the bytes that go to the wire: built once, flattened once, the same for the same letter.

Date, Message-ID and boundaries come from the stored decision, so that a retry is byte-identical.
One message has one recipient.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from models.vocabulary import Language
from rendering.clean import clean_file_name, clean_line, clean_text
from rendering.refusal import Unrenderable
from rendering.wire import Part, calendar_part, file_part, message, multipart, text_part


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A name and an address, as the contact has them; both are checked when the message is composed."""

    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class RenderedLetter:
    """What a letter says: one subject line, and the same text twice."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """From whom to whom, when decided, and what the letter answers to."""

    key: str  # the outbox key: the boundaries follow from it
    message_id: str  # `models.vocabulary.message_id(key, domain)`
    at: datetime  # the decided moment, aware; written in the zone that it is given in
    language: Language
    sender: Mailbox
    recipient: Mailbox
    reply_to: Mailbox  # the secretariat
    in_reply_to: str | None = None  # the Message-ID of the letter that this one follows up
    references: tuple[str, ...] = ()  # earlier Message-IDs of the thread, oldest first; default: `in_reply_to` alone


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that travels with the letter."""

    name: str
    content: bytes
    media_type: str = "application/pdf"
    parameters: tuple[tuple[str, str], ...] = ()  # of the Content-Type: `("method", "PUBLISH")`


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A calendar object that the recipient's program acts on; `method` is the same as in its body."""

    method: str  # REQUEST or CANCEL
    content: bytes
    name: str = "invitation.ics"


def compose(
    envelope: Envelope,
    letter: RenderedLetter,
    attachments: Sequence[Attachment] = (),
    invitation: Invitation | None = None,
) -> bytes:
    """Return the finished message, lines ending with CRLF.

    With an invitation, the calendar part stands in the alternative (Outlook looks only there), and a copy beside it.
    Raises `Unrenderable` for an address that no mail can go to, and for an empty subject.
    """
    texts = [text_part("plain", clean_text(letter.text)), text_part("html", clean_text(letter.html))]
    files = list(attachments)
    if invitation:
        texts.append(calendar_part(invitation.method, invitation.content))
        files.insert(0, Attachment(name=invitation.name, content=invitation.content, media_type="application/ics"))
    content = multipart("alternative", _boundary(envelope.key, 1 if files else 0), texts)
    if files:
        content = multipart("mixed", _boundary(envelope.key, 0), [content, *(_file(each) for each in files)])
    return message(_headers(envelope, letter.subject), content)


@lru_cache(maxsize=4096)
def checked_address(mailbox: Mailbox) -> Address:
    """Return name and address as an address object; raises `Unrenderable` when no mail can go there."""
    shown = clean_line(mailbox.address)[:120]
    if shown != mailbox.address.strip(" "):
        raise Unrenderable(
            f"Mailadressen »{shown}« har et linjeskift eller et styretegn i sig. Skriv adressen på én linje.",
            f'The mail address "{shown}" has a line break or a control character in it. Write the address on one line.',
        )
    try:
        checked = validate_email(shown, check_deliverability=False)
    except EmailNotValidError as error:
        raise Unrenderable(
            f"»{shown}« er ikke en mailadresse. Ret kontaktens adresse.",
            f'"{shown}" is not a mail address ({error}). Correct the address of the contact.',
        ) from error
    if not checked.ascii_email:
        raise Unrenderable(
            f"Mailadressen »{shown}« har andre tegn end a–z foran @, og det kan ikke leveres. Brug en anden.",
            f'The mail address "{shown}" has letters beyond a–z before the @, which cannot be delivered. Use another.',
        )
    return Address(clean_line(mailbox.name), addr_spec=checked.ascii_email)


def _file(attachment: Attachment) -> Part:
    name = clean_file_name(attachment.name)
    return file_part(name, attachment.content, attachment.media_type, attachment.parameters)


def _boundary(key: str, number: int) -> str:
    return "=_" + hashlib.sha256(f"{key}#{number}".encode()).hexdigest()[:32]


def _headers(envelope: Envelope, subject: str) -> list[tuple[str, str | Address]]:
    if not clean_line(subject):
        raise Unrenderable("Brevet har intet emne. Ret skabelonen.", "The letter has no subject. Correct its template.")
    follows = envelope.in_reply_to
    thread = [("In-Reply-To", follows), ("References", " ".join(envelope.references or (follows,)))] if follows else []
    return [
        ("From", checked_address(envelope.sender)),
        ("To", checked_address(envelope.recipient)),
        ("Reply-To", checked_address(envelope.reply_to)),
        ("Subject", clean_line(subject)),
        ("Date", format_datetime(envelope.at)),
        ("Message-ID", envelope.message_id),
        *thread,
        ("Content-Language", envelope.language.value),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ]
