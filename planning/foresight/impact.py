"""The impact sheet of an act, shown before anything is changed: what leaves at once, and how two forecasts differ."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from models.acts import Closing, Decision, Move
from models.letters import LetterOrder
from models.schedule import Text
from models.states import CycleState, MeetingState
from models.vocabulary import MEETING_KINDS, StepStage
from planning.acts import meeting_days, permitted
from planning.dates.slots import END
from planning.dates.timeline import PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.foresight import commands
from planning.foresight.forecast import Foreseen, foresee, recipients_of
from planning.foresight.simulation import Simulation
from planning.format.source import Source
from planning.lint import order as lint_order
from planning.lint.case import Case


@dataclass(frozen=True, order=True)
class DateChange:
    """A step (of one body) whose date changes."""

    step: str
    body: str
    before: date
    after: date


@dataclass(frozen=True)
class Impact:
    """What an act changes. Letters are compared one by one.

    `leaving` leave at once, or are held for a release at once; they are not among `new`, and those that would have
    left anyway, at another time, are not among `gone`.

    `zone` is the one in which the cycle tells its times. `version` is the year's when it was foreseen: what is
    confirmed on it is refused when the year has changed since.
    """

    dates: tuple[DateChange, ...]
    gone: tuple[Foreseen, ...]
    new: tuple[Foreseen, ...]
    tasks: tuple[Text, ...]
    zone: str
    version: int = 0
    remark: Text | None = None
    dropped: tuple[str, ...] = ()  # steps that will not happen any more
    warnings: tuple[Text, ...] = ()  # what the lint would say of the order of the dates, and did not say before
    leaving: tuple[Foreseen, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whose letters change, by role."""
        return tuple(sorted({letter.to for letter in (*self.gone, *self.leaving, *self.new)}))

    @property
    def calendar_entries(self) -> int:
        """How many calendar entries change."""
        return len(self.dates)


def impact_of_move(
    before: Simulation, after: Simulation, step: str, to: date, *, hour: time | None = None, body: str | None = None
) -> Impact:
    """Return what changes when a step moves. `before` and `after` are the same cycle twice; both are carried forward.

    Raises NotPermitted or Unresolvable, as the move itself would.
    """

    def move(year: Simulation) -> None:
        act = Move(id="impact", by="impact", at=year.now, step=step, to=to, hour=hour, body=body)
        permitted.move(year.state, act)
        year.replan(step, body, to, "impact", hour=hour)

    planned = next((each.step.kind for each in before.timeline.steps if each.step.key == step), None)
    remark = None if planned in MEETING_KINDS else Workdays.of(before.timeline.definition).remark(to)
    return replace(_impact(before, after, move), remark=remark)


def impact_of_decision(before: Simulation, after: Simulation, meeting: str, act: Decision) -> Impact:
    """Return what changes when this meeting decides so; without the act it is foreseen to approve on its day.

    Raises NotPermitted or Unresolvable, as the decision itself would.
    """

    def decide(year: Simulation) -> None:
        state = year.children[meeting]
        assert isinstance(state, MeetingState)
        permitted.decision(state, act)
        meeting_days.check_decision(year.timeline, state, act)
        commands.do(year, meeting, "decide", act.model_dump(mode="json"))

    return _impact(before, after, decide)


def impact_of_closing(before: Simulation, after: Simulation, consulted: str, act: Closing) -> Impact:
    """Return what changes when this hearing is closed; raises NotPermitted, as the closing itself would."""

    def close(year: Simulation) -> None:
        commands.do(year, consulted, "close", act.model_dump(mode="json"))

    return _impact(before, after, close)


def _impact(before: Simulation, after: Simulation, act: Callable[[Simulation], None]) -> Impact:
    timeline, version, known = before.timeline, before.state.version, len(after.tasks)
    decided = frozenset(order.own_key for order in (*after.letters.left(), *after.letters.held))
    act(after)
    leaving = tuple(sorted(_leaving(after, decided)))
    dates = tuple(sorted(date_changes(timeline, after.timeline)))
    tasks = tuple(task.words for task in after.tasks[known:])
    dropped = _dropped(before.state, after.state)
    without, with_act = Counter(foresee(before).letters), Counter(foresee(after).letters)
    gone, new = _but_for(leaving, without - with_act), _but_for(leaving, with_act - without)
    zone = timeline.definition.cycle.zone
    said = _warnings(timeline)
    warnings = tuple(each for each in _warnings(after.timeline) if each not in said)
    return Impact(dates, gone, new, tasks, zone, version, dropped=dropped, warnings=warnings, leaving=leaving)


def _leaving(year: Simulation, decided: Container[str]) -> Iterator[Foreseen]:
    """What leaves now, or is held now, and was not `decided` before."""
    for orders, held in ((year.letters.left(), False), (year.letters.held, True)):
        for order in orders:
            if order.own_key not in decided and order.settled is None:
                yield from _foreseen(year.timeline, order, held=held)


def _foreseen(timeline: Timeline, order: LetterOrder, *, held: bool) -> Iterator[Foreseen]:
    for to in recipients_of(timeline, order):
        yield Foreseen(order.at, order.kind, order.step, order.body or "", to, held)


def _but_for(leaving: Iterable[Foreseen], letters: Counter[Foreseen]) -> tuple[Foreseen, ...]:
    """Leave out, for each letter that leaves now, the first of its kind, step, body and recipient."""
    now = Counter(_letter(each) for each in leaving)
    rest = []
    for each in sorted(letters.elements()):
        if now[_letter(each)]:
            now[_letter(each)] -= 1
        else:
            rest.append(each)
    return tuple(rest)


def _letter(foreseen: Foreseen) -> tuple[str, ...]:
    return foreseen.kind, foreseen.step, foreseen.body, foreseen.to


def _warnings(timeline: Timeline) -> list[Text]:
    """What the lint says of the order of the dates, as they are now."""
    case = Case(Source(timeline.definition.cycle.key, toml=""), timeline.definition, timeline, frozenset())
    return [Text(da=problem.da, en=problem.en) for problem in lint_order.check(case)]


def _dropped(before: CycleState, after: CycleState) -> tuple[str, ...]:
    """The steps that will not happen any more."""
    was = {each.key: each.stage for each in before.progress}
    ended = [each.key for each in after.progress if each.stage is StepStage.ENDED]
    return tuple(key for key in ended if was.get(key) is not StepStage.ENDED)


def date_changes(before: Timeline, after: Timeline) -> list[DateChange]:
    """Return every date that differs between two timelines of the same steps."""
    changes = []
    for was, is_ in zip(before.steps, after.steps, strict=True):
        for name, old, new in ((name, _day(was, name), _day(is_, name)) for name in _names(was, is_)):
            if old is not None and new is not None and old != new:
                changes.append(DateChange(was.step.key, name, old, new))
    return changes


def _names(was: PlannedStep, is_: PlannedStep) -> tuple[str, ...]:
    """What the dates differ by: bodies, when theirs do before or after; a hearing's opening (""), classes and end."""
    apart = tuple(dict.fromkeys(each.body for planned in (was, is_) for each in planned.dates))
    return ("", *apart, END) if was.until else apart or ("",)


def _day(planned: PlannedStep, name: str) -> date | None:
    if name == END and planned.until:
        return planned.until.day
    return planned.date_for(name).day
