"""A finished message taken apart for a page: its HTML, its plain text, and what is attached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from rendering.clean import clean_line


@dataclass(frozen=True)
class Attached:
    """A file of the message."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Opened:
    """What a recipient sees."""

    sender: str
    to: str
    subject: str
    dated: datetime | None
    html: str
    text: str
    files: tuple[Attached, ...]


def opened(message: bytes) -> Opened:
    """Take apart a message that this house has written."""
    parsed = message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    html, text = (parsed.get_body((kind,)) for kind in ("html", "plain"))
    return Opened(
        sender=clean_line(str(parsed["From"])),
        to=clean_line(str(parsed["To"])),
        subject=clean_line(str(parsed["Subject"])),
        dated=parsed["Date"].datetime if parsed["Date"] else None,
        html=str(html.get_content()) if html else "",
        text=str(text.get_content()) if text else "",
        files=tuple(_files(parsed)),
    )


def attached(message: bytes, place: int) -> tuple[Attached, bytes] | None:
    """Return one file of the message, counted from 0, with its content; None when there is none in this place."""
    parsed = message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    parts = list(parsed.iter_attachments())
    if place >= len(parts):
        return None
    content = parts[place].get_payload(decode=True)
    return list(_files(parsed))[place], content if isinstance(content, bytes) else b""


def _files(message: EmailMessage) -> Iterator[Attached]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        size = len(content) if isinstance(content, bytes) else 0
        yield Attached(clean_line(part.get_filename() or ""), part.get_content_type(), size)
