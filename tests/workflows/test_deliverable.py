"""What one committee's obligation does from its letter to its end."""

from datetime import date, time

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from models.acts import Submission
from models.vocabulary import LetterState, ObligationStage, TaskKind
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition
from tests.engine import Office, Year, kinds, local

BEGINS = local(date(2011, 1, 10), time(9))
EVERYTHING = ["reminder_first", "reminder_last", "due_today", "overdue", "overdue", "escalation"]


@pytest.fixture
async def year(office: Office) -> Year:
    """Give a year whose letters have been approved on 7 February."""
    started = await office.start(definition(APPROVE, LETTERS, PLAN, READING), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await started.decide("approve", "BIU")
    return started


async def test_silent_committee_gets_every_letter_in_order(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 6, 1))

    assert year.sent(step="plan", body="TMU") == [
        ("05-02 08:00", "reminder_first", "TMU.secretary"),
        ("05-13 08:00", "reminder_last", "TMU.secretary"),
        ("05-16 08:00", "due_today", "TMU.secretary"),
        ("05-17 08:00", "overdue", "TMU.secretary"),
        ("05-19 08:00", "overdue", "TMU.head_of_office"),
        ("05-24 08:00", "escalation", "TMU.manager"),
    ]
    assert year.obligation("plan", "TMU").stage is ObligationStage.OPEN


async def test_letters_arrive_as_mails_that_are_threaded_to_the_challenge_letter(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 3))

    challenge, reminder = office.postbox.to("secretary@tmu.example")
    assert reminder.parsed["In-Reply-To"] == challenge.id
    assert reminder.at == local(date(2011, 5, 2), time(8))
    assert "16. maj 2011" in reminder.subject
    attached = [part.get_filename() for part in challenge.parsed.iter_attachments()]
    assert attached == ["Letters (TMU).pdf", "Plan (TMU).ics"]


async def test_hand_in_silences_the_ladder_and_is_answered_with_a_receipt(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.submit("plan", "TMU")
    await office.clock.travel_to(date(2011, 6, 1))

    assert kinds(year.letters(step="plan", body="TMU", state=LetterState.SENT)) == ["reminder_first", "receipt"]
    assert kinds(year.letters(step="plan", body="BUU", state=LetterState.SENT)) == EVERYTHING
    assert year.obligation("plan", "TMU").stage is ObligationStage.HANDED_IN


async def test_late_hand_in_is_marked_late_and_settles_the_escalation(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 25))
    await year.submit("plan", "TMU")

    after = year.sent(step="plan", body="TMU")[-2:]
    assert sorted(after) == [
        ("05-25 10:00", "escalation_settled", "TMU.manager"),
        ("05-25 10:00", "receipt", "TMU.secretary"),
    ]
    assert year.obligation("plan", "TMU").late


async def test_later_version_is_taken_too(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.submit("plan", "TMU", version=1)
    await year.submit("plan", "TMU", version=2)

    assert year.obligation("plan", "TMU").versions == 2


async def test_extension_rearms_the_ladder_and_is_told_once(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.extend("plan", "TMU", date(2011, 5, 30))
    await office.clock.travel_to(date(2011, 6, 1), time(12))

    assert year.sent(step="plan", body="TMU") == [
        ("05-02 08:00", "reminder_first", "TMU.secretary"),
        ("05-04 10:00", "extension_granted", "TMU.secretary"),
        ("05-13 08:00", "reminder_first", "TMU.secretary"),
        ("05-27 08:00", "reminder_last", "TMU.secretary"),
        ("05-30 08:00", "due_today", "TMU.secretary"),
        ("05-31 08:00", "overdue", "TMU.secretary"),
    ]


async def test_extension_sends_no_burst_of_reminders_whose_day_has_passed(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 12))
    await year.extend("plan", "TMU", date(2011, 5, 23))
    await office.clock.travel_to(date(2011, 5, 13))

    letters = [letter for letter in year.letters(step="plan", body="TMU") if letter.sequence == 1]
    assert [(letter.kind, letter.state) for letter in letters] == [
        ("reminder_first", LetterState.PASSED),
        ("extension_granted", LetterState.SENT),
    ]


async def test_open_request_suspends_overdue_letters_for_five_working_days(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 16))
    await year.request("plan", "TMU", date(2011, 5, 30))
    await office.clock.travel_to(date(2011, 5, 23), time(12))
    assert "overdue" not in kinds(year.letters(step="plan", body="TMU"))
    assert [task.kind for task in year.tasks()] == [TaskKind.EXTENSION_TO_ANSWER]

    await office.clock.travel_to(date(2011, 5, 24), time(12))

    mailed = kinds(year.letters(step="plan", body="TMU", state=LetterState.SENT))
    assert mailed[-3:] == ["overdue", "overdue", "escalation"]


async def test_request_made_in_time_may_be_granted_after_the_deadline(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 16))
    await year.request("plan", "TMU", date(2011, 5, 30))
    await office.clock.travel_to(date(2011, 5, 18))
    await year.extend("plan", "TMU", date(2011, 5, 30))

    assert year.obligation("plan", "TMU").due_on == date(2011, 5, 30)
    assert [task.done_by for task in year.tasks()] == [year.by]
    assert "deadline_passed" in [entry.event for entry in year.journal() if entry.workflow_id.endswith("plan:TMU")]


async def test_refused_request_leaves_the_deadline_and_lets_the_ladder_go_on(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 16))
    await year.request("plan", "TMU", date(2011, 5, 30))
    await year.refuse("plan", "TMU")
    await office.clock.travel_to(date(2011, 5, 17))

    assert kinds(year.letters(step="plan", body="TMU", state=LetterState.SENT))[-2:] == ["extension_refused", "overdue"]


async def test_waived_obligation_gets_no_more_letters_and_ends(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.waive("plan", "TMU")
    await office.clock.travel_to(date(2011, 6, 1))

    assert kinds(year.letters(step="plan", body="TMU", state=LetterState.SENT)) == ["reminder_first", "waived"]
    assert year.obligation("plan", "TMU").stage is ObligationStage.WAIVED


async def test_returned_hand_in_rearms_the_ladder(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.submit("plan", "TMU")
    await year.send_back("plan", "TMU", date(2011, 6, 6))
    await office.clock.travel_to(date(2011, 6, 7))

    assert year.sent(step="plan", body="TMU")[-4:] == [
        ("05-19 08:00", "reminder_first", "TMU.secretary"),  # 20 May (store bededag) and 2 June are holidays
        ("06-03 08:00", "reminder_last", "TMU.secretary"),
        ("06-06 08:00", "due_today", "TMU.secretary"),
        ("06-07 08:00", "overdue", "TMU.secretary"),
    ]


async def test_acceptance_settles_the_obligation(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.submit("plan", "TMU")
    await year.accept("plan", "TMU")

    assert year.obligation("plan", "TMU").stage is ObligationStage.ACCEPTED


async def test_obligation_stays_open_until_the_step_that_needs_it_is_decided(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    await year.submit("plan", "TMU")
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    assert year.obligation("plan", "TMU").stage is ObligationStage.HANDED_IN

    await year.decide("reading", "BIU")

    closed = year.obligation("plan", "TMU")
    assert (closed.stage, closed.went_on_with) == (ObligationStage.CLOSED, 1)
    assert year.obligation("plan", "BUU").stage is ObligationStage.CLOSED


async def test_repeated_act_is_answered_like_the_first_and_changes_nothing(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 4))
    act = Submission(id="once", by="TMU", at=await office.clock.now(), version=1, late=False)
    handle = year.child("plan", "TMU")
    await handle.execute_update("submit", act, id="once")
    version = year.obligation("plan", "TMU").version

    await handle.execute_update("submit", act, id="again")

    assert year.obligation("plan", "TMU").version == version
    await office.clock.settle()
    assert kinds(year.letters(step="plan", body="TMU", state=LetterState.SENT)) == ["reminder_first", "receipt"]


async def test_refusal_is_a_sentence_in_both_languages(office: Office, year: Year) -> None:
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await year.accept("plan", "TMU")

    cause = refused.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "NotPermitted"
    assert "Plan (TMU) is open" in cause.message
    assert "åben" in cause.details[0]["da"]


async def test_extension_after_the_deadline_is_refused(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 18))

    with pytest.raises(WorkflowUpdateFailedError):
        await year.extend("plan", "TMU", date(2011, 5, 30))

    assert year.obligation("plan", "TMU").due_on == date(2011, 5, 16)


async def test_hand_in_that_the_engine_has_not_heard_of_withdraws_the_reminder(office: Office, year: Year) -> None:
    await office.clock.travel_to(date(2011, 5, 10))
    year.store_submission("plan", "TMU", await office.clock.now())
    await office.clock.travel_to(date(2011, 5, 14))

    [reminder] = [letter for letter in year.letters(step="plan", body="TMU") if letter.kind == "reminder_last"]
    assert reminder.state is LetterState.WITHDRAWN
    [other] = [letter for letter in year.letters(step="plan", body="BUU") if letter.kind == "reminder_last"]
    assert other.state is LetterState.SENT
