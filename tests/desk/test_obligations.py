"""What a person can do about one body's one obligation, and what is refused, on both databases."""

import asyncio
from datetime import date, time

import pytest
from sqlmodel import Session

from desk.answers import Unknown
from desk.shown import overviews
from desk.shown.duty import duty, handed_in
from models.database import reading
from models.obligations import Obligation, Submission, SubmissionFile
from models.vocabulary import ObligationStage, TaskKind
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, TMU_PLAN, Counter, on_both
from tests.papers import PLAN, pdf, xlsx


def owed(counter: Counter) -> Obligation:
    with Session(counter.engine, expire_on_commit=False) as session:
        return session.get_one(Obligation, TMU_PLAN)


@on_both
async def test_hand_in_is_stored_with_its_content_and_what_it_met(opened: Counter) -> None:
    done = await opened.desk.submit(
        SLUG, "plan", "tmu", PLAN, "plan.pdf", approved_on=date(2031, 1, 2), agenda_item="7", by="TMU"
    )

    [row] = opened.rows(Submission)
    assert (row.obligation, row.version, row.content, row.file_name) == (TMU_PLAN, 1, PLAN, "plan.pdf")
    assert (row.media_type, row.late, row.approved_on, row.agenda_item) == (
        "application/pdf", False, date(2031, 1, 2), "7",
    )  # fmt: skip
    assert row.received_at == opened.at
    assert row.due_at == owed(opened).due_at
    assert (owed(opened).versions, owed(opened).approval_pending) == (1, False)
    assert done.delivered
    assert done.what.en == "Plan (TMU) is received as version 1."
    assert done.next[0].en == "Leaves now: receipt (TMU, committee secretary)."
    assert done.next[1].en.startswith("Its reminders are silent until it is accepted, returned, or")


async def test_hand_in_without_the_committees_own_approval_counts_and_says_that_it_is_pending(opened: Counter) -> None:
    said = await opened.hand_in()
    assert said == "Plan (TMU) is received as version 1; the committee's approval is pending."
    assert (owed(opened).stage, owed(opened).approval_pending) == (ObligationStage.HANDED_IN, True)

    await opened.hand_in(approved_on=date(2031, 1, 2))
    assert owed(opened).approval_pending is False

    done = await opened.desk.submit(SLUG, "economy", "TMU", xlsx(), "economy.xlsx", by="TMU")
    assert done.what.en == "Economy overview (TMU) is received as version 1."


@on_both
async def test_hand_ins_at_once_get_versions_of_their_own(opened: Counter) -> None:
    await asyncio.gather(*(opened.hand_in(pdf(f"{n}")) for n in range(4)))
    assert sorted(row.version for row in opened.rows(Submission)) == [1, 2, 3, 4]
    assert owed(opened).versions == 4


async def test_extension_returned_and_accepted_are_in_force_for_mail_board_and_record(opened: Counter) -> None:
    await opened.desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), "udvalgsmøde", by=BY)
    assert owed(opened).due_on == date(2031, 5, 21)

    await opened.travel_to(date(2031, 5, 20))
    assert "it came after the deadline" not in await opened.hand_in()
    done = await opened.desk.send_back(SLUG, "plan", "TMU", date(2031, 5, 28), "mål mangler", by=BY)
    assert done.what.en == "Plan (TMU) is returned, due Wednesday 28 May 2031."
    assert (owed(opened).stage, owed(opened).due_on) == (ObligationStage.OPEN, date(2031, 5, 28))

    await opened.travel_to(date(2031, 5, 30))
    with Session(reading(opened.engine)) as session:
        now = opened.at - opened.office.clock.offset
        late = [(row.step, row.body, row.days_late) for row in overviews.overdue(session, now)]
    assert ("plan", "TMU", 2) in late

    await opened.hand_in()
    await opened.desk.accept(SLUG, "plan", "TMU", by=BY)
    assert (owed(opened).stage, owed(opened).versions) == (ObligationStage.ACCEPTED, 2)


async def test_request_changes_nothing_until_it_is_answered(opened: Counter) -> None:
    before = owed(opened).due_on
    done = await opened.desk.request_extension(SLUG, "plan", "TMU", date(2031, 5, 21), "møde", by="TMU")
    assert (owed(opened).due_on, owed(opened).request_until) == (before, date(2031, 5, 21))
    assert done.what.en == "Plan (TMU) is asked until Wednesday 21 May 2031; the deadline holds until answered."

    done = await opened.desk.refuse_extension(SLUG, "plan", "TMU", "for sent", by=BY)
    assert owed(opened).request_until is None
    assert done.what.en == "Plan (TMU) keeps its deadline Friday 16 May 2031."
    assert done.next[-1].en.startswith(
        "Next: reminder (Plan, TMU) to TMU, committee secretary on Friday 2 May 2031 at 08:00"
    )


async def test_waived_obligation_says_that_nothing_more_is_sent(opened: Counter) -> None:
    done = await opened.desk.waive(SLUG, "plan", "TMU", "uden relevans", by=BY)
    assert (done.what.da, done.next[-1].da) == ("Plan (TMU) er frafaldet.", "Der sendes ikke mere om den.")


async def test_script_in_the_clothes_of_a_paper_and_a_paper_that_is_too_large_are_not_stored(opened: Counter) -> None:
    with pytest.raises(NotPermitted, match=r"The file plan\.pdf is by its content neither PDF, Word"):
        await opened.hand_in(b"#!/bin/sh\nrm -rf /\n")
    with pytest.raises(NotPermitted, match=r"The file plan\.pdf has 26\.0 MB, and 25 MB at most are taken"):
        await opened.hand_in(b"%PDF-" + bytes(26_000_000))
    assert (opened.rows(Submission), opened.commands()[-1][0]) == ([], "decide")


async def test_hand_in_of_several_files_is_stored_whole_or_not_at_all(opened: Counter) -> None:
    numbers = ("tal.xlsx", xlsx())
    with pytest.raises(NotPermitted, match=r"The file note\.pdf is by its content neither PDF"):
        await opened.hand_in(more=[numbers, ("note.pdf", b"note")])
    with pytest.raises(NotPermitted, match=r"The file plan\.pdf, note\.pdf has 25\.0 MB"):
        await opened.hand_in(more=[("note.pdf", b"%PDF-" + bytes(24_999_990))])
    assert (opened.rows(Submission), opened.rows(SubmissionFile)) == ([], [])

    await opened.hand_in(more=[numbers, ("note.pdf", pdf("note"))], approved_by="Udvalgsformanden")

    with Session(opened.engine) as session:
        [version] = duty(session, opened.at, SLUG, "plan", "TMU").versions
        assert (version.file_name, version.approved_by) == ("plan.pdf", "Udvalgsformanden")
        assert [(each.number, each.file_name, each.size) for each in version.more] == [
            (2, "tal.xlsx", len(xlsx())), (3, "note.pdf", len(pdf("note"))),
        ]  # fmt: skip
        found = handed_in(session, SLUG, "plan", "TMU", version.id, 3)
        assert (found.file_name, found.content) == ("note.pdf", pdf("note")) if found else False
        assert handed_in(session, SLUG, "economy", "TMU", version.id, 3) is None


async def test_empty_file_and_an_approval_that_has_not_come_are_refused(opened: Counter) -> None:
    with pytest.raises(NotPermitted, match=r"The file plan\.pdf is empty\. Nothing was handed in"):
        await opened.hand_in(b"")
    with pytest.raises(NotPermitted, match=r"2031-01-03 has not come yet \(today is 2031-01-02\)"):
        await opened.hand_in(approved_on=date(2031, 1, 3))
    assert opened.rows(Submission) == []
    await opened.hand_in(approved_on=date(2031, 1, 2))


async def test_extension_to_a_closed_day_stands_with_a_warning(opened: Counter) -> None:
    sunday = date(2031, 5, 25)
    done = await opened.desk.extend(SLUG, "plan", "TMU", sunday, "møde", by=BY)
    assert done.what.en == (
        "Plan (TMU) is now due Sunday 25 May 2031. Note: 2031-05-25 is not a working day (weekend); the date stands."
    )
    assert owed(opened).due_on == sunday


async def test_each_request_is_a_task_of_its_own_and_the_one_it_replaces_is_done(opened: Counter) -> None:
    async def ask(until: date) -> None:
        await opened.desk.request_extension(SLUG, "plan", "TMU", until, "møde", by="TMU")

    def asked() -> list[str]:
        return [task.text_en for task in opened.tasks() if task.kind is TaskKind.EXTENSION_TO_ANSWER]

    await ask(date(2031, 5, 21))
    await ask(date(2031, 5, 23))
    assert asked() == ["Plan (TMU): an extension until Friday 23 May 2031 is asked for: møde. Grant it, or refuse."]

    await opened.desk.refuse_extension(SLUG, "plan", "TMU", "for sent", by=BY)
    assert asked() == []

    await ask(date(2031, 5, 26))
    with pytest.raises(NotPermitted, match="Give a reason"):
        await opened.desk.refuse_extension(SLUG, "plan", "TMU", " ", by=BY)
    assert ["26 May 2031" in text for text in asked()] == [True]


async def test_what_the_rules_refuse_is_neither_stored_nor_told(opened: Counter) -> None:
    desk, before = opened.desk, opened.commands()
    for act, sentence in (
        (desk.extend(SLUG, "plan", "TMU", date(2031, 5, 10), "møde", by=BY), "is not later than the deadline in force"),
        (desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), " ", by=BY), "Give a reason."),
        (desk.extend(SLUG, "plan", "TMU", date(2031, 8, 20), "møde", by=BY), "when the agenda closes"),
        (desk.accept(SLUG, "plan", "TMU", by=BY), "It is only possible to accept what is handed in"),
        (desk.send_back(SLUG, "plan", "TMU", date(2031, 5, 28), "mål", by=BY), "It is only possible to return"),
        (desk.refuse_extension(SLUG, "plan", "TMU", "nej", by=BY), "There is no open request"),
        (desk.waive(SLUG, "plan", "TMU", "", by=BY), "Give a reason."),
    ):
        with pytest.raises(NotPermitted) as refusal:
            await act
        assert sentence in refusal.value.sentence.en
    assert opened.commands() == before


@pytest.mark.parametrize(
    ("cycle", "step", "body", "sentence"),
    [
        ("sampel-2031", "plan", "TMU", "“sampel-2031” is not a cycle. Did you mean “sample-2031”?"),
        (SLUG, "plann", "TMU", "“plann” is not a step of sample-2031. Did you mean “plan”?"),
        (SLUG, "plan", "BUU", "BUU owes nothing in “plan”. These do: TMU, ØU."),
        (SLUG, "reading", "BIU", "The step “reading” has not begun; it waits for: workshop."),
    ],
)
async def test_what_is_not_there_is_answered_with_what_is(
    opened: Counter, cycle: str, step: str, body: str, sentence: str
) -> None:
    with pytest.raises(Unknown) as unknown:
        await opened.desk.submit(cycle, step, body, PLAN, "x.pdf", by=BY)
    assert unknown.value.sentence.en == sentence
    assert opened.rows(Submission) == []


async def test_hand_in_before_its_letter_is_refused_with_what_it_waits_for(counter: Counter) -> None:
    await counter.start()
    with pytest.raises(Unknown) as unknown:
        await counter.hand_in()
    assert unknown.value.sentence.en == "The step “plan” has not begun; it waits for: letters."


async def test_late_hand_in_stays_late_whatever_is_granted_afterwards(opened: Counter) -> None:
    await opened.travel_to(date(2031, 5, 19), time(9))
    await opened.hand_in()
    await opened.desk.send_back(SLUG, "plan", "TMU", date(2031, 5, 28), "mål mangler", by=BY)
    await opened.hand_in()
    assert [row.late for row in opened.rows(Submission)] == [True, False]
    assert owed(opened).late
