"""What is taken in as a file: by its content, whole, without code, and no larger unpacked than a document is."""

import io
import struct
import zipfile

import pytest

from planning.not_permitted import NotPermitted
from planning.papers.uploads import LONGEST_NAME, check_upload, plain_name
from tests.papers import archive, docx, odt, pdf, xlsx

MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def refusal(name: str, content: bytes, largest: int = 1_000_000) -> str:
    with pytest.raises(NotPermitted) as error:
        check_upload(name, content, largest)
    assert name in error.value.sentence.da
    return error.value.sentence.en


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.pdf", pdf()), ("Plan.PDF", pdf()), ("plan.docx", docx()), ("tal.xlsx", xlsx()), ("plan.odt", odt())],
)
def test_paper_of_every_kind_is_taken(name, content):
    assert check_upload(name, content) == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    "content",
    [b"#!/bin/sh\nrm -rf /\n", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"plan", b"\x7fELF", b"\x89PNG\r\n"],
)
def test_what_is_no_paper_is_refused_whatever_its_name_says(content):
    assert "is by its content neither PDF, Word (.docx), Excel (.xlsx) nor ODT" in refusal("plan.pdf", content)


def test_empty_file_is_refused():
    assert refusal("plan.pdf", b"").startswith("The file plan.pdf is empty. Nothing was handed in")


def test_file_that_is_too_large_is_told_how_large_it_may_be():
    said = refusal("plan.pdf", pdf("x" * 2_600_000), 2_000_000)

    assert said.startswith("The file plan.pdf has 2.6 MB, and 2 MB at most are taken.")


@pytest.mark.parametrize("name", ["plan.pdf", "plan", "plan.docx.exe"])
def test_paper_under_a_false_name_is_told_its_true_one(name):
    assert "its content is docx. Call it plan" in refusal(name, docx())


@pytest.mark.parametrize(
    "content",
    [
        docx(**{"word/vbaProject.bin": "x"}),
        docx(**{"word/activeX/activeX1.xml": "x"}),
        xlsx(**{"xl/macrosheets/sheet1.xml": "x"}),
        docx(**{"[Content_Types].xml": MACRO_TYPE}),
        docx(**{"[Content_Types].xml": " " * ((1 << 20) - 40) + MACRO_TYPE}),
        docx(**{"[Content_Types].xml": MACRO_TYPE.encode("utf-16")}),
        docx(**{"[content_types].XML": MACRO_TYPE}),
        docx(**{"[Content_Types].xml": "application/vnd.ms-office.vbaProject", "word/other.bin": "x"}),
        archive({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": "x"}),
    ],
)
def test_paper_with_macros_is_refused(content):
    assert "holds macros or other code" in refusal("plan.docx", content)


def test_paper_that_is_locked_is_told_so():
    assert "is locked with a password" in refusal("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    locked = bytearray(docx())
    where = locked.rindex(b"PK\x01\x02")
    locked[where + 8] |= 1
    assert "is locked with a password" in refusal("plan.docx", bytes(locked))


def test_paper_that_was_cut_off_is_not_whole():
    assert "is broken or not whole" in refusal("plan.docx", docx("plan" * 500)[:-30])


def test_paper_that_was_damaged_on_its_way_is_not_whole():
    assert "is broken or not whole" in refusal("plan.docx", _damaged(docx()))


def test_bomb_is_known_by_its_directory():
    bomb = docx(**{"word/media/image1.bmp": bytes(60_000_000)})
    assert len(bomb) < 100_000

    assert "unpacks to far more than a document has" in refusal("plan.docx", bomb)


def test_bomb_whose_directory_lies_is_known_while_it_is_unpacked():
    """Every part says how small it is, and all of them lie on top of one another."""
    bomb = _overlapping(docx(**{"x": bytes(15_000_000)}), copies=3_000)

    with pytest.raises(NotPermitted):
        check_upload("plan.docx", bomb)


def test_archive_of_too_many_parts_is_refused():
    assert "unpacks to far more" in refusal("plan.docx", docx(**{f"x{number}": "" for number in range(5_001)}))


def test_packing_that_no_office_program_uses_is_not_unpacked():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as into:
        into.writestr("word/document.xml", "x")

    assert "is broken or not whole" in refusal("plan.docx", written.getvalue())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Users\\tmu\\plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("fdp\u202e.plan\r\n.pdf", "fdp .plan .pdf"),
        (".pdf", "pdf"),
        ("æ" * 300 + ".pdf", "æ" * (LONGEST_NAME - 4) + ".pdf"),
        ("", ""),
    ],
)
def test_name_is_kept_without_folders_and_without_what_cannot_be_seen(given, kept):
    assert plain_name(given) == kept


def _damaged(whole: bytes) -> bytes:
    """One byte of a part's packed content is another."""
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        part = opened.getinfo("word/document.xml")
    start = part.header_offset + 30 + len(part.filename) + 4
    return whole[:start] + bytes([whole[start] ^ 0xFF]) + whole[start + 1 :]


def _overlapping(whole: bytes, copies: int) -> bytes:
    """The directory names its last part many times, each as large as it is small."""
    end = whole.rindex(b"PK\x05\x06")
    directory = whole[whole.index(b"PK\x01\x02") : end]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    small = last[:24] + struct.pack("<L", 1_000) + last[28:]
    grown = directory + small * copies
    size, count = len(grown), directory.count(b"PK\x01\x02") + copies
    tail = whole[end : end + 8] + struct.pack("<HHL", count, count, size) + whole[end + 16 :]
    return whole[: whole.index(b"PK\x01\x02")] + grown + tail
