"""The dates that a definition asks for, before any is settled: what is written where, and what stands on what.

A step has one node; a hearing has one for its opening, its end and each of its classes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import time
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from models.schedule import Text
from models.vocabulary import StepKind
from planning.dates.rule import THE_COMMITTEE, Anchor, MeetingBeside, MeetingInMonth, Offset, Rule, RuleError
from planning.dates.rules import parse
from planning.format.definition import Definition, Step
from planning.format.finding import Path, Problem, unknown

T = TypeVar("T")
Node = tuple[str, str]  # a step's key, and "" or, for hearings, "end" or the key of a class
END = "end"
_STEP = Text(da="Trinnet", en="step")
_BODY = Text(da="Udvalget", en="body")
_CLASS = Text(da="Svargruppen", en="class")


@dataclass(frozen=True)
class Slot:
    """One date to settle: whose it is, what is written, where, and the rule if that can be read."""

    step: Step
    text: str | None
    at: Path
    hour: time | None
    rule: Rule | None = None


@dataclass
class Slots:
    """All dates of a definition. `lost` names steps and bodies left out by the lint: to miss them is no problem."""

    definition: Definition
    lost: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = {step.key: step for step in self.definition.step}
        self.by_node = {node: self._read(slot) for node, slot in self._written()}

    def _written(self) -> Iterator[tuple[Node, Slot]]:
        for index, step in enumerate(self.definition.step):
            at: Path = ("step", index)
            hearing = step.kind is StepKind.HEARING
            yield (step.key, ""), Slot(step, step.date, (*at, "date"), None if hearing else step.hour)
            if hearing:
                yield (step.key, END), Slot(step, step.until, (*at, "until"), step.hour)
                for number, each in enumerate(step.classes):
                    place: Path = (*at, "class", number, "deadline")
                    yield (step.key, each.key), Slot(step, each.deadline, place, step.hour)

    def _read(self, slot: Slot) -> Slot:
        if slot.text is None:
            return slot
        try:
            rule = parse(slot.text)
        except RuleError as error:
            self.problems.append(Problem("unreadable-date", error.sentence.da, error.sentence.en, slot.at))
            return slot
        return replace(slot, rule=rule) if self._refers_well(rule, slot.at) else slot

    def _refers_well(self, rule: Rule, at: Path) -> bool:
        well = True
        if isinstance(rule, MeetingInMonth | MeetingBeside) and rule.body != THE_COMMITTEE:
            well = self._is_known("unknown-body", _BODY, rule.body, self.definition.body, at)
        anchor = anchor_of(rule)
        if anchor is None or not self._is_known("unknown-step", _STEP, anchor.step, self.steps, at):
            return well and anchor is None
        if anchor.part is None:
            return well
        step = self.steps[anchor.step]
        hearing = step.kind is StepKind.HEARING
        name, what = ("unknown-class", _CLASS) if hearing else ("unknown-body", _BODY)
        return self._is_known(name, what, anchor.part, parts(step), at) and well

    def _is_known(self, name: str, what: Text, word: str, known: Iterable[str], at: Path) -> bool:
        if word in known:
            return True
        if word not in self.lost:
            self.problems.append(unknown(name, what, word, known, at))
        return False

    def node(self, anchor: Anchor) -> Node:
        """Return the node that an anchor means; the end of a hearing, unless it says opening or names a class."""
        if self.steps[anchor.step].kind is not StepKind.HEARING:
            return anchor.step, ""
        return anchor.step, anchor.part or ("" if anchor.edge == "opening" else END)

    def derived_from(self, node: Node) -> tuple[Node, ...]:
        """Return what an unwritten date follows: a hearing's end its classes, a letter pack its gate and `after`."""
        step = self.by_node[node].step
        if node[1] == END:
            return tuple((step.key, each.key) for each in step.classes)
        if step.kind is not StepKind.LETTER_PACK:
            return ()
        return tuple(self.node(Anchor(key)) for key in (*step.gate, *step.after) if key in self.steps)

    def in_order(self, pinned: Iterable[Node]) -> tuple[tuple[Node, ...], frozenset[Node]]:
        """Return every node after those that it stands on, and the nodes that stand on each other in a circle.

        Pinned nodes stand on nothing.
        """
        free = set(pinned)
        graph = {node: () if node in free else self._stands_on(node) for node in self.by_node}
        circular: set[Node] = set()
        while True:
            try:
                return tuple(TopologicalSorter(graph).static_order()), frozenset(circular)
            except CycleError as error:
                circle = from_first(error.args[1], list(self.by_node))
                self._report_circle(circle)
                circular.update(circle)
                graph |= {node: () for node in circle}

    def _stands_on(self, node: Node) -> tuple[Node, ...]:
        slot = self.by_node[node]
        if slot.text is None:
            return self.derived_from(node)
        anchor = anchor_of(slot.rule)
        return () if anchor is None else (self.node(anchor),)

    def _report_circle(self, circle: list[Node]) -> None:
        shown = " → ".join("/".join(filter(None, node)) for node in circle)
        self.problems.append(
            Problem(
                "circle",
                f"Datoerne afhænger af hinanden i ring: {shown}. Giv et af trinnene en dato for sig selv.",
                f"The dates depend on each other in a circle: {shown}. Give one of the steps a date of its own.",
                self.by_node[circle[0]].at,
            )
        )


def from_first(circle: list[T], order: list[T]) -> list[T]:
    """Return a CycleError's circle as each member before what it waits for, beginning with the first in `order`."""
    members = circle[:0:-1]
    first = min(range(len(members)), key=lambda index: order.index(members[index]))
    return [*members[first:], *members[:first], members[first]]


def parts(step: Step) -> tuple[str, ...]:
    """Return what a step's date can differ by: the classes of a hearing, the bodies of any other step."""
    return tuple(each.key for each in step.classes) if step.kind is StepKind.HEARING else step.bodies


def anchor_of(rule: Rule | None) -> Anchor | None:
    """Return the step that a rule stands on."""
    if isinstance(rule, Offset):
        return rule.anchor
    return rule.beside if isinstance(rule, MeetingBeside) and isinstance(rule.beside, Anchor) else None
