"""The template of a year: any year follows the pattern, without a word from the lint."""

from datetime import date
from itertools import pairwise

import pytest

from models.vocabulary import LetterKind, Role, StepKind
from planning.dates.meetings import next_meeting
from planning.dates.workdays import Workdays
from tests.cycles.shipped import definition, findings, packs, source, timeline, written

YEARS = range(2025, 2045)
SEVEN = ("ØU", "TMU", "BUU", "SUD", "KFU", "SOU", "BIU")
CHAIN = [
    "approve-letters",
    "letters",
    "economy",
    "plan",
    "workshop",
    "first-reading",
    "hearing",
    "second-reading",
    "committees",
    "finance",
    "council",
    "status",
    "status-reading",
]
OFFICES = Workdays.of(definition("annual"))


def _day(year: int, step: str, body: str | None = None) -> date:
    planned = timeline("annual", year).step_named(step)
    day = (planned.date_for(body) if body else planned.date).day
    assert day is not None, f"{step} {year} has no day"
    return day


def _end(year: int, step: str) -> date:
    until = timeline("annual", year).step_named(step).until
    return until.day if until and until.day else _day(year, step)


def test_the_sample_year_reads_as_it_was_planned():
    assert [(each.step.key, written(each.date)) for each in timeline("annual", 2027).steps] == [
        ("approve-letters", "Mon 2027-01-25 w04"),
        ("letters", "Mon 2027-01-25 w04"),
        ("economy", "Fri 2027-04-30 w17"),
        ("plan", "Tue 2027-05-18 w20"),  # Whit Monday is the 17th
        ("workshop", "Tue 2027-06-08 w23"),
        ("first-reading", "Mon 2027-08-30 w35"),
        ("hearing", "Tue 2027-08-31 w35"),
        ("second-reading", "Mon 2027-10-25 w43"),
        ("committees", "Thu 2027-11-18 w46"),
        ("finance", "Tue 2027-12-07 w49"),
        ("council", "Thu 2027-12-16 w50"),
        ("status", "Thu 2028-01-13 w02"),
        ("status-reading", "Mon 2028-01-24 w04"),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_the_lint_has_nothing_to_say_of_any_year(year):
    assert findings("annual", year) == ()


@pytest.mark.parametrize("year", YEARS)
def test_every_step_has_a_day_and_the_steps_follow_each_other(year):
    days = [_day(year, step) for step in CHAIN]

    assert days == sorted(days)
    assert [each.step.key for each in timeline("annual", year).steps] == CHAIN


@pytest.mark.parametrize("year", YEARS)
def test_the_months_are_those_of_the_pattern(year):
    months = {step: (_day(year, step).month, _day(year, step).year - year) for step in CHAIN}

    assert months["approve-letters"] == (1, 0)
    assert months["plan"] == (5, 0)
    assert months["first-reading"] == months["hearing"] == (8, 0)
    assert months["council"] == (12, 0)
    assert months["status"] == months["status-reading"] == (1, 1)


@pytest.mark.parametrize("year", YEARS)
def test_the_economy_overview_is_due_ten_working_days_before_the_plan(year):
    assert OFFICES.between(_day(year, "economy"), _day(year, "plan")) == 10


@pytest.mark.parametrize("year", YEARS)
def test_every_committee_can_approve_its_plan_between_letter_and_deadline(year):
    for body in SEVEN:
        meeting = next_meeting(definition("annual"), body, _day(year, "letters"), OFFICES)

        assert meeting is not None
        assert meeting < _day(year, "plan")


@pytest.mark.parametrize("year", YEARS)
def test_invitations_leave_after_the_step_that_they_wait_for(year):
    """All but the council's, whose agenda closes within ten working days after the finance committee has met."""
    for earlier, later in (
        ("plan", "workshop"),
        ("workshop", "first-reading"),
        ("hearing", "second-reading"),
        ("second-reading", "committees"),
        ("committees", "finance"),
    ):
        planned = timeline("annual", year).step_named(later)
        for day in [each.date.day for each in planned.dates] or [planned.date.day]:
            assert day
            assert OFFICES.shift(day, -planned.step.invite_days) >= _end(year, earlier)


@pytest.mark.parametrize("year", YEARS)
def test_the_council_agenda_is_open_when_the_finance_committee_has_met(year):
    council = timeline("annual", year).step_named("council")

    assert council.step.agenda_days == 4
    assert OFFICES.shift(_day(year, "council"), -4) > _day(year, "finance")


@pytest.mark.parametrize("year", YEARS)
def test_the_hearing_lasts_about_five_weeks_and_its_classes_close_one_after_the_other(year):
    hearing = timeline("annual", year).step_named("hearing")
    closings = [each.date.day for each in hearing.dates]

    assert all(first < second for first, second in pairwise(closings))
    assert closings[-1] == _end(year, "hearing")
    assert 35 <= (_end(year, "hearing") - _day(year, "hearing")).days <= 38


@pytest.mark.parametrize("year", YEARS)
def test_the_committees_read_in_parallel_before_the_finance_committee(year):
    readings = [_day(year, "committees", body) for body in ("TMU", "BUU", "SUD", "KFU", "SOU")]

    assert (max(readings) - min(readings)).days < 14
    assert _day(year, "second-reading") < min(readings)
    assert max(readings) < _day(year, "finance")


def test_a_day_that_a_closed_day_moved_says_so():
    plan = timeline("annual", 2027).step_named("plan").date
    assert plan.reason

    assert "17. maj" in plan.reason.da
    assert "17 May" in plan.reason.en


def test_seven_committees_deliver_twice_for_the_plan_and_once_for_the_status():
    obligations = [step for step in definition("annual").step if step.letter == "letters"]

    assert [(step.key, step.kind, step.bodies) for step in obligations] == [
        ("economy", StepKind.DELIVERABLE, SEVEN),
        ("plan", StepKind.DELIVERABLE, SEVEN),
        ("status", StepKind.STATUS_ACCOUNT, SEVEN),
    ]


def test_letters_leave_only_after_the_lead_committee_and_are_copied_to_every_member_of_the_council():
    [pack] = packs("annual")
    members = [contact for contact in definition("annual").body["BR"].contact if contact.role is Role.MEMBER]

    assert (pack.gate, pack.date) == (("approve-letters",), None)
    assert pack.bodies == SEVEN
    assert pack.copy_to == ("BR.member",)
    assert [each.count for each in members] == [55]


def test_every_committee_gets_one_paper_of_its_own():
    [pack] = packs("annual")

    assert [paper.body for paper in pack.paper if paper.body] == list(SEVEN)
    assert sorted(paper.number for paper in pack.paper) == [
        "1",
        "2",
        "3a",
        "3b",
        "3c",
        "3d",
        "3e",
        "3f",
        "3g",
        "4",
        "5",
    ]


def test_the_ladder_climbs_from_the_secretary_to_the_manager():
    rungs = [(rung.days, rung.letter, rung.to) for rung in definition("annual").ladder["deliverable"].rung]

    assert rungs == [
        (-20, LetterKind.REMINDER_FIRST, Role.SECRETARY),
        (-5, LetterKind.REMINDER, Role.SECRETARY),
        (-1, LetterKind.REMINDER_LAST, Role.SECRETARY),
        (0, LetterKind.DUE_TODAY, Role.SECRETARY),
        (1, LetterKind.OVERDUE, Role.SECRETARY),
        (3, LetterKind.OVERDUE, Role.HEAD_OF_OFFICE),
        (5, LetterKind.ESCALATION, Role.MANAGER),
        (10, LetterKind.ESCALATION, Role.MANAGER),
    ]


def test_no_date_of_the_template_names_a_year():
    rules = [rule for step in definition("annual").step for rule in (step.date, step.until) if rule]

    assert definition("annual").cycle.year is None
    assert not [rule for rule in rules if "20" in rule.replace("week 20", "")]
    assert "20" not in "".join(source("annual").files[f"texts/letters.{language}.md"] for language in ("da", "en"))
