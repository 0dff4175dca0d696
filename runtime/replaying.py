"""Whether running workflows can go on with this code: every live history replayed, nothing changed."""

from dataclasses import dataclass

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from worker import WORKFLOWS

RUNNING = "ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH 'cycle:'"


@dataclass(frozen=True)
class Replayed:
    """How many histories were replayed, and those that this code would carry on differently: id and why."""

    checked: int
    diverging: tuple[tuple[str, str], ...]


async def replay_running(client: Client) -> Replayed:
    """Replay every running workflow of a cycle against this code."""
    replayer = Replayer(workflows=list(WORKFLOWS), data_converter=pydantic_data_converter, namespace=client.namespace)
    checked, diverging = 0, []
    async for workflow in client.list_workflows(RUNNING):
        history = await client.get_workflow_handle(workflow.id, run_id=workflow.run_id).fetch_history()
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        checked += 1
        if result.replay_failure is not None:
            diverging.append((workflow.id, " ".join(str(result.replay_failure).split())))
    return Replayed(checked, tuple(diverging))
