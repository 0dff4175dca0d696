"""The page of a year: complete, harmless, understood by a person, and the same bytes every time."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import Language, LetterKind, Outcome, Role
from rendering.year_page import (
    PageDate,
    PageDecision,
    PageEntry,
    PageLetter,
    PageLink,
    PageWait,
    YearPage,
    render_year_page,
)
from tests.rendering.test_wheel import GUESS, READING, UNKNOWN
from tests.rendering.wheels import a_step, a_wheel

TEMPLATES = Path(__file__).parents[2] / "templates" / "pages"
AT = datetime(2027, 5, 10, 6, 0, tzinfo=UTC)


def a_letter(**changes: Any) -> PageLetter:
    given: dict[str, Any] = {
        "at": AT,
        "kind": LetterKind.OVERDUE,
        "role": Role.HEAD_OF_OFFICE,
        "to": "TMU",
        "subject": "Rykker: Handleplan",
        "href": "letters/a.eml",
        "step": "Handleplan",
        "body": "TMU",
    }
    return PageLetter(**{**given, **changes})


def a_page(**changes: Any) -> YearPage:
    given: dict[str, Any] = {
        "wheel": a_wheel(a_step(hour=time(12), bodies=("TMU",), reason="mandag i uge 20"), READING, GUESS, UNKNOWN),
        "zone": "Europe/Copenhagen",
        "lead": "Beskæftigelses- og Integrationsudvalget",
        "names": (("TMU", "Teknik- og Miljøudvalget"), ("BR", "Borgerrepræsentationen")),
    }
    return YearPage(**{**given, **changes})


def html(page: YearPage, language: Language = Language.DA) -> str:
    return render_year_page(page, language, TEMPLATES)


class Reader(HTMLParser):
    """What a program reads: tags with attributes, and the texts of each cell, entry and link."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".split())

    def every(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


def section(source: str, name: str) -> str:
    """Return the part of the page that a heading begins."""
    _, _, rest = source.partition(f'<section aria-labelledby="{name}">')
    return rest.partition('<section aria-labelledby="')[0]


# --- a page that opens from disk ---


@pytest.mark.parametrize("language", list(Language))
def test_page_has_its_language_one_main_heading_and_no_script(language: Language) -> None:
    source = html(a_page(letters=(a_letter(),)), language)

    tags = [tag for tag, _ in Reader(source).tags]
    assert f'<html lang="{language}">' in source
    assert (tags.count("h1"), tags.count("style"), tags.count("main")) == (1, 1, 1)
    assert {"script", "link", "img", "iframe"} & set(tags) == set()


def test_page_names_no_address_outside() -> None:
    reader = Reader(html(a_page(letters=(a_letter(),), calendars=(PageLink(title="TMU", href="calendars/TMU.ics"),))))

    outside = [value for name in ("href", "src") for value in reader.every(name) if re.match(r"[a-z]+:|//", value)]
    assert outside == []
    assert "url(http" not in html(a_page())


def test_every_inner_link_and_label_leads_somewhere_and_no_id_occurs_twice() -> None:
    reader = Reader(html(a_page(letters=(a_letter(), a_letter(to="Lokaludvalg", role=Role.RESPONDENT)))))
    ids = reader.every("id")

    wanted = [href[1:] for href in reader.every("href") if href.startswith("#")]
    wanted += [name for names in reader.every("aria-labelledby") for name in names.split()]
    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_two_renderings_are_the_same_bytes() -> None:
    page = a_page(letters=(a_letter(), a_letter(to="BR", role=Role.MEMBER, number="01")))

    assert html(page) == html(page)


def test_hostile_texts_stay_text() -> None:
    hostile = '<script>alert("x")</script>\x00'
    page = a_page(
        lead=hostile,
        letters=(a_letter(subject=hostile, to=hostile, href='javascript:alert("x")'),),
        journal=(PageEntry(at=AT, event=hostile, by=hostile),),
        waits=(PageWait(step=hostile, reason=hostile),),
    )

    source = html(page)

    assert "<script" not in source
    assert "\x00" not in source
    assert "javascript%3Aalert" in source
    assert 'href="javascript:' not in source


# --- the steps ---


def test_table_tells_what_the_wheel_shows() -> None:
    rows = Reader(section(html(a_page()), "steps")).rows

    assert rows == [
        ["Nr.", "Dato", "Uge", "Trin", "Hvem", "Begrundelse"],
        ["1", "tirsdag den 18. maj 2027 kl. 12.00", "20", "Handleplan aflevering", "TMU", "mandag i uge 20"],
        [
            "2",
            "BUU onsdag den 10. november 2027 TMU mandag den 15. november 2027 SOU torsdag den 18. november 2027",
            "45–46",
            "Handleplan behandling",
            "BUU, TMU, SOU",
            "–",
        ],
        ["3", "foråret 2027 (dato ikke fastlagt)", "9–22", "Handleplan aflevering", "–", "–"],
        ["4", "ikke fastsat", "–", "Handleplan workshop", "–", "–"],
    ]


def test_english_table_writes_english_dates() -> None:
    [_, first, *_] = Reader(section(html(a_page(), Language.EN), "steps")).rows

    assert first[:4] == ["1", "Tuesday 18 May 2027 at 12:00", "20", "Handleplan deliverable"]


def test_timeline_is_in_order_of_dates_with_its_reasons_and_ends_with_what_nobody_knows() -> None:
    dates = (
        PageDate(step="Workshop", number=4, label="ikke fastsat"),
        PageDate(step="Handleplan", number=1, start=date(2027, 5, 18), hour=time(12), reason="flyttet fra pinsedag"),
        PageDate(step="Høring", number=2, who="åbner", start=date(2027, 5, 3)),
    )

    source = section(html(a_page(dates=dates)), "timeline")
    plain = " ".join(re.sub(r"<[^>]+>", " ", source.partition("</p>")[2]).split())

    assert plain == (
        "Maj 2027 mandag den 3. maj 2027 2 Høring · åbner"
        " tirsdag den 18. maj 2027 kl. 12.00 1 Handleplan flyttet fra pinsedag"
        " Uden dato ikke fastsat 4 Workshop"
    )


# --- the letters ---


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


# --- what happened ---


def test_decision_tells_outcome_addition_and_amendments() -> None:
    decision = PageDecision(
        at=AT,
        step="2. behandling",
        body="TMU",
        outcome=Outcome.APPROVED_WITH_ADDITION,
        text="Punkt 4.",
        additions=("Eget papir sendes ud.",),
        amendments=("Mål 3 ændres.",),
    )

    [_, row] = Reader(section(html(a_page(decisions=(decision,))), "decisions")).rows

    assert row == [
        "man. 10. maj 2027 kl. 08.00",
        "TMU",
        "2. behandling",
        "godkendt med en tilføjelse",
        "Punkt 4. Tilføjelse: Eget papir sendes ud. Ændring: Mål 3 ændres.",
    ]


def test_journal_and_calendars_are_told() -> None:
    page = a_page(
        journal=(PageEntry(at=AT, event="Afleveret", by="TMU"),), calendars=(PageLink(title="TMU", href="c/TMU.ics"),)
    )

    source = html(page)

    assert Reader(section(source, "journal")).rows[1] == ["man. 10. maj 2027 kl. 08.00", "Afleveret", "TMU"]
    assert '<a href="c/TMU.ics">TMU</a>' in source


def test_empty_year_says_so_instead_of_showing_empty_tables() -> None:
    source = html(a_page())

    assert [words in source for words in ("Der er ingen breve.", "Der er ikke truffet", "Journalen er tom.")] == [
        True
    ] * 3
    assert 'id="calendars"' not in source


def test_year_that_cannot_end_says_what_it_waits_for_and_one_that_ends_does_not() -> None:
    waiting = html(a_page(waits=(PageWait(step="Godkendelse", reason="en beslutning om »Handleplan«"),)))

    assert "<strong>Godkendelse</strong> venter på en beslutning om »Handleplan«" in waiting
    assert "venter på en dato" in html(a_page(waits=(PageWait(step="Workshop"),)))
    assert "Året kan ikke slutte" not in html(a_page())


def test_page_in_the_other_language_writes_the_wheel_in_it_too() -> None:
    source = html(replace(a_page(), wheel=a_page().wheel), Language.EN)

    assert "December" in source
    assert "december" not in source
