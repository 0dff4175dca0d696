"""The scenarios in a cycle's folder, read as a forecast reads them. What is wrong with one stops no start."""

from collections.abc import Iterator
from dataclasses import replace

from planning.acts import meeting_days
from planning.acts.permitted import NotPermitted
from planning.dates.timeline import Timeline
from planning.format.finding import Finding
from planning.lint.case import Case
from planning.scenarios.reading import ScenarioUnreadable, own_scenarios, parse_scenario
from planning.scenarios.scenario import Happening
from planning.transitions.orders import year_plan


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning for each mistake of each scenario; none while the plan that they speak of has mistakes."""
    if case.lost or any(problem.severity == "error" for problem in case.date_problems):
        return
    for path, text in own_scenarios(case.source.files).items():
        try:
            scenario = parse_scenario(text, case.timeline, path)
        except ScenarioUnreadable as error:
            yield from (replace(finding, severity="warning") for finding in error.findings)
        else:
            for happening, place in zip(scenario.happening, scenario.places, strict=True):
                yield from _closed_day(happening, case.timeline, path, int(place.rpartition(":")[2]))


def _closed_day(happening: Happening, timeline: Timeline, path: str, line: int) -> Iterator[Finding]:
    """Say when a meeting is moved or postponed to a day on which none is held: the act will be refused."""
    if happening.to is None:
        return
    planned = {plan.key: plan.bodies for plan in year_plan(timeline)}
    bodies = (happening.body,) if happening.body else planned.get(happening.step, ())
    try:
        meeting_days.check(timeline, happening.step, bodies, happening.to, happening.on)
    except NotPermitted as refusal:
        yield Finding("warning", "meeting-on-closed-day", refusal.sentence, path, line)
