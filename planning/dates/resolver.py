"""From a definition, a year and pins to a timeline: every date with its precision and its reason.

Pins override rules; what stands on a pinned step follows. A hearing's pin sets its opening; with a class as its body
that class's deadline, and with "end" as its body the end.
"""

from collections.abc import Iterable
from datetime import date, time

from models.schedule import Text
from models.vocabulary import MEETING_KINDS, Precision, StepKind
from planning.dates.rule import Anchor, Day, MeetingBeside, MeetingInMonth
from planning.dates.settling import NoDateError, Settling
from planning.dates.slots import END, Node, Slot, Slots, parts
from planning.dates.timeline import BodyDate, Pin, PlannedDate, PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.definition import Definition, Step
from planning.format.finding import Finding, Problem, unknown
from planning.words import full_day, joined

_UNKNOWN = PlannedDate(precision=Precision.UNKNOWN, label=Text(da="ikke fastsat", en="not settled"))
_BY_HAND = Text(da="fastsat særskilt", en="settled by hand")
_NO_YEAR = Problem(
    "no-year",
    "Årshjulet gentages hvert år og har ikke noget år selv. Angiv året med --year.",
    "The cycle returns every year and has no year of its own. Give the year with --year.",
)


class Unresolvable(Exception):  # noqa: N818 -- reads as what the definition is
    """The definition gives no timeline; `findings` say why, without lines."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.sentence.en for finding in findings))
        self.findings = findings


def resolve(definition: Definition, year: int | None = None, pins: Iterable[Pin] = ()) -> Timeline:
    """Return the timeline. A dated definition uses its own year, whatever `year` says; raises Unresolvable."""
    settled = definition.cycle.year if definition.cycle.year is not None else year
    if settled is None:
        raise Unresolvable((_NO_YEAR.located(),))
    timeline, problems = attempt(definition, settled, tuple(pins))
    if problems:
        raise Unresolvable(tuple(problem.located() for problem in problems))
    return timeline


def attempt(
    definition: Definition, year: int, pins: tuple[Pin, ...] = (), lost: frozenset[str] = frozenset()
) -> tuple[Timeline, tuple[Problem, ...]]:
    """Return the timeline as far as it goes, and what stands in its way; `lost` as in `Slots`.

    Dates that could not be settled are UNKNOWN.
    """
    resolver = _Resolver(Slots(definition, lost), year, pins)
    steps = tuple(resolver.planned(step) for step in definition.step)
    slug = definition.cycle.key if definition.cycle.year is not None else f"{definition.cycle.key}-{year}"
    timeline = Timeline(slug=slug, year=year, definition=definition, steps=steps)
    return timeline, tuple(dict.fromkeys(resolver.slots.problems))


class _Resolver:
    """Settles every date of one definition in one year, each after those that it stands on."""

    def __init__(self, slots: Slots, year: int, pins: tuple[Pin, ...]) -> None:
        self.slots, self.year = slots, year
        self.definition = slots.definition
        self.workdays = Workdays.of(slots.definition)
        self.pins = {(pin.step, pin.body): pin for pin in pins}
        self.dates: dict[tuple[Node, str | None], PlannedDate] = {}
        self._check_pins()
        order, circular = slots.in_order([node for node in slots.by_node if self._pin(node, None)])
        for node in order:
            self._settle(node, node in circular)

    # --- pins ---

    def _check_pins(self) -> None:
        for step_key, body in self.pins:
            step = self.slots.steps.get(step_key)
            if step is None:
                what = Text(da="Trinnet", en="step")
                self.slots.problems.append(unknown("unknown-step", what, step_key, self.slots.steps, ()))
            elif body is not None and body not in (known := self._pinnable(step)):
                what = Text(da="Udvalget", en="body")
                self.slots.problems.append(unknown("unknown-body", what, body, known, ()))

    def _pinnable(self, step: Step) -> tuple[str, ...]:
        return (*parts(step), END) if step.kind is StepKind.HEARING else parts(step)

    def _pin(self, node: Node, body: str | None) -> Pin | None:
        key, part = node
        if part:
            return self.pins.get((key, part))
        return self.pins.get((key, body)) or self.pins.get((key, None))

    # --- dates ---

    def _settle(self, node: Node, in_circle: bool) -> None:
        step = self.slots.by_node[node].step
        bodies = () if step.kind is StepKind.HEARING else step.bodies
        for body in bodies:
            self.dates[node, body] = self._date(node, body, in_circle)
        each = [self.dates[node, body] for body in bodies]
        self.dates[node, None] = _latest(each) if each else self._date(node, None, in_circle)

    def _date(self, node: Node, body: str | None, in_circle: bool) -> PlannedDate:
        slot = self.slots.by_node[node]
        pin = self._pin(node, body)
        if pin:
            settled = PlannedDate(precision=Precision.DAY, start=pin.on, end=pin.on, reason=pin.reason or _BY_HAND)
        else:
            settled = _UNKNOWN if in_circle else self._by_rule(node, slot, body)
        hour = (pin.hour if pin else None) or slot.hour or self._meeting_hour(slot.step, body)
        return settled.model_copy(update={"hour": hour, "rule": slot.text or ""})

    def _meeting_hour(self, step: Step, body: str | None) -> time | None:
        if step.kind not in MEETING_KINDS or body not in self.definition.body:
            return None
        return self.definition.body[body].meeting_hour

    def _by_rule(self, node: Node, slot: Slot, body: str | None) -> PlannedDate:
        if slot.text is None:
            return self._derived(node)
        if slot.rule is None:
            return _UNKNOWN
        settling = Settling(self.definition, self.year, self.workdays, self._anchored, slot.at)
        try:
            return self._over_closed_days(slot, settling.settle(slot.rule, body))
        except NoDateError as refusal:
            if body not in self.slots.lost:
                self.slots.problems.append(refusal.problem)
            return _UNKNOWN

    def _anchored(self, anchor: Anchor, body: str | None) -> PlannedDate:
        node = self.slots.node(anchor)
        seen_by = None if node[1] else anchor.part or body
        return self.dates.get((node, seen_by)) or self.dates[node, None]

    def _derived(self, node: Node) -> PlannedDate:
        follows = self.slots.derived_from(node)
        if not follows:
            return _UNKNOWN
        latest = _latest([self.dates[other, None] for other in follows])
        if node[1] == END:
            return latest
        names = ", ".join(key for key, _ in follows)
        return latest.model_copy(update={"reason": Text(da=f"følger {names}", en=f"follows {names}")})

    def _over_closed_days(self, slot: Slot, settled: PlannedDate) -> PlannedDate:
        """Roll a deadline over closed days; a meeting that a rule puts on one is a problem."""
        absolute = isinstance(slot.rule, Day) and slot.rule.absolute
        if settled.day is None or absolute:
            return settled
        if slot.step.kind in MEETING_KINDS:
            self._check_meeting_day(slot, settled.day)
            return settled
        rolled, why = self.workdays.roll_forward(settled.day)
        return settled.model_copy(update={"start": rolled, "end": rolled, "reason": joined(settled.reason, why)})

    def _check_meeting_day(self, slot: Slot, day: date) -> None:
        why = self.workdays.why_closed(day)
        if why is None or isinstance(slot.rule, MeetingInMonth | MeetingBeside):
            return
        when, key = full_day(day), slot.step.key
        da = f"Reglen lægger mødet »{key}« på {when.da} ({why.da}). Vælg en anden regel for mødet."
        en = f"The rule puts the meeting “{key}” on {when.en} ({why.en}). Choose another rule for the meeting."
        self.slots.problems.append(Problem("meeting-on-closed-day", da, en, slot.at))

    # --- the timeline ---

    def planned(self, step: Step) -> PlannedStep:
        """Return the step with its dates."""
        node = (step.key, "")
        own = self.dates[node, None]
        if step.kind is StepKind.HEARING:
            classes = tuple(
                BodyDate(body=each.key, date=self.dates[(step.key, each.key), None]) for each in step.classes
            )
            return PlannedStep(step=step, date=own, dates=classes, until=self.dates[(step.key, END), None])
        dates = tuple(BodyDate(body=body, date=self.dates.get((node, body), _UNKNOWN)) for body in step.bodies)
        differ = any(each.date != own for each in dates)
        return PlannedStep(step=step, date=own, dates=dates if differ else ())


def _latest(dates: list[PlannedDate]) -> PlannedDate:
    """Return the latest day; but if one of them is fuzzy, that one, for nobody knows which is the latest."""
    for each in dates:
        if each.day is None:
            return each
    return max(dates, key=lambda each: (each.start or date.min, each.hour or time.max))
