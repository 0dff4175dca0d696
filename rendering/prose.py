"""Markdown-light: the little markup that letters and papers are written in, read once and shown as text, HTML or PDF.

Headings (`#` to `###`), paragraphs, `-` and `1.` lists, tables (`| a | b |`), `**bold**`, a backslash before a line end
to break the line, and one sign of our own: a line that begins with `!! ` stands out (the Frist). A backslash takes a
sign's meaning away.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["heading", "paragraph", "bullets", "numbers", "callout", "table"]

_MARKER = re.compile(
    r"(?P<heading>#{1,3}) +|(?P<bullets>[-*] +)|(?P<numbers>\d+\. +)|(?P<callout>!! +)|(?P<table>\| ?)"
)
_RULE_OF_TABLE = re.compile(r"^\|[\s:|-]+\|$")
_INLINE = re.compile(r"\\(.)|(\*\*)", re.DOTALL)
_MEANINGFUL = re.compile(r"([\\*|])|^([#\-!])|^(\d+)(\.)")
_WIDTH = 76


@dataclass(frozen=True)
class Span:
    """A run of text in one weight. A LF in it is a line break."""

    text: str
    strong: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or callout (one line), a list (a line per item) or a table (rows of cells)."""

    kind: Kind
    lines: tuple[Line, ...] = ()
    level: int = 0
    rows: tuple[tuple[Line, ...], ...] = ()


def escape(value: object) -> str:
    """Return a value as one line whose signs mean nothing: for what a person typed, inside our own markup."""
    line = " ".join(str(value).split())
    return _MEANINGFUL.sub(lambda found: found[3] + "\\." if found[3] else f"\\{found[0]}", line)


def escape_paragraphs(value: str) -> str:
    """Return a person's longer text with its signs made harmless and its paragraphs and lines kept."""
    paragraphs = re.split(r"\n\s*\n", value.strip())
    return "\n\n".join("\\\n".join(escape(line) for line in each.splitlines() if line.strip()) for each in paragraphs)


@lru_cache(maxsize=64)  # as text and as HTML: each letter is read twice
def parse(source: str) -> tuple[Block, ...]:
    """Return the blocks of a text in Markdown-light. Never raises: what is no markup is text."""
    return tuple(_merged(_blocks(source)))


def plain(source: str) -> str:
    """Return the text as it stands in a plain mail: no markup, paragraphs folded at 76 signs, callouts never folded."""
    return "\n\n".join(_plain(block) for block in parse(source)) + "\n"


def inline(source: str) -> str:
    """Return one line of Markdown-light (a subject) as plain text."""
    return _words(_spans(" ".join(source.split())))


def _blocks(source: str) -> Iterator[Block]:
    gathered: list[str] = []
    start: re.Match[str] | None = None
    for line in [*source.splitlines(), ""]:
        marker = _MARKER.match(line)
        if gathered and (marker or not line.strip()):
            yield _block(start, gathered)
            gathered = []
        if not line.strip():
            continue
        if not gathered:
            start = marker
        gathered.append(line[marker.end() :] if marker and marker.lastgroup != "table" else line.strip())


def _block(marker: re.Match[str] | None, lines: list[str]) -> Block:
    kind = marker.lastgroup if marker else "paragraph"
    if kind == "table":
        cells = re.split(r"(?<!\\)\|", lines[0].strip().strip("|"))
        rows = () if _RULE_OF_TABLE.match(lines[0].strip()) else (tuple(_spans(cell.strip()) for cell in cells),)
        return Block("table", rows=rows)
    text = _spans(_joined(lines))
    match kind:
        case "heading":
            return Block("heading", (text,), level=len(marker["heading"]) if marker else 0)
        case "bullets" | "numbers" | "callout":
            return Block(kind, (text,))
        case _:
            return Block("paragraph", (text,))


def _joined(lines: list[str]) -> str:
    """Join a paragraph's source lines; a line that ends with a single backslash keeps its break."""
    text = ""
    for line in lines:
        broken = re.search(r"(?<!\\)(\\\\)*\\$", line)
        text += line[:-1].rstrip() + "\n" if broken else line.rstrip() + " "
    return text.strip()


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Put list items and table rows that follow each other into one block."""
    held: Block | None = None
    for block in blocks:
        if held and held.kind == block.kind and block.kind in ("bullets", "numbers", "table"):
            held = Block(held.kind, held.lines + block.lines, rows=held.rows + block.rows)
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _spans(text: str) -> Line:
    spans: list[Span] = []
    strong, position, run = False, 0, ""
    for found in _INLINE.finditer(text):
        run += text[position : found.start()]
        position = found.end()
        if found[1]:
            run += found[1]
            continue
        spans.append(Span(run, strong))
        strong, run = not strong, ""
    spans.append(Span(run + text[position:], strong))
    return tuple(span for span in spans if span.text)


def _words(line: Line) -> str:
    return "".join(span.text for span in line)


def _plain(block: Block) -> str:
    match block.kind:
        case "bullets":
            return "\n".join(_folded(_words(item), "- ", "  ") for item in block.lines)
        case "numbers":
            return "\n".join(_folded(_words(item), f"{n}. ", "   ") for n, item in enumerate(block.lines, 1))
        case "table":
            return "\n".join(" | ".join(_words(cell) for cell in row) for row in block.rows)
        case "paragraph":
            return "\n".join(_folded(line, "", "") for line in _words(block.lines[0]).split("\n"))
        case _:
            return _words(block.lines[0])


def _folded(text: str, first: str, rest: str) -> str:
    if len(first) + len(text) <= _WIDTH and text.isprintable() and text and text == text.strip():
        return first + text  # most lines need no folding, and to find that out takes the folder a while
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
