"""Steps of many bodies: opened in parts, heard together, and the same letters as of few."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from temporalio.client import WorkflowHistory

from models.acts import Decision
from models.requests import Reported
from models.states import CycleState, StepPlan, StepProgress
from models.vocabulary import Outcome, StepStage
from planning.dates.resolver import resolve
from planning.format.source import Source, parse
from planning.scenarios.scenario import Scenario
from runtime.rehearsals import year as rehearsal
from runtime.rehearsals.record import record
from runtime.rehearsals.stage import Stage, stage
from runtime.rehearsals.year import live
from tests.planning.building import YEAR
from tests.planning.small import TOML
from tests.rehearsal.comparing import SETTINGS, differences, foreseen, rehearsed
from workflows import opening, writing
from workflows.reporting import alike

DUE = datetime(2027, 5, 10, 22, tzinfo=UTC)


def _steps(year: CycleState) -> list[tuple[StepPlan, StepProgress]]:
    return list(zip(year.plan, year.progress, strict=True))


def most_under_way(history: WorkflowHistory) -> int:
    """Return how many letters were under way when there were most of them."""
    under_way: set[int] = set()
    most = 0
    for event in history.events:
        ordered = event.activity_task_scheduled_event_attributes
        if ordered.activity_type.name == "send-letter":
            under_way.add(event.event_id)
        under_way.discard(event.activity_task_completed_event_attributes.scheduled_event_id)
        most = max(most, len(under_way))
    return most


def report(body: str, **more: object) -> Reported:
    values: dict[str, object] = {"id": f"cycle:small-2027:plan:{body}", "step": "plan", "body": body, "at": DUE}
    return Reported.model_validate({**values, **more})


@pytest.mark.timeout(300)
async def test_step_that_opens_in_parts_sends_what_the_forecast_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TOGETHER", 1)
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)

    lived, letters = await rehearsed(source, timeline, Scenario())

    assert lived.glance.is_over
    assert differences(letters, foreseen(timeline, Scenario()).letters) == ([], [])
    assert all(set(done.begun) == set(plan.bodies) for plan, done in _steps(lived.glance.year))


@pytest.mark.timeout(300)
async def test_only_so_many_letters_of_one_workflow_are_under_way_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    histories: list[WorkflowHistory] = []

    @asynccontextmanager
    async def looked_back_on(*given: Any, **named: Any) -> AsyncIterator[Stage]:
        async with stage(*given, **named) as on:
            yield on
            histories.append(await on.env.client.get_workflow_handle("cycle:small-2027").fetch_history())

    monkeypatch.setattr(rehearsal, "stage", looked_back_on)
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)

    _, letters = await rehearsed(source, timeline, Scenario())

    assert differences(letters, foreseen(timeline, Scenario()).letters) == ([], [])
    assert most_under_way(histories[0]) == 1


@pytest.mark.timeout(300)
async def test_step_whose_bodies_are_past_their_deadline_together_finishes_once(tmp_path: Path) -> None:
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)

    lived = await live(SETTINGS, timeline, source, Scenario(hand_in="never"), tmp_path)

    [done] = [done for plan, done in _steps(lived.glance.year) if plan.key == "plan"]
    assert (done.stage, set(done.done)) == (StepStage.FINISHED, {"BUU", "TMU"})
    with record(tmp_path).begin() as connection:
        lines = connection.execute(text("SELECT at FROM journal WHERE about = 'plan' AND after = 'finished'")).all()
    assert len(lines) == 1


def test_only_reports_of_one_step_and_moment_without_a_decision_are_alike() -> None:
    decided = Decision(id="one", by="desk", at=DUE, outcome=Outcome.APPROVED)
    same = [report("TMU"), report("BUU"), report("KFU")]

    for other in (
        report("ØU", step="account"),
        report("ØU", round=2),
        report("ØU", at=DUE.replace(hour=23)),
        report("ØU", decision=decided),
    ):
        assert alike([*same, other, report("SUD")]) == tuple(same)
        assert alike([other, *same]) == (other,)
