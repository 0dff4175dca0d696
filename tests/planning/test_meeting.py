"""Workshops, readings and approvals: invitation, agenda, outcome, another day."""

from datetime import date, time

import pytest

from models.states import MeetingState
from models.vocabulary import LetterKind, LetterState, MeetingStage, StepStage
from planning.acts.permitted import NotPermitted
from planning.transitions import meeting
from tests.planning.building import LivedYear, living, with_letters_sent

INVITATIONS = (LetterKind.INVITATION, LetterKind.INVITATION_CHANGED, LetterKind.INVITATION_CANCELLED)


def state_of(year: LivedYear, step: str, body: str | None = None, round_: int | None = None) -> MeetingState:
    state = year.child(step, body, round_)
    assert isinstance(state, MeetingState)
    return state


def at_committees() -> LivedYear:
    return with_letters_sent().pass_all("first", "hearing", "second")


def test_reading_invites_asks_for_the_agenda_and_then_for_the_outcome_again_and_again():
    year = living().until(date(2027, 1, 20))

    assert year.told(step="approve") == [
        "Tue 2026-12-22 08:00 invitation BIU.secretary",
        "Tue 2027-01-05 08:00 agenda_deadline BIU.secretary",
        "Tue 2027-01-12 08:00 outcome_wanted BIU.secretary",
        "Thu 2027-01-14 08:00 outcome_wanted BIU.secretary",
        "Mon 2027-01-18 08:00 outcome_wanted BIU.secretary",
    ]
    assert state_of(year, "approve").stage is MeetingStage.HELD


def test_workshop_invites_all_its_bodies_and_is_finished_when_it_has_been_held():
    year = with_letters_sent().until(date(2027, 6, 2))

    assert {letter.split()[-1] for letter in year.told(LetterKind.INVITATION, step="workshop")} == {
        "TMU.secretary",
        "BUU.secretary",
    }
    assert state_of(year, "workshop").stage is MeetingStage.FINISHED
    assert year.progress("workshop").stage is StepStage.FINISHED


def test_meeting_that_begins_after_its_invitation_day_invites_at_once():
    year = with_letters_sent(("15 working days after plan", "3 working days after plan")).until(date(2027, 5, 11))

    assert year.told(LetterKind.INVITATION, step="workshop")[0].startswith("Mon 2027-05-10 23:59 invitation")


def test_postponed_meeting_stays_open_under_its_id_and_goes_to_the_bodys_next_one():
    year = with_letters_sent().until_begun("first")
    id_ = year.child("first").id
    year.decide("first", outcome="postponed")

    state = state_of(year, "first")
    assert (state.id, state.sequence, state.decision) == (id_, 1, None)
    assert state.schedule.deadline.on == date(2027, 9, 13)  # the meeting after Monday 30 August
    assert year.told(*INVITATIONS, step="first")[-1] == "Mon 2027-08-30 10:00 invitation_changed BIU.secretary"


def test_whoever_has_been_told_of_the_new_day_is_not_invited_a_second_time():
    year = with_letters_sent().until_begun("first").decide("first", outcome="postponed", to=date(2027, 11, 8))
    year.until(date(2027, 11, 7))

    kinds = [letter.kind for letter in year.letters(*INVITATIONS, step="first")]
    assert kinds == [LetterKind.INVITATION, LetterKind.INVITATION_CHANGED]
    assert year.told(LetterKind.AGENDA_DEADLINE, step="first")[-1].startswith("Tue 2027-11-02")


def test_postponed_twice_goes_on_to_the_meeting_after():
    year = with_letters_sent().until_begun("first").decide("first", outcome="postponed")
    year.decide("first", outcome="postponed")

    state = state_of(year, "first")
    assert (state.sequence, state.schedule.deadline.on) == (2, date(2027, 9, 27))
    assert len(year.letters(LetterKind.INVITATION_CHANGED, step="first")) == 2
    assert year.decide("first").progress("first").stage is StepStage.DECIDED


def test_postponed_meeting_of_one_committee_leaves_the_others_alone_and_moves_what_follows():
    year = at_committees()
    assert year.planned("council") == date(2027, 11, 25)

    year.decide("committees", body="TMU", outcome="postponed")  # from 1 November to 15 November

    assert (year.planned("committees", "TMU"), year.planned("committees", "BUU")) == (
        date(2027, 11, 15),
        date(2027, 11, 10),
    )
    assert [str(letter.to) for letter in year.letters(LetterKind.INVITATION_CHANGED)] == ["TMU.secretary"]
    year.decide("committees", body="BUU")
    assert year.progress("committees").stage is StepStage.OPEN
    assert year.progress("council").stage is StepStage.WAITING
    year.decide("committees", body="TMU")
    assert year.progress("council").stage is StepStage.OPEN


def test_postponing_moves_rule_dates_of_what_follows():
    year = with_letters_sent().until_begun("first").decide("first", outcome="postponed")

    assert [year.planned(step) for step in ("hearing", "second", "council")] == [
        date(2027, 9, 14),
        date(2027, 11, 8),
        date(2027, 12, 16),
    ]


def test_postponing_is_refused_to_a_day_that_is_not_later():
    year = with_letters_sent().until_begun("first")

    with pytest.raises(NotPermitted, match="not later than the meeting"):
        year.decide("first", outcome="postponed", to=date(2027, 8, 30))


def test_body_without_further_meetings_must_be_given_a_day():
    listed = ('meetings = { weekday = "thursday", weeks = [5, 8, 38, 41, 44, 47, 50] }', "meetings = [2027-11-25]")
    year = with_letters_sent(listed).pass_all("first", "hearing", "second", "committees")

    with pytest.raises(NotPermitted, match="BR has no further meetings"):
        year.decide("council", outcome="postponed")
    year.decide("council", outcome="postponed", to=date(2027, 12, 2))

    assert year.planned("council") == date(2027, 12, 2)


def test_move_before_the_invitation_day_invites_once_to_the_new_day():
    year = with_letters_sent().do("move", "status-reading", date(2027, 12, 1), to=date(2028, 2, 7))
    year.until(date(2028, 2, 6))

    assert year.told(*INVITATIONS, step="status-reading") == ["Mon 2028-01-24 08:00 invitation BIU.secretary"]


def test_another_hour_of_the_same_day_is_a_change_that_is_told():
    year = with_letters_sent().until(date(2027, 8, 20))
    year.simulation.replan("first", None, date(2027, 8, 30), "test-hour", hour=time(9))

    assert year.civil(state_of(year, "first").schedule.deadline.at) == "Mon 2027-08-30 09:00"
    assert len(year.letters(LetterKind.INVITATION_CHANGED)) == 1


def test_decision_is_told_to_whoever_was_invited_and_recorded_once():
    year = living(('[[step]]\nkey = "letters"', 'invite = ["secretary", "chair"]\n[[step]]\nkey = "letters"'))
    year.decide("approve")

    assert [str(letter.to) for letter in year.letters(LetterKind.DECISION)] == ["BIU.chair", "BIU.secretary"]
    with pytest.raises(NotPermitted, match="does not wait for a decision"):
        year.do("decide", "approve", date(2027, 1, 12), body="BIU", outcome="rejected")


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("approved_with_addition", {}),
        ("approved", {"addition": {"text": "x", "owner": "TMU", "due": "2027-03-01"}}),
        ("approved_with_amendments", {}),
        ("approved", {"amendments": ["x"]}),
        ("approved", {"to": date(2027, 2, 1)}),
    ],
)
def test_outcome_without_what_it_needs_is_refused(outcome, more):
    with pytest.raises(NotPermitted, match="belong"):
        living().decide("approve", outcome=outcome, **more)


def test_cancelled_meeting_calls_off_only_what_lies_ahead():
    year = living().until(date(2027, 1, 4))
    ahead = meeting.cancelled(state_of(year, "approve"), year.now, "act", "aflyst")
    held = meeting.cancelled(state_of(year.until(date(2027, 1, 12)), "approve"), year.now, "act", "aflyst")

    assert [(letter.kind, letter.sequence) for letter in ahead.letters] == [(LetterKind.INVITATION_CANCELLED, 1)]
    assert held.letters == ()


def test_outage_over_the_meeting_invites_nobody_to_what_has_been_held():
    year = living().after_outage(date(2027, 1, 15))

    assert year.told(step="approve") == ["Fri 2027-01-15 10:00 outcome_wanted BIU.secretary"]
    assert state_of(year, "approve").stage is MeetingStage.HELD
    assert {order.settled for order in year.simulation.letters} == {None, LetterState.FOLDED}


def test_paused_meeting_is_held_all_the_same():
    year = living().until(date(2027, 1, 8))
    year.take(meeting.paused(state_of(year, "approve"))).until(date(2027, 1, 13))

    assert state_of(year, "approve").stage is MeetingStage.HELD
    assert not year.letters(LetterKind.OUTCOME_WANTED)


def test_letters_of_a_meeting_that_moved_or_is_over_are_withdrawn():
    year = living().until(date(2027, 1, 8))
    before, after = state_of(year, "approve"), state_of(year.decide("approve"), "approve")

    assert meeting.still_true(before, LetterKind.AGENDA_DEADLINE, 0)
    assert not meeting.still_true(before, LetterKind.AGENDA_DEADLINE, 1)
    assert not meeting.still_true(after, LetterKind.OUTCOME_WANTED, 0)
    assert meeting.still_true(after, LetterKind.DECISION, 0)
