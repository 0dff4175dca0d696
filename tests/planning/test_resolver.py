"""Timelines: rules, pins and closed days become dates with reasons."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.schedule import Text
from models.vocabulary import MEETING_KINDS, Precision
from planning.dates.resolver import Unresolvable, resolve
from planning.dates.timeline import Pin
from planning.dates.workdays import Workdays
from planning.format.source import parse
from tests.planning.sample import source, step

CYCLE = parse(source())


def planned(date_rule, *, more="", kind="deliverable", bodies='["TMU"]', year=2027, pins=()):
    """Resolve the sample with one more step, and return that step."""
    added = step("extra", date=date_rule, kind=kind, bodies=bodies, more=more)
    return resolve(
        parse(source(('\n[[step]]\nkey = "approval"', f'{added}\n[[step]]\nkey = "approval"'))), year, pins
    ).step_named("extra")


def refusal(*changes, year=2027, pins=()):
    with pytest.raises(Unresolvable) as refused:
        resolve(parse(source(*changes)), year, pins)
    return [(finding.rule, finding.sentence.da) for finding in refused.value.findings]


def test_the_year_of_the_sample_is_settled_day_by_day():
    timeline = resolve(CYCLE, 2027)
    assert timeline.slug == "sample-2027"
    assert {each.step.key: each.date.day for each in timeline.steps} == {
        "approval": date(2027, 1, 11),
        "letters": date(2027, 1, 11),  # follows its gate
        "economy": date(2027, 4, 30),  # 10 working days before the 18th: Ascension, Whit Monday and weekends between
        "plan": date(2027, 5, 18),  # the 16th is Whit Sunday, the 17th Whit Monday
        "workshop": date(2027, 6, 8),
        "reading": date(2027, 8, 30),
        "hearing": date(2027, 8, 31),
        "committees": date(2027, 11, 2),  # the later of TMU and ØU
        "council": date(2027, 11, 25),
    }


def test_a_moved_deadline_says_from_where_and_why():
    assert resolve(CYCLE, 2027).step_named("plan").date.reason == Text(
        da="flyttet fra søndag den 16. maj, pinsedag", en="moved from Sunday 16 May, Pentecost"
    )


def test_a_rule_and_a_closed_day_are_both_told():
    assert planned("5 days after approval", year=2028).date.reason == Text(
        da="5 dage efter approval; flyttet fra lørdag den 15. januar, weekend",
        en="5 days after approval; moved from Saturday 15 January, weekend",
    )


def test_rule_dates_of_deadlines_keep_the_rule_as_their_reason():
    economy = resolve(CYCLE, 2027).step_named("economy").date
    assert (economy.reason, economy.rule) == (
        Text(da="10 hverdage før plan", en="10 working days before plan"),
        "10 working days before plan",
    )


def test_the_committee_means_each_body_of_the_step_and_the_step_is_dated_by_the_latest():
    committees = resolve(CYCLE, 2027).step_named("committees")
    assert {each.body: each.date.day for each in committees.dates} == {
        "TMU": date(2027, 11, 1),
        "ØU": date(2027, 11, 2),
    }
    assert committees.date == committees.date_for("ØU")


def test_what_stands_on_a_step_of_many_bodies_follows_each_bodys_own_date_or_the_latest():
    own = planned("1 working day after committees", bodies='["TMU", "ØU"]')
    assert (own.date_for("TMU").day, own.date_for("ØU").day) == (date(2027, 11, 2), date(2027, 11, 3))
    assert planned("1 working day after committees", bodies='["BIU"]').date.day == date(2027, 11, 3)
    assert planned("1 working day after committees/TMU", bodies='["BIU"]').date.day == date(2027, 11, 2)


def test_a_hearing_has_an_opening_an_end_and_a_deadline_for_each_class():
    hearing = resolve(CYCLE, 2027).step_named("hearing")
    assert hearing.date.day == date(2027, 8, 31)
    assert hearing.date_for("citizens").day == date(2027, 9, 28)
    assert hearing.date_for("advisory").day == date(2027, 10, 5)
    assert hearing.until is not None
    assert hearing.until.day == date(2027, 10, 5)


def test_a_rule_stands_on_the_end_of_a_hearing_unless_it_says_otherwise():
    assert planned("1 working day after hearing").date.day == date(2027, 10, 6)
    assert planned("1 working day after end of hearing").date.day == date(2027, 10, 6)
    assert planned("1 working day after opening of hearing").date.day == date(2027, 9, 1)
    assert planned("1 working day after hearing/citizens").date.day == date(2027, 9, 29)


def test_a_hearing_without_an_end_of_its_own_ends_with_its_last_class():
    timeline = resolve(parse(source(('until = "25 working days after opening of hearing"\n', ""))), 2027)
    until = timeline.step_named("hearing").until
    assert until is not None
    assert until.day == date(2027, 10, 5)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("2027-05-08", date(2027, 5, 8)),  # a Saturday that the source itself names stays
        ("05-08", date(2027, 5, 10)),
        ("01-31 next year", date(2028, 1, 31)),
        ("12-01 last year", date(2026, 12, 1)),
        ("2 weeks after plan", date(2027, 6, 1)),
        ("same day as plan", date(2027, 5, 18)),
        ("last meeting of BIU in march", date(2027, 3, 15)),  # Easter Monday drops the one of week 13
        ("first meeting of BIU in january next year", date(2028, 1, 10)),
        ("second meeting of the committee after approval", date(2027, 2, 1)),
        ("first meeting of BIU before plan", date(2027, 5, 10)),
        ("second meeting of BIU before plan", date(2027, 4, 26)),
        ("first meeting of BIU after 08-16", date(2027, 8, 30)),
        ("first meeting of BIU at least 1 working day after approval", date(2027, 1, 25)),
        ("first meeting of BIU at least 10 working days after approval", date(2027, 1, 25)),
        ("first meeting of BIU at least 11 working days after approval", date(2027, 2, 8)),
        ("monday of week 46", date(2027, 11, 15)),
        ("first tuesday in may", date(2027, 5, 4)),
        ("last friday in may", date(2027, 5, 28)),
        ("first working day in january", date(2027, 1, 4)),
        ("last working day in december", date(2027, 12, 30)),
    ],
)
def test_each_rule_gives_its_day(rule, day):
    assert planned(rule).date.day == day


@pytest.mark.parametrize(
    ("rule", "precision", "start", "end", "label"),
    [
        ("window 2018-11-14..2018-12-04", Precision.WINDOW, date(2018, 11, 14), date(2018, 12, 4), "14. november – 4. december 2018"),  # noqa: E501 -- a table
        ("window 12-14..01-04 next year", Precision.WINDOW, date(2027, 12, 14), date(2028, 1, 4), "14. december 2027 – 4. januar 2028"),  # noqa: E501 -- a table
        ("month 2018-09", Precision.MONTH, date(2018, 9, 1), date(2018, 9, 30), "september 2018"),
        ("in february next year", Precision.MONTH, date(2028, 2, 1), date(2028, 2, 29), "februar 2028"),
        ("spring 2010", Precision.SEASON, date(2010, 3, 1), date(2010, 5, 31), "foråret 2010"),
        ("winter", Precision.SEASON, date(2027, 12, 1), date(2028, 2, 29), "vinteren 2027"),
        ("ultimo january 2019", Precision.WINDOW, date(2019, 1, 21), date(2019, 1, 31), "ultimo januar 2019"),
        ("early may", Precision.WINDOW, date(2027, 5, 1), date(2027, 5, 10), "primo maj 2027"),
        ("unknown", Precision.UNKNOWN, None, None, "ikke fastsat"),
    ],
)  # fmt: skip
def test_what_nobody_knows_as_a_day_stays_a_window_with_a_label(rule, precision, start, end, label):
    found = planned(rule).date
    assert (found.precision, found.start, found.end, found.label and found.label.da) == (precision, start, end, label)
    assert found.day is None


def test_a_rule_over_a_fuzzy_step_waits_until_that_step_has_a_day():
    fuzzy = ('date = "05-16"', 'date = "in may"')
    economy = resolve(parse(source(fuzzy)), 2027).step_named("economy").date
    assert (economy.precision, economy.label and economy.label.da) == (Precision.UNKNOWN, "afventer en dag for plan")
    sharpened = resolve(parse(source(fuzzy)), 2027, [Pin(step="plan", on=date(2027, 5, 20))])
    assert sharpened.step_named("economy").date.day == date(2027, 5, 4)


def test_a_pin_overrides_the_rule_and_what_stands_on_it_follows():
    pin = Pin(step="plan", on=date(2027, 5, 29), hour=time(9), reason=Text(da="udvalgets ønske", en="as asked"))
    timeline = resolve(CYCLE, 2027, [pin])
    plan = timeline.step_named("plan").date
    assert (plan.day, plan.hour, plan.rule) == (
        date(2027, 5, 29),
        time(9),
        "05-16",
    )  # a Saturday stays: a person said so
    assert plan.reason == pin.reason
    assert timeline.step_named("economy").date.day == date(2027, 5, 14)


def test_a_pin_of_one_body_moves_only_that_body():
    timeline = resolve(CYCLE, 2027, [Pin(step="plan", body="TMU", on=date(2027, 6, 1))])
    plan, economy = timeline.step_named("plan"), timeline.step_named("economy")
    assert (plan.date_for("TMU").day, plan.date_for("ØU").day) == (date(2027, 6, 1), date(2027, 5, 18))
    assert (economy.date_for("TMU").day, economy.date_for("ØU").day) == (date(2027, 5, 18), date(2027, 4, 30))


def test_a_step_stays_fuzzy_while_one_of_its_bodies_has_no_day():
    unknown = parse(source(('date = "05-16"', 'date = "unknown"')))
    plan = resolve(unknown, 2027, [Pin(step="plan", body="TMU", on=date(2027, 6, 1))]).step_named("plan")
    assert (plan.date.day, plan.date_for("TMU").day, plan.date_for("ØU").day) == (None, date(2027, 6, 1), None)


def test_pins_of_a_hearing_shift_its_offsets_or_set_its_end_or_one_class():
    moved = resolve(CYCLE, 2027, [Pin(step="hearing", on=date(2027, 9, 7))]).step_named("hearing")
    assert moved.date_for("citizens").day == date(2027, 10, 5)
    pins = [
        Pin(step="hearing", body="end", on=date(2027, 10, 29)),
        Pin(step="hearing", body="citizens", on=date(2027, 9, 30)),
    ]
    hearing = resolve(CYCLE, 2027, pins).step_named("hearing")
    assert hearing.until is not None
    assert (hearing.until.day, hearing.date.day) == (date(2027, 10, 29), date(2027, 8, 31))
    assert (hearing.date_for("citizens").day, hearing.date_for("advisory").day) == (
        date(2027, 9, 30),
        date(2027, 10, 7),
    )


def test_a_meeting_takes_its_bodys_hour_when_it_has_none_of_its_own():
    assert resolve(CYCLE, 2027).step_named("approval").date.hour == time(15, 30)
    assert resolve(CYCLE, 2027).step_named("plan").date.hour == time(12)


def test_a_dated_definition_uses_its_own_year_and_its_key_as_slug():
    timeline = resolve(parse(source(('secretariat = "BIU"', 'secretariat = "BIU"\nyear = 2011'))), 2027)
    assert (timeline.slug, timeline.year) == ("sample", 2011)
    assert timeline.step_named("plan").date.day == date(2011, 5, 16)


def test_tracks_of_one_cycle_are_dated_side_by_side():
    track = step("other-reading", date="same day as reading", kind="reading", bodies='["BIU"]', more='track = "other"')
    timeline = resolve(parse(source(('\n[[step]]\nkey = "council"', f'{track}\n[[step]]\nkey = "council"'))), 2027)
    assert timeline.step_named("other-reading").date.day == timeline.step_named("reading").date.day


@pytest.mark.parametrize(
    ("changes", "rule", "sentence"),
    [
        ((('date = "05-16"', 'date = "5 days after economy"'),), "circle", "economy → plan → economy"),
        ((('date = "05-16"', 'date = "5 days after plann"'),), "unknown-step", "Mente du »plan«?"),
        ((('date = "05-16"', 'date = "5 days after letters/TMV"'),), "unknown-body", "Mente du »TMU«?"),
        ((('date = "05-16"', 'date = "5 days after hearing/citizen"'),), "unknown-class", "Mente du »citizens«?"),
        ((('date = "05-16"', 'date = "first meeting of TMX in may"'),), "unknown-body", "Mente du »TMU«?"),
        ((('date = "05-16"', 'date = "in the merry month of may"'),), "unreadable-date", "kan ikke læses"),
        ((('date = "05-16"', 'date = "02-29"'),), "impossible-date", "29. februar findes ikke i 2027"),
        ((('date = "05-16"', 'date = "monday of week 53"'),), "impossible-date", "2027 har ingen uge 53"),
        ((('date = "05-16"', 'date = "window 06-02..06-01"'),), "impossible-date", "slutter, før det begynder"),
        ((("first meeting of BIU in january", "fourth meeting of BIU in january"),), "no-meeting", "kun 2 møder"),
        ((("first meeting of BIU in january", "first meeting of BIU in july"),), "no-meeting", "ingen møder i juli"),
        ((("first meeting of BIU in january", "01-01"),), "meeting-on-closed-day", "1. januar 2027 (nytårsdag)"),
        ((("first meeting of BIU in january", "last meeting of the committee in july"),), "no-meeting", "BIU har"),
    ],
)  # fmt: skip
def test_what_gives_no_date_is_a_finding(changes, rule, sentence):
    found = refusal(*changes)
    assert [name for name, _ in found] == [rule] * len(found)
    assert sentence in found[0][1]


def test_every_obstacle_is_told_at_once():
    found = refusal(
        ('date = "05-16"', 'date = "02-29"'), ("first meeting of BIU in january", "first meeting of BIU in july")
    )
    assert {rule for rule, _ in found} == {"impossible-date", "no-meeting"}


def test_a_yearly_definition_without_a_year_is_refused_with_what_to_do():
    assert [(rule, "--year" in sentence) for rule, sentence in refusal(year=None)] == [("no-year", True)]


@pytest.mark.parametrize("day", [date(2150, 12, 30), date.max, date.min])
def test_a_date_beyond_the_calendar_is_a_finding(day):
    beyond = ("10 working days before plan", f"40 weeks {'after' if day.year > 2000 else 'before'} plan")
    assert [rule for rule, _ in refusal(beyond, pins=[Pin(step="plan", on=day)])][:1] == ["out-of-range"]


def test_pins_of_nobody_are_findings():
    pins = [Pin(step="plam", on=date(2027, 5, 20)), Pin(step="plan", body="BR", on=date(2027, 5, 20))]
    assert [rule for rule, _ in refusal(pins=pins)] == ["unknown-step", "unknown-body"]


@settings(max_examples=35, deadline=None)
@given(st.integers(2010, 2044))
def test_in_any_year_deadlines_are_working_days_and_the_order_holds(year):
    timeline, offices = resolve(CYCLE, year), Workdays.of(CYCLE)
    days = [each.date.day for each in timeline.steps]
    assert all(day is not None and offices.is_working(day) for day in days)
    assert days == sorted(days, key=lambda day: day or date.min)
    for each in timeline.steps:
        assert each.date.precision is Precision.DAY
        assert each.step.kind in MEETING_KINDS or each.date.day is not None
    assert offices.between(timeline.step_named("economy").date.day, timeline.step_named("plan").date.day) == 10


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2027, 2, 1), date(2027, 12, 31)))
def test_wherever_the_plan_is_pinned_the_economy_overview_stays_ten_working_days_before(day):
    timeline, offices = resolve(CYCLE, 2027, [Pin(step="plan", on=day)]), Workdays.of(CYCLE)
    assert timeline.step_named("economy").date.day == offices.shift(day, -10)
