"""Which rungs are climbed, which are folded, and what a letter is stamped with."""

from datetime import UTC, datetime, timedelta

from models.schedule import Deadline, Recipient, Rung
from models.vocabulary import LetterKind, LetterState, Role
from planning.transitions import ladder

MORNING = datetime(2027, 5, 10, 6, tzinfo=UTC)
DAY = timedelta(days=1)
TMU = Recipient(body="TMU", role=Role.SECRETARY)
BOSS = Recipient(body="TMU", role=Role.MANAGER)


def rung(day: int, kind: LetterKind, *to: Recipient) -> Rung:
    return Rung(key=f"{day:+d}", kind=kind, to=to or (TMU,), at=MORNING + day * DAY)


def due(*rungs: Rung, days: int, deadline: Deadline | None = None) -> list[tuple[str, Recipient, LetterState | None]]:
    steps = ladder.due(rungs, MORNING - 30 * DAY, MORNING + days * DAY, deadline)
    return [(step.rung.key, step.to, step.settled) for step in steps]


def test_letter_bears_its_rungs_moment_until_it_is_more_than_a_minute_late():
    late = MORNING + timedelta(minutes=1, microseconds=1)

    assert ladder.stamp(MORNING, MORNING + timedelta(minutes=1)) == MORNING
    assert ladder.stamp(MORNING, late) == MORNING + timedelta(minutes=1)


def test_only_the_latest_rung_of_each_role_is_mailed():
    assert due(
        rung(0, LetterKind.OVERDUE),
        rung(1, LetterKind.OVERDUE, TMU, BOSS),
        rung(2, LetterKind.ESCALATION, BOSS),
        rung(9, LetterKind.ESCALATION, BOSS),
        days=3,
    ) == [
        ("+0", TMU, LetterState.FOLDED),
        ("+1", TMU, None),
        ("+1", BOSS, LetterState.FOLDED),
        ("+2", BOSS, None),
    ]


def test_formal_letter_is_not_folded_into_a_later_one():
    rungs = (rung(0, LetterKind.INVITATION), rung(1, LetterKind.AGENDA_DEADLINE))

    assert due(*rungs, days=2) == [("+0", TMU, None), ("+1", TMU, None)]


def test_what_speaks_of_the_time_before_the_deadline_is_folded_after_it():
    deadline = Deadline(on=MORNING.date(), at=MORNING + timedelta(hours=4))
    rungs = (rung(-1, LetterKind.REMINDER_LAST), rung(0, LetterKind.INVITATION, BOSS))

    assert due(*rungs, days=1, deadline=deadline) == [
        ("-1", TMU, LetterState.FOLDED),
        ("+0", BOSS, LetterState.FOLDED),
    ]


def test_untrue_letter_does_not_fold_away_a_true_one():
    deadline = Deadline(on=MORNING.date(), at=MORNING)
    rungs = (rung(0, LetterKind.OVERDUE), rung(1, LetterKind.REMINDER))

    assert due(*rungs, days=2, deadline=deadline) == [("+0", TMU, None), ("+1", TMU, LetterState.FOLDED)]


def test_rung_at_the_cursor_is_history():
    rungs = (rung(0, LetterKind.REMINDER), rung(1, LetterKind.REMINDER))

    following = ladder.next_rung(rungs, MORNING)

    assert following
    assert following.key == "+1"
    assert ladder.due(rungs, MORNING, MORNING, None) == ()


def test_what_had_passed_when_the_ladder_was_armed_is_recorded_but_an_invitation_is_not_lost():
    rungs = (rung(0, LetterKind.REMINDER), rung(-1, LetterKind.INVITATION), rung(1, LetterKind.REMINDER))

    assert [(step.rung.key, step.settled) for step in ladder.passed(rungs, MORNING)] == [("+0", LetterState.PASSED)]
