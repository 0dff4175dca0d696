"""From a rendered letter to the bytes that go to the wire: built once, flattened once, the same for the same letter.

Date, Message-ID and boundaries come from the stored decision, so that a retry is byte-identical.
One message has one recipient.
"""

import hashlib
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from models.vocabulary import Language
from rendering.clean import clean_file_name, clean_line, clean_text
from rendering.refusal import Unrenderable
from rendering.wire import flattened, wire_policy


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
    message = EmailMessage(policy=wire_policy())
    message.set_content(clean_text(letter.text), cte="quoted-printable")
    message.add_alternative(clean_text(letter.html), subtype="html", cte="quoted-printable")
    if invitation:
        _invite(message, invitation)
    for attachment in attachments:
        _attach(message, attachment)
    _set_boundaries(message, envelope.key)
    _set_headers(message, envelope, letter.subject)
    return flattened(message)


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


def _invite(message: EmailMessage, invitation: Invitation) -> None:
    parameters = {"charset": "utf-8", "method": invitation.method}
    message.add_alternative(invitation.content, maintype="text", subtype="calendar", cte="base64", params=parameters)
    _attach(message, Attachment(name=invitation.name, content=invitation.content, media_type="application/ics"))


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    maintype, _, subtype = attachment.media_type.partition("/")
    name = clean_file_name(attachment.name)
    message.add_attachment(
        b"",
        maintype=maintype,
        subtype=subtype,
        cte="base64",
        filename=name,
        params={**dict(attachment.parameters), "name": name},
    )
    [*_, part] = message.iter_attachments()
    part.set_payload(_base64(attachment.content))


@lru_cache(maxsize=128)
def _base64(content: bytes) -> str:
    """The same paper travels with many letters of one morning."""
    return encodebytes(content).decode("ascii")


def _set_boundaries(message: MIMEPart, key: str) -> None:
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        digest = hashlib.sha256(f"{key}#{number}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{digest}")


def _set_headers(message: EmailMessage, envelope: Envelope, subject: str) -> None:
    if not clean_line(subject):
        raise Unrenderable("Brevet har intet emne. Ret skabelonen.", "The letter has no subject. Correct its template.")
    message["From"] = checked_address(envelope.sender)
    message["To"] = checked_address(envelope.recipient)
    message["Reply-To"] = checked_address(envelope.reply_to)
    message["Subject"] = clean_line(subject)
    message["Date"] = envelope.at
    message["Message-ID"] = envelope.message_id
    if envelope.in_reply_to:
        message["In-Reply-To"] = envelope.in_reply_to
        message["References"] = " ".join(envelope.references or (envelope.in_reply_to,))
    message["Content-Language"] = envelope.language.value
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
