"""Opening what may open: children of obligations, meetings and hearings, letters of packs, questions for a day."""

from temporalio import workflow

from workflows.writing import RECORD
from workflows.year import Year

with workflow.unsafe.imports_passed_through():
    from activities.replanning import Replanning
    from models.requests import StepOrders, StepQuestion
    from models.vocabulary import LetterKind, StepKind
    from planning.transitions import notices, progress


TOGETHER = 200
"""Bodies of a step that are opened as one: what crosses Temporal at once may have two megabytes, a meeting has four
thousand bytes, and a task that reads it all has two seconds."""


async def open_steps(year: Year) -> None:
    """Open steps until nothing more opens: one may let the next begin."""
    while found := _next(year):
        await _open(year, *found)


async def ask_for_days(year: Year) -> None:
    """Ask the secretariat to sharpen the fuzzy steps whose time has come."""
    for step in progress.steps_to_ask(year.state, year.reached()):
        letter, task = notices.day_wanted(year.state, step, year.now())
        await year.become(progress.asked(year.state, step), letters=(letter,), tasks=(task,))


def _next(year: Year) -> tuple[str, tuple[str, ...]] | None:
    for plan in year.state.plan:
        if bodies := progress.bodies_to_begin(year.state, plan.key, year.reached()):
            return plan.key, bodies
    return None


async def _open(year: Year, step: str, bodies: tuple[str, ...]) -> None:
    plan, round_ = progress.plan_of(year.state, step), progress.progress_of(year.state, step).round
    # Asked only where it matters: a history in which fewer bodies began has no mark of it. The rest begin next.
    if len(bodies) > TOGETHER and plan.kind is not StepKind.HEARING and workflow.patched("steps-in-parts"):
        bodies = bodies[:TOGETHER]
    needed = progress.still_needed(year.state, step)
    question = StepQuestion(cycle=year.state.slug, step=step, round=round_, at=year.now(), bodies=bodies, needed=needed)
    found: StepOrders = await workflow.execute_activity_method(Replanning.step_orders, question, **RECORD)
    if plan.kind is not StepKind.LETTER_PACK:
        await year.start(found)
    held = plan.kind is not StepKind.LETTER_PACK or LetterKind.CHALLENGE in found.held
    after = progress.begun if held else progress.released
    await year.become(after(year.state, step, bodies), letters=found.letters)
