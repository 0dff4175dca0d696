"""Papers of a letter pack as PDF: typeset from Markdown-light, the same bytes for the same paper.

The text reaches the typesetter as data, never as its markup, so nothing that a person writes can be a command. Fonts
and compiler come with the `typst` package; the system's fonts, the network and the clock are not used. The files are
tagged PDF/A-2a, readable by screen readers and fit for the archive.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from threading import Lock

import typst

from models.vocabulary import Language
from rendering import prose
from rendering.clean import clean_line, clean_text
from rendering.dates import short_date
from rendering.paper_layout import DOCUMENT
from rendering.refusal import Unrenderable

_TURNS = tuple(Lock() for _ in range(64))
_NO_FONT = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True, kw_only=True)
class PaperHead:
    """What stands above a paper. Texts are in `language`; an empty string means "there is none"."""

    language: Language
    dated: date  # printed, and the file's own date
    lead: str  # the letterhead: the lead committee
    cycle_title: str
    committee: str = ""  # for whom; empty for a shared paper
    number: str = ""  # the paper's number in the pack: "3b"
    case_number: str = ""
    recipient: str = ""  # of a letter: the committee that it is written to
    sender: tuple[str, ...] = ()  # of a letter: who answers for it, a line each


def paper_pdf(source: str, head: PaperHead) -> bytes:
    """Return the paper as PDF. `source` is its Markdown-light, names filled in; a first line `# title` is its title.

    Raises `Unrenderable` when the text has no title or cannot be set.
    """
    with _TURNS[hash((source, head)) % len(_TURNS)]:  # letters of one pack want it at the same moment
        return _paper(source, head)


@lru_cache(maxsize=256)
def _paper(source: str, head: PaperHead) -> bytes:
    blocks = prose.parse(clean_text(source))
    if not blocks or blocks[0].kind != "heading" or blocks[0].level != 1:
        raise Unrenderable(
            "Bilaget begynder ikke med en titel. Skriv »# « og titlen på den første linje.",
            'The paper does not begin with a title. Write "# " and the title on its first line.',
        )
    return _typeset(_data(_plain_title(blocks[0]), blocks[1:], head))


@lru_cache(maxsize=256)
def letter_pdf(subject: str, body: str, head: PaperHead) -> bytes:
    """Return a formal letter as PDF: letterhead, recipient, case number and date above its subject and Markdown-light.

    Raises `Unrenderable` when it cannot be set.
    """
    return _typeset(_data(clean_line(subject), prose.parse(clean_text(body)), head))


def _typeset(data: dict[str, object]) -> bytes:
    try:
        return typst.compile(
            DOCUMENT.encode(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["a-2a"],
        )
    except typst.TypstError as error:
        raise _refusal(str(error)) from error


@cache
def _fonts() -> typst.Fonts:
    """The package's own fonts, opened once for all threads: to open them takes as long as to typeset a letter."""
    return typst.Fonts(include_system_fonts=False)


def _refusal(said: str) -> Unrenderable:
    """The typesetter names the sign that its fonts do not have; whatever else it says is for those who read English."""
    if sign := _NO_FONT.search(said):
        return Unrenderable(
            f"Bilaget kan ikke sættes: tegnet »{sign[1]}« findes ikke i skrifttypen. Skriv det på en anden måde.",
            f"The paper cannot be typeset: the font has no sign “{sign[1]}”. Write it in another way.",
        )
    return Unrenderable(
        "Bilaget kan ikke sættes. Gør dets tekst kortere eller enklere.",
        f"The paper cannot be typeset ({said}). Make its text shorter or simpler.",
    )


def _plain_title(block: prose.Block) -> str:
    return "".join(span.text for span in block.lines[0])


def _data(title: str, blocks: tuple[prose.Block, ...], head: PaperHead) -> dict[str, object]:
    labels = _LABELS[head.language]
    about = [
        (labels[0], head.committee),
        (labels[1], head.case_number),
        (labels[2], short_date(head.dated, head.language)),
    ]
    return {
        "language": head.language.value,
        "lead": clean_line(head.lead),
        "cycle": clean_line(head.cycle_title),
        "number": f"{labels[3]} {clean_line(head.number)}" if head.number else "",
        "about": [[label, clean_line(value)] for label, value in about if value],
        "page": labels[4],
        "date": [head.dated.year, head.dated.month, head.dated.day],
        "recipient": clean_line(head.recipient),
        "sender": [clean_line(line) for line in head.sender],
        "title": title,
        "blocks": [_block(block) for block in blocks],
    }


def _block(block: prose.Block) -> dict[str, object]:
    return {
        "kind": block.kind,
        "level": block.level,
        "lines": [_line(line) for line in block.lines],
        "rows": [[_line(cell) for cell in row] for row in block.rows],
    }


def _line(line: prose.Line) -> list[list[object]]:
    return [[span.text, span.strong] for span in line]


_LABELS = {
    Language.DA: ("Til", "Sagsnr.", "Dato", "Bilag", "Side"),
    Language.EN: ("To", "Case no.", "Date", "Paper", "Page"),
}
