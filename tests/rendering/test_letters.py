"""Every letter in both languages, from the real templates."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.letters import LetterFacts
from models.vocabulary import Language, LetterKind
from rendering.context import LetterContext
from rendering.letters import Letters
from rendering.refusal import Unrenderable
from tests.rendering.samples import DUE, EARLIER, FACTS, MEETING, TEMPLATES, a_context

LETTERS = [(kind, language) for kind in LetterKind for language in Language]

WITH_FRIST = {
    LetterKind.REMINDER_FIRST,
    LetterKind.REMINDER,
    LetterKind.REMINDER_LAST,
    LetterKind.DUE_TODAY,
    LetterKind.EXTENSION_GRANTED,
    LetterKind.EXTENSION_REFUSED,
    LetterKind.RETURNED,
    LetterKind.OBLIGATION,
    LetterKind.AGENDA_DEADLINE,
    LetterKind.HEARING_INVITATION,
    LetterKind.HEARING_REMINDER,
}

WITHOUT_NEXT = {  # nothing follows for the reader
    LetterKind.WAIVED,
    LetterKind.INVITATION_CANCELLED,
    LetterKind.HEARING_CANCELLED,
    LetterKind.TRACK_ENDED,
    LetterKind.CYCLE_CANCELLED,
    LetterKind.NEXT_YEAR,
    LetterKind.DIGEST,
}


@pytest.fixture(scope="module")
def letters() -> Letters:
    return Letters(TEMPLATES)


def text_of(page: str) -> str:
    """The words of the HTML's body, tags and white space taken out."""
    body = page.partition("</h1>")[2]
    return "".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_letter_says_the_same_in_text_and_html(letters: Letters, kind: LetterKind, language: Language) -> None:
    letter = letters.render(kind, language, a_context(kind=kind, language=language))

    assert "".join(re.sub(r"^(- |\d\. )", "", letter.text, flags=re.MULTILINE).split()) == text_of(letter.html)
    assert f'<html lang="{language.value}"' in letter.html
    assert letter.subject == html.unescape(re.findall(r"<title>(.*)</title>", letter.html)[0])


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_letter_has_no_hole_and_no_markup_left(letters: Letters, kind: LetterKind, language: Language) -> None:
    letter = letters.render(kind, language, a_context(kind=kind, language=language))

    for residue in ("None", "**", "!!", "{{", "{%", "Undefined", "LetterFacts", "\\"):
        assert residue not in letter.subject + letter.text
    assert "sekretariat@kommune.example" in letter.text  # whom to ask
    assert "2011-4711" in letter.text
    assert ("Første behandling" in letter.text) is (kind not in WITHOUT_NEXT)  # what happens next
    assert "\n\n\n" not in letter.text


@pytest.mark.parametrize("kind", sorted(WITH_FRIST))
def test_frist_stands_on_its_own_line_and_in_the_subject(letters: Letters, kind: LetterKind) -> None:
    danish = letters.render(kind, Language.DA, a_context(kind=kind))
    english = letters.render(kind, Language.EN, a_context(kind=kind, language=Language.EN))

    assert "Frist: senest mandag den 16. maj 2011 kl. 12.00" in danish.text.splitlines()
    assert "Deadline: Monday 16 May 2011 at 12:00 at the latest" in english.text.splitlines()
    assert "16. maj 2011" in danish.subject
    assert "16 May 2011" in english.subject


def test_pack_names_each_thing_asked_with_its_frist(letters: Letters) -> None:
    letter = letters.render(
        LetterKind.CHALLENGE, Language.DA, a_context(kind=LetterKind.CHALLENGE, facts=LetterFacts())
    )

    assert [line for line in letter.text.splitlines() if line.startswith("Frist:")] == [
        "Frist: senest mandag den 2. maj 2011 – Økonomioversigt",
        "Frist: senest mandag den 16. maj 2011 kl. 12.00 – Handleplan – godkendt af udvalget selv",
    ]
    assert letter.subject == "Handleplan til Teknik- og Miljøudvalget – frist 2. maj 2011"
    assert "- 3b Udfordringspapir" in letter.text


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_letter_with_the_fewest_facts_is_still_whole(letters: Letters, kind: LetterKind, language: Language) -> None:
    bare = LetterFacts(deadline=DUE, outcome=FACTS.outcome)
    context = a_context(
        kind=kind, language=language, facts=bare, body_text="", asks=(), what_next=None, attachments=(), case_number=""
    )

    letter = letters.render(kind, language, context)

    assert letter.subject
    assert "None" not in letter.text


def test_reminder_without_a_deadline_is_refused_by_name(letters: Letters) -> None:
    empty = a_context(facts=LetterFacts(), asks=(), meeting=None)

    with pytest.raises(Unrenderable) as refusal:
        letters.render(LetterKind.REMINDER, Language.DA, empty)

    assert "reminder.da.j2" in refusal.value.sentence.da
    assert "a date is missing" in refusal.value.sentence.en


def test_moved_date_shows_old_and_new(letters: Letters) -> None:
    facts = LetterFacts(deadline=DUE, before=EARLIER, reason="Udvalget mødes senere")

    text = letters.render(LetterKind.DATE_MOVED, Language.DA, a_context(facts=facts, meeting=None)).text

    assert "Den tidligere dato var mandag den 2. maj 2011 og gælder ikke mere." in text
    assert "Begrundelse: Udvalget mødes senere" in text


def test_agenda_letter_does_not_call_the_meeting_a_frist(letters: Letters) -> None:
    context = a_context(facts=LetterFacts(deadline=MEETING), agenda_closes=None)

    letter = letters.render(LetterKind.AGENDA_DEADLINE, Language.DA, context)

    assert "Frist:" not in letter.text
    assert "mandag den 6. juni 2011" in " ".join(letter.text.split())


HOSTILE = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("*#-!|\\<>&\"'{}%1."),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(reason=HOSTILE, title=HOSTILE, name=HOSTILE)
def test_signs_of_a_person_are_only_signs(reason: str, title: str, name: str) -> None:
    letters = _LETTERS
    facts = LetterFacts(deadline=DUE, before=EARLIER, reason=reason)
    context: LetterContext = a_context(facts=facts, step_title=title, recipient_name=name)

    letter = letters.render(LetterKind.EXTENSION_GRANTED, Language.DA, context)

    assert f"Begrundelse: {reason}" in letter.text
    assert f"Til {name}\n" in letter.text
    assert title in letter.subject
    assert f"</strong> {html.escape(reason).replace('&#x27;', '&#39;').replace('&quot;', '&#34;')}</p>" in letter.html


_LETTERS = Letters(TEMPLATES)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_of_text_stands_out_from_every_ground(dark: bool) -> None:
    light, _, night = (TEMPLATES / "_layout.html.j2").read_text().partition("@media (prefers-color-scheme: dark)")
    style = night.partition("</style>")[0] if dark else light
    inks = re.findall(r"[ {;]color: (#[0-9a-f]{6})", style)
    grounds = re.findall(r"background: (#[0-9a-f]{6})", style)

    assert len(inks) >= 3
    for ink in inks:
        for ground in grounds:
            brighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
            assert (brighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)


def test_letter_loads_nothing_from_elsewhere(letters: Letters) -> None:
    page = letters.render(LetterKind.CHALLENGE, Language.DA, a_context()).html

    assert not re.search(r"<(img|script|link|iframe)|https?:|url\(|@import", page)
    assert "max-width: 640px" in page


def test_every_template_belongs_to_a_letter_or_to_all_of_them() -> None:
    expected = {f"{kind.value}.{language.value}.j2" for kind, language in LETTERS}
    shared = {f"{name}.{language.value}.j2" for name in ("_letter", "_parts") for language in Language}

    assert {path.name for path in TEMPLATES.iterdir()} == expected | shared | {"_layout.html.j2"}


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("{% block subject %}x{% endblock %}\n{% block body %}\n{{ comittee }}\n{% endblock %}", 4),
        ("{% block subject %}x{% endblock %}\n{% block body %}\n{{ committee }\n{% endblock %}", 4),
    ],
)
def test_broken_template_is_named_with_its_line(tmp_path: Path, broken: str, line: int) -> None:
    for path in TEMPLATES.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "reminder.da.j2").write_text('{% extends "_letter.da.j2" %}\n' + broken)

    with pytest.raises(Unrenderable) as refusal:
        Letters(tmp_path).render(LetterKind.REMINDER, Language.DA, a_context())

    assert refusal.value.sentence.da.startswith(f"templates/emails/reminder.da.j2, linje {line}: ")


@pytest.mark.parametrize("subject", ["", "{{ hearing_class }}", "  **  ** "])
def test_template_whose_subject_comes_out_empty_sends_nothing(tmp_path: Path, subject: str) -> None:
    for path in TEMPLATES.iterdir():
        (tmp_path / path.name).write_text(path.read_text())
    body = "{% block body %}Tekst{% endblock %}"
    (tmp_path / "reminder.da.j2").write_text(
        f'{{% extends "_letter.da.j2" %}}\n{{% block subject %}}{subject}{{% endblock %}}\n{body}'
    )

    with pytest.raises(Unrenderable) as refusal:
        Letters(tmp_path).render(LetterKind.REMINDER, Language.DA, a_context(hearing_class=""))

    assert refusal.value.sentence.en.startswith("templates/emails/reminder.da.j2")
    assert "subject or its text is empty" in refusal.value.sentence.en


def test_letter_on_paper_has_no_greeting_and_does_not_speak_of_this_mail(letters: Letters) -> None:
    for language, mail in ((Language.DA, "denne mail"), (Language.EN, "this mail")):
        subject, body = letters.on_paper(LetterKind.CHALLENGE, language, a_context(language=language))

        assert subject
        assert mail not in body
        assert "Udvalgssekretær, TMU" not in body  # the head says to whom: the committee


@pytest.mark.parametrize("language", Language)
def test_letter_leads_to_the_committees_page_by_mail_and_never_on_paper(letters: Letters, language: Language) -> None:
    url = "https://aarshjul.example/committee/" + "x" * 43
    context = a_context(language=language, committee_url=url)

    mail = letters.render(LetterKind.REMINDER, language, context)

    assert (mail.text.count(url), mail.html.count(f'href="{url}"')) == (1, 1)
    assert url not in letters.on_paper(LetterKind.CHALLENGE, language, context)[1]
    assert url not in letters.in_digest(LetterKind.REMINDER, language, context)[1]


def test_template_folder_that_lacks_a_letter_names_it(tmp_path: Path) -> None:
    with pytest.raises(Unrenderable) as refusal:
        Letters(tmp_path).render(LetterKind.OVERDUE, Language.EN, a_context())

    assert "overdue.en.j2" in refusal.value.sentence.en
