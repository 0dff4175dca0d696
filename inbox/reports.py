"""Reports about delivery: RFC 3464 as relays write it, and the older kinds as far as they name our letter.

A report is never answered: it comes from nobody, and an answer would come back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from inbox.mail import Mail, text_of
from rendering.clean import clean_line

MACHINES = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mdaemon"})
"""Before the @ of those who report."""

_IDS = re.compile(r"<?([0-9a-f]{32}@[A-Za-z0-9.-]{1,200})>?")  # Message-IDs as we make them
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ORIGINAL = re.compile(r"^(?:-{2,}.*|(?:Message-ID|Return-Path|Received):.*)$", re.IGNORECASE | re.MULTILINE)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")


class Fate(StrEnum):
    """What a report says of a letter."""

    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"  # or handed on: nothing to do
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Report:
    """What became of one letter. `ids` are Message-IDs that may be its, the surest first; `why` is the relay's."""

    fate: Fate
    ids: tuple[str, ...]
    recipient: str = ""
    why: str = ""


def read_report(mail: Mail) -> Report | None:
    """Return what a report says; None for a mail that is none."""
    if next(mail.parts("message/delivery-status", "message/global-delivery-status"), None) is not None:
        return _by_the_book(mail)
    if _is_from_a_machine(mail):
        return _by_its_words(mail)
    return None


def _by_the_book(mail: Mail) -> Report:
    blocks = [
        block
        for part in mail.parts("message/delivery-status", "message/global-delivery-status")
        for block in _blocks(part)
    ]
    fields = [block for block in blocks if block.get("Action") or block.get("Status")]
    told = next((block for block in fields if _fate(block) is Fate.FAILED), fields[0] if fields else None)
    ids = tuple(dict.fromkeys([*_envelope_ids(blocks), *_original_ids(mail), *mail.answers]))
    if told is None:
        return Report(Fate.UNCLEAR, ids)
    recipient = _typed(told, "Original-Recipient") or _typed(told, "Final-Recipient")
    why = _typed(told, "Diagnostic-Code") or clean_line(str(told.get("Status", "")))
    return Report(_fate(told), ids, recipient, why[:300])


def _blocks(part: Message) -> Iterator[Message]:
    """The blocks of fields of a delivery status: of the message first, then one per recipient."""
    payload = part.get_payload()
    yield from (each for each in payload if isinstance(each, Message)) if isinstance(payload, list) else ()


def _fate(block: Message) -> Fate:
    action = str(block.get("Action", "")).strip().lower()
    if action == "failed":
        return Fate.FAILED
    if action == "delayed":
        return Fate.DELAYED
    if action in {"delivered", "relayed", "expanded"}:
        return Fate.ARRIVED
    found = _STATUS.search(str(block.get("Status", "")))
    return {"5": Fate.FAILED, "4": Fate.DELAYED, "2": Fate.ARRIVED}.get(found[1] if found else "", Fate.UNCLEAR)


def _envelope_ids(blocks: list[Message]) -> Iterator[str]:
    for block in blocks:
        if said := str(block.get("Original-Envelope-Id", "")).strip():
            yield f"<{_XTEXT.sub(lambda found: chr(int(found[1], 16)), said).strip('<>')}>"


def _original_ids(mail: Mail) -> Iterator[str]:
    """The Message-IDs of the mails that are enclosed: whole, as headers, or as text of headers."""
    for part in mail.message.walk():
        if part is not mail.message and part.get("Message-ID"):
            yield clean_line(str(part["Message-ID"]))[:300]
    for part in mail.parts("text/rfc822-headers", "message/rfc822-headers"):
        yield from (f"<{each}>" for each in _IDS.findall(text_of(part)))


def _typed(block: Message, name: str) -> str:
    """Return a field's value without its type: `rfc822; tmu@k.example`."""
    kind, found, value = clean_line(str(block.get(name, ""))).partition(";")
    return (value if found else kind).strip()


def _is_from_a_machine(mail: Mail) -> bool:
    nobody = mail.header("Return-Path").strip() == "<>"
    return nobody or mail.sender.partition("@")[0] in MACHINES or bool(mail.header("X-Failed-Recipients"))


def _by_its_words(mail: Mail) -> Report | None:
    """A report of the older kinds: it counts only where it names a letter as we name them."""
    text = "\n".join(text_of(part) for part in mail.parts("text/plain", "text/rfc822-headers"))
    ids = [*_original_ids(mail), *(f"<{each}>" for each in _IDS.findall(text)), *mail.answers]
    if not ids:
        return None
    failed = mail.header("X-Failed-Recipients")
    own_words = _ORIGINAL.split(text, maxsplit=1)[0]
    codes = set(_STATUS.findall(own_words)) | set(_CODE.findall(own_words))
    fate = Fate.FAILED if failed or "5" in codes else Fate.DELAYED if "4" in codes else Fate.UNCLEAR
    return Report(fate, tuple(dict.fromkeys(ids)), failed.strip(), _line_with_a_code(own_words))


def _line_with_a_code(text: str) -> str:
    lines = (clean_line(line) for line in text.splitlines())
    return next((line for line in lines if _STATUS.search(line) or _CODE.search(line)), "")[:300]
