"""Papers of a letter pack as PDF: typeset from Markdown-light, the same bytes for the same paper.

The text reaches the typesetter as data, never as its markup, so nothing that a person writes can be a command. Fonts
and compiler come with the `typst` package; the system's fonts, the network and the clock are not used. The files are
tagged PDF/A-2a, readable by screen readers and fit for the archive.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import typst

from models.vocabulary import Language
from rendering import prose
from rendering.clean import clean_line, clean_text
from rendering.dates import short_date
from rendering.refusal import Unrenderable


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


@lru_cache(maxsize=256)
def paper_pdf(source: str, head: PaperHead) -> bytes:
    """Return the paper as PDF. `source` is its Markdown-light, names filled in; a first line `# title` is its title.

    Raises `Unrenderable` when the text has no title or cannot be set.
    """
    blocks = prose.parse(clean_text(source))
    if not blocks or blocks[0].kind != "heading" or blocks[0].level != 1:
        raise Unrenderable(
            "Bilaget begynder ikke med en titel. Skriv »# « og titlen på den første linje.",
            'The paper does not begin with a title. Write "# " and the title on its first line.',
        )
    try:
        return typst.compile(
            _DOCUMENT.encode(),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(_data(blocks, head), ensure_ascii=False)},
            pdf_standards=["a-2a"],
        )
    except typst.TypstError as error:
        raise Unrenderable(f"Bilaget kan ikke sættes: {error}", f"The paper cannot be typeset: {error}") from error


def _data(blocks: tuple[prose.Block, ...], head: PaperHead) -> dict[str, object]:
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
        "title": "".join(span.text for span in blocks[0].lines[0]),
        "blocks": [_block(block) for block in blocks[1:]],
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

_DOCUMENT = r"""
#let paper = json(bytes(sys.inputs.paper))
#let ink = rgb("#1d4f76")
#let (year, month, day) = paper.date
#set document(title: paper.title, date: datetime(year: year, month: month, day: day))
#set text(font: "Libertinus Serif", size: 11pt, lang: paper.language, hyphenate: true)
#set par(leading: 0.68em, spacing: 1.05em, justify: false)
#set page(
  paper: "a4",
  margin: (top: 24mm, bottom: 24mm, left: 26mm, right: 26mm),
  footer: context align(right, text(size: 9pt, fill: rgb("#4a5560"))[
    #paper.cycle #h(1fr) #paper.page #counter(page).display() / #counter(page).final().first()
  ]),
)
#show heading: set text(fill: ink)
#show heading: set block(above: 1.5em, below: 0.7em)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 13.5pt)
#show heading.where(level: 3): set text(size: 11.5pt)
#let words(line) = line.map(((written, strong)) => {
  let parts = written.split("\n").map(part => if strong { std.strong(part) } else { [#part] })
  parts.join(linebreak())
}).join()
#let grid-of(rows) = {
  let columns = calc.max(..rows.map(row => row.len()))
  let filled = row => row + range(columns - row.len()).map(_ => ())
  let cells = rows => rows.map(row => filled(row).map(words)).flatten()
  table(
    columns: columns,
    stroke: (x, y) => (bottom: if y == 0 { 0.9pt + ink } else { 0.4pt + rgb("#b6c1ca") }),
    inset: (x: 5pt, y: 5.5pt),
    align: left,
    table.header(..cells(rows.slice(0, 1)).map(cell => std.strong(cell))),
    ..cells(rows.slice(1)),
  )
}
#grid(
  columns: (1fr, auto),
  text(fill: ink, weight: "bold", size: 12pt, paper.lead),
  text(weight: "bold", size: 12pt, paper.number),
)
#v(-0.3em)
#line(length: 100%, stroke: 1.2pt + ink)
#text(size: 9.5pt)[#paper.about.map(((label, value)) => [#label: #value]).join([ #h(1.2em) ])]
#v(0.9em)
#heading(level: 1, paper.title)
#for block in paper.blocks {
  if block.kind == "heading" {
    heading(level: calc.max(block.level, 2), words(block.lines.first()))
  } else if block.kind == "bullets" {
    list(..block.lines.map(words))
  } else if block.kind == "numbers" {
    enum(..block.lines.map(words))
  } else if block.kind == "table" {
    if block.rows.len() > 0 { grid-of(block.rows) }
  } else if block.kind == "callout" {
    std.block(stroke: (left: 3pt + ink), inset: (left: 9pt, y: 4pt), words(block.lines.first()))
  } else {
    par(words(block.lines.first()))
  }
}
"""
