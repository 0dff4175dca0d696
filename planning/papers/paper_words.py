"""The words of a Word, Excel or ODT file, as far as they can be read without trusting it. Pure: bytes to text.

A file is a stranger's: nothing in it is followed or computed, no more than `MOST` bytes are unpacked, and what cannot
be read has no words.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

MOST = 40_000_000
"""How many bytes of one file are unpacked."""

_PARTS = {
    "docx": re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    "xlsx": re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+|comments\d*|drawings/[^/]+)\.xml"),
    "odt": re.compile(r"(?:content|styles)\.xml"),
}
_BREAKS = frozenset({
    "/w:p", "w:br/", "w:tab/", "/si", "/is", "/a:p", "/text:p", "/text:h", "text:line-break/", "text:tab/",
})  # fmt: skip
_NUMBERS = frozenset({"v", "f"})  # of an Excel cell: a number, or the place of its text among all texts
_UNREADABLE = (
    zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error,
)  # fmt: skip


def words_of(content: bytes, kind: str) -> str:
    """Return the words of a file of this kind (`docx`, `xlsx`, `odt`), a line for each paragraph or cell."""
    if kind not in _PARTS:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(_words(part) for part in _read(archive, _PARTS[kind]))
    except _UNREADABLE:
        return ""


def _read(archive: zipfile.ZipFile, wanted: re.Pattern[str]) -> Iterator[str]:
    left = MOST
    for part in archive.infolist():
        if wanted.fullmatch(part.filename) and part.file_size <= left:
            left -= part.file_size
            yield archive.read(part).decode("utf-8", "replace")


def _words(xml: str) -> str:
    """Return what stands between the tags. By cutting, not by a pattern: a hostile file must not make it slow."""
    found: list[str] = []
    for piece in xml.split("<"):
        tag, _, text = piece.partition(">")
        name = tag.split(" ", 1)[0]
        found.append("\n" if tag in _BREAKS or name in _BREAKS else "")
        found.append("" if name in _NUMBERS else text)
    return unescape("".join(found))
