"""What a page offers is what the rules would permit: no form for what they refuse, and one for all they do not."""

from datetime import date

from models.states import HearingState, MeetingState
from models.vocabulary import CycleStage
from planning.acts import offers
from tests.planning.building import LivedYear, living, with_letters_sent


def offered(year: LivedYear, body: str = "TMU") -> set[str]:
    """What the secretariat is offered about a plan."""
    return set(offers.of_obligation(year.obligation(body=body), year.now)) - {"request_extension"}


def meeting(year: LivedYear, step: str) -> set[str]:
    state = year.child(step)
    assert isinstance(state, MeetingState)
    return set(offers.of_meeting(state, year.now))


def hearing(year: LivedYear) -> set[str]:
    state = year.child("hearing")
    assert isinstance(state, HearingState)
    return set(offers.of_hearing(state, year.now))


def test_open_duty_can_be_handed_in_extended_and_waived_and_after_its_deadline_not_extended() -> None:
    year = with_letters_sent().until(date(2027, 4, 1))
    assert offered(year) == {"submit", "extend", "waive"}

    assert offered(year.until(date(2027, 5, 31))) == {"submit", "waive"}


def test_request_can_be_granted_or_refused_also_after_the_deadline() -> None:
    year = with_letters_sent().do(
        "request", "plan", date(2027, 4, 1), body="TMU", until=date(2027, 6, 1), reason="møde"
    )

    assert offered(year.until(date(2027, 5, 31))) == {"submit", "extend", "refuse_extension", "waive"}


def test_hand_in_can_be_replaced_returned_accepted_and_waived_and_then_nothing_more() -> None:
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 1), body="TMU")
    assert offered(year) == {"submit", "send_back", "accept", "waive"}

    assert offered(year.do("accept", "plan", date(2027, 4, 2), body="TMU")) == set()


def test_hand_in_is_not_returned_once_the_agenda_has_closed() -> None:
    year = with_letters_sent().do("submit", "plan", date(2027, 4, 1), body="TMU")
    bound = year.obligation().bound
    assert bound is not None

    assert "send_back" not in offered(year.until(bound))


def test_outcome_is_asked_of_a_meeting_that_decides_until_it_has() -> None:
    year = living().until(date(2027, 1, 20))
    assert meeting(year, "approve") == {"decide"}

    assert meeting(year.decide("approve"), "approve") == set()
    assert meeting(year.until_begun("workshop"), "workshop") == set()


def test_hearing_takes_answers_while_it_is_open_and_is_closed_after_its_last_class() -> None:
    year = with_letters_sent().pass_all("first")
    assert hearing(year.until_begun("hearing")) == set()
    assert hearing(year.until(date(2027, 9, 1))) == {"respond"}
    assert hearing(year.until(date(2027, 10, 6))) == {"respond", "close"}
    assert hearing(year.do("close", "hearing", date(2027, 10, 7))) == set()


def test_year_that_runs_is_paused_one_that_stands_is_resumed_and_one_that_is_over_is_left_alone() -> None:
    year = with_letters_sent().until(date(2027, 4, 1))
    state, now = year.simulation.state, year.now

    assert offers.of_year(state, now) == {"pause", "cancel", "move"}
    paused = state.model_copy(update={"stage": CycleStage.PAUSED})
    assert offers.of_year(paused, now) == {"resume", "cancel", "move"}
    assert offers.of_year(state.model_copy(update={"stage": CycleStage.CANCELLED}), now) == set()


def test_what_has_ended_is_not_moved() -> None:
    year = with_letters_sent().until(date(2027, 4, 1))

    steps = list(offers.movable(year.simulation.state, year.now))

    assert "approve" not in steps
    assert "plan" in steps
