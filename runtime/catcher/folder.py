"""The caught mails: one `.eml` file each, numbered as they came, read without trusting a byte of them."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from pathlib import Path

from rendering.clean import clean_file_name, clean_line, clean_text

_NAME = re.compile(r"^(\d{6,})_.*\.eml$")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_NO_PART = "application/octet-stream"


@dataclass(frozen=True)
class Summary:
    """What the inbox shows of a mail; every text is one clean line."""

    number: int
    date: datetime | None
    sender: str
    recipient: str
    subject: str

    @property
    def sender_name(self) -> str:
        """The sender without the address."""
        return _name(self.sender)

    @property
    def recipient_name(self) -> str:
        """The recipient without the address."""
        return _name(self.recipient)

    def matches(self, words: str) -> bool:
        """Say whether each of the words stands in sender, recipient or subject."""
        text = f"{self.sender} {self.recipient} {self.subject}".casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True)
class Part:
    """One leaf of a mail. `index` counts all leaves from 0; `shown` leaves are the letter, the others attached."""

    index: int
    media_type: str
    file_name: str
    content: bytes
    text: str
    shown: bool


@dataclass(frozen=True)
class Mail:
    """One mail, taken apart."""

    summary: Summary
    headers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    source: bytes

    def shown(self, media_type: str) -> Part | None:
        """Return the letter in this media type, if the mail has it."""
        return next((part for part in self.parts if part.shown and part.media_type == media_type), None)

    @property
    def links(self) -> tuple[str, ...]:
        """Return the addresses of pages in the letter's text, each once: its frame leads nowhere."""
        text = self.shown("text/plain")
        found = _ADDRESS.findall(text.text) if text else []
        return tuple(dict.fromkeys(each.rstrip(".,;:)") for each in found))

    @property
    def attachments(self) -> tuple[Part, ...]:
        """Return everything that is not the letter itself."""
        return tuple(part for part in self.parts if not part.shown)


class MailFolder:
    """A folder of mails. One process stores; any number may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._summaries: dict[str, Summary] = {}
        self._last = 0

    def store(self, message: bytes, recipient: str) -> Path:
        """Write the mail under the next number, whole or not at all; returns its path."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._last = (self._last or max(self._paths(), default=0)) + 1
        path = self._folder / f"{self._last:06d}_{clean_file_name(recipient)[:60]}.eml"
        draft = path.with_suffix(".tmp")
        draft.write_bytes(message)
        os.replace(draft, path)
        return path

    def summaries(self) -> list[Summary]:
        """Return all mails, newest first."""
        return [self._summary(number, path) for number, path in sorted(self._paths().items(), reverse=True)]

    def mail(self, number: int) -> Mail | None:
        """Return one mail, or None when there is none with this number."""
        path = self._paths().get(number)
        if path is None:
            return None
        source = path.read_bytes()
        message = _parsed(source)
        headers = tuple((clean_line(name), _decoded(value)) for name, value in message.items())
        return Mail(self._summary(number, path), headers, tuple(_parts(message)), source)

    def _paths(self) -> dict[int, Path]:
        if not self._folder.is_dir():
            return {}
        found = ((_NAME.match(name), name) for name in os.listdir(self._folder))
        return {int(match[1]): self._folder / name for match, name in found if match}

    def _summary(self, number: int, path: Path) -> Summary:
        if path.name not in self._summaries:
            with path.open("rb") as file:
                headers = BytesHeaderParser(policy=compat32).parse(file)
            self._summaries[path.name] = Summary(
                number,
                _date(headers.get("Date")),
                _decoded(headers.get("From", "")),
                _decoded(headers.get("To", "")),
                _decoded(headers.get("Subject", "")),
            )
        return self._summaries[path.name]


def _name(mailbox: str) -> str:
    """Return what stands before the address, or the address when there is nothing."""
    return mailbox.rpartition("<")[0].strip(' "') or mailbox.strip("<>")


def _parsed(source: bytes) -> Message:
    try:
        return message_from_bytes(source, policy=compat32)
    except RecursionError:  # thousands of nested parts: the headers and the raw source are all that is shown
        return BytesHeaderParser(policy=compat32).parsebytes(source.split(b"\r\n\r\n")[0])


def _parts(message: Message) -> Iterator[Part]:
    leaves = (part for part in _walk(message) if not part.is_multipart())
    seen: set[str] = set()
    for index, leaf in enumerate(leaves):
        media_type = leaf.get_content_type() if _SAFE_TYPE.match(leaf.get_content_type()) else _NO_PART
        content = _content(leaf)
        name = _decoded(leaf.get_filename() or "")
        shown = media_type in ("text/plain", "text/html") and not name and media_type not in seen
        seen.add(media_type if shown else "")
        suffix = ".ics" if media_type == "text/calendar" else ".bin"
        yield Part(
            index=index,
            media_type=media_type,
            file_name=clean_file_name(name or f"part-{index}{suffix}"),
            content=content,
            text=_text(leaf, content) if shown else "",
            shown=shown,
        )


_SAFE_TYPE = re.compile(r"^[a-z0-9.+-]+/[a-z0-9.+-]+$")


def _walk(message: Message) -> list[Message]:
    with suppress(RecursionError):
        return list(message.walk())
    return []


def _content(leaf: Message) -> bytes:
    try:
        payload = leaf.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = None
    return payload if isinstance(payload, bytes) else str(leaf.get_payload()).encode(errors="replace")


def _text(leaf: Message, content: bytes) -> str:
    charset = str(leaf.get_content_charset() or "utf-8")
    try:
        return clean_text(content.decode(charset, errors="replace"))
    except (LookupError, ValueError):  # a charset that does not exist, or one that is no text encoding
        return clean_text(content.decode(errors="replace"))


def _decoded(value: object) -> str:
    try:
        return clean_line(str(make_header(decode_header(str(value)))))
    except (HeaderParseError, LookupError, ValueError):
        return clean_line(str(value).encode(errors="replace").decode())


def _date(value: object) -> datetime | None:
    try:
        return parsedate_to_datetime(str(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
