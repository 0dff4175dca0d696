"""What the journal says of people's acts: who, about what, from what to what, and why."""

from datetime import date

from sqlmodel import Session, col, select

from models.acts import Addition
from models.journal import JournalEntry, Task
from models.vocabulary import Outcome
from tests.desk.counter import BY, SLUG, Counter


def line(counter: Counter, event: str) -> JournalEntry:
    found: JournalEntry
    [found] = [each for each in counter.rows(JournalEntry) if each.event == event]
    return found


async def test_start_is_by_the_person_who_started_the_cycle(opened: Counter) -> None:
    assert line(opened, "cycle_started").by == BY


async def test_reasons_stand_beside_what_changed_and_never_instead_of_it(opened: Counter) -> None:
    await opened.desk.move(SLUG, "workshop", date(2031, 5, 28), reason="påske", by=BY)
    await opened.desk.waive(SLUG, "economy", "TMU", reason="ingen udgifter", by=BY)
    moved, waived = line(opened, "moved"), line(opened, "waived")

    assert (moved.about, moved.after, moved.note) == ("workshop", "2031-05-28", "påske")
    assert (waived.before, waived.after, waived.note) == ("open", "waived", "ingen udgifter")


async def test_request_and_its_refusal_say_what_stood_and_what_was_asked(opened: Counter) -> None:
    await opened.desk.request_extension(SLUG, "plan", "TMU", date(2031, 5, 20), reason="møde", by="TMU")
    await opened.desk.refuse_extension(SLUG, "plan", "TMU", reason="for sent", by=BY)
    asked, refused = line(opened, "extension_requested"), line(opened, "extension_refused")

    assert (asked.before, asked.after, asked.note) == ("2031-05-16", "2031-05-20", "møde")
    assert (refused.before, refused.after, refused.note) == ("2031-05-20", "2031-05-16", "for sent")


async def test_hand_in_says_which_version_it_follows(opened: Counter) -> None:
    await opened.hand_in()
    assert (line(opened, "handed_in").before, line(opened, "handed_in").after) == ("0", "1")


async def test_steps_are_told_by_their_stages_and_about_the_step(opened: Counter) -> None:
    told = [each for each in opened.rows(JournalEntry) if each.event == "step_open"]
    assert {(each.before, each.after) for each in told} == {("waiting", "open")}
    assert "plan" in {each.about for each in told}


async def test_task_that_is_done_leaves_a_line_with_who_did_it(opened: Counter) -> None:
    await opened.desk.request_extension(SLUG, "plan", "TMU", date(2031, 5, 20), reason="møde", by="TMU")
    with Session(opened.engine) as session:
        key = session.exec(select(Task.key).where(col(Task.done_at).is_(None))).one()

    await opened.desk.finish_task(key, by="kontorchef")
    await opened.desk.finish_task(key, by="en anden")

    done = line(opened, "task_done")
    assert (done.by, done.about, done.after) == ("kontorchef", "plan:TMU", "extension_to_answer")
    assert done.note.startswith("Plan (TMU) søges udsat til tirsdag den 20. maj 2031: møde.")
    assert done.note_en.startswith("Plan (TMU): an extension until Tuesday 20 May 2031 is asked for: møde.")


async def test_decision_is_kept_with_its_wording_and_its_addition(counter: Counter) -> None:
    await counter.start()
    addition = Addition(text="Tal for TMU", owner="TMU", due=date(2031, 6, 2))
    await counter.desk.decide(
        SLUG, "approval", "BIU", Outcome.APPROVED_WITH_ADDITION, text="Tiltrådt.", addition=addition, by=BY
    )
    decided = line(counter, "decided")
    assert (decided.after, decided.note) == ("approved_with_addition", "Tiltrådt.; + Tal for TMU (TMU, 2031-06-02)")
