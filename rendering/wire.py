"""How headers are written: a policy that folds by itself the headers that CPython's own folding damages.

CPython eats spaces in long Danish subjects, turns long Message-IDs into encoded words, and can lose the quotes around a
comma in a display name.
"""

import re
from email.generator import BytesGenerator
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import cache
from io import BytesIO
from typing import Any

_LINE = 75
_LINE_END = re.compile(r"\r\n|\r|\n")
_PHRASE_SPECIALS = frozenset('()<>[]:;@\\,."')


_SETTLED = frozenset(
    {
        "subject", "message-id", "in-reply-to", "references", "content-language", "auto-submitted",
        "x-auto-response-suppress", "mime-version", "content-transfer-encoding",
    }
)  # fmt: skip
"""Headers whose words are ours, or folded here: to parse them again would take longer than to write the letter."""


class Mailboxes(str):
    """The value of an address header that was built from address objects, and so needs no parsing."""

    name: str
    addresses: tuple[Address, ...]

    @classmethod
    def of(cls, name: str, address: Address) -> "Mailboxes":
        """Return the value of the header `name` with this one address."""
        value = cls(address)
        value.name, value.addresses = name, (address,)
        return value


class WirePolicy(EmailPolicy):
    """The SMTP policy, with Subject, addresses and message ids folded here."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Return name and value as they are kept; raises ValueError for a value with a line break in it."""
        if isinstance(value, Address):
            return name, Mailboxes.of(name, value)
        if name.lower() not in _SETTLED or not isinstance(value, str):
            return super().header_store_parse(name, value)
        if len(value.splitlines()) > 1:
            raise ValueError("Header values may not contain linefeed or carriage return characters")
        return name, value

    def fold(self, name: str, value: str) -> str:
        """Return the header as ASCII lines that end with CRLF."""
        match name.lower():
            case "subject":
                return f"{name}: {_unstructured(name, str(value))}\r\n"
            case "from" | "to" | "reply-to":
                addresses: tuple[Address, ...] = getattr(value, "addresses", ())
                return f"{name}: " + ",\r\n ".join(_mailbox(name, address) for address in addresses) + "\r\n"
            case "message-id" | "in-reply-to" | "references":
                return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
            case _:
                return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the header as the bytes that go to the wire."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


class _Registry(HeaderRegistry):
    """The library's own, which makes a new class for every header of every message, with one class per name."""

    @cache  # noqa: B019 -- there is one registry
    def __getitem__(self, name: str) -> type[BaseHeader]:
        return super().__getitem__(name)


@cache
def _registry() -> _Registry:
    return _Registry()


def wire_policy() -> WirePolicy:
    """Return the policy that messages are built and flattened with."""
    return WirePolicy(linesep="\r\n", max_line_length=76, header_factory=_registry())


class _Generator(BytesGenerator):
    """The library's own, with the line ends of a body settled at once and not line by line."""

    def _write_lines(self, lines: str) -> None:
        self.write(_LINE_END.sub("\r\n", lines))


def flattened(message: EmailMessage) -> bytes:
    """Return the message as the bytes that go to the wire."""
    file = BytesIO()
    _Generator(file, mangle_from_=False, policy=message.policy).flatten(message)
    return file.getvalue()


def _unstructured(name: str, text: str) -> str:
    plain = text.isascii() and "=?" not in text and len(name) + 2 + len(text) <= _LINE
    return text if plain else _encoded(name, text)


def _encoded(name: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")


def _mailbox(name: str, address: Address) -> str:
    if not address.display_name:
        return address.addr_spec
    phrase = _phrase(name, address.display_name)
    last_line = len(phrase.rpartition("\n")[2]) + len(name) + 2
    separator = " " if last_line + len(address.addr_spec) + 3 <= _LINE else "\r\n "
    return f"{phrase}{separator}<{address.addr_spec}>"


def _phrase(name: str, text: str) -> str:
    if not text.isascii() or "=?" in text or len(name) + 6 + len(text) > _LINE:
        return _encoded(name, text)
    if not _PHRASE_SPECIALS & frozenset(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
