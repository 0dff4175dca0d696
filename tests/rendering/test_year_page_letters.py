"""The letters of the page: every one behind a link, by month and by recipient."""

import re
from datetime import UTC, datetime

import pytest

from models.vocabulary import Language, LetterKind, Role
from rendering.year_page import PageTold
from tests.rendering.pages import Reader, a_letter, a_page, html, section


def test_every_letter_is_one_row_with_moment_kind_recipient_and_a_link() -> None:
    source = html(a_page(letters=(a_letter(),)))

    [_, row] = Reader(section(source, "by-month")).rows
    assert row == [
        "man. 10. maj 2027 kl. 08.00",
        "rykker",
        "Handleplan",
        "TMU",
        "kontorchef, TMU",
        "Rykker: Handleplan",
    ]
    assert Reader(source).every("href").count("letters/a.eml") == 2  # by month and by recipient


def test_letter_belongs_to_the_month_of_its_own_clock() -> None:
    late = a_letter(at=datetime(2027, 5, 31, 22, 30, tzinfo=UTC))

    assert re.findall(r'<h3 id="m1">(\w+ \d+)', html(a_page(letters=(late,)))) == ["Juni 2027"]


def test_letters_to_a_class_share_a_row_and_keep_a_link_each() -> None:
    copies = [
        a_letter(to="BR", role=Role.MEMBER, body="", number=f"{n:02}", href=f"m/{n:02}.eml") for n in range(1, 56)
    ]

    source = section(html(a_page(letters=tuple(copies))), "by-month")

    assert len(Reader(source).rows) == 2
    assert "55 breve" in source
    assert [href for href in Reader(source).every("href") if href.startswith("m/")] == [
        f"m/{n:02}.eml" for n in range(1, 56)
    ]


def test_digest_says_which_letters_it_tells() -> None:
    told = (PageTold(LetterKind.REMINDER, "Handleplan", "TMU"), PageTold(LetterKind.OUTCOME_WANTED, "Møde", "BUU"))
    digest = a_letter(kind=LetterKind.DIGEST, to="TMU", body="", step="", told=told)

    [_, row] = Reader(section(html(a_page(letters=(digest,))), "by-month")).rows

    assert row[1:3] == ["dagens breve", "hele årshjulet"]
    assert "påmindelse · Handleplan" in row[-1]
    assert "· Møde · BUU" in row[-1]  # about another body than the recipient's


def test_two_letters_without_a_number_never_share_a_row() -> None:
    letters = (a_letter(href="letters/a.eml"), a_letter(href="letters/b.eml"))

    assert len(Reader(section(html(a_page(letters=letters)), "by-month")).rows) == 3


def test_letters_are_grouped_by_recipient_in_the_definition_s_order() -> None:
    letters = (
        a_letter(to="Lokaludvalg", role=Role.RESPONDENT, number="01"),
        a_letter(to="BR", role=Role.SECRETARY),
        a_letter(),
        a_letter(kind=LetterKind.ESCALATION),
    )

    groups = re.findall(r'<h3 id="r\d">(.*?) <span class="count">(.*?)</span>', html(a_page(letters=letters)))

    assert groups == [
        ("Teknik- og Miljøudvalget (TMU)", "2 breve"),
        ("Borgerrepræsentationen (BR)", "1 brev"),
        ("Lokaludvalg", "1 brev"),
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_of_letter_has_words(kind: LetterKind, language: Language) -> None:
    [_, row] = Reader(section(html(a_page(letters=(a_letter(kind=kind),)), language), "by-month")).rows

    assert row[1]
    assert "_" not in row[1]
