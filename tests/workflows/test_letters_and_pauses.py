"""Holding, releasing, pausing, moving, cancelling – and what a mail relay does to letters."""

from datetime import date, time, timedelta

from sqlmodel import Session, col, select

from models.database import reading
from models.journal import JournalEntry
from models.vocabulary import CycleStage, LetterState, ObligationStage, TaskKind
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition, step
from tests.engine import ZONE, Office, Year, kinds, local

BEGINS = local(date(2011, 1, 10), time(9))


async def approved(office: Office, **cycle: object) -> Year:
    """Give a year whose letters have been approved on 7 February."""
    year = await office.start(definition(APPROVE, LETTERS, PLAN, READING, **cycle), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU")
    return year


async def test_held_pack_waits_for_its_release_and_only_then_starts_the_ladder(office: Office) -> None:
    year = await approved(office, hold=["challenge"])
    held = year.letters(kind="challenge")
    assert [row.state for row in held] == [LetterState.HELD, LetterState.HELD]
    await office.clock.travel_to(date(2011, 5, 3))
    assert year.letters(step="plan") == []

    [key] = [row.key for row in held if row.body == "TMU"]
    await year.release(key)
    await office.clock.travel_to(date(2011, 5, 17))

    assert [row.recipient_body for row in year.letters(kind="challenge", state=LetterState.SENT)] == ["TMU"]
    assert {row.body for row in year.letters(step="plan")} == {"TMU"}
    assert kinds(year.letters(step="plan", state=LetterState.PASSED)) == ["reminder_first"]


async def test_pause_sends_nothing_and_folds_what_passed_into_the_latest(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 12))
    await year.pause()
    await office.clock.travel_to(date(2011, 5, 18))
    assert year.sent(step="plan", body="TMU") == [("05-02 08:00", "reminder_first", "TMU.secretary")]
    assert year.obligation("plan", "TMU").due_on == date(2011, 5, 16)

    await year.resume()

    secretary = [row for row in year.letters(step="plan", body="TMU") if row.recipient_role == "secretary"]
    assert [(row.kind, row.state) for row in secretary[1:]] == [
        ("reminder_last", LetterState.FOLDED),
        ("due_today", LetterState.FOLDED),
        ("overdue", LetterState.SENT),
    ] or sorted((str(row.kind), str(row.state)) for row in secretary[1:]) == [
        ("due_today", "folded"),
        ("overdue", "sent"),
        ("reminder_last", "folded"),
    ]


async def test_pause_and_its_end_are_one_line_each_in_the_journal_however_many_they_stop(office: Office) -> None:
    year = await approved(office)
    await year.pause()
    await year.resume()

    with Session(reading(office.engine)) as session:
        told = select(JournalEntry.event).where(col(JournalEntry.event).in_(["paused", "resumed"]))
        events = session.exec(told.order_by(col(JournalEntry.number))).all()
    assert events == ["paused", "resumed"]


async def test_letters_of_a_pause_that_ends_on_a_saturday_leave_on_monday_morning(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 12))
    await year.pause()
    await office.clock.travel_to(date(2011, 5, 21))
    await year.resume()
    await office.clock.travel_to(date(2011, 5, 22))
    assert year.sent(step="plan", body="TMU") == [("05-02 08:00", "reminder_first", "TMU.secretary")]

    await office.clock.travel_to(date(2011, 5, 23))

    assert sorted(year.sent(step="plan", body="TMU")[1:]) == [
        ("05-23 08:00", "overdue", "TMU.head_of_office"),
        ("05-23 08:00", "overdue", "TMU.secretary"),
    ]


async def test_decision_recorded_in_a_pause_is_told_when_it_ends(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 8, 20))
    await year.pause()
    await office.clock.travel_to(date(2011, 8, 22), time(16))
    await year.decide("reading", "BIU")
    assert [row.state for row in year.letters(kind="decision", step="reading")] == [LetterState.RELEASED]
    await office.clock.travel_to(date(2011, 8, 24))

    await year.resume()

    assert [row.state for row in year.letters(kind="decision", step="reading")] == [LetterState.SENT]


async def test_cycle_that_is_cancelled_in_a_pause_still_tells_what_was_decided_and_ends(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 8, 20))
    await year.pause()
    await year.move("reading", date(2011, 8, 29))
    await office.clock.travel_to(date(2011, 8, 24))

    await year.cancel()
    await office.clock.travel_to(date(2011, 9, 1))

    assert [row.state for row in year.letters(kind="invitation_changed")] == [LetterState.WITHDRAWN]
    assert {row.state for row in year.letters(kind="invitation_cancelled")} == {LetterState.SENT}
    assert {row.state for row in year.letters(kind="cycle_cancelled")} == {LetterState.SENT}


async def test_hand_in_during_a_pause_is_taken_and_answered_afterwards(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 12))
    await year.pause()
    await year.submit("plan", "TMU")
    assert year.obligation("plan", "TMU").stage is ObligationStage.HANDED_IN
    assert [row.state for row in year.letters(kind="receipt")] == [LetterState.RELEASED]
    await office.clock.travel_to(date(2011, 5, 18))

    await year.resume()

    assert [row.state for row in year.letters(kind="receipt")] == [LetterState.SENT]


async def test_move_rearms_without_a_burst_and_tells_once(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 12))
    await year.move("plan", date(2011, 5, 24), reason="mødet er flyttet")
    await office.clock.travel_to(date(2011, 5, 25))

    assert year.sent(step="plan", body="TMU") == [
        ("05-02 08:00", "reminder_first", "TMU.secretary"),
        ("05-12 10:00", "date_moved", "TMU.secretary"),
        ("05-23 08:00", "reminder_last", "TMU.secretary"),
        ("05-24 08:00", "due_today", "TMU.secretary"),
        ("05-25 08:00", "overdue", "TMU.secretary"),
    ]
    assert year.obligation("plan", "TMU").sequence == 1


async def test_extension_survives_a_move(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 4))
    await year.extend("plan", "TMU", date(2011, 5, 30))
    await year.move("plan", date(2011, 5, 23))

    assert year.obligation("plan", "TMU").due_on == date(2011, 5, 30)
    assert year.obligation("plan", "BUU").due_on == date(2011, 5, 23)


async def test_moved_meeting_changes_its_invitation_and_its_calendar_entry(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 8, 9))
    await year.move("reading", date(2011, 9, 12))

    changed = office.postbox.to("secretary@biu.example")[-1]
    assert "METHOD:REQUEST" in changed.raw.decode() or b"REQUEST" in changed.raw
    parts = [part for part in changed.parsed.walk() if part.get_content_type() == "text/calendar"]
    [entry] = [part.get_content() for part in parts]
    assert "SEQUENCE:1" in entry
    assert "UID:cycle:small-2011:reading:BIU@aarshjul.example" in entry
    published = (office.calendars / "small-2011-BIU.ics").read_text()
    assert "20110912" in published
    assert "20110822" not in published


async def test_cancelled_cycle_tells_everyone_once_and_ends(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 8, 10))
    await year.cancel()
    await office.clock.travel_to(date(2011, 9, 1))

    assert year.state().stage is CycleStage.CANCELLED
    assert sorted(row.recipient_body for row in year.letters(kind="cycle_cancelled")) == ["BIU", "BUU", "TMU"]
    assert year.obligation("plan", "TMU").stage is ObligationStage.CANCELLED
    assert kinds(year.letters(step="reading", state=LetterState.SENT)).count("invitation_cancelled") == 1
    assert (await year.handle.describe()).status is not None
    after = [row for row in year.letters(state=LetterState.SENT) if row.at > local(date(2011, 8, 10), time(11))]
    assert after == []


async def test_refused_address_becomes_a_task_and_the_cycle_goes_on(office: Office) -> None:
    office.postbox.refuses["secretary@tmu.example"] = "550 5.1.1 unknown user"
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 20))

    [challenge] = year.letters(kind="challenge", body="TMU")
    assert challenge.state is LetterState.REFUSED
    assert TaskKind.LETTER_REFUSED in [task.kind for task in year.tasks()]
    assert year.sent(step="plan", body="TMU") == [("05-19 08:00", "overdue", "TMU.head_of_office")]
    assert len(year.sent(step="plan", body="BUU")) == 5


async def test_relay_that_is_away_makes_letters_wait_and_then_sends_only_what_is_still_true(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 12))
    await year.submit("plan", "BUU")  # one committee's letters knock at the relay a hundred times a day
    office.postbox.refuses["*"] = "451 4.3.0 try again later"
    await office.clock.travel_to(date(2011, 5, 17))
    waiting = year.letters(step="plan", body="TMU", state=LetterState.RELEASED)
    assert waiting
    assert max(row.attempts for row in waiting) > 1

    office.postbox.refuses.clear()
    await office.clock.travel_to(date(2011, 5, 17), time(15))

    last = [row for row in year.letters(step="plan", body="TMU") if row.recipient_role == "secretary"][1:]
    assert {row.kind: row.state for row in last} == {
        "reminder_last": LetterState.FOLDED,
        "due_today": LetterState.FOLDED,
        "overdue": LetterState.SENT,
    }


async def test_formal_letter_that_the_line_dropped_on_is_held_for_a_person(office: Office) -> None:
    year = await office.start(definition(APPROVE, LETTERS, PLAN, READING), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    office.postbox.drops = 1
    await year.decide("approve", "BIU")
    await office.clock.travel_to(date(2011, 2, 9))

    unknown = year.letters(state=LetterState.UNKNOWN)
    assert len(unknown) == 1
    [mail] = [mail for mail in office.postbox.mails if mail.id == unknown[0].message_id]
    assert mail.to == unknown[0].to_address
    assert TaskKind.LETTER_UNKNOWN in [task.kind for task in year.tasks()]

    await year.settle_doubt(unknown[0].key, arrived=False)

    again = [mail for mail in office.postbox.mails if mail.id == unknown[0].message_id]
    assert [each.raw for each in again] == [mail.raw, mail.raw]
    assert all(task.done_at for task in year.tasks() if task.kind is TaskKind.LETTER_UNKNOWN)


async def test_routine_letter_that_the_line_dropped_on_is_sent_again_byte_by_byte(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 4, 30))
    office.postbox.drops = 1
    await office.clock.travel_to(date(2011, 5, 3))

    mails = [mail for mail in office.postbox.mails if mail.at == local(date(2011, 5, 2), time(8))]
    assert len(mails) == 3
    assert len({mail.id for mail in mails}) == 2
    assert len({mail.raw for mail in mails}) == 2
    assert {row.state for row in year.letters(step="plan")} == {LetterState.SENT}


async def test_body_without_a_contact_becomes_a_task(office: Office) -> None:
    steps = step("reading", "reading", bodies=["BR"], date="2011-12-08", invite=["chair"])
    year = await office.start(definition(steps), BEGINS)
    await office.clock.travel_to(date(2011, 11, 26))

    assert [task.kind for task in year.tasks()] == [TaskKind.NO_ADDRESS]


async def test_letters_are_stamped_with_the_moment_that_was_decided(office: Office) -> None:
    year = await approved(office)
    await office.clock.travel_to(date(2011, 5, 17))

    rungs = [row for row in year.letters(step="plan") if row.state is LetterState.SENT]
    assert {row.at.astimezone(ZONE).time() for row in rungs} == {time(8)}
    assert all(timedelta() <= row.sent_at - row.at < timedelta(minutes=1) for row in rungs if row.sent_at)
