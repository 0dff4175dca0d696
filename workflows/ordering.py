"""What people order of a year: move, pause, resume, cancel, release letters, settle a doubt.

That they may has been asked before.
"""

from temporalio import workflow

from workflows.reporting import replan
from workflows.writing import RECORD
from workflows.year import Year

with workflow.unsafe.imports_passed_through():
    from activities.correspondence import Correspondence
    from models.acts import Cancellation, DoubtSettled, Move, Pause, Release, Resume
    from models.requests import DoubtOrder, ReleasedLetters, ReleaseOrder
    from models.vocabulary import CycleStage, LetterKind, LetterState
    from planning.transitions import notices, progress, rounds
    from planning.transitions.transition import acted

_TELL_ALL = "children-that-ended-hear-of-pauses"
"""Since when a pause and its end are told to every child whose letters may still wait."""


async def move(year: Year, act: Move) -> None:
    """The step gets its new date, and everything that hangs on it follows."""
    day = progress.plan_of(year.state, act.step).day
    about = f"{act.step}:{act.body}" if act.body else act.step
    entry = acted("moved", act, day.on if day else None, act.to, act.reason, about)
    await replan(year, entry, act.step, act.body, act.to, act.id, hour=act.hour, reason=act.reason)


async def pause(year: Year, act: Pause) -> None:
    """Letters and ladders stop, also those of every child."""
    state = progress.advanced(year.state, stage=CycleStage.PAUSED)
    await year.become(state, acted("paused", act, note=act.reason), once=act.id)
    await year.tell(_concerned(year), "paused", act)


async def resume(year: Year, act: Resume) -> None:
    """Letters and ladders go on, also the letters of children that have ended meanwhile."""
    await year.become(progress.resumed(year.state, act.letters_from), acted("resumed", act), once=act.id)
    await year.tell(_concerned(year), "resumed", act)


async def cancel(year: Year, act: Cancellation) -> None:
    """Nothing that has not ended will happen; everyone concerned gets one letter."""
    running, was_paused = progress.running_children(year.state), year.state.stage is CycleStage.PAUSED
    letters = notices.cycle_cancelled(year.state, act)
    await year.become(
        progress.cancelled(year.state), acted("cancelled", act, note=act.reason), once=act.id, letters=letters
    )
    await year.tell(running, "cancel", act)
    if was_paused and workflow.patched(_TELL_ALL):
        await year.tell(rounds.children_ever(year.state), "resumed", Resume(id=f"{act.id}:over", by=act.by, at=act.at))


def _concerned(year: Year) -> tuple[str, ...]:
    """Those that have ended may still have letters that wait."""
    return rounds.children_ever(year.state) if workflow.patched(_TELL_ALL) else progress.running_children(year.state)


async def release(year: Year, act: Release) -> None:
    """Held letters leave together; the obligations that a pack's letter asks for begin."""
    order = ReleaseOrder(cycle=year.state.slug, act=act)
    found: ReleasedLetters = await workflow.execute_activity_method(Correspondence.release_letters, order, **RECORD)
    state = progress.advanced(year.state)
    packs = [letter for letter in found.letters if letter.kind is LetterKind.CHALLENGE and letter.body]
    for step in dict.fromkeys(letter.step for letter in packs):
        state = progress.released(state, step, [each.body for each in packs if each.step == step and each.body])
    await year.become(state, acted("letters_released", act, after=len(found.letters), note=act.reason), once=act.id)
    year.writer.send(letter.key for letter in found.letters)


async def settle_doubt(year: Year, act: DoubtSettled) -> None:
    """A letter arrived, or leaves again."""
    order = DoubtOrder(cycle=year.state.slug, act=act)
    state: LetterState = await workflow.execute_activity_method(Correspondence.settle_doubt, order, **RECORD)
    await year.become(progress.advanced(year.state), once=act.id)
    if state is LetterState.RELEASED:
        year.writer.send([act.again or act.key])
