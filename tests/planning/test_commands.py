"""What a stored command will do is known for every update that the engine takes."""

import pytest
from temporalio import workflow

from planning.foresight import commands
from workflows.annual_cycle import AnnualCycle
from workflows.deliverable import Deliverable
from workflows.hearing import Hearing
from workflows.meeting import Meeting


@pytest.mark.parametrize("kind", [AnnualCycle, Deliverable, Hearing, Meeting])
def test_every_update_of_a_workflow_can_be_foreseen(kind: type) -> None:
    updates = workflow._Definition.must_from_class(kind).updates
    assert updates
    assert {str(name) for name in updates} <= commands.NAMES
