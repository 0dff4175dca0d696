"""A letter pack is complete, or it does not leave: every reason, and what a file is by its content."""

import io
import zipfile
from dataclasses import replace

import pytest

from models.schedule import Text
from models.vocabulary import Language
from planning.format.definition import Paper
from planning.papers import packs
from planning.papers.packs import Pack, PackPaper, file_type, packed, path_of, shortcomings, unpacked
from planning.papers.paper_words import MOST, words_of

NAMES = {"TMU": "Teknik- og Miljøudvalget", "BUU": "Børne- og Ungdomsudvalget"}
PDF = b"%PDF-1.7\n"
OWN = PackPaper(
    number="3b",
    body="TMU",
    path="papers/tmu.da.md",
    text="# Udfordringspapir til Teknik- og Miljøudvalget",
    content=PDF,
)
SHARED = PackPaper(number="1", body=None, path="papers/economy.pdf", content=PDF)
COMPLETE = Pack(body="TMU", names=NAMES, papers=(SHARED, OWN), wants_own=True)


def archive(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as into:
        for name, text in files.items():
            into.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return written.getvalue()


def office(part: str, text: str = "<w:t>Tekst</w:t>", **more: str) -> bytes:
    return archive(**{"[Content_Types].xml": "<Types/>", part: text, **more})


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<text/>"})


def told(pack: Pack, limit: int = packs.LIMIT) -> list[str]:
    return [each.en for each in shortcomings(pack, limit)]


def with_own(**changes: object) -> Pack:
    return replace(COMPLETE, papers=(SHARED, replace(OWN, **changes)))  # type: ignore[arg-type]  # values by name


def test_complete_pack_lacks_nothing():
    assert shortcomings(COMPLETE) == ()


def test_pack_whose_gate_is_not_decided_stays():
    gate = Text(da="Godkendelse af brevene", en="Approval of the letters")

    [reason] = shortcomings(replace(COMPLETE, undecided=(gate,)))

    assert reason.en.startswith("“Approval of the letters” has not been decided yet")
    assert reason.da.startswith("»Godkendelse af brevene« er ikke besluttet endnu")


def test_committee_without_a_paper_of_its_own_is_named():
    assert told(replace(COMPLETE, papers=(SHARED,))) == [
        'TMU has no paper of its own, but other committees have. Add a “paper” with body = "TMU".'
    ]
    assert told(replace(COMPLETE, papers=(SHARED,), wants_own=False)) == []


def test_paper_that_could_not_be_made_says_why():
    why = packs.missing("3b", "papers/tmu.da.md")

    assert shortcomings(with_own(text=None, content=None, why=why)) == (why,)


def test_paper_of_another_committee_never_lies_in_the_pack():
    assert told(with_own(body="BUU", text="# Papir"))[-1].startswith("Paper 3b (papers/tmu.da.md) is for BUU")


def test_own_paper_that_names_another_committee_in_its_title_is_in_the_wrong_pack():
    [reason] = told(with_own(text="# Udfordringspapir til Børne- og Ungdomsudvalget\n\nTekst"))

    assert "is for Børne- og Ungdomsudvalget and may not lie in this pack" in reason
    assert told(with_own(text="# Papir\n\nSnitflade til Børne- og Ungdomsudvalget")) == []


@pytest.mark.parametrize("field", ["{{ committee }}", "TODO", "[indsæt beløb]", "[Fill in the date]", "XXX"])
def test_field_that_is_not_filled_in_is_shown(field):
    [reason] = told(with_own(text=f"# Papir\n\nBeløb: {field} kr."))

    assert f"has a field that is not filled in: “{field}”" in reason


def test_field_that_is_not_filled_in_is_found_in_a_word_file_too():
    content = office("word/document.xml", "<w:p><w:t>Kære [indsæt</w:t><w:t> navn]</w:t></w:p>")

    [reason] = told(with_own(text=None, path="papers/tmu.docx", content=content))

    assert "[indsæt navn]" in reason


@pytest.mark.parametrize(
    ("suffix", "content", "field"),
    [
        ("docx", office("word/document.xml", "<w:p><w:t>Dato</w:t></w:p><w:p><w:t>TODO</w:t></w:p>"), "TODO"),
        ("docx", office("word/document.xml", **{"word/header1.xml": "<w:t>Sag {{ case }}</w:t>"}), "{{ case }}"),
        ("xlsx", office("xl/workbook.xml", **{"xl/sharedStrings.xml": "<si><r><t>[ind</t></r><r><t>sæt]</t></r></si>"}),
         "[indsæt]"),
        ("xlsx", office("xl/workbook.xml", **{"xl/worksheets/sheet1.xml": "<c><is><t>XXX</t></is></c>"}), "XXX"),
        ("odt", archive(mimetype="application/vnd.oasis.opendocument.text",
                        **{"content.xml": "<text:p>Til &#91;udfyld navn&#93;</text:p>"}), "[udfyld navn]"),
    ],
)  # fmt: skip
def test_field_that_is_not_filled_in_is_found_wherever_a_file_has_its_words(suffix, content, field):
    [reason] = told(with_own(text=None, path=f"papers/tmu.{suffix}", content=content))

    assert f"(papers/tmu.{suffix}) has a field that is not filled in: “{field}”" in reason


def test_figures_of_a_workbook_are_no_fields():
    sheet = '<c t="s"><v>3</v></c><c><f>IF(A1,"TODO")</f><v>7</v></c><c><is><t>Beløb</t></is></c>'
    content = office("xl/workbook.xml", **{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": "<si/>"})

    assert told(with_own(text=None, path="papers/tmu.xlsx", content=content)) == []


def test_field_that_is_not_filled_in_is_found_in_the_words_of_a_pdf():
    [reason] = told(with_own(text=None, path="papers/tmu.pdf", words="Beløb:\n[indsæt\nbeløb] kr."))

    assert "“[indsæt beløb]”" in reason


@pytest.mark.parametrize("hostile", ["<" * 3_000_000, "{{" * 1_500_000 + "\n", "[indsæt " * 400_000, "<w:t" * 700_000])
def test_hostile_file_is_read_through_once(hostile):
    content = office("word/document.xml", hostile)

    assert len(told(with_own(text=None, path="papers/tmu.docx", content=content))) <= 1


def test_file_that_unpacks_to_more_than_is_read_is_not_read():
    huge = "TODO " + " " * (MOST + 1)

    assert words_of(office("word/document.xml", huge), "docx") == ""
    assert words_of(DOCX[:-30], "docx") == ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (XLSX, "xlsx"),
        (ODT, "odt"),
        (b"MZ\x90", None),
        (b"", None),
        (b"PK\x03\x04broken", None),
        (b"<html>%PDF-", None),
        (archive(readme="x"), None),
        (office("word/document.xml", **{"word/vbaProject.bin": "macro"}), None),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation"), None),
    ],
)
def test_what_a_file_is_follows_from_its_content(content, kind):
    assert file_type(content) == kind


def test_mislabelled_file_is_told_its_true_name():
    [reason] = told(with_own(text=None, path="papers/tmu.pdf", content=DOCX))

    assert reason == ("Paper 3b (papers/tmu.pdf) is named .pdf, but its content is docx. Give the file its true name.")


def test_program_in_the_clothes_of_a_paper_does_not_travel():
    [reason] = told(with_own(text=None, path="papers/tmu.pdf", content=b"MZ\x90"))

    assert "is by its content neither PDF, Word, Excel nor ODT" in reason


def test_pack_is_as_large_as_its_letter_will_be():
    large = with_own(content=PDF + bytes(57_000))  # 57 bytes travel as a line of 78

    assert told(large, limit=79_000) == []
    [reason] = told(large, limit=78_000)
    assert reason.startswith("The pack has 0.1 MB, and 0.1 MB at most can be sent.")


def test_file_as_it_is_can_have_one_for_each_language():
    paper = Paper(number="1", title=Text(da="Ø", en="E"), file="economy.xlsx")
    files = {"papers/economy.xlsx": "", "papers/economy.da.xlsx": ""}

    assert path_of(paper, Language.DA, files) == "papers/economy.da.xlsx"
    assert path_of(paper, Language.EN, files) == "papers/economy.xlsx"
    assert unpacked(packed(XLSX)) == XLSX
