"""The page of a year: complete, harmless, understood by a person, and the same bytes every time."""

import re
from dataclasses import replace
from datetime import date, time

import pytest

from models.vocabulary import Language, Outcome, Role
from rendering.year_page import (
    PageDate,
    PageDecision,
    PageEntry,
    PageLink,
    PageWait,
)
from tests.rendering.pages import AT, Reader, a_letter, a_page, html, section

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
