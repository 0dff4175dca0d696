"""Releasing held letters, settling doubt, substitutes and tasks, at the desk."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from desk.answers import Unknown
from desk.loading import simulation_of
from models.bodies import Substitute
from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from models.journal import JournalEntry, Task
from models.obligations import Obligation
from models.vocabulary import LetterKind, LetterState, Outcome, Role, TaskKind
from planning.acts.permitted import NotPermitted
from planning.foresight.forecast import Foreseen, foresee
from tests.desk.counter import BY, SLUG, Counter, on_both, small

HOLD = ('lead = "BIU"', 'lead = "BIU"\nhold = ["challenge"]')
FIRST, LAST = date(2031, 1, 1), date(2031, 12, 31)


@pytest.fixture
async def held(counter: Counter) -> Counter:
    """Give a cycle that holds its challenge letters back: the two wait."""
    await counter.start(small(HOLD))
    await counter.approve()
    assert [row.body for row in challenges(counter, LetterState.HELD)] == ["TMU", "ØU"]
    return counter


def challenges(counter: Counter, state: LetterState) -> list[Letter]:
    return [
        row for row in counter.rows(Letter, Letter.number) if (row.kind, row.state) == (LetterKind.CHALLENGE, state)
    ]


async def test_released_letters_leave_and_the_duties_begin(held: Counter) -> None:
    assert held.rows(Obligation) == []

    done = await held.desk.release(SLUG, "letters", by="leder")
    await held.office.clock.settle()

    assert done.what.en == "2 letters are released."
    assert [(row.body, row.released_by) for row in challenges(held, LetterState.SENT)] == [
        ("TMU", "leder"), ("ØU", "leder"),
    ]  # fmt: skip
    assert sorted((row.step, row.body) for row in held.rows(Obligation)) == [
        ("economy", "TMU"), ("economy", "ØU"), ("plan", "TMU"), ("plan", "ØU"),
    ]  # fmt: skip


def foreseen(counter: Counter) -> tuple[Foreseen, ...]:
    with Session(reading(counter.engine)) as session:
        return foresee(simulation_of(session, session.get_one(Cycle, SLUG), counter.at)).letters


async def test_forecast_with_held_letters_is_what_leaves_once_they_are_released(held: Counter) -> None:
    before = foreseen(held)
    assert [(each.kind, each.to) for each in before if each.held] == [
        (LetterKind.CHALLENGE, "TMU.secretary"), (LetterKind.CHALLENGE, "ØU.secretary"),
    ]  # fmt: skip

    await held.desk.release(SLUG, "letters", by="leder")
    await held.office.clock.settle()

    assert {(row.body, row.at) for row in challenges(held, LetterState.SENT)} == {
        (each.body, each.at) for each in before if each.held
    }
    assert foreseen(held) == tuple(each for each in before if not each.held)


async def test_part_of_the_held_letters_that_is_released_leaves_the_others_foreseen_as_held(held: Counter) -> None:
    before, [first, _] = foreseen(held), challenges(held, LetterState.HELD)
    await held.desk.release(SLUG, "letters", numbers=[first.number], reason="ØU følger", by="leder")
    await held.office.clock.settle()

    assert foreseen(held) == tuple(each for each in before if not (each.held and each.body == "TMU"))


async def test_move_shows_before_the_release_what_it_changes_for_letters_that_come_after_it(held: Counter) -> None:
    """Without the held letters no duty would begin, and a move of it would seem to change nothing."""

    async def reminders() -> list[tuple[datetime, str, bool]]:
        impact = await held.desk.impact(SLUG, "plan", date(2031, 6, 6))
        letters = [*((each, True) for each in impact.gone), *((each, False) for each in impact.new)]
        return [(each.at, each.to, gone) for each, gone in letters if each.kind is LetterKind.REMINDER]

    before = await reminders()
    assert {gone for _, _, gone in before} == {True, False}
    await held.desk.release(SLUG, "letters", by="leder")
    await held.office.clock.settle()
    assert await reminders() == before


async def test_each_act_says_what_it_holds_and_what_it_lets_go(counter: Counter) -> None:
    await counter.start(small(HOLD))
    approved = await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
    await counter.office.clock.settle()
    released = await counter.desk.release(SLUG, "letters", by="leder")

    both = "challenge letter (TMU, committee secretary and ØU, committee secretary)."
    assert any(each.en.startswith("Held for release: ") and both in each.en for each in approved.next)
    assert any(each.en.startswith("Leaves now: ") and both in each.en for each in released.next)
    assert not any(each.en.startswith("Held for release: ") for each in released.next)


async def test_subset_needs_a_reason_which_is_kept(held: Counter) -> None:
    first, second = challenges(held, LetterState.HELD)
    with pytest.raises(NotPermitted) as refusal:
        await held.desk.release(SLUG, "letters", numbers=[first.number], by="leder")
    assert refusal.value.sentence.en == "These are 1 of 2 held letters; give a reason."

    await held.desk.release(SLUG, "letters", numbers=[first.number], reason="ØU følger", by="leder")
    await held.office.clock.settle()

    [sent] = challenges(held, LetterState.SENT)
    assert (sent.body, sent.release_reason) == ("TMU", "ØU følger")
    assert [row.number for row in challenges(held, LetterState.HELD)] == [second.number]
    assert {row.body for row in held.rows(Obligation)} == {"TMU"}
    with pytest.raises(Unknown) as unknown:
        await held.desk.release(SLUG, "letters", numbers=[first.number], reason="igen", by="leder")
    assert unknown.value.sentence.en == f"These letters are not held in the step: {first.number}."


async def test_release_names_the_nearest_step_and_says_when_nothing_is_held(opened: Counter) -> None:
    with pytest.raises(Unknown) as unknown:
        await opened.desk.release(SLUG, "leters", by=BY)
    with pytest.raises(NotPermitted) as refusal:
        await opened.desk.release(SLUG, "letters", by=BY)
    assert unknown.value.sentence.en == "“leters” is not a step of sample-2031. Did you mean “letters”?"
    assert refusal.value.sentence.en == "The step “letters” of sample-2031 has no held letters."


@pytest.mark.parametrize("arrived", [True, False])
async def test_doubt_about_a_formal_letter_is_settled_by_a_persons_word(counter: Counter, arrived: bool) -> None:
    await counter.start()
    box = counter.office.postbox
    before, box.drops = len(box.mails), 1
    await counter.approve()
    [letter] = [row for row in counter.rows(Letter) if row.state is LetterState.UNKNOWN]
    assert [task.kind for task in counter.tasks()] == [TaskKind.LETTER_UNKNOWN]
    taken = [mail.id for mail in box.mails[before:]]
    assert taken.count(letter.message_id) == 1

    done = await counter.desk.settle_doubt(letter.number, arrived, by=BY)
    await counter.office.clock.settle()

    words = "is noted as arrived" if arrived else "is sent again"
    assert done.what.en == f"Letter no. {letter.number} {words}."
    [settled] = [row for row in counter.rows(Letter) if row.number == letter.number]
    assert settled.state is LetterState.SENT
    assert [mail.id for mail in box.mails].count(letter.message_id) == (1 if arrived else 2)
    assert counter.tasks() == []
    with pytest.raises(NotPermitted) as refusal:
        await counter.desk.settle_doubt(letter.number, True, by=BY)
    assert refusal.value.sentence.en == f"Letter no. {letter.number} is not in doubt; it is “sent”."
    with pytest.raises(Unknown) as unknown:
        await counter.desk.settle_doubt(9999, True, by=BY)
    assert unknown.value.sentence.en.startswith("There is no letter no. 9999. The latest is no. ")


async def test_refused_letter_is_sent_again_to_the_present_contact(counter: Counter) -> None:
    await counter.start()
    counter.office.postbox.refuses["sekretaer@tmu.example"] = "550 unknown user"
    await counter.approve()
    [letter] = challenges(counter, LetterState.REFUSED)
    [task] = counter.tasks()
    assert task.kind is TaskKind.LETTER_REFUSED
    assert task.text_da.startswith(f"Brev nr. {letter.number} (udfordringsskrivelse) til ")
    assert task.text_en.startswith(f"Letter no. {letter.number} (challenge letter) to ")
    assert (letter.last_error_da, letter.last_error_en) == tuple(
        text.partition(": ")[2] for text in (task.text_da, task.text_en)
    )
    with pytest.raises(NotPermitted, match="is not in doubt"):
        await counter.desk.settle_doubt(letter.number, True, by=BY)

    await counter.desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar", "vikar@tmu.example", FIRST, LAST, by=BY)
    await counter.desk.settle_doubt(letter.number, False, by=BY)
    await counter.office.clock.settle()

    [sent] = [row for row in challenges(counter, LetterState.SENT) if row.number == letter.number]
    assert sent.to_address == "vikar@tmu.example"
    assert counter.tasks() == []


@on_both
async def test_substitute_gets_the_letters_of_the_days_and_no_others(opened: Counter) -> None:
    done = await opened.desk.substitute(
        SLUG, "TMU", Role.SECRETARY, "Vikar, TMU", "vikar@tmu.example", date(2031, 4, 28), date(2031, 5, 2), by=BY
    )
    assert done.what.en == "Vikar, TMU gets the letters of TMU.secretary from 2031-04-28 to 2031-05-02."
    [line] = [row for row in opened.rows(JournalEntry) if row.event == "substitute_named"]
    assert (line.by, line.after) == (BY, "TMU.secretary: Vikar, TMU 2031-04-28–2031-05-02")

    await opened.travel_to(date(2031, 5, 12))
    reminders = [row for row in opened.rows(Letter) if row.kind is LetterKind.REMINDER and row.body == "TMU"]
    assert {row.step: row.to_address for row in reminders} == {
        "economy": "sekretaer@tmu.example",  # 16 April
        "plan": "vikar@tmu.example",  # 2 May
    }


@pytest.mark.parametrize(
    "address",
    [
        "vikar@tmu.example\r\nBcc: alle@andre.example",
        "vikar@tmu.example, to@andre.example",
        "Vikar <vikar@tmu.example>",
        "vikar",
        "",
        "vikar@",
        "a@b@tmu.example",
        "vikar\x00@tmu.example",
    ],
)
async def test_hostile_address_of_a_substitute_is_refused_in_one_line(counter: Counter, address: str) -> None:
    await counter.start()
    with pytest.raises(NotPermitted) as refusal:
        await counter.desk.substitute(SLUG, "TMU", Role.SECRETARY, "Vikar", address, FIRST, LAST, by=BY)
    assert "is not a usable mail address" in refusal.value.sentence.en
    assert "\n" not in refusal.value.sentence.en
    assert "\r" not in refusal.value.sentence.en
    assert counter.rows(Substitute) == []


async def test_substitute_of_an_unknown_body_or_in_a_time_that_runs_backwards_is_refused(counter: Counter) -> None:
    await counter.start()
    desk, role, address = counter.desk, Role.SECRETARY, "vikar@tmu.example"
    with pytest.raises(Unknown) as unknown:
        await desk.substitute(SLUG, "TMV", role, "Vikar", address, FIRST, LAST, by=BY)
    with pytest.raises(NotPermitted) as backwards:
        await desk.substitute(SLUG, "TMU", role, "Vikar", address, LAST, FIRST, by=BY)
    with pytest.raises(NotPermitted) as nameless:
        await desk.substitute(SLUG, "TMU", role, "Vikar\r\nBcc: x", address, FIRST, LAST, by=BY)
    with pytest.raises(NotPermitted) as past:
        await desk.substitute(SLUG, "TMU", role, "Vikar", address, date(2030, 12, 1), FIRST, by=BY)
    assert past.value.sentence.en == "The period ended on 2031-01-01 (today is 2031-01-02). Choose a later date."
    assert unknown.value.sentence.en == "“TMV” is not a body of sample-2031. Did you mean “TMU”?"
    assert backwards.value.sentence.en == "2031-01-01 lies before 2031-12-31."
    assert "line break" in nameless.value.sentence.en
    assert counter.rows(Substitute) == []


async def test_task_is_finished_once_and_by_whom(counter: Counter) -> None:
    await counter.start()
    counter.office.postbox.refuses["sekretaer@tmu.example"] = "550 unknown user"
    await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
    await counter.office.clock.settle()
    [task] = counter.tasks()

    await counter.desk.finish_task(task.key, by="først")
    done = await counter.desk.finish_task(task.key, by="senere")

    [row] = counter.rows(Task)
    assert (row.done_by, row.done_at) == ("først", counter.at)
    assert done.what.en.startswith("The task is done: Letter no. ")
    with pytest.raises(Unknown) as unknown:
        await counter.desk.finish_task("no such task", by=BY)
    assert unknown.value.sentence.en == "There is no task “no such task”."
