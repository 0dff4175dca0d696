"""What each act of a scenario is about, what it needs and what it cannot have."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.schedule import Text
from models.vocabulary import DECIDING_KINDS, OBLIGATION_KINDS, Outcome, StepKind
from planning.format.finding import Path, Problem
from planning.scenarios.form import WrittenHappening
from planning.scenarios.scenario import OF_THE_YEAR, Act

EVERY_ACT = frozenset({"act", "step", "on", "hour"})
_KINDS_IN_WORDS = {
    OBLIGATION_KINDS: Text(da="en aflevering", en="a deliverable"),
    DECIDING_KINDS: Text(da="en behandling eller godkendelse", en="a reading or an approval"),
    frozenset({StepKind.HEARING}): Text(da="en høring", en="a hearing"),
}


@dataclass(frozen=True)
class Shape:
    """An act's kinds of steps, the fields that it needs, and those that it may have beside them."""

    kinds: frozenset[StepKind]
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


_HEARING = frozenset({StepKind.HEARING})
SHAPES: dict[Act, Shape] = {
    "submit": Shape(OBLIGATION_KINDS, (), ("body",)),
    "request": Shape(OBLIGATION_KINDS, ("until",), ("body", "reason")),
    "extend": Shape(OBLIGATION_KINDS, ("until",), ("body", "reason", "override")),
    "refuse": Shape(OBLIGATION_KINDS, (), ("body", "reason")),
    "waive": Shape(OBLIGATION_KINDS, (), ("body", "reason")),
    "return": Shape(OBLIGATION_KINDS, ("until",), ("body", "reason")),
    "accept": Shape(OBLIGATION_KINDS, (), ("body",)),
    "decide": Shape(DECIDING_KINDS, ("outcome",), ("body", "addition", "amendments", "to", "text")),
    "respond": Shape(_HEARING, (), ("hearing_class", "respondent", "text")),
    "close": Shape(_HEARING, (), ("text",)),
    "move": Shape(frozenset(StepKind), ("to",), ("body", "reason")),
    "release": Shape(frozenset(StepKind), (), ("reason",)),
    "pause": Shape(frozenset(), (), ("reason",)),
    "resume": Shape(frozenset()),
    "cancel": Shape(frozenset(), (), ("reason",)),
}


def needs(written: WrittenHappening, at: Path, kind: StepKind | None) -> Iterator[Problem]:
    """Yield what an act lacks or cannot have; `kind` is its step's, None when the step is not known."""
    shape = SHAPES[written.act]
    if kind is not None and kind not in shape.kinds:
        yield _wrong_step(written, shape, at)
    for name in _needed(written.act, shape):
        if name not in written.model_fields_set:
            yield _lacks(written.act, name, at)
    for name in sorted(written.model_fields_set - _known(written.act, shape)):
        yield _surplus(written.act, name, shape, at)
    if written.act == "decide" and written.outcome is not None:
        yield from _of_the_outcome(written, written.outcome, at)


def _needed(act: Act, shape: Shape) -> tuple[str, ...]:
    return shape.needed if act in OF_THE_YEAR else ("step", *shape.needed)


def _known(act: Act, shape: Shape) -> frozenset[str]:
    return (EVERY_ACT | {*shape.needed, *shape.optional}) - ({"step"} if act in OF_THE_YEAR else set())


def _wrong_step(written: WrittenHappening, shape: Shape, at: Path) -> Problem:
    kinds = _KINDS_IN_WORDS[shape.kinds]
    da = f"»{written.act}« hører til {kinds.da}, og det er »{written.step}« ikke. Ret trinnet eller handlingen."
    en = f"“{written.act}” belongs to {kinds.en}, which “{written.step}” is not. Correct the step or the act."
    return Problem("wrong-act", da, en, (*at, "act"))


def _lacks(act: str, name: str, at: Path) -> Problem:
    return Problem("missing-key", f"»{act}« mangler »{name}«. Tilføj den.", f"“{act}” lacks “{name}”. Add it.", at)


def _surplus(act: Act, name: str, shape: Shape, at: Path) -> Problem:
    allowed = ", ".join(sorted(_known(act, shape)))
    da = f"»{act}« bruger ikke »{name}«. Slet den; her kan stå: {allowed}."
    en = f"“{act}” does not use “{name}”. Delete it; known here are: {allowed}."
    return Problem("surplus-key", da, en, (*at, name))


def _of_the_outcome(written: WrittenHappening, outcome: Outcome, at: Path) -> Iterator[Problem]:
    """An addition, amendments and a new date each belong to one outcome."""
    yield from _together("addition", written.addition is not None, outcome, Outcome.APPROVED_WITH_ADDITION, at)
    yield from _together("amendments", bool(written.amendments), outcome, Outcome.APPROVED_WITH_AMENDMENTS, at)
    if written.to is not None and outcome is not Outcome.POSTPONED:
        yield _belongs("to", Outcome.POSTPONED, at)


def _together(name: str, given: bool, outcome: Outcome, wanted: Outcome, at: Path) -> Iterator[Problem]:
    if given and outcome is not wanted:
        yield _belongs(name, wanted, at)
    if not given and outcome is wanted:
        yield _lacks(outcome.value, name, at)


def _belongs(name: str, wanted: Outcome, at: Path) -> Problem:
    da = f"»{name}« hører kun til udfaldet »{wanted}«. Ret udfaldet, eller slet »{name}«."
    en = f"“{name}” belongs only to the outcome “{wanted}”. Correct the outcome, or delete “{name}”."
    return Problem("outcome", da, en, (*at, name))
