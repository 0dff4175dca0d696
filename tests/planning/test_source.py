"""Reading a definition: mistakes of form are sentences with lines, all at once."""

import pytest

from planning.format.finding import Finding
from planning.format.locator import Locator
from planning.format.source import Source, Unreadable, parse
from tests.planning.sample import TOML, source


def told(toml: Source) -> list[tuple[str, int | None, str]]:
    with pytest.raises(Unreadable) as refused:
        parse(toml)
    return [(each.rule, each.line, each.sentence.da) for each in refused.value.findings]


def line_of(text: str, nth: int = 1) -> int:
    lines = [number for number, line in enumerate(TOML.splitlines(), 1) if text in line]
    return lines[nth - 1]


def test_the_sample_is_read():
    definition = parse(source())
    assert [step.key for step in definition.step][:3] == ["approval", "letters", "economy"]
    assert list(definition.body) == ["BIU", "TMU", "ØU", "BR"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "parts"),
    [
        ("own_approval", "own_aproval", "unknown-key", ("Trinnet »plan«", "Mente du »own_approval«?")),
        ("letter_days", "nonsense_xyz", "unknown-key", ("cycle: »nonsense_xyz«", "Her kan stå:", "letter_days")),
        ('kind = "workshop"', 'kind = "worksop"', "wrong-value", ("»worksop«", "deliverable", "eller approval")),
        ('date = "05-16"', "date = 2027-05-16", "wrong-value", ("»plan«", "tekst i anførselstegn")),
        ("hour = 12:00:00", 'hour = "noon"', "wrong-value", ("»noon«", "klokkeslæt")),
        ("hour = 12:00:00", "hour = 12", "wrong-value", ("»12«", "klokkeslæt")),
        ("hour = 12:00:00", 'hour = "12:00+01:00"', "wrong-value", ("+01:00", "klokkeslæt")),
        ("own_approval = true", 'published = [{ source = "x", date = 9999-12-31 }]', "wrong-value", ("1990–2150",)),
        ("count = 55", "count = 0", "wrong-value", ("body.BR.contact[2]", "mindst 1")),
        ("days = 5,", "days = 5000,", "wrong-value", ("ladder.plain.rung[2]", "højst 250")),
        ("weeks = [5, 8,", "weeks = [5, 88,", "wrong-value", ("body.BR.meetings.weeks", "højst 53")),
        ('weekday = "tuesday"', 'weekday = "tirsdag"', "wrong-value", ("body.ØU.meetings", "monday, tuesday")),
        ("[body.TMU]", '[body."T/U"]', "wrong-value", ("T/U", "bogstaver, tal og bindestreger")),
        ('key = "workshop"', 'key = "Work shop"', "wrong-value", ("Work shop", "små bogstaver")),
        ('lead = "BIU"\n', "", "missing-key", ("cycle: »lead« mangler",)),
        ('key = "workshop"\n', "", "missing-key", ("Trinnet nr. 5: »key« mangler",)),
    ],
)
def test_a_mistake_of_form_says_what_where_and_what_to_do(old, new, rule, parts):
    (found_rule, line, sentence), *others = told(source((old, new)))
    assert (found_rule, others) == (rule, [])
    assert all(part in sentence for part in parts), sentence
    assert line is not None


def test_every_mistake_is_told_with_the_line_it_stands_on():
    found = told(source(("own_approval", "own_aproval"), ("count = 55", "count = 0"), ("hour = 12:00:00", "hour = 7")))
    assert sorted(line for _, line, _ in found if line) == sorted(
        [line_of("own_approval"), line_of("count = 55"), line_of("hour = 12:00:00")]
    )


@pytest.mark.parametrize(
    ("toml", "rule", "line", "part"),
    [
        ("[cycle]\n[body.TMU]\n[body.TMU]\n", "two-bodies", 3, "To udvalg har koden »TMU«"),
        ("a = 1\n[x]\nb = 1\nb = 2\n", "toml", 4, "står der allerede"),
        ("[body.TMU]\nmeetings = [2011-02-31]\n", "impossible-date", 2, "findes ikke i kalenderen"),
        ('a = "x\n', "toml", 1, "kan ikke læses som TOML"),
        ("[cycle]\nkey = [1,\n", "toml", 2, "kan ikke læses som TOML"),
        ("x = " + "[" * 5000, "toml", None, "kan ikke læses som TOML"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(toml, rule, line, part):
    ((found_rule, found_line, sentence),) = told(Source("broken", toml))
    assert (found_rule, part in sentence) == (rule, True)
    assert line is None or found_line == line


def test_the_locator_counts_tables_lists_and_elements():
    locator = Locator(
        'title = """\n[[step]]\n"""\n[[step]]\nkey = "a" # [[step]]\n[[step]]\npaper = [ # two\n  { n = "1, 2" },\n'
        '  { n = "]" },\n]\n[[step.class]]\n[[step.class]]\nkey = "c"\n[body."ØU"]\nname = { da = "x" }\n'
    )
    places = {
        ("title",): 1,
        ("step", 0, "key"): 5,
        ("step", 1): 6,
        ("step", 1, "paper", 0): 8,
        ("step", 1, "paper", 1, "n"): 9,
        ("step", 1, "class", 1, "key"): 13,
        ("step", 1, "class", 0, "deadline"): 11,
        ("body", "ØU", "name", "en"): 15,
        ("nowhere",): None,
    }
    assert {path: locator.line(path) for path in places} == places


def test_a_finding_reads_in_both_languages():
    with pytest.raises(Unreadable) as refused:
        parse(source(("own_approval", "own_aproval")))
    assert refused.value.findings == (
        Finding(
            "error",
            "unknown-key",
            refused.value.findings[0].sentence,
            "cycle.toml",
            line_of("own_approval"),
        ),
    )
    assert refused.value.findings[0].sentence.en == (
        "Step “plan”: there is no “own_aproval”. Did you mean “own_approval”?"
    )


@pytest.mark.parametrize(
    ("toml", "mend"),
    [
        ("key BIU\n", "Skriv et lighedstegn mellem nøglen og værdien."),
        ("key = BIU\n", "Værdien mangler, eller er tekst uden anførselstegn."),
        ('key = "BIU\n', "Teksten mangler sit sidste anførselstegn, eller har et styretegn i sig."),
        ('key = "a" b = 1\n', "Der står mere på linjen end en nøgle og en værdi. Sæt resten på en linje for sig."),
        ("key = [1, 2", "Listen mangler sin ]."),
        ("[body.BIU\n", "Tabellens navn mangler sin ]."),
    ],
)
def test_danish_reader_is_told_what_to_mend_and_gets_none_of_the_parsers_english(toml: str, mend: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        parse(Source("sample", toml))

    [finding] = unreadable.value.findings
    assert finding.sentence.da.endswith(mend)
    assert "(" not in finding.sentence.da
