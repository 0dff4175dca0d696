"""The date grammar: what can be written, what it means, how it reads as a reason, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.dates.rule import (
    Anchor,
    Day,
    MeetingBeside,
    MeetingInMonth,
    MonthOnly,
    Offset,
    SeasonOnly,
    Unknown,
    WeekdayInMonth,
    WeekdayOfWeek,
    Window,
)
from planning.dates.rules import RuleError, parse, words

GRAMMAR = [
    ("2011-05-16", Day(5, 16, 2011), "16. maj 2011", "16 May 2011"),
    ("05-16", Day(5, 16), "16. maj", "16 May"),
    ("01-31 next year", Day(1, 31, next_years=1), "31. januar året efter", "31 January of the next year"),
    ("12-01 last year", Day(12, 1, next_years=-1), "1. december året før", "1 December of the year before"),
    (
        "10 working days before plan",
        Offset(-10, "working days", Anchor("plan")),
        "10 hverdage før plan",
        "10 working days before plan",
    ),
    (
        "1 working day after plan/TMU",
        Offset(1, "working days", Anchor("plan", "TMU")),
        "1 hverdag efter plan/TMU",
        None,
    ),
    ("3 days after plan", Offset(3, "days", Anchor("plan")), "3 dage efter plan", "3 days after plan"),
    (
        "2 weeks after opening of hearing",
        Offset(2, "weeks", Anchor("hearing", edge="opening")),
        "2 uger efter åbningen af hearing",
        "2 weeks after the opening of hearing",
    ),
    (
        "2 weeks after end of hearing",
        Offset(2, "weeks", Anchor("hearing", edge="end")),
        "2 uger efter slutningen af hearing",
        None,
    ),
    ("same day as plan", Offset(0, "days", Anchor("plan")), "samme dag som plan", "same day as plan"),
    (
        "last meeting of ØU in december next year",
        MeetingInMonth(-1, "ØU", 12, 1),
        "sidste møde i ØU i december året efter",
        "last meeting of ØU in December of the next year",
    ),
    (
        "second meeting of the committee after letters",
        MeetingBeside(2, "the committee", True, Anchor("letters")),
        "andet møde i udvalget efter letters",
        "second meeting of the committee after letters",
    ),
    (
        "first meeting of BIU at least 10 working days after hearing",
        MeetingBeside(1, "BIU", True, Anchor("hearing"), 10),
        "første møde i BIU mindst 10 hverdage efter hearing",
        "first meeting of BIU at least 10 working days after hearing",
    ),
    (
        "first meeting of BIU before 08-20",
        MeetingBeside(1, "BIU", False, Day(8, 20)),
        "første møde i BIU før 20. august",
        None,
    ),
    ("monday of week 20", WeekdayOfWeek(0, 20), "mandag i uge 20", "Monday of week 20"),
    ("second tuesday in may", WeekdayInMonth(2, 1, 5), "anden tirsdag i maj", "second Tuesday in May"),
    (
        "last working day in january next year",
        WeekdayInMonth(-1, None, 1, 1),
        "sidste hverdag i januar året efter",
        "last working day in January of the next year",
    ),
    (
        "window 2018-11-14..2018-12-04",
        Window(Day(11, 14, 2018), Day(12, 4, 2018)),
        "mellem 14. november 2018 og 4. december 2018",
        None,
    ),
    ("window 11-14..12-04", Window(Day(11, 14), Day(12, 4)), "mellem 14. november og 4. december", None),
    ("month 2018-09", MonthOnly(9, 2018), "september 2018", "September 2018"),
    ("in september next year", MonthOnly(9, next_years=1), "september året efter", "September of the next year"),
    ("spring 2010", SeasonOnly("spring", 2010), "foråret 2010", "spring 2010"),
    ("winter", SeasonOnly("winter"), "vinteren", "winter"),
    ("ultimo january 2019", MonthOnly(1, 2019, part="ultimo"), "ultimo januar 2019", "late January 2019"),
    ("early may", MonthOnly(5, part="early"), "primo maj", "early May"),
    ("mid june next year", MonthOnly(6, next_years=1, part="mid"), "medio juni året efter", None),
    ("unknown", Unknown(), "ikke fastsat", "not settled"),
]


@pytest.mark.parametrize(("text", "rule", "danish", "english"), GRAMMAR, ids=[each[0] for each in GRAMMAR])
def test_every_shape_of_the_grammar_is_read_and_said(text, rule, danish, english):
    assert parse(text) == rule
    assert words(rule).da == danish
    assert english is None or words(rule).en == english


def test_space_around_and_between_words_does_not_matter():
    assert parse("  10  working days   before plan ") == parse("10 working days before plan")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2011-02-31", "31. februar findes ikke i 2011"),
        ("2011-02-29", "29. februar findes ikke i 2011"),
        ("02-30", "30. februar findes ikke"),
        ("13-01", "måned 13 findes ikke"),
        ("month 2018-13", "måned 13 findes ikke"),
        ("1066-10-14", "1066"),
        ("spring 3010", "3010"),
        ("monday of week 54", "Uge 54 findes ikke"),
        ("2011-05-16 next year", "kan ikke læses"),
        ("ten days before plan", "kan ikke læses"),
        ("third meeting of BIU after plan", "kan ikke læses"),
        ("window 2018-11-14..soon", "kan ikke læses"),
        ("", "kan ikke læses"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text, part):
    with pytest.raises(RuleError) as refusal:
        parse(text)
    assert part in refusal.value.sentence.da
    assert refusal.value.sentence.en.endswith(".")


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(" ".join(each[0] for each in GRAMMAR).split())).map(" ".join))
def test_any_text_is_a_rule_or_a_sentence(text):
    assert _said(text).endswith(".") or words(parse(text)).da == _said(text)


def _said(text):
    try:
        return words(parse(text)).da
    except RuleError as refusal:
        return refusal.sentence.da
