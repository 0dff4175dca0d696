"""Papers as PDF."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from models.vocabulary import Language
from rendering.papers import PaperHead, letter_pdf, paper_pdf
from rendering.refusal import Unrenderable

SOURCE = """# Udfordringspapir til Børne- og Ungdomsudvalget

Overgange er **svære**, også på Ærø.

## 1. Institutioner

- Daginstitutioner
- Skoler

1. Først
2. Så

| Indsats | Beløb |
| --- | --- |
| Tidlig hjælp | 4,5 |
| |
"""
HEAD = PaperHead(
    language=Language.DA,
    dated=date(2010, 2, 1),
    lead="Beskæftigelses- og Integrationsudvalget",
    cycle_title="Integrationspolitikkens årshjul 2010",
    committee="Børne- og Ungdomsudvalget",
    number="3c",
    case_number="2010-4711",
)


def test_paper_is_an_archive_pdf_of_its_own_date() -> None:
    pdf = paper_pdf(SOURCE, HEAD)

    assert pdf.startswith(b"%PDF-1.")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"D:20100201" in pdf
    assert b"/Lang" in pdf
    assert b"Udfordringspapir til B" in pdf


def test_paper_is_the_same_bytes_in_another_process() -> None:
    again = (
        "import sys; from tests.rendering.test_papers import SOURCE, HEAD; from rendering.papers import paper_pdf;"
        "sys.stdout.buffer.write(paper_pdf(SOURCE, HEAD))"
    )

    other = subprocess.run(
        [sys.executable, "-c", again], cwd=Path(__file__).parents[2], capture_output=True, check=True
    )

    assert other.stdout == paper_pdf(SOURCE, HEAD)


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0": *',
        "$ x^2 ` #panic() ] ) } \\",
        "<label> @ref // no comment /* */ ~ --- \"q\" 'q'",
        "\x00\x0b nul \ud800",
        "| a | b | c |\n| only one |",
        "!! stands out",
        "æøå ÆØÅ é € – »x«",
    ],
)
def test_text_is_never_a_command_to_the_typesetter(hostile: str) -> None:
    assert paper_pdf(f"# {hostile[:10]} x\n\n{hostile}\n\n- {hostile}\n", HEAD).startswith(b"%PDF")


def test_sign_that_no_font_has_is_named_and_not_left_blank() -> None:
    with pytest.raises(Unrenderable) as refusal:
        paper_pdf("# Title\n\n漢字\n", HEAD)

    assert "漢" in refusal.value.sentence.da


@pytest.mark.parametrize("source", ["", "No title\n", "## Only a second heading\n"])
def test_paper_without_a_title_is_refused(source: str) -> None:
    with pytest.raises(Unrenderable) as refusal:
        paper_pdf(source, HEAD)

    assert "titel" in refusal.value.sentence.da


def test_formal_letter_is_an_archive_pdf_with_its_subject_as_title() -> None:
    head = replace(
        HEAD, number="", recipient="Børne- og Ungdomsudvalget", sender=("Sekretariatet", "a@kommune.example")
    )

    pdf = letter_pdf("Udfordringsskrivelse til B", "Kære udvalg\n\n!! **Frist:** i dag\n", head)

    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"Udfordringsskrivelse til B" in pdf
    assert b"D:20100201" in pdf
    assert pdf == letter_pdf.__wrapped__("Udfordringsskrivelse til B", "Kære udvalg\n\n!! **Frist:** i dag\n", head)


def test_two_who_want_a_paper_at_the_same_moment_get_the_one_that_was_made() -> None:
    ready = Barrier(2)

    def asked(source: str) -> bytes:
        ready.wait()
        return paper_pdf(source, HEAD)

    with ThreadPoolExecutor(2) as threads:
        for number in range(5):
            first, second = threads.map(asked, [f"# Paper {number}\n\nWanted twice.\n"] * 2)
            assert first is second
