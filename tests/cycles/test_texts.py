"""The texts of the shipped cycles: complete, alike in both languages, and ready to be sent."""

from collections import Counter
from datetime import date

import pytest

from models.vocabulary import Language
from planning.dates.timeline import Timeline
from rendering.dates import long_date
from rendering.letters import cycle_text
from rendering.papers import PaperHead, paper_pdf
from rendering.prose import parse
from tests.cycles.shipped import ALL, definition, packs, source, timeline

LANGUAGES = tuple(Language)
PAPERS = [(name, paper) for name in ALL for pack in packs(name) for paper in pack.paper]
TEXTS = [(name, path) for name in ALL for path in source(name).files if path.endswith(".md")]


def _year(name: str) -> Timeline:
    return timeline(name, 2027 if name == "annual" else None)


def _names(name: str, language: Language, body: str) -> dict[str, object]:
    """Return what a text may use, as a letter to this body gives it."""
    year = _year(name)
    bodies, cycle = year.definition.body, year.definition.cycle

    def date_of(step: str) -> str:
        planned = year.step_named(step).date_for(body)
        if planned.day:
            return long_date(planned.day, language)
        assert planned.label
        return getattr(planned.label, language.value)

    return {
        "year": year.year,
        "committee": getattr(bodies[body].name, language.value),
        "lead": getattr(bodies[cycle.lead].name, language.value),
        "secretariat": getattr(bodies[cycle.secretariat].name, language.value),
        "case_number": cycle.case_number,
        "cycle": getattr(cycle.title, language.value),
        "date_of": date_of,
    }


def _language(path: str) -> Language:
    return Language(path.split(".")[-2])


@pytest.mark.parametrize("name", ALL)
def test_every_step_has_its_text_in_both_languages(name):
    expected = {f"texts/{step.key}.{language}.md" for step in definition(name).step for language in LANGUAGES}

    assert expected <= source(name).files.keys()


@pytest.mark.parametrize("name", ALL)
def test_every_pack_has_a_text_for_each_committee_and_every_paper_its_file_and_there_is_nothing_else(name):
    steps = {f"texts/{step.key}.{language}.md" for step in definition(name).step for language in LANGUAGES}
    own = {f"texts/{p.key}/{body}.{lang}.md" for p in packs(name) for body in p.bodies for lang in LANGUAGES}
    papers = {f"papers/{paper.file}.{lang}.md" for p in packs(name) for paper in p.paper for lang in LANGUAGES}

    scenarios = {path for path in source(name).files if path.startswith("scenarios/")}  # tested on their own

    assert source(name).files.keys() - scenarios == steps | own | papers


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, path in TEXTS if path.endswith(".da.md")])
def test_danish_and_english_say_the_same_in_the_same_shape(name, path):
    danish, english = source(name).files[path], source(name).files[path.replace(".da.md", ".en.md")]

    assert [(b.kind, b.level, len(b.lines), [len(row) for row in b.rows]) for b in parse(danish)] == [
        (b.kind, b.level, len(b.lines), [len(row) for row in b.rows]) for b in parse(english)
    ]
    assert _dates_named(danish) == _dates_named(english)


def _dates_named(text: str) -> Counter[str]:
    return Counter(part.split('"')[0] for part in text.split('date_of("')[1:])


@pytest.mark.parametrize(("name", "path"), TEXTS)
def test_every_text_can_be_sent_to_every_committee(name, path):
    """No name is missing, no brace or markup is left over, and no line is a leftover of the template."""
    for body in definition(name).body:
        text = cycle_text(source(name).files[path], _names(name, _language(path), body))

        assert not [sign for sign in ("{", "}", "TODO", "XX", "  \n") if sign in text]
        assert text.count("**") % 2 == 0
        assert text.strip()


@pytest.mark.parametrize("name", ALL)
def test_texts_that_differ_per_committee_differ(name):
    for pack in packs(name):
        for language in LANGUAGES:
            texts = [source(name).files[f"texts/{pack.key}/{body}.{language}.md"] for body in pack.bodies]
            own = [source(name).files[f"papers/{paper.file}.{language}.md"] for paper in pack.paper if paper.body]

            assert len(set(texts)) == len(pack.bodies)
            assert len(set(own)) == len(own)


@pytest.mark.parametrize(("name", "paper"), PAPERS, ids=[f"{name}-{paper.number}" for name, paper in PAPERS])
def test_every_paper_is_typeset_in_both_languages(name, paper):
    for language in LANGUAGES:
        body = paper.body or definition(name).cycle.lead
        text = cycle_text(source(name).files[f"papers/{paper.file}.{language}.md"], _names(name, language, body))
        head = PaperHead(language=language, dated=date(2027, 1, 25), lead="BIU", cycle_title=name, number=paper.number)

        assert paper_pdf(text, head).startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_challenge_paper_has_the_five_parts_of_2010_and_the_interfaces(language):
    wanted = {
        Language.DA: ["Institutioner", "Status", "Spørgsmål", "Publikationer", "Politikkens mål", "Snitflader"],
        Language.EN: ["Institutions", "Status", "Questions", "Publications", "Objectives", "Interfaces"],
    }[language]
    own = [paper for pack in packs("annual") for paper in pack.paper if paper.body]

    for paper in own:
        parts = [
            block.lines[0][0].text
            for block in parse(source("annual").files[f"papers/{paper.file}.{language}.md"])
            if block.kind == "heading" and block.level == 2
        ]
        assert [part.split(" ", 1)[1].startswith(word) for part, word in zip(parts, wanted, strict=True)] == [True] * 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_template_has_three_sections_and_smart_indicators(language):
    text = source("annual").files[f"papers/plan-template.{language}.md"]
    smart = {
        Language.DA: ("Specifikke", "Målbare", "Ambitiøse", "Realistiske", "Tidsbegrænsede"),
        Language.EN: ("Specific", "Measurable", "Ambitious", "Realistic", "Time-bound"),
    }[language]

    sections = [block.lines[0][0].text for block in parse(text) if block.kind == "heading" and block.level == 2]
    assert [section[:2] for section in sections[:3]] == ["1.", "2.", "3."]
    assert all(f"**{word}**" in text for word in smart)


@pytest.mark.parametrize("name", ALL)
def test_contacts_are_roles_at_example(name):
    contacts = [contact for body in definition(name).body.values() for contact in body.contact]
    contacts += [contact for step in definition(name).step for each in step.classes for contact in each.contact]

    assert contacts
    assert [contact.address for contact in contacts if not contact.address.endswith(".example")] == []
