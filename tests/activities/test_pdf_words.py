"""Words of a PDF file, read by a process of its own, whatever the file is."""

import io
from datetime import date

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from activities.pdf_words import PdfWords
from models.vocabulary import Language
from rendering.papers import PaperHead, paper_pdf

HEAD = PaperHead(language=Language.DA, dated=date(2027, 1, 25), lead="BIU", cycle_title="Årshjul")


def a_pdf(text: str) -> bytes:
    return paper_pdf(f"# Papir\n\n{text}", HEAD)


def drawn(commands: bytes) -> bytes:
    """A page that is drawn by these commands."""
    writer, stream = PdfWriter(), DecodedStreamObject()
    stream.set_data(commands)
    page = writer.add_blank_page(100, 100)
    helvetica = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in helvetica.items()})
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = stream.flate_encode()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_words_of_every_page_are_read():
    content = a_pdf("Beløb: [indsæt beløb] kr. til Ældreområdet\n\n" + "En linje.\n\n" * 80 + "TODO til sidst")

    words = PdfWords().of(content)

    assert "[indsæt beløb] kr. til Ældreområdet" in words
    assert "TODO til sidst" in words


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(100_000),
        a_pdf("TODO")[:-400],
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.4\n" + b"[" * 200_000,
    ],
)
def test_file_that_cannot_be_read_ends_nothing(content):
    assert PdfWords().of(content) == ""


def test_file_that_takes_too_long_ends_with_its_process():
    assert "words" in PdfWords().of(drawn(b"BT /F 9 Tf (words) Tj ET"))
    endless = drawn(b"BT /F 9 Tf " + b"(words) Tj 0 9 Td " * 2_000_000 + b"ET")

    assert PdfWords(patience=1.0).of(endless) == ""


def test_file_is_read_once(monkeypatch):
    words, content = PdfWords(), a_pdf("TODO")
    first = words.of(content)
    monkeypatch.setattr("sys.executable", "/nowhere")

    assert words.of(content) == first
    with pytest.raises(FileNotFoundError):
        words.of(a_pdf("another"))
