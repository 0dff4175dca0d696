"""What the year does with decisions: gates, readings in parallel, additions, postponed, sent back, rejected."""

from datetime import date, time

import pytest

from models.vocabulary import CycleStage, LetterState, MeetingStage, ObligationStage, Outcome, StepStage
from planning.transitions import progress
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition, step
from tests.engine import Office, Year, kinds, local

BEGINS = local(date(2011, 1, 10), time(9))
COMMITTEES = step(
    "committees",
    "reading",
    bodies=["TMU", "BUU"],
    date="first meeting of the committee after reading",
    gate=["reading"],
    back_to="reading",
)
COUNCIL = step("council", "approval", bodies=["BR"], date="2011-12-08", after=["committees"], back_to="reading")


async def start(office: Office, *steps: dict[str, object]) -> Year:
    """Start a year of the small definition."""
    return await office.start(definition(*steps), BEGINS)


async def test_nothing_leaves_before_the_gate_has_passed(office: Office) -> None:
    year = await start(office, APPROVE, LETTERS, PLAN, READING)
    await office.clock.travel_to(date(2011, 3, 1))
    assert "challenge" not in kinds(year.letters())

    await year.decide("approve", "BIU")

    challenges = year.letters(kind="challenge")
    assert [(row.recipient_body, row.state) for row in challenges] == [
        ("BUU", LetterState.SENT),
        ("TMU", LetterState.SENT),
    ] or sorted((row.recipient_body, row.state) for row in challenges) == [
        ("BUU", LetterState.SENT),
        ("TMU", LetterState.SENT),
    ]
    assert {row.at for row in challenges} == {year.letters(kind="decision")[0].at}


async def test_outcome_is_asked_for_until_it_is_recorded(office: Office) -> None:
    year = await start(office, APPROVE)
    await office.clock.travel_to(date(2011, 2, 15))

    assert year.sent(step="approve") == [
        ("01-24 08:00", "invitation", "BIU.secretary"),
        ("02-01 08:00", "agenda_deadline", "BIU.secretary"),
        ("02-08 08:00", "outcome_wanted", "BIU.secretary"),
        ("02-10 08:00", "outcome_wanted", "BIU.secretary"),
        ("02-14 08:00", "outcome_wanted", "BIU.secretary"),
    ]
    await year.decide("approve", "BIU", Outcome.NOTED)
    assert year.state().stage is CycleStage.ENDED


async def test_next_step_waits_for_all_of_the_parallel_readings(office: Office) -> None:
    year = await start(office, step("reading", "reading", bodies=["BIU"], date="2011-08-22"), COMMITTEES, COUNCIL)
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU")
    await office.clock.travel_to(date(2011, 9, 19), time(18))
    await year.decide("committees", "TMU", Outcome.APPROVED_WITH_AMENDMENTS, amendments=["Flere praktikpladser"])
    await office.clock.travel_to(date(2011, 9, 21), time(9))
    assert year.meeting("council", "BR") is None

    await office.clock.travel_to(date(2011, 9, 21), time(18))
    await year.decide("committees", "BUU")

    council = year.meeting("council", "BR")
    assert council
    assert council.stage is MeetingStage.PLANNED
    await office.clock.travel_to(date(2011, 12, 2))
    agenda = office.postbox.to("secretary@br.example")[-1]
    assert "TMU" in str(agenda.parsed) or year.letters(kind="agenda_deadline", body="BR")


async def test_silent_committee_never_stops_the_year(office: Office) -> None:
    year = await start(office, APPROVE, LETTERS, PLAN, READING)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU")
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU")

    assert year.state().stage is CycleStage.ENDED


async def test_addition_starts_an_obligation_with_its_owner_and_deadline(office: Office) -> None:
    year = await start(office, APPROVE, LETTERS, PLAN, READING)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.add("approve", "BIU", "at BIU's eget papir sendes til kommentering", "BIU", date(2011, 3, 21))
    await office.clock.travel_to(date(2011, 3, 22))

    assert year.sent(step="addition-1") == [
        ("02-07 14:00", "obligation", "BIU.secretary"),
        ("03-07 08:00", "reminder_first", "BIU.secretary"),
        ("03-18 08:00", "reminder_last", "BIU.secretary"),
        ("03-21 08:00", "due_today", "BIU.secretary"),
        ("03-22 08:00", "overdue", "BIU.secretary"),
    ]
    assert {row.recipient_body for row in year.letters(kind="challenge")} == {"BUU", "TMU"}


async def test_blocking_addition_holds_the_cycle(office: Office) -> None:
    year = await start(office, APPROVE, LETTERS, PLAN, READING)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.add("approve", "BIU", "at papiret sendes til kommentering", "BIU", date(2011, 3, 21), blocking=True)
    assert "challenge" not in kinds(year.letters())

    await year.submit("addition-1", "BIU")
    await year.accept("addition-1", "BIU")

    assert kinds(year.letters(state=LetterState.SENT)).count("challenge") == 2


async def test_postponed_meeting_moves_to_the_next_one_under_its_id(office: Office) -> None:
    year = await start(office, APPROVE, LETTERS, PLAN, READING)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU", Outcome.POSTPONED)

    moved = year.meeting("approve", "BIU")
    assert moved
    assert (moved.on, moved.sequence, moved.outcome) == (date(2011, 2, 21), 1, None)
    assert "invitation_changed" in kinds(year.letters(state=LetterState.SENT))
    await office.clock.travel_to(date(2011, 2, 21), time(14))
    await year.decide("approve", "BIU")
    assert kinds(year.letters(state=LetterState.SENT)).count("challenge") == 2


async def test_postponed_without_a_further_meeting_becomes_a_task(office: Office) -> None:
    year = await start(office, step("reading", "reading", bodies=["BR"], date="2011-12-15"))
    await office.clock.travel_to(date(2011, 12, 15), time(20))
    await year.decide("reading", "BR", Outcome.POSTPONED)

    [task] = year.tasks()
    assert task.text_da.startswith("Reading (BR): beslutningen er registreret, men en ny dato mangler. ")
    assert task.text_en.startswith("Reading (BR): the decision is recorded, but a new date is missing. ")
    assert year.state().stage is CycleStage.RUNNING


async def test_sent_back_opens_a_second_round_under_new_ids(office: Office) -> None:
    year = await start(office, step("reading", "reading", bodies=["BIU"], date="2011-08-22"), COMMITTEES, COUNCIL)
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU")
    await office.clock.travel_to(date(2011, 9, 19), time(18))

    await year.decide("committees", "TMU", Outcome.SENT_BACK)

    other = year.meeting("committees", "BUU")
    assert other
    assert other.stage is MeetingStage.CANCELLED
    again = year.meeting("reading", "BIU", 2)
    assert again
    assert again.on == date(2011, 10, 10)
    await office.clock.travel_to(date(2011, 10, 10), time(18))
    await year.decide("reading", "BIU", round_=2)
    rounds = year.meeting("committees", "TMU", 2), year.meeting("committees", "BUU", 2)
    assert [meeting and meeting.on for meeting in rounds] == [date(2011, 10, 17), date(2011, 10, 19)]


async def test_rejection_ends_the_track_with_a_letter_and_nothing_of_other_tracks(office: Office) -> None:
    other = step("other", "reading", bodies=["BUU"], date="2011-11-16", track="b")
    reading = step("reading", "reading", bodies=["BIU"], date="2011-08-22", track="a")
    after = step("council", "approval", bodies=["BR"], date="2011-12-08", after=["reading"], track="a")
    year = await start(office, reading, after, other)
    await office.clock.travel_to(date(2011, 8, 22), time(18))

    await year.decide("reading", "BIU", Outcome.REJECTED, text="for dyrt")

    assert sorted(row.recipient_body for row in year.letters(kind="track_ended", state=LetterState.SENT)) == [
        "BIU",
        "BR",
    ]
    assert progress.progress_of(year.state(), "council").stage is StepStage.ENDED
    assert year.state().stage is CycleStage.RUNNING
    await office.clock.travel_to(date(2011, 11, 16), time(18))
    await year.decide("other", "BUU")
    assert year.state().stage is CycleStage.ENDED


async def test_fuzzy_step_holds_back_the_year_until_it_is_sharpened(office: Office) -> None:
    year = await start(
        office,
        step("workshop", "workshop", bodies=["TMU", "BUU"], date="in may"),
        step("reading", "reading", bodies=["BIU"], date="2011-08-22", after=["workshop"]),
    )
    await office.clock.travel_to(date(2011, 8, 1))
    assert kinds(year.letters()) == ["day_wanted"]
    assert [task.kind for task in year.tasks()] == ["date_to_sharpen"]
    assert year.meeting("reading", "BIU") is None

    await year.move("workshop", date(2011, 8, 18))
    await office.clock.travel_to(date(2011, 8, 19))

    assert kinds(year.letters(step="workshop"))[:3] == ["day_wanted", "invitation", "invitation"]
    assert [(task.kind, task.done_by) for task in year.tasks()] == [("date_to_sharpen", year.by)]
    assert year.meeting("reading", "BIU") is not None


@pytest.mark.parametrize("kind", ["deliverable", "status_account"])
async def test_obligation_that_no_step_needs_closes_after_its_last_letter(office: Office, kind: str) -> None:
    year = await start(office, step("status", kind, bodies=["TMU"], date="2011-05-16", ladder="plan"))
    await office.clock.travel_to(date(2011, 5, 25))

    assert year.obligation("status", "TMU").stage is ObligationStage.CLOSED
    assert year.state().stage is CycleStage.ENDED
