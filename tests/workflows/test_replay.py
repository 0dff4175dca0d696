"""Running years survive new code: histories of every workflow and branch replay against the workflows of today."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from models.schedule import Text
from planning.dates import workdays
from tests.histories.record import YEARS
from tests.workflows.diverging import ForgetfulDeliverable
from worker import WORKFLOWS
from workflows import annual_cycle, opening

FOLDER = Path(__file__).parents[1] / "histories"
HISTORIES = sorted(FOLDER.glob("*.json"))


def history(path: Path) -> WorkflowHistory:
    """Read one recorded history."""
    return WorkflowHistory.from_json(path.stem, path.read_text())


def test_every_workflow_has_a_history() -> None:
    names = {
        history(path).events[0].workflow_execution_started_event_attributes.workflow_type.name for path in HISTORIES
    }

    assert names == {"annual-cycle", "deliverable", "meeting", "hearing", "open-next-year"}


def test_every_year_of_the_recorder_has_its_histories() -> None:
    assert {path.name.partition(".")[0] for path in HISTORIES} == set(YEARS)


@pytest.fixture
def no_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the calendar away: what a workflow asked of it could be another answer after an update of the library."""

    def asked(year: int) -> Mapping[date, Text]:
        raise AssertionError(f"a workflow asked for the holidays of {year}")

    monkeypatch.setattr(workdays, "public_holidays", asked)


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("no_holidays")
async def test_recorded_history_replays_without_a_calendar_of_holidays(path: Path) -> None:
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter)

    replayed = await replayer.replay_workflow(history(path), raise_on_replay_failure=False)

    assert replayed.replay_failure is None


async def test_diverging_workflow_is_caught() -> None:
    replayer = Replayer(workflows=[ForgetfulDeliverable], data_converter=pydantic_data_converter)
    [path] = [path for path in HISTORIES if path.stem == "whole_year.small-2011.plan.TMU"]

    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(history(path))


@pytest.mark.parametrize("turn", ["steps_in_parts", "reports_together"])
async def test_turn_of_many_bodies_that_diverges_is_caught(turn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TOGETHER", opening.TOGETHER * 2)
    monkeypatch.setattr(annual_cycle, "alike", lambda heard: heard[:1])
    # Outside the sandbox, which would import the workflows anew, without what has been changed here.
    runner = UnsandboxedWorkflowRunner()
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter, workflow_runner=runner)

    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(history(FOLDER / f"{turn}.small-2011.json"))
