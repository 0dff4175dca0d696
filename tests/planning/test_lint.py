"""The lint: each rule on the sample with one thing broken, and that nothing a person writes makes it fall."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.format.finding import Finding
from planning.format.source import Source
from planning.lint.folder import lint
from tests.planning.sample import FILES, TOML, source, step


def rules(findings: Iterable[Finding], severity: str = "error") -> list[str]:
    return [each.rule for each in findings if each.severity == severity]


def line_of(text: str, toml: str = TOML) -> int:
    return next(number for number, line in enumerate(toml.splitlines(), 1) if text in line)


def with_step(added: str, before: str = "approval") -> Source:
    header = f'\n[[step]]\nkey = "{before}"'
    return source((header, f"{added}{header}"))


def test_a_sound_cycle_has_no_findings_in_the_year_it_is_asked_for():
    assert lint(source(), 2027) == ()
    assert lint(source()) == lint(source(), 2027)


ERRORS = [
    ("unknown-body", ('lead = "BIU"', 'lead = "BUI"'), "Mente du »BIU«?"),
    ("unknown-body", ('kind = "workshop"\ntitle = { da = "Workshop", en = "Workshop" }\nbodies = ["TMU"', 'kind = "workshop"\ntitle = { da = "Workshop", en = "Workshop" }\nbodies = ["TMV"'), "Mente du »TMU«?"),  # noqa: E501 -- a table
    ("unknown-body", ('copy_to = ["BR.member"]', 'copy_to = ["BX.member"]'), "»BX«"),
    ("unknown-role", ('copy_to = ["BR.member"]', 'copy_to = ["BR.mebmer"]'), "Mente du »member«?"),
    ("unknown-body", ('body = "TMU" },\n]', 'body = "BR" },\n]'), "»BR«"),
    ("unknown-step", ('gate = ["approval"]', 'gate = ["aproval"]'), "Mente du »approval«?"),
    ("unknown-step", ('after = ["workshop"]', 'after = ["workshp"]'), "Mente du »workshop«?"),
    ("unknown-step", ('needs = ["plan"]', 'needs = ["plann"]'), "Mente du »plan«?"),
    ("unknown-step", ('needs = ["plan"]', 'back_to = "plann"'), "Mente du »plan«?"),
    ("unknown-step", ('replaced_by = "council"', 'replaced_by = "counsil"'), "Mente du »council«?"),
    ("unknown-step", ('letter = "letters"\nladder = "plain"\nown', 'letter = "lettres"\nladder = "plain"\nown'), "Mente du »letters«?"),  # noqa: E501 -- a table
    ("unknown-ladder", ('own_approval = true', 'policy = "old"\n[[step]]\nkey="x"\nkind="deliverable"\ntitle={da="x",en="x"}\nbodies=["TMU"]\nladder = "plane"'), "Mente du »plain«?"),  # noqa: E501 -- a table
    ("unknown-policy", ("own_approval = true", 'policy = "odl"'), "Mente du »old«?"),
    ("unknown-zone", ("letter_days = 20", 'zone = "Europe/Copenhagn"'), "Europe/Copenhagn"),
    ("unreadable-date", ('date = "05-16"', 'date = "sometime"'), "kan ikke læses"),
    ("unreadable-date", ('date = "05-16"', 'date = "02-31"'), "31. februar findes ikke"),
    ("circle", ('date = "05-16"', 'date = "5 days after economy"'), "economy → plan → economy"),
    ("circle", ('gate = ["approval"]', 'gate = ["approval"]\nafter = ["council"]'), "letters → council"),
    ("circle", ('date = "second meeting of BIU in august"', 'date = "second meeting of BIU in august"\ngate = ["reading"]'), "reading → reading"),  # noqa: E501 -- a table
    ("gate-without-decision", ('gate = ["approval"]', 'gate = ["workshop"]'), "Brug »after«"),
    ("needs-no-deliverable", ('needs = ["plan"]', 'needs = ["workshop"]'), "Brug »after«"),
    ("letter-is-no-pack", ('letter = "letters"\nladder = "plain"\nown', 'letter = "approval"\nladder = "plain"\nown'), "brevpakke"),  # noqa: E501 -- a table
    ("no-letter", ('bodies = ["TMU", "ØU"]\ncopy_to', 'bodies = ["TMU"]\ncopy_to'), "»plan« kræves af ØU"),
    ("no-body", ('bodies = ["BR"]\n', ""), "»bodies«"),
    ("no-end", ('until = "25 working days after opening of hearing"\nafter = ["reading"]', 'after = ["reading"]\n[[step]]\nkey = "silent"\nkind = "hearing"\ntitle = { da = "x", en = "x" }'), "»until«"),  # noqa: E501 -- a table
    ("not-a-hearing", ("own_approval = true", 'until = "06-01"'), "høringer"),
    ("two-steps", ('key = "workshop"', 'key = "plan"'), "To trin hedder »plan«"),
    ("two-classes", ('key = "advisory"', 'key = "citizens"'), "»citizens«"),
    ("two-bodies", ("[body.BR]", "[body.tmu]"), "»TMU« og »tmu«"),
    ("two-bodies", ("[body.BR]", "[body.OEU]"), "»ØU« og »OEU«"),
    ("no-ascii-code", ('ascii = "OEU"', 'ascii = "Ø/U"'), "filnavne"),
    ("missing-contact", ('role = "manager", name = "Direktør, TMU"', 'role = "chair", name = "Direktør, TMU"'), "TMU har ingen kontakt med rollen »manager«"),  # noqa: E501 -- a table
    ("missing-contact", ('role = "member"', 'role = "chair"'), "BR har ingen kontakt med rollen »member«"),
    ("bad-address", ('address = "sekretaer@tmu.example"', 'address = "sekretaer.tmu.example"'), "ikke en mailadresse"),
    ("bad-address", ('address = "sekretaer@tmu.example"', 'address = "sekretær@tmu.example"'), "ikke en mailadresse"),
    ("bad-address", ('address = "sekretaer@tmu.example"', 'address = "sekretaer@tmu.example\\nBcc: x@y.example"'), "linjeskift"),  # noqa: E501 -- a table
    ("bad-address", ('address = "medlem{n}@br.example"', 'address = "medlem@br.example"'), "Tilføj »{n}«"),
    ("no-meeting", ("first meeting of BIU in january", "first meeting of BIU in july"), "ingen møder i juli"),
    ("meeting-on-closed-day", ("first meeting of BIU in january", "01-01"), "nytårsdag"),
    ("unknown-key", ("own_approval", "own_aproval"), "Mente du »own_approval«?"),
    ("wrong-value", ('kind = "workshop"', 'kind = "worksop"'), "»worksop«"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "change", "part"), ERRORS, ids=[f"{each[0]}:{each[1][1][:40]}" for each in ERRORS])
def test_an_error_is_found_with_its_sentence_and_line(rule, change, part):
    found = [each for each in lint(source(change)) if each.severity == "error"]
    matching = [each for each in found if each.rule == rule and part in each.sentence.da]
    assert len(matching) == 1, found
    assert matching[0].line is not None
    assert matching[0].sentence.en.endswith((".", "?"))


def test_a_finding_stands_on_the_line_that_is_wrong():
    (found,) = lint(source(('gate = ["approval"]', 'gate = ["aproval"]')))
    assert (found.file, found.line) == ("cycle.toml", line_of('gate = ["approval"]'))


def test_a_meeting_on_a_closed_day_is_an_error_only_in_the_years_in_which_it_is_one():
    fifth = ("first meeting of BIU in january", "monday of week 13")
    assert rules(lint(source(fifth), 2027)) == ["meeting-on-closed-day"]  # Easter Monday
    assert rules(lint(source(fifth), 2028)) == []


def test_each_text_of_a_pack_must_be_there_in_both_languages():
    files = {"texts/letters.en.md": None, "papers/paper-tmu.da.md": "  \n", "texts/letters/TMU.da.md": None}
    found = lint(source(files=files))
    assert [(each.rule, each.file, each.line) for each in found] == [
        ("missing-text", "cycle.toml", line_of('key = "letters"') - 1),
        ("missing-text", "cycle.toml", line_of('number = "3a"')),
        ("missing-text", "texts/letters/TMU.en.md", None),
    ]


@pytest.mark.parametrize(
    ("text", "rule", "line", "part"),
    [
        ("x\n{{ comittee }}", "unknown-name", 2, "Mente du »committee«?"),
        ("{{ date_of('plann') }}", "unknown-step", 1, "Kendt er: plan."),
        ("{{ date_of(year) }}", "unknown-step", 1, "anførselstegn"),
        ("x\n\n{{ year ", "unreadable-template", 3, "kan ikke læses"),
        ("{{ year | shout }}", "unreadable-template", 1, "»shout«"),
        ("{% include 'other' %}", "unreadable-template", 1, "hente en anden"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "unreadable-template", 1, "»**«"),
        ('x\n{{ "x" | center(10 ** 10) }}', "unreadable-template", 2, "»center«"),
        ('{{ "x".ljust(10000000000) }}', "unreadable-template", 1, "»()«"),
        ('{{ "%10000000000d" % 1 }}', "unreadable-template", 1, "»%«"),
        ("{% for a in range(999) %}{% for b in a %}{% endfor %}{% endfor %}", "unreadable-template", 1, "»for«"),
        ("x\n" + "{% set a = a ~ a %}", "unreadable-template", 2, "»assign«"),
        ("{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}", "unreadable-template", 1, "»macro«"),
        ("{% filter center(9999999999) %}x{% endfilter %}", "unreadable-template", 1, "»filterblock«"),
        ("{{ lipsum(n=99999) }}", "unreadable-template", 1, "»()«"),
        ("x {{ date_of }}", "unreadable-template", 1, "»date_of«"),
        ("{{ date_of('plan', year) }}", "unknown-step", 1, "anførselstegn"),
        ("{{ " + "not " * 60 + "year }}", "unreadable-template", 1, "for indviklet"),
        ("{{ cycle + 1 }}", "unreadable-template", None, "regner med"),
    ],
)
def test_a_template_that_cannot_be_filled_is_found_in_its_file(text, rule, line, part):
    (found,) = lint(source(files={"texts/letters.da.md": text}))
    assert (found.rule, found.file, found.line) == (rule, "texts/letters.da.md", line)
    assert part in found.sentence.da


def test_a_text_may_choose_its_words_and_name_another_year():
    text = (
        "{% if committee == lead and year is even %}{{ year + 1 }}{% else %}"
        "{{ committee | upper }}{{ case_number | default('–') }}{% endif %} {{ date_of('plan') if year > 2000 }}"
    )
    assert lint(source(files={"texts/letters.da.md": text})) == ()


@pytest.mark.parametrize("sign", ["{{ year }}", "{{", "}}", "{%", "%}", "x", "[indsæt ", "#"])
def test_a_line_of_a_megabyte_is_read_through(sign):
    line = sign * (1_000_000 // len(sign))
    assert isinstance(lint(source(files={"texts/letters.da.md": line})), tuple)


def test_a_paper_begins_with_its_title():
    (found,) = lint(source(files={"papers/paper-tmu.da.md": "Tekst"}))
    assert found.rule == "paper-without-title"


def test_texts_of_no_step_or_body_are_warned_about():
    files = {"texts/lettres.da.md": "x", "texts/letters/BUU.da.md": "x", "texts/letters/BUU.en.md": "x"}
    found = lint(source(files=files))
    assert [(each.severity, each.rule) for each in found] == [("warning", "stray-text")] * 3


PLAN = 'date = "05-16"'
WARNINGS = [
    ("four-eyes-without-hold", ('lead = "BIU"', 'lead = "BIU"\nfour_eyes = true'), "»hold« er tom"),
    ("closed-day", (PLAN, 'date = "2027-05-17"'), "anden pinsedag"),
    ("closed-day", (PLAN, 'date = "2027-05-15"'), "weekend"),
    ("closed-day", ("second meeting of BIU in august", "2027-08-28"), "Mødet for »reading«"),
    ("closed-day", ('meetings = { weekday = "thursday", weeks = [5, 8, 34, 38, 47, 50] }', "meetings = [2027-11-28, 2027-11-30]"), "BR har et møde"),  # noqa: E501 -- a table
    ("closed-week", (PLAN, 'date = "07-05"'), "»plan« ligger mandag den 5. juli 2027, i en lukket"),
    ("closed-week", ('deadline = "4 weeks after opening of hearing"', 'deadline = "monday of week 42"'), "»hearing« (citizens)"),  # noqa: E501 -- a table
    ("closed-week", ("second meeting of BIU in august", "monday of week 42"), "»reading«"),
    ("decided-on-sunday", ("second meeting of BIU in august", "2027-08-29"), "søndag den 29. august 2027"),
    ("decided-on-sunday", ('gate = ["committees"]', 'gate = ["committees"]\npublished = [{ source = "brevet", date = 2027-11-28 }]'), "ifølge brevet"),  # noqa: E501 -- a table
    ("two-dates", ("own_approval = true", 'published = [{ source = "A", date = 2027-05-18 }, { source = "B", date = 2027-05-20 }]'), "(B). Årshjulet bruger tirsdag den 18. maj 2027"),  # noqa: E501 -- a table
    ("late-workshop", ("15 working days after plan", "2027-09-01"), "»workshop«"),
    ("late-workshop", ('date = "second meeting of BIU in august"\nafter = ["workshop"]', 'date = "second meeting of BIU in august"\n[[step]]\nkey = "late"\nkind = "workshop"\ntitle = { da = "x", en = "x" }\nbodies = ["TMU"]\nafter = ["hearing"]'), "»late«"),  # noqa: E501 -- a table
    ("before-the-lead", ("first meeting of the committee at least 10 working days after hearing", "2027-08-25"), "»committees« (TMU)"),  # noqa: E501 -- a table
    ("before-the-lead", ("first meeting of the committee at least 10 working days after hearing", "window 2027-08-01..2027-11-01"), "»committees« (ØU)"),  # noqa: E501 -- a table
    ("before-the-lead", ('after = ["hearing"]', 'after = ["hearing"]\npublished = [{ source = "plakaten", date = 2027-08-02 }]'), "(plakaten)"),  # noqa: E501 -- a table
    ("one-address-twice", ('address = "sekretaer@oeu.example"', 'address = "Sekretaer@tmu.example"'), "får brevet to gange"),  # noqa: E501 -- a table
    ("no-meeting-before-deadline", (PLAN, 'date = "2027-01-15"'), "TMU skal selv godkende »plan«"),
    ("short-notice", (PLAN, 'date = "2027-02-08"'), "Der er 10 hverdage"),
    ("out-of-order", ('date = "15 working days after plan"', 'date = "2027-03-01"'), "»workshop« er dateret før"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "change", "part"), WARNINGS, ids=[f"{each[0]}:{each[1][1][:40]}" for each in WARNINGS]
)
def test_what_looks_wrong_is_a_warning(rule, change, part):
    found = lint(source(change))
    assert rules(found) == []
    matching = [each for each in found if each.rule == rule and part in each.sentence.da]
    assert len(matching) == 1, found
    assert matching[0].line is not None


def test_exactly_the_wanted_number_of_working_days_is_no_short_notice():
    # 20 working days after the letters of 11 January is 8 February; the economy overview, 10 days before, is too soon
    found = [each for each in lint(source((PLAN, 'date = "2027-02-08"'))) if each.rule == "short-notice"]
    assert [each.sentence.en.split(",")[0] for each in found] == [
        "There are 10 working days from the letter to the deadline of “economy” on Monday 25 January 2027 (TMU"
    ]


def test_a_draft_of_another_track_may_be_read_before_the_lead_committees_own():
    other = step("other", date="2027-08-25", kind="reading", bodies='["ØU"]', more='track = "other"')
    assert "before-the-lead" not in rules(lint(with_step(other, "council")), "warning")


def test_published_dates_within_a_window_agree_with_it():
    window = step(
        "month",
        date="window 2027-05-01..2027-05-31",
        more='published = [{ source = "A", date = 2027-05-03 }, { source = "B", date = 2027-05-31 }]',
    )
    assert lint(with_step(window)) == ()


def test_a_printed_span_agrees_when_it_contains_the_day_and_not_when_it_only_overlaps_a_window():
    spans = 'published = [{ source = "A", date = 2027-05-01, until = 2027-05-31 }]'
    assert lint(with_step(step("day", date="2027-05-18", more=spans))) == ()
    (found,) = lint(with_step(step("window", date="window 2027-05-15..2027-06-15", more=spans)))
    assert (found.rule, "lørdag den 1. maj 2027 til mandag den 31. maj 2027" in found.sentence.da) == (
        "two-dates",
        True,
    )


def test_published_dates_of_a_step_without_a_date_are_compared_with_each_other():
    unknown = step(
        "month",
        date="unknown",
        more='published = [{ source = "A", date = 2027-05-03 }, { source = "B", date = 2027-05-31 }]',
    )
    assert rules(lint(with_step(unknown)), "warning") == ["two-dates"]


def test_all_findings_come_at_once_whatever_else_is_wrong():
    broken = source(
        ("own_approval", "own_aproval"),
        ('kind = "workshop"', 'kind = "worksop"'),
        ('gate = ["approval"]', 'gate = ["aproval"]'),
        ('address = "sekretaer@tmu.example"', 'address = "nowhere"'),
        files={"texts/letters.da.md": "{{ nobody }}"},
    )
    assert [each.rule for each in lint(broken)] == [
        "bad-address",
        "unknown-step",
        "unknown-key",
        "wrong-value",
        "unknown-name",
    ]


def test_nobody_is_blamed_for_mentioning_what_a_mistake_of_form_left_out():
    # `reading` comes after the workshop, which cannot be read; that is one mistake, not two
    assert rules(lint(source(('kind = "workshop"', 'kind = "worksop"')))) == ["wrong-value"]


def test_lines_are_right_after_a_step_was_left_out():
    broken = source(
        ('kind = "deliverable"\ntitle = { da = "Økonomi', 'kind = "x"\ntitle = { da = "Økonomi'),
        ('gate = ["committees"]', 'gate = ["comittees"]'),
    )
    assert [(each.rule, each.line) for each in lint(broken)] == [
        ("wrong-value", line_of('key = "economy"') + 1),
        ("unknown-step", line_of('gate = ["committees"]')),
    ]


def test_findings_are_sorted_by_file_and_line():
    found = lint(source(("BIU.contact", "BIU.contacts"), ("[7, 42]", "7"), files={"texts/letters.da.md": "{{ a }}"}))
    assert found == tuple(sorted(found, key=lambda each: (each.file != "cycle.toml", each.file, each.line or 0)))


_PIECES = st.sampled_from(['"', "[", "]", "{", "}", "=", "\n", "0", "-", "step", "TMU", "next year", "æ", "#", ","])


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(TOML)), st.integers(0, 60), _PIECES, st.sampled_from([None, 1990, 2028, 2150]))
def test_no_change_of_a_few_characters_makes_the_lint_fall(start, length, piece, year):
    broken = Source("broken", TOML[:start] + piece + TOML[start + length :], dict(FILES))
    for each in lint(broken, year):
        assert each.sentence.da
        assert each.sentence.en


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_lost_or_doubled_or_foreign_line_makes_the_lint_fall(data):
    lines = TOML.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1))
    lines[place : place + data.draw(st.integers(0, 3))] = [lines[other]]
    assert isinstance(lint(Source("broken", "\n".join(lines), dict(FILES))), tuple)


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_no_text_makes_the_lint_fall(text):
    assert isinstance(lint(Source("broken", text, {"texts/letters.da.md": text})), tuple)
    assert isinstance(lint(source(files={"texts/letters.da.md": text, f"texts/{text}.md": text})), tuple)


def test_field_of_a_paper_that_nobody_filled_in_is_a_warning_with_its_line():
    text = "# Papir\n\n{{ committee }} får [indsæt beløb] kr.\n"

    [found] = lint(source(files={"papers/paper-tmu.da.md": text}))

    assert (found.severity, found.rule, found.line) == ("warning", "unfilled-field", 3)
    assert "»[indsæt beløb]«" in found.sentence.da
