"""Stored before told: what becomes of a person's act when the engine is there, away, silent, or says no."""

import asyncio
from datetime import date, time
from time import monotonic

import pytest
from sqlmodel import Session
from temporalio.client import Client
from temporalio.worker import Worker

from desk import delivery
from desk.dispatcher import dispatch
from models.acts import Submission, Waiver
from models.journal import Command
from models.obligations import Obligation
from models.obligations import Submission as SubmissionRow
from models.schedule import Text
from models.vocabulary import CommandState, CycleStage, ObligationStage, Outcome, TaskKind
from planning.acts.permitted import NotPermitted
from tests.desk.counter import BY, SLUG, TMU_PLAN, Counter, on_both, small
from tests.engine import eventually
from tests.papers import PLAN, pdf
from worker import WORKFLOWS

STORED, DELIVERED, REFUSED = CommandState.STORED, CommandState.DELIVERED, CommandState.REFUSED


def obligation(counter: Counter) -> Obligation:
    with Session(counter.engine, expire_on_commit=False) as session:
        return session.get_one(Obligation, TMU_PLAN)


@on_both
async def test_act_is_in_the_record_before_the_engine_is_told(opened: Counter) -> None:
    seen: list[tuple[list[tuple[str, CommandState]], list[bytes]]] = []
    there = opened.line.connect

    async def looking():
        seen.append((opened.commands()[-1:], [row.content for row in opened.rows(SubmissionRow)]))
        return await there()

    opened.line.connect = looking
    await opened.hand_in(pdf("the plan"))

    assert seen == [([("submit", STORED)], [pdf("the plan")])]
    assert opened.commands()[-1] == ("submit", DELIVERED)
    assert obligation(opened).stage is ObligationStage.HANDED_IN


async def test_act_while_nobody_listens_is_acknowledged_and_delivered_later(opened: Counter) -> None:
    async with opened.refused():
        done = await opened.desk.submit(SLUG, "plan", "TMU", PLAN, "plan.pdf", by="TMU")
        assert await opened.desk.deliver() == 0

    assert not done.delivered
    assert done.what.en.endswith("The engine cannot be reached now; it will be told as soon as it can.")
    assert done.what.en.startswith("Received and stored: Plan (TMU) is received as version 1;")
    assert done.what.da.startswith("Modtaget og gemt: Plan (TMU) er modtaget som version 1;")
    assert done.next == ()
    assert obligation(opened).stage is ObligationStage.OPEN
    [command] = [row for row in opened.rows(Command) if row.name == "submit"]
    assert (command.state, command.attempts) == (STORED, 2)
    assert command.answer.startswith("RuntimeError")

    assert await opened.desk.deliver() == 1
    assert obligation(opened).stage is ObligationStage.HANDED_IN


async def test_act_is_acknowledged_after_the_patience_when_the_engine_hangs(opened: Counter) -> None:
    opened.patience = 0.5
    desk = opened.another_desk()
    async with opened.hanging():
        began = monotonic()
        done = await desk.pause(SLUG, by=BY)
        waited = monotonic() - began

    assert not done.delivered
    assert done.what.en.endswith("The engine has not answered yet; it is told again until it has. See status.")
    assert waited > 0.4
    assert await opened.desk.deliver() == 1
    assert opened.year().stage is CycleStage.PAUSED


async def test_act_while_no_worker_runs_is_delivered_once_when_one_is_back(counter: Counter) -> None:
    """The server has heard the update and nobody has done it: the second delivery is the same update."""
    counter.patience = 1
    desk = counter.another_desk(task_queue="later")
    assert (await desk.start(small(), 2031, by=BY)).delivered
    done = await desk.pause(SLUG, by=BY)
    assert not done.delivered
    assert done.what.da.endswith("Motoren har ikke svaret endnu; den får besked igen, til den har. Se status.")
    assert counter.commands() == [("start", DELIVERED), ("pause", STORED)]

    async with counter.worker("later"):
        assert await counter.desk.deliver() == 1
        assert counter.year().stage is CycleStage.PAUSED
        assert counter.journal(f"cycle:{SLUG}").count("paused") == 1


async def test_act_that_the_engine_has_accepted_and_not_finished_is_said_to_go_on(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker takes the update and nobody writes it into the record: a machine that is only slow."""
    monkeypatch.setattr(delivery, "LONGER", 0.01)
    counter.patience = 20.0  # for the engine to accept; a hundredth of it for the end, which does not come
    desk = counter.another_desk(task_queue="later")
    assert (await desk.start(small(), 2031, by=BY)).delivered
    async with Worker(counter.office.client, task_queue="later", workflows=WORKFLOWS, max_cached_workflows=0):
        done = await desk.pause(SLUG, by=BY)
        behind = await desk.resume(SLUG, by=BY)

    for each in (done, behind):
        assert not each.delivered
        assert each.what.en.endswith(
            "The engine has it, but has not finished it yet; it goes on by itself. See status."
        )
    monkeypatch.undo()
    async with counter.worker("later"):
        assert await counter.desk.deliver() == 2
    assert [event for event in counter.journal(f"cycle:{SLUG}") if event in {"paused", "resumed"}] == [
        "paused",
        "resumed",
    ]


@on_both
async def test_acts_of_one_second_are_delivered_in_the_order_in_which_they_were_given(opened: Counter) -> None:
    async with opened.refused():
        await opened.hand_in(pdf("first"))
        await opened.hand_in(pdf("second"))
        await opened.desk.pause(SLUG, by=BY)
        await opened.desk.waive(SLUG, "plan", "TMU", "uden relevans", by=BY)

    assert opened.commands()[-4:] == [("submit", STORED), ("submit", STORED), ("pause", STORED), ("waive", STORED)]
    assert await opened.desk.deliver() == 4
    acts = [event for event in opened.journal(TMU_PLAN) if event in {"handed_in", "waived"}]
    assert acts == ["handed_in", "handed_in", "waived"]
    assert [(row.version, row.content) for row in opened.rows(SubmissionRow)] == [(1, pdf("first")), (2, pdf("second"))]
    assert obligation(opened).versions == 2


async def test_later_act_on_the_same_place_waits_for_the_one_before_it(opened: Counter) -> None:
    async with opened.refused():
        await opened.hand_in(pdf("first"))
    await opened.hand_in(pdf("second"))
    assert opened.commands()[-2:] == [("submit", DELIVERED), ("submit", DELIVERED)]
    assert obligation(opened).versions == 2


@on_both
async def test_two_deliveries_at_once_and_one_after_them_change_nothing_more(opened: Counter) -> None:
    async with opened.refused():
        await opened.hand_in()
        await opened.desk.extend(SLUG, "plan", "ØU", date(2031, 5, 21), "møde", by=BY)
    await asyncio.gather(opened.desk.deliver(), opened.another_desk().deliver())
    assert await opened.desk.deliver() == 0

    assert opened.journal(TMU_PLAN).count("handed_in") == 1
    assert opened.journal(TMU_PLAN.replace("TMU", "ØU")).count("extended") == 1
    assert opened.commands()[-2:] == [("submit", DELIVERED), ("extend", DELIVERED)]


async def test_dispatcher_delivers_what_was_stored_as_soon_as_the_engine_is_back(opened: Counter) -> None:
    dispatching = asyncio.create_task(dispatch(opened.desk, every=0.1))
    async with opened.refused():
        await opened.hand_in()
        await asyncio.sleep(0.5)
        assert opened.commands()[-1] == ("submit", STORED)
    await eventually(lambda: opened.commands()[-1] == ("submit", DELIVERED))
    dispatching.cancel()


async def test_start_while_the_engine_is_away_is_begun_later_with_its_own_moment(counter: Counter) -> None:
    async with counter.refused():
        done = await counter.desk.start(small(), 2031, by=BY)
    assert not done.delivered
    assert counter.year().version == 0
    assert counter.year().began == counter.at

    assert await counter.desk.deliver() == 1
    await eventually(lambda: counter.year().version > 0)
    assert counter.commands() == [("start", DELIVERED)]
    assert await counter.desk.deliver() == 0


@on_both
async def test_refusal_by_the_engine_becomes_a_task_and_the_actor_is_told(opened: Counter) -> None:
    """The engine heard of a hand-in between the storing and the telling."""
    there = opened.line.connect

    async def overtaken() -> Client:
        client = await there()
        act = Submission(id="overtaking", by="TMU", at=opened.at, version=1, late=False)
        await client.get_workflow_handle(TMU_PLAN).execute_update("submit", act, id=act.id)
        return client

    opened.line.connect = overtaken
    with pytest.raises(NotPermitted) as refusal:
        await opened.desk.extend(SLUG, "plan", "TMU", date(2031, 5, 21), "udvalgsmøde", by="leder")
    opened.line.connect = there

    assert refusal.value.sentence == Text(
        da="Motoren afviste det, da det blev leveret: Det er ikke muligt at forlænge fristen for Plan (TMU): "
        "den er afleveret. Det er lagt til sekretariatets opgaver.",
        en="The engine refused it on delivery: It is not possible to extend the deadline of Plan (TMU): "
        "it is handed in. It is among the secretariat's tasks.",
    )
    [task] = opened.tasks()
    assert (task.kind, task.workflow_id) == (TaskKind.COMMAND_REFUSED, TMU_PLAN)
    assert task.text_da == (
        "Udsættelsen fra leder (Plan, TMU) kunne ikke gennemføres: "
        "Det er ikke muligt at forlænge fristen for Plan (TMU): den er afleveret."
    )
    assert task.text_en == (
        "The extension by leder (Plan, TMU) could not be carried out: "
        "It is not possible to extend the deadline of Plan (TMU): it is handed in."
    )
    assert opened.commands()[-2:] == [("decide", DELIVERED), ("extend", REFUSED)]
    assert await opened.desk.deliver() == 0


async def test_act_about_what_has_ended_meanwhile_is_refused_and_holds_nothing_up(opened: Counter) -> None:
    """The workflow is gone: without the record's word the command would be tried for ever."""
    async with opened.refused():
        await opened.hand_in()
    handle = opened.office.client.get_workflow_handle(TMU_PLAN)
    waiver = Waiver(id="overtaking", by=BY, at=opened.at, reason="uden relevans")
    await handle.execute_update("waive", waiver, id=waiver.id)
    await handle.result()

    assert await opened.desk.deliver() == 1
    assert opened.commands()[-1] == ("submit", REFUSED)
    assert [task.kind for task in opened.tasks()] == [TaskKind.COMMAND_REFUSED]


async def test_act_about_what_should_run_and_does_not_waits_for_the_engine_to_be_rebuilt(opened: Counter) -> None:
    handle = opened.office.client.get_workflow_handle(TMU_PLAN)
    await handle.terminate("lost")

    done = await opened.desk.submit(SLUG, "plan", "TMU", PLAN, "plan.pdf", by="TMU")

    assert not done.delivered
    assert opened.commands()[-1] == ("submit", STORED)
    assert opened.tasks() == []


async def test_deadline_is_met_or_missed_when_the_hand_in_is_stored(opened: Counter) -> None:
    """Due on Friday 16 May 2031 at 12: stored a minute before in an outage, delivered after it."""
    await opened.travel_to(date(2031, 5, 16), time(11, 59))
    async with opened.refused():
        await opened.hand_in(pdf("in time"))
        await opened.travel_to(date(2031, 5, 16), time(12, 1))
        said = await opened.hand_in(pdf("too late"))
    await opened.desk.deliver()

    assert "it came after the deadline" in said
    assert [(row.version, row.late) for row in opened.rows(SubmissionRow)] == [(1, False), (2, True)]
    assert obligation(opened).late


async def test_decision_is_delivered_once_although_it_is_told_twice(counter: Counter) -> None:
    await counter.start()
    done = await counter.desk.decide(SLUG, "approval", "BIU", Outcome.APPROVED, by=BY)
    with Session(counter.engine) as session, session.begin():
        [row] = [session.merge(row) for row in counter.rows(Command) if row.id == done.command]
        row.state = STORED
    assert await counter.desk.deliver() == 1
    await counter.office.clock.settle()
    assert counter.commands()[-1] in (("decide", DELIVERED), ("decide", REFUSED))
    assert counter.journal(f"cycle:{SLUG}:approval:BIU").count("decided") == 1
