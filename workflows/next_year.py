"""Opening the next year: started by a Schedule, it writes the proposal and asks for its confirmation."""

from datetime import timedelta

from temporalio import workflow

from workflows import clock
from workflows.writing import RECORD, Writer

with workflow.unsafe.imports_passed_through():
    from activities.opening import Opening
    from models.requests import DefinitionNamed, NextYear, NextYearQuestion


@workflow.defn(name="open-next-year")
class OpenNextYear:
    """Proposes the year after the latest one; the year itself starts when the secretariat confirms it."""

    @workflow.run
    async def run(self, named: DefinitionNamed) -> str:
        """Return the slug of the proposed cycle; proposing it again changes nothing."""
        question = NextYearQuestion(definition=named.key, at=clock.now(timedelta()))
        proposed: NextYear = await workflow.execute_activity_method(Opening.propose_next_year, question, **RECORD)
        writer = Writer(timedelta(), lambda: False)
        writer.send(proposed.sendable)
        await writer.finish()
        return proposed.slug
