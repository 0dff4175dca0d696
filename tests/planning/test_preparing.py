"""Papers find their place by their names, and what a paper becomes is what the packs carry."""

import pytest

from planning.format.source import Source, Unreadable, parse
from planning.lint.folder import lint
from planning.not_permitted import NotPermitted
from planning.papers.packs import unpacked
from planning.papers.preparing import slot_for, slots, with_contacts, with_paper, with_rule, with_text
from runtime.definitions import read
from settings import CHECKOUT

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def annual() -> Source:
    return read("annual", CHECKOUT / "cycles")


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("challenge-tmu.pdf", "3b"),
        ("Challenge-TMU.DA.docx", "3b"),
        ("Bilag 3b - Udfordringspapir.pdf", "3b"),
        ("3B_udfordring.odt", "3b"),
        ("paper 1.xlsx", "1"),
        (r"C:\Papirer\bilag 5.pdf", "5"),
        ("3.pdf", None),
        ("3bx.pdf", None),
        ("2027 budget.pdf", None),
        ("udfordring.pdf", None),
    ],
)
def test_file_is_the_paper_that_its_name_says(name: str, number: str | None, annual: Source) -> None:
    found = slot_for(name, slots(annual, parse(annual)))

    assert (found.paper.number if found else None) == number


def test_file_takes_the_place_of_a_text_and_a_text_that_of_a_file(annual: Source) -> None:
    place = slot_for("3b.pdf", slots(annual, parse(annual)))
    assert place

    filed = with_paper(annual, place, "3b.pdf", PDF)

    there = slots(filed, parse(filed))[place.place]
    assert (there.paper.file, there.there) == ("challenge-tmu.pdf", ("papers/challenge-tmu.pdf",))
    assert unpacked(filed.files["papers/challenge-tmu.pdf"]) == PDF
    assert {path for path in annual.files if path not in filed.files} == {
        "papers/challenge-tmu.da.md",
        "papers/challenge-tmu.en.md",
    }
    assert [each for each in lint(filed, 2027) if each.severity == "error"] == []
    back = with_paper(filed, there, "3b.da.md", b"# Papir\r\n")
    back = with_paper(back, slots(back, parse(back))[place.place], "3b.en.md", b"# Paper\n")
    assert back.files["papers/challenge-tmu.da.md"] == "# Papir\n"
    assert "papers/challenge-tmu.pdf" not in back.files
    assert parse(back) == parse(annual)


def test_each_language_can_have_a_file_of_its_own(annual: Source) -> None:
    place = slots(annual, parse(annual))[0]
    danish = with_paper(annual, place, "economy-overview.da.pdf", PDF)
    both = with_paper(danish, slots(danish, parse(danish))[0], "economy-overview.en.pdf", PDF + b"\n")

    assert slots(both, parse(both))[0].there == ("papers/economy-overview.da.pdf", "papers/economy-overview.en.pdf")
    assert [each for each in lint(both, 2027) if each.severity == "error"] == []


def test_program_named_as_a_document_is_refused(annual: Source) -> None:
    with pytest.raises(NotPermitted, match=r"challenge-tmu\.pdf"):
        with_paper(annual, slots(annual, parse(annual))[0], "challenge-tmu.pdf", b"MZ\x90")


def test_hearings_end_and_classes_get_dates_of_their_own(annual: Source) -> None:
    changed = with_rule(with_rule(annual, "hearing", "citizens", "2027-09-20"), "hearing", "end", "2027-10-10")

    step = parse(changed).step_named("hearing")
    assert step.until == "2027-10-10"
    assert [each.deadline for each in step.classes if each.key == "citizens"] == ["2027-09-20"]
    assert step.date == parse(annual).step_named("hearing").date


def test_what_changes_nothing_keeps_the_text_with_its_comments(annual: Source) -> None:
    contact = parse(annual).body["TMU"].contact[0]

    assert with_contacts(annual, {("TMU", 0): (contact.name, contact.address)}) == annual


def test_definition_that_cannot_be_read_is_not_taken(annual: Source) -> None:
    with pytest.raises(Unreadable):
        with_text(annual, "cycle.toml", "[cycle\n")
