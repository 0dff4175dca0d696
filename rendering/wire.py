"""How a message is written: its headers as ASCII lines, its parts as bytes, by ourselves.

CPython's folding eats spaces in long Danish subjects, turns long Message-IDs into encoded words, and can lose the
quotes around a comma in a display name; and its message objects parse every header that they are given, which takes
longer than to write the letter. What a file's name becomes (RFC 2231) is still the library's word, asked once.
"""

import re
from base64 import encodebytes
from dataclasses import dataclass
from email.generator import BytesGenerator
from email.header import Header
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import SMTP
from email.quoprimime import body_encode
from functools import lru_cache
from io import BytesIO

_LINE = 75
_WIDTH = 76
_PHRASE_SPECIALS = frozenset('()<>[]:;@\\,."')
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ()._,-]{1,60}")
_VERSION = b"MIME-Version: 1.0\r\n"


@dataclass(frozen=True)
class Part:
    """A MIME part: complete header lines, and the body as it travels. Every line ends with CRLF."""

    head: bytes
    body: bytes

    def written(self) -> bytes:
        """Return the part as it stands between two boundaries."""
        return self.head + b"\r\n" + self.body


def text_part(subtype: str, text: str) -> Part:
    """Return a text as quoted-printable UTF-8; its line ends are LF. What is not plain says its version."""
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    body = "".join(_quoted(line) for line in text.encode().splitlines() or [b""])
    return Part(head.encode() + (b"" if subtype == "plain" else _VERSION), body.encode("ascii"))


def calendar_part(method: str, content: bytes) -> Part:
    """Return the calendar object that stands beside the texts, and that a program acts on."""
    kind = f'Content-Type: text/calendar; charset="utf-8"; method="{method}"\r\n'
    return Part(b"Content-Transfer-Encoding: base64\r\n" + kind.encode("ascii") + _VERSION, _base64(content))


def file_part(name: str, content: bytes, media_type: str, parameters: tuple[tuple[str, str], ...] = ()) -> Part:
    """Return an attached file; its name is clean."""
    return Part(_file_head(name, media_type, parameters), _base64(content))


def multipart(subtype: str, boundary: str, parts: list[Part]) -> Part:
    """Return the parts in one, between lines that no body has in it."""
    kind = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    folded = kind if len(kind) <= _WIDTH else kind.replace("; ", ";\r\n ")
    line = f"--{boundary}".encode("ascii")
    body = b"".join(line + b"\r\n" + part.written() + b"\r\n" for part in parts)
    return Part(folded.encode("ascii") + b"\r\n", body + line + b"--\r\n")


def message(headers: list[tuple[str, str | Address]], content: Part) -> bytes:
    """Return the whole message; raises ValueError for a header with a line break in it."""
    return _VERSION + content.head + "".join(header(*each) for each in headers).encode("ascii") + b"\r\n" + content.body


def header(name: str, value: str | Address) -> str:
    """Return one header as ASCII lines that end with CRLF; raises ValueError for a value with a line break in it."""
    if isinstance(value, Address):
        return _address_header(name, value.display_name, value.addr_spec)
    if len(value.splitlines()) > 1:
        raise ValueError("a header's value is one line")
    match name:
        case "Subject":
            value = _unstructured(name, value)
        case "Message-ID" | "In-Reply-To" | "References":
            value = "\r\n ".join(value.split())
    return f"{name}: {value}\r\n"


@lru_cache(maxsize=4096)
def _address_header(name: str, display_name: str, address: str) -> str:
    return f"{name}: {_mailbox(name, display_name, address)}\r\n"


def _file_head(name: str, media_type: str, parameters: tuple[tuple[str, str], ...]) -> bytes:
    named = (*parameters, ("name", name))
    if not _PLAIN_NAME.fullmatch(name):
        return _told_by_the_library(name, media_type, named)
    place = _with_parameters("Content-Disposition: attachment", (("filename", name),))
    kind = _with_parameters(f"Content-Type: {media_type}", named)
    return f"Content-Transfer-Encoding: base64\r\n{place}\r\n{kind}\r\n".encode("ascii") + _VERSION


def _with_parameters(header: str, parameters: tuple[tuple[str, str], ...]) -> str:
    """Return a header on one line, or on as few as the library would write."""
    words = [f'{name}="{value}"' for name, value in parameters]
    whole = "; ".join([header, *words])
    if len(whole) <= _WIDTH:
        return whole
    lines = [header]
    for word in words:
        lines[-1] += ";"
        if len(lines[-1]) + len(word) + 1 < _WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(f" {word}")
    return "\r\n".join(lines)


@lru_cache(maxsize=1024)
def _told_by_the_library(name: str, media_type: str, parameters: tuple[tuple[str, str], ...]) -> bytes:
    """Ask with an empty file: the library knows how names beyond ASCII are written."""
    maintype, _, subtype = media_type.partition("/")
    part = MIMEPart(policy=SMTP.clone(max_line_length=_WIDTH))
    part.set_content(
        b"",
        maintype=maintype,
        subtype=subtype,
        cte="base64",
        disposition="attachment",
        filename=name,
        params=dict(parameters),
    )
    file = BytesIO()
    BytesGenerator(file, mangle_from_=False).flatten(part)
    return file.getvalue().removesuffix(b"\r\n") + (b"" if "MIME-Version" in part else _VERSION)


@lru_cache(maxsize=4096)
def _quoted(line: bytes) -> str:
    """Most lines of a letter stand in the letters beside it too."""
    return body_encode(line.decode("latin-1"), _WIDTH).replace("\n", "\r\n") + "\r\n"


@lru_cache(maxsize=128)
def _base64(content: bytes) -> bytes:
    """The same paper travels with many letters of one morning."""
    return encodebytes(content).replace(b"\n", b"\r\n")


def _unstructured(name: str, text: str) -> str:
    plain = text.isascii() and "=?" not in text and len(name) + 2 + len(text) <= _LINE
    return text if plain else _encoded(name, text)


@lru_cache(maxsize=256)
def _encoded(name: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")


def _mailbox(name: str, display_name: str, address: str) -> str:
    if not display_name:
        return address
    phrase = _phrase(name, display_name)
    last_line = len(phrase.rpartition("\n")[2]) + len(name) + 2
    separator = " " if last_line + len(address) + 3 <= _LINE else "\r\n "
    return f"{phrase}{separator}<{address}>"


def _phrase(name: str, text: str) -> str:
    if not text.isascii() or "=?" in text or len(name) + 6 + len(text) > _LINE:
        return _encoded(name, text)
    if not _PHRASE_SPECIALS & frozenset(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
