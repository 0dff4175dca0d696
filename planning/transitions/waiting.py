"""What holds a year back: every step that has not ended, and what it waits for."""

from collections.abc import Iterator
from typing import NamedTuple

from models.schedule import Text
from models.states import CycleState, StepPlan
from models.vocabulary import CycleStage
from planning.transitions import progress


class Wait(NamedTuple):
    """A step that has not ended. `reason` names steps, bodies that have begun and not ended, or `?` for its own day."""

    step: str
    reason: str


def waits_of(state: CycleState) -> Iterator[Wait]:
    """Yield every step that has not ended, or whose obligations have not."""
    for plan in state.plan:
        if not _has_ended(state, plan.key) or progress.children_of(state, plan.key):
            yield Wait(plan.key, _why(state, plan))


def waits_told(state: CycleState) -> tuple[Text, ...]:
    """Return one sentence on what the year waits for first, and one with the steps that wait for that."""
    if state.stage is CycleStage.PAUSED:
        return (Text(da="Året kan ikke slutte: det er sat på pause.", en="The year cannot end: it is paused."),)
    waits = tuple(waits_of(state))
    waiting = {wait.step for wait in waits}
    roots = [wait for wait in waits if not waiting & set(wait.reason.split(", "))] or list(waits[:1])
    titles = {plan.key: plan.title for plan in state.plan}
    da = "; ".join(f"»{titles[wait.step].da}« venter på {_named(wait, titles).da}" for wait in roots)
    en = "; ".join(f"“{titles[wait.step].en}” waits for {_named(wait, titles).en}" for wait in roots)
    later = [titles[wait.step] for wait in waits if wait not in roots]
    first = Text(da=f"Året kan ikke slutte: {da}.", en=f"The year cannot end: {en}.")
    listed_da, listed_en = ", ".join(each.da for each in later), ", ".join(each.en for each in later)
    rest = Text(da=f"Derefter kommer: {listed_da}.", en=f"After that come: {listed_en}.")
    return (first, rest) if later else (first,)


def _named(wait: Wait, titles: dict[str, Text]) -> Text:
    own = {"?": Text(da="en dag", en="a day"), "–": Text(da="sin afslutning", en="its end")}
    parts = [own.get(part) or titles.get(part) or Text(da=part, en=part) for part in wait.reason.split(", ")]
    return Text(da=", ".join(each.da for each in parts), en=", ".join(each.en for each in parts))


def _why(state: CycleState, plan: StepPlan) -> str:
    known = progress.progress_of(state, plan.key)
    letter = progress.plan_of(state, plan.letter) if plan.letter else None
    missing = [gate for gate in plan.gate if not progress.gate_passed(state, gate)]
    missing += [each for each in plan.after if not _has_ended(state, each)]
    missing += [each for each in state.blocking if each != plan.key and not _has_ended(state, each)]
    if letter and not set(plan.bodies) <= set(progress.progress_of(state, letter.key).released):
        missing.append(letter.key)
    if plan.fuzzy:
        missing.append("?")
    return ", ".join(dict.fromkeys(missing or [body for body in known.begun if body not in known.settled])) or "–"


def _has_ended(state: CycleState, step: str) -> bool:
    return progress.progress_of(state, step).stage in progress.ENDED
