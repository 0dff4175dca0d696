"""Steps of many bodies: opened in parts, heard together, and the same letters as of few."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from models.acts import Decision
from models.requests import Reported
from models.states import CycleState, StepPlan, StepProgress
from models.vocabulary import Outcome, StepStage
from planning.resolver import resolve
from planning.scenario import Scenario
from planning.source import Source, parse
from runtime.rehearsal import live
from runtime.rehearsal_record import record
from tests.planning.building import YEAR
from tests.planning.small import TOML
from tests.rehearsal.comparing import SETTINGS, differences, foreseen, rehearsed
from workflows import opening
from workflows.reporting import alike

DUE = datetime(2027, 5, 10, 22, tzinfo=UTC)


def _steps(year: CycleState) -> list[tuple[StepPlan, StepProgress]]:
    return list(zip(year.plan, year.progress, strict=True))


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
