"""One incoming mail as far as it can be read: lenient, bounded, and never raising for what a stranger wrote.

Nothing is unpacked and nothing is fetched; what is too long is cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from rendering.clean import clean_line

PART_LIMIT = 256_000
"""Bytes of one part that are looked at: calendar objects and reports are far smaller."""

_HEADER_LIMIT = 2_000
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True)
class Mail:
    """A parsed mail; addresses are in small letters, ids stand in angle brackets."""

    message: Message
    sender: str
    subject: str
    message_id: str | None

    def header(self, name: str) -> str:
        """Return a header on one line, decoded and cut; empty when it is not there."""
        return _header(self.message, name)

    @property
    def answers(self) -> tuple[str, ...]:
        """The Message-IDs that this mail answers to, the nearest first."""
        named = self.header("In-Reply-To") + " " + " ".join(reversed(self.header("References").split()))
        return tuple(dict.fromkeys(f"<{each}>" for each in _MESSAGE_ID.findall(named)))

    def parts(self, *media_types: str) -> Iterator[Message]:
        """Yield the parts of these media types, those of enclosed mails among them."""
        return (part for part in self.message.walk() if part.get_content_type() in media_types)

    def text(self) -> str:
        """Return the beginning of the first plain text."""
        found = next(self.parts("text/plain"), None)
        return text_of(found) if found else ""


def parse(raw: bytes) -> Mail:
    """Return the mail; raises what the parser raises for what is nested beyond all reason."""
    message = message_from_bytes(raw)
    ids = _MESSAGE_ID.findall(_header(message, "Message-ID"))
    sender = parseaddr(_header(message, "From"))[1].lower()
    return Mail(message, sender, _header(message, "Subject"), f"<{ids[0]}>" if ids else None)


def text_of(part: Message) -> str:
    """Return the text of a part, whatever its encoding says of itself."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    content = content[:PART_LIMIT]
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return content.decode("latin-1")


def _header(message: Message, name: str) -> str:
    raw = str(message.get(name, ""))[:_HEADER_LIMIT]
    try:
        pieces = [_decoded(content, charset) for content, charset in decode_header(raw)]
    except ValueError:  # a broken encoded word
        pieces = [raw]
    return clean_line("".join(pieces))


def _decoded(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return content.decode("latin-1")
