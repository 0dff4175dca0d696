"""Rejected and sent back: what ends, and what begins its next round."""

from datetime import date

from models.requests import Reported
from models.vocabulary import CycleStage, LetterKind, MeetingStage, ObligationStage, StepStage
from planning.transitions import progress
from tests.planning.building import LivedYear, with_letters_sent

ADDITION = {"text": "udvalgets eget papir sendes i høring", "owner": "TMU", "due": "2027-11-15"}
ALL_OF_PLAN = ("first", "hearing", "second", "committees", "council")


def at_committees(*changes: tuple[str, str]) -> LivedYear:
    return with_letters_sent(*changes).pass_all("first", "hearing", "second")


def at_council(*changes: tuple[str, str]) -> LivedYear:
    return at_committees(*changes).pass_all("committees")


def added(year: LivedYear, step: str, **more: object) -> LivedYear:
    return year.decide(step, outcome="approved_with_addition", addition={**ADDITION, **more})


def stages(year: LivedYear, *steps: str) -> list[StepStage]:
    return [year.progress(step).stage for step in steps]


# --- rejections ---


def test_rejection_ends_its_track_with_a_letter_and_the_other_goes_on():
    year = at_council().decide("council", outcome="rejected")

    assert [str(letter.to) for letter in year.letters(LetterKind.TRACK_ENDED)] == [
        "BIU.secretary",
        "BR.secretary",
        "BUU.secretary",
        "TMU.secretary",
    ]
    assert year.progress("status").stage is StepStage.OPEN
    year.pass_all("status-reading")
    assert year.simulation.state.stage is CycleStage.ENDED


def test_rejection_is_told_to_the_bodies_of_its_track_and_to_the_lead_committee_only():
    year = with_letters_sent().until_begun("status-reading").decide("status-reading", outcome="rejected")

    assert [str(letter.to) for letter in year.letters(LetterKind.TRACK_ENDED)] == [
        "BIU.secretary",
        "BUU.secretary",
        "TMU.secretary",
    ]


def test_rejection_ends_what_has_not_ended_and_cancels_what_is_owed():
    year = with_letters_sent().until_begun("first").decide("first", outcome="rejected")

    assert stages(year, "plan", "first") == [StepStage.FINISHED, StepStage.DECIDED]
    assert stages(year, "hearing", "second", "committees", "council") == [StepStage.ENDED] * 4
    assert year.obligation().stage is ObligationStage.CANCELLED
    assert year.obligation("status").stage is ObligationStage.OPEN


def test_rejection_by_one_of_several_committees_ends_the_reading_for_all():
    year = at_committees().decide("committees", body="TMU", outcome="rejected")

    assert stages(year, "committees", "council") == [StepStage.ENDED, StepStage.ENDED]
    state = year.child("committees", "BUU")
    assert state.stage is MeetingStage.CANCELLED
    assert year.told(LetterKind.INVITATION_CANCELLED) == ["Mon 2027-11-01 10:00 invitation_cancelled BUU.secretary"]
    assert progress.running_children(year.simulation.state) == (
        "cycle:small-2027:status:TMU",
        "cycle:small-2027:status:BUU",
        "cycle:small-2027:status-reading:BIU",
    )


# --- sent back ---


def test_sent_back_from_the_council_opens_the_next_round_of_the_leads_last_reading_and_of_all_that_follows():
    year = at_council().decide("council", outcome="sent_back")  # on Thursday 25 November

    assert [year.progress(step).round for step in ALL_OF_PLAN] == [1, 1, 2, 2, 2]
    assert year.child("second").id == "cycle:small-2027:second:BIU:2"
    assert [year.planned(step) for step in ("first", "hearing", "second", "council")] == [
        date(2027, 8, 30),
        date(2027, 8, 31),
        date(2027, 12, 6),
        date(2028, 2, 3),
    ]
    assert year.told(LetterKind.INVITATION, step="second")[-1].startswith("Thu 2027-11-25 10:00")


def test_year_ends_after_a_second_round():
    year = at_council().decide("council", outcome="sent_back")
    year.pass_all("second", "committees", "status-reading", "council")

    assert year.child("committees", "TMU").id == "cycle:small-2027:committees:TMU:2"
    assert year.simulation.state.stage is CycleStage.ENDED


def test_sent_back_twice_opens_a_third_round():
    year = at_council().decide("council", outcome="sent_back").pass_all("second", "committees", "status-reading")
    year.decide("council", outcome="sent_back").pass_all("second", "committees", "council")

    assert [year.progress(step).round for step in ALL_OF_PLAN] == [1, 1, 3, 3, 3]
    assert year.child("council").id == "cycle:small-2027:council:BR:3"
    assert year.simulation.state.stage is CycleStage.ENDED


def test_sent_back_goes_where_the_step_says():
    year = at_council(('key = "council"', 'key = "council"\nback_to = "first"')).decide("council", outcome="sent_back")

    assert [year.progress(step).round for step in ALL_OF_PLAN] == [2, 2, 2, 2, 2]
    assert year.planned("first") == date(2027, 12, 6)
    assert year.pass_all(*ALL_OF_PLAN).progress("council").stage is StepStage.DECIDED


def test_sent_back_by_one_committee_calls_off_the_reading_of_the_other():
    year = at_committees().decide("committees", body="TMU", outcome="sent_back")

    assert year.child("committees", "BUU", 1).stage is MeetingStage.CANCELLED
    assert year.told(LetterKind.INVITATION_CANCELLED) == ["Mon 2027-11-01 10:00 invitation_cancelled BUU.secretary"]
    assert year.pass_all("second", "committees", "council").progress("council").stage is StepStage.DECIDED


def test_report_of_an_older_round_or_of_a_postponed_meeting_changes_nothing():
    year = at_council().decide("council", outcome="sent_back")
    state, old = year.simulation.state, year.child("council", "BR", 1)
    report = Reported(id=old.id, step="council", body="BR", decision=old.decision)

    assert progress.reported(state, report) == state


def test_round_two_does_not_open_again_what_was_owed_in_round_one():
    year = at_council(('key = "council"', 'key = "council"\nback_to = "first"')).decide("council", outcome="sent_back")

    assert year.obligation().stage is ObligationStage.CLOSED
    assert year.progress("plan").round == 1
