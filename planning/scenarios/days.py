"""The dates of a scenario: days, or rules of the date grammar over the plan as it was before anybody acted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.schedule import Text
from planning.dates.rule import THE_COMMITTEE, Anchor, Day, MeetingBeside, MeetingInMonth, Rule, RuleError
from planning.dates.rules import parse
from planning.dates.settling import NoDateError, Settling
from planning.dates.slots import anchor_of, parts
from planning.dates.timeline import PlannedDate, PlannedStep, Timeline
from planning.dates.workdays import Workdays
from planning.format.finding import Path, Problem, unknown
from planning.words import full_day

BEFORE_THE_FIRST = timedelta(days=30)
AFTER_THE_LAST = timedelta(days=365)
_STEP, _BODY = Text(da="Trinnet", en="step"), Text(da="Udvalget", en="body")


@dataclass(frozen=True)
class Days:
    """Settles what a scenario writes where it wants a date, for one timeline."""

    timeline: Timeline
    workdays: Workdays
    first: date
    last: date

    @classmethod
    def of(cls, timeline: Timeline) -> "Days":
        """Return the days of a timeline: from 30 days before its first step until a year after its last."""
        known = [day for planned in timeline.steps for day in _known(planned)]
        new_year = date(timeline.year, 1, 1)  # where no step has a day
        first, last = min(known, default=new_year), max(known, default=new_year)
        workdays = Workdays.of(timeline.definition)
        return cls(timeline, workdays, first - BEFORE_THE_FIRST, last + AFTER_THE_LAST)

    def settle(self, text: str, body: str | None, at: Path) -> date:
        """Return the day that is meant; raises NoDateError when there is none, or none of this cycle.

        A rule's day rolls forward over closed days, as deadlines do; a day that is written out stays.
        """
        rule = self._read(text, at)
        try:
            day = self._settling(at).settle(rule, body).day
        except NoDateError as refusal:
            raise NoDateError(replace(refusal.problem, at=at)) from None
        if day is None:
            raise NoDateError(_no_day(text, rule, at))
        if not (isinstance(rule, Day) and rule.absolute):
            day, _ = self.workdays.roll_forward(day)
        if not self.first <= day <= self.last:
            raise NoDateError(self._outside(day, at))
        return day

    def _settling(self, at: Path) -> Settling:
        return Settling(self.timeline.definition, self.timeline.year, self.workdays, self._anchored, at)

    def _read(self, text: str, at: Path) -> Rule:
        try:
            rule = parse(text)
        except RuleError as error:
            raise NoDateError(Problem("unreadable-date", error.sentence.da, error.sentence.en, at)) from None
        if isinstance(rule, MeetingInMonth | MeetingBeside) and rule.body != THE_COMMITTEE:
            _known_as("unknown-body", _BODY, rule.body, self.timeline.definition.body, at)
        anchor = anchor_of(rule)
        if anchor is not None:
            self._check(anchor, at)
        return rule

    def _check(self, anchor: Anchor, at: Path) -> None:
        steps = {planned.step.key: planned.step for planned in self.timeline.steps}
        _known_as("unknown-step", _STEP, anchor.step, steps, at)
        if anchor.part is not None:
            _known_as("unknown-body", _BODY, anchor.part, parts(steps[anchor.step]), at)

    def _anchored(self, anchor: Anchor, body: str | None) -> PlannedDate:
        planned = self.timeline.step_named(anchor.step)
        if anchor.part is None and anchor.edge != "opening" and planned.until is not None:
            return planned.until
        seen_by = anchor.part or body
        return planned.date_for(seen_by) if seen_by else planned.date

    def _outside(self, day: date, at: Path) -> Problem:
        first, last, shown = full_day(self.first), full_day(self.last), full_day(day)
        slug = self.timeline.slug
        da = f"{shown.da} ligger uden for {slug}. Vælg en dag fra {first.da} til {last.da}."
        en = f"{shown.en} is outside {slug}. Choose a day from {first.en} to {last.en}."
        return Problem("outside-the-cycle", da, en, at)


def _known(planned: PlannedStep) -> list[date]:
    dates = (planned.date, *(each.date for each in planned.dates), *((planned.until,) if planned.until else ()))
    return [day for each in dates for day in (each.start, each.end) if day]


def _known_as(name: str, what: Text, word: str, known: Iterable[str], at: Path) -> None:
    if word not in known:
        raise NoDateError(unknown(name, what, word, known, at))


def _no_day(text: str, rule: Rule, at: Path) -> Problem:
    anchor = anchor_of(rule)
    if anchor is not None:
        da = f"»{text}« er ingen dag, for »{anchor.step}« har ingen dag i planen. Skriv selv en dag."
        en = f"“{text}” is no day, for “{anchor.step}” has no day in the plan. Write a day yourself."
    else:
        da = f"»{text}« er ikke en bestemt dag. Skriv en dag eller en regel, der giver én."
        en = f"“{text}” is not one day. Write a day, or a rule that gives one."
    return Problem("no-day", da, en, at)
