"""From a timeline to what the engine is given."""

from datetime import date

import pytest

from models.requests import StepQuestion
from models.vocabulary import LetterKind, Role, StepKind
from planning.dates.workdays import Workdays
from planning.transitions import orders, schedules
from tests.cycles import shipped
from tests.planning.building import timeline, with_letters_sent


def question(step: str, *bodies: str, needed: bool = True) -> StepQuestion:
    at = Workdays.of(timeline().definition).instant(date(2027, 1, 11), schedules.MORNING)
    return StepQuestion(cycle="small-2027", step=step, bodies=bodies, at=at, needed=needed)


def test_ids_say_cycle_step_and_body_and_the_round_only_from_two_on():
    first = orders.step_orders(timeline(), question("plan")).deliverables
    again = orders.step_orders(timeline(), question("second").model_copy(update={"round": 2})).meetings
    [hearing] = orders.step_orders(timeline(), question("hearing")).hearings

    assert [each.id for each in first] == ["cycle:small-2027:plan:TMU", "cycle:small-2027:plan:BUU"]
    assert [each.id for each in again] == ["cycle:small-2027:second:BIU:2"]
    assert hearing.id == "cycle:small-2027:hearing"


def test_pack_has_one_letter_per_body_and_the_copies_that_the_definition_asks_for():
    letters = orders.step_orders(timeline(), question("letters")).letters

    assert [(letter.kind, str(letter.to), letter.body) for letter in letters] == [
        (LetterKind.CHALLENGE, "TMU.secretary", "TMU"),
        (LetterKind.CHALLENGE, "BUU.secretary", "BUU"),
        (LetterKind.CHALLENGE_COPY, "BR.member", None),
    ]
    assert letters[2].key_for("07") == "cycle:small-2027:letters:challenge_copy:pack:BR.member.07"


def test_only_the_bodies_that_are_asked_for_begin():
    assert [each.body for each in orders.step_orders(timeline(), question("plan", "BUU")).deliverables] == ["BUU"]


def test_obligation_is_needed_while_a_step_that_needs_it_has_not_ended():
    [needed] = orders.step_orders(timeline(), question("plan", "TMU")).deliverables
    [late] = orders.step_orders(timeline(), question("plan", "TMU", needed=False)).deliverables

    assert (needed.needed, late.needed) == (True, False)


def test_bound_is_the_day_the_agenda_closes_of_the_next_step_that_needs_it():
    assert orders.bound(timeline(), "plan", date(2027, 5, 10)) == date(2027, 8, 24)
    assert orders.bound(timeline(), "plan", date(2027, 8, 30)) is None
    assert orders.bound(timeline(), "plan", date(2027, 5, 10), frozenset({"first"})) is None
    assert orders.bound(shipped.timeline("integration-2018"), "council", date(2018, 8, 1)) is None


def test_agenda_of_the_council_of_13_december_2018_closes_on_friday_7_december():
    [meeting] = orders.step_orders(
        shipped.timeline("integration-2018"), question("council").model_copy(update={"cycle": "integration-2018"})
    ).meetings

    [agenda] = [rung for rung in meeting.schedule.ladder if rung.kind is LetterKind.AGENDA_DEADLINE]
    assert agenda.at.isoformat() == "2018-12-07T07:00:00+00:00"


def test_letters_of_a_ladder_leave_at_eight_local_time_in_winter_and_in_summer():
    ladder = with_letters_sent().obligation().schedule.ladder
    status = with_letters_sent().obligation("status").schedule.ladder

    assert {rung.at.hour for rung in ladder} == {6}
    assert {rung.at.hour for rung in status} == {7}


def test_rung_on_the_day_is_left_out_when_the_day_is_closed():
    year = timeline(("monday of week 19", "2027-05-08"))

    [state] = orders.step_orders(year, question("plan", "TMU")).deliverables

    assert LetterKind.DUE_TODAY not in {rung.kind for rung in state.schedule.ladder}


def test_outcome_is_asked_for_on_rising_working_days():
    [state] = orders.step_orders(timeline(), question("first")).meetings
    asked = [rung for rung in state.schedule.ladder if rung.kind is LetterKind.OUTCOME_WANTED]
    workdays = Workdays.of(timeline().definition)

    assert [rung.key for rung in asked[:4]] == ["outcome+1", "outcome+3", "outcome+5", "outcome+10"]
    assert [workdays.between(date(2027, 8, 30), workdays.civil(rung.at).date()) for rung in asked] == list(
        schedules.ASKING
    )


def test_workshop_invites_its_bodies_and_is_one_affair_of_the_lead_committee():
    [state] = orders.step_orders(timeline(), question("workshop")).meetings

    [invitation] = [rung for rung in state.schedule.ladder if rung.kind is LetterKind.INVITATION]
    assert [str(to) for to in invitation.to] == ["TMU.secretary", "BUU.secretary"]
    assert (state.body, state.decides, {rung.kind for rung in state.schedule.ladder}) == (
        "BIU",
        False,
        {LetterKind.INVITATION},
    )


def test_plan_of_the_year_names_only_a_letter_packs_own_day_as_the_moment_before_which_it_cannot_leave():
    own_day = ('copy_to = ["BR.member"]\n', 'copy_to = ["BR.member"]\ndate = "01-18"\n')

    assert {plan.begins for plan in orders.year_plan(timeline())} == {None}
    [pack] = [plan for plan in orders.year_plan(timeline(own_day)) if plan.kind is StepKind.LETTER_PACK]
    assert pack.begins
    assert pack.begins.isoformat() == "2027-01-18T07:00:00+00:00"


def test_fuzzy_step_starts_nothing():
    with pytest.raises(ValueError, match="discussion has no day for BIU yet"):
        orders.step_orders(shipped.timeline("integration-2010"), question("discussion"))


def test_catalogue_of_the_annual_hearing_goes_to_every_committee_that_delivers_or_reads_but_not_to_the_council():
    [hearing] = orders.step_orders(shipped.timeline("annual", 2027), question("hearing")).hearings

    assert set(hearing.bodies) == {"BIU", "TMU", "BUU", "SUD", "KFU", "SOU", "ØU"}
    assert all(to.role in {Role.RESPONDENT, Role.SECRETARY} for rung in hearing.ladder for to in rung.to)
