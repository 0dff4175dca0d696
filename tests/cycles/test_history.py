"""The cycles of 2010, 2011 and 2018: their dates are the sources', and what the sources do not say stays open."""

from datetime import date, timedelta

import pytest

from models.vocabulary import Role, StepKind
from planning.dates.workdays import Workdays
from tests.cycles.shipped import HISTORY, definition, findings, packs, source, timeline, written

DATES = {
    "integration-2010": [
        ("process-plan", "Mon 2010-01-11 w02"),
        ("approve-letters", "Mon 2010-02-01 w05"),
        ("letters", "Mon 2010-02-01 w05"),
        ("mayors-meeting", "season 2010-03-01..2010-05-31"),
        ("plan", "Fri 2010-05-07 w18"),
        ("discussion", "?"),
        ("council", "Thu 2010-12-16 w50"),
        ("status", "?"),
    ],
    "inclusion-2011": [
        ("adoption", "Thu 2010-12-16 w50"),
        ("letters", "window 2011-01-03..2011-03-31"),
        ("economy", "Mon 2011-05-02 w18"),
        ("plan", "Mon 2011-05-16 w20"),
        ("workshop", "?"),
        ("treatment", "?"),
    ],
    "integration-2018": [
        ("first-reading", "Mon 2018-08-13 w33"),
        ("hearing", "Tue 2018-08-14 w33"),
        ("second-reading", "Mon 2018-11-12 w46"),
        ("committees", "window 2018-11-14..2018-12-04"),
        ("finance", "Tue 2018-12-04 w49"),
        ("council", "Thu 2018-12-13 w50"),
        ("plan-discussion", "Mon 2018-08-27 w35"),
        ("plan-advisory", "month 2018-09-01..2018-09-30"),
        ("plan-catalogue", "Mon 2018-10-22 w43"),
        ("plan-first-reading", "Mon 2018-12-10 w50"),
        ("plan-approval", "window 2019-01-21..2019-01-31"),
    ],
}
WARNINGS = {
    "integration-2010": [],
    "inclusion-2011": [("decided-on-sunday", "adoption"), ("two-dates", "adoption")],
    "integration-2018": [("before-the-lead", "committees"), ("two-dates", "committees")],
}
SIX = ("ØU", "TMU", "BUU", "SUD", "KFU", "SOU")


@pytest.mark.parametrize("name", HISTORY)
def test_every_date_is_the_one_that_the_source_prints(name):
    assert [(each.step.key, written(each.date)) for each in timeline(name).steps] == DATES[name]


@pytest.mark.parametrize("name", HISTORY)
def test_the_lint_speaks_where_the_sources_contradict_themselves_and_nowhere_else(name):
    found = findings(name)

    assert [(each.severity, each.rule) for each in found] == [("warning", rule) for rule, _ in WARNINGS[name]]
    for finding, (_, step) in zip(found, WARNINGS[name], strict=True):
        assert f"»{step}«" in finding.sentence.da
        assert f"“{step}”" in finding.sentence.en


@pytest.mark.parametrize("name", HISTORY)
def test_a_dated_cycle_names_its_year_its_sources_and_what_is_not_theirs(name):
    cycle = definition(name).cycle

    assert cycle.year == int(name[-4:])
    assert timeline(name).slug == name
    assert cycle.sources
    assert {"contacts", "meetings", "texts"} <= set(cycle.ours)


@pytest.mark.parametrize(
    ("name", "first", "second", "days"),
    [
        ("integration-2010", "process-plan", "approve-letters", 15),
        ("integration-2010", "approve-letters", "plan", 65),
        ("inclusion-2011", "economy", "plan", 10),
        ("integration-2018", "second-reading", "council", 23),
        ("integration-2018", "finance", "council", 7),
    ],
)
def test_the_steps_are_as_many_working_days_apart_as_they_were(name, first, second, days):
    year = timeline(name)
    start, end = year.step_named(first).date.day, year.step_named(second).date.day
    assert start
    assert end

    assert Workdays.of(year.definition).between(start, end) == days


def test_papers_3a_to_3f_go_each_to_its_own_committee():
    for name in ("integration-2010", "inclusion-2011"):
        [pack] = packs(name)
        own = [(paper.number, paper.body) for paper in pack.paper if paper.body]

        assert own == list(zip(("3a", "3b", "3c", "3d", "3e", "3f"), SIX, strict=True))
        assert pack.bodies == SIX


def test_the_letters_of_2010_wait_for_the_lead_committee_and_reach_every_member_of_the_council():
    [pack] = packs("integration-2010")
    members = [contact for contact in definition("integration-2010").body["BR"].contact if contact.role is Role.MEMBER]

    assert pack.gate == ("approve-letters",)
    assert pack.copy_to == ("BR.member",)
    assert [each.count for each in members] == [55]


def test_a_plan_of_2010_holds_a_goal_of_2014_that_the_barometer_measures():
    for language, words in (("da", ("2014", "barometeret")), ("en", ("2014", "barometer"))):
        for path in (f"texts/letters.{language}.md", f"texts/plan.{language}.md"):
            text = source("integration-2010").files[path]
            assert all(word in text for word in words), path


def test_status_accounts_of_2010_follow_the_policy_of_2006_until_the_council_adopts_a_new_one():
    cycle = definition("integration-2010")
    status = cycle.step_named("status")

    assert status.kind is StepKind.STATUS_ACCOUNT
    assert status.policy == "integration-2006"
    assert cycle.policy[status.policy].replaced_by == "council"


def test_a_plan_of_2011_is_approved_by_its_committee_and_follows_the_economy_overview():
    cycle = definition("inclusion-2011")

    assert cycle.step_named("plan").own_approval
    assert cycle.step_named("economy").kind is StepKind.STATUS_ACCOUNT
    assert cycle.step_named("economy").date == "2011-05-02"


def test_both_published_dates_of_the_adoption_are_kept():
    adoption = definition("inclusion-2011").step_named("adoption")

    assert [each.date for each in adoption.published] == [date(2010, 12, 16), date(2010, 12, 12)]


def test_the_workshop_of_2011_comes_before_the_political_treatment():
    cycle = definition("inclusion-2011")

    assert "workshop" in cycle.step_named("treatment").after
    assert cycle.step_named("workshop").kind is StepKind.WORKSHOP


def test_2018_runs_in_two_tracks():
    tracks: dict[str, list[str]] = {}
    for step in definition("integration-2018").step:
        tracks.setdefault(step.track, []).append(step.key)

    assert tracks == {
        "policy": ["first-reading", "hearing", "second-reading", "committees", "finance", "council"],
        "action-plan": [
            "plan-discussion",
            "plan-advisory",
            "plan-catalogue",
            "plan-first-reading",
            "plan-approval",
        ],
    }


def test_the_hearing_of_2018_closes_for_every_class_on_the_day_that_the_source_prints():
    hearing = timeline("integration-2018").step_named("hearing")
    assert hearing.until

    assert written(hearing.until) == "Wed 2018-09-19 w38"
    assert [each.body for each in hearing.dates] == ["advisory-bodies", "local-committees", "citizens"]
    assert {written(each.date) for each in hearing.dates} == {"Wed 2018-09-19 w38"}


def test_the_earlier_timeline_of_2018_put_the_committees_before_the_second_reading():
    followed, earlier = definition("integration-2018").step_named("committees").published

    assert (followed.date, followed.until) == (date(2018, 11, 14), date(2018, 12, 4))
    assert (earlier.date, earlier.until) == (date(2018, 10, 1), date(2018, 11, 30))


def test_the_council_agenda_of_2018_closed_on_a_friday():
    council = timeline("integration-2018").step_named("council")
    assert council.date.day

    closes = Workdays.of(definition("integration-2018")).shift(council.date.day, -council.step.agenda_days)
    assert f"{closes:%a} {closes}" == "Fri 2018-12-07"


def test_the_money_of_2018_adds_up():
    assert round(4.5 + 3.0 + 2.0 + 0.9 + 0.6, 1) == 11.0
    texts = source("integration-2018").files

    for amount in ("11,0", "4,5", "3,0", "2,0", "0,9", "0,6"):
        assert amount in texts["texts/plan-discussion.da.md"]
        assert amount.replace(",", ".") in texts["texts/plan-discussion.en.md"]


@pytest.mark.parametrize("name", HISTORY)
def test_bodies_meet_on_the_days_that_the_sources_print(name):
    """Calendars are ours, so they must not contradict the days that are not."""
    year = timeline(name)
    for planned in year.steps:
        for body in planned.step.bodies:
            meetings = year.definition.body[body].meetings
            day = planned.date.day
            if planned.step.kind in (StepKind.READING, StepKind.APPROVAL) and day and day.year == year.year:
                monday = day - timedelta(days=day.weekday())
                assert (f"{day:%A}".lower(), monday.isocalendar().week) in [
                    (meetings.weekday, week) for week in meetings.weeks
                ]
