"""What must never pass as an upgrade: a deliverable that waits for nothing and writes nothing."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from models.states import DeliverableState


@workflow.defn(name="deliverable")
class ForgetfulDeliverable:
    """Ends before it has begun."""

    @workflow.run
    async def run(self, state: DeliverableState) -> DeliverableState:
        """Return at once."""
        return state
