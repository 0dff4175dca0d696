"""From a scenario's text to what people do in a year: every name and date checked against the timeline.

`docs/scenarios.md` explains the format by example. An act that names no body is done for every body of its step; an
answer to a hearing that names no respondent is everybody's of its class, or of every class.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from planning.dates.settling import NoDateError
from planning.dates.timeline import Timeline
from planning.format.finding import Finding, Path, Problem
from planning.format.locator import Locator
from planning.format.source import Unreadable
from planning.scenarios.days import Days
from planning.scenarios.form import Written, WrittenHappening, read_form
from planning.scenarios.names import Names
from planning.scenarios.needs import needs
from planning.scenarios.scenario import AdditionMade, Happening, Kill, Scenario

FOLDER, SUFFIX = "scenarios/", ".toml"


class ScenarioUnreadable(Exception):  # noqa: N818 -- reads as what the scenario is
    """The text is no scenario of this cycle; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.sentence.en for finding in findings))
        self.findings = findings


def own_scenarios(files: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the scenarios among a cycle's files, by their paths below its folder."""
    return {path: files[path] for path in sorted(files) if path.startswith(FOLDER) and path.endswith(SUFFIX)}


def parse_scenario(toml: str, timeline: Timeline, name: str) -> Scenario:
    """Return the scenario of this timeline; `name` is its file's in findings, and without folder and suffix its own.

    Raises ScenarioUnreadable with every mistake; of a text that is not TOML, with the one that stopped the reader.
    """
    try:
        whole, written, problems = read_form(toml, name)
    except Unreadable as error:
        raise ScenarioUnreadable(tuple(replace(each, file=name) for each in error.findings)) from None
    reading = _Reading(timeline, written, list(problems))
    happenings, locator = reading.happenings(), Locator(toml)
    scenario = Scenario(
        name=name.rpartition("/")[2].removesuffix(".toml"),
        hand_in=whole.hand_in,
        decide=whole.decide,
        release=whole.release,
        silent=reading.silent(whole.silent),
        happening=tuple(happening for _, happening in happenings),
        places=tuple(f"{name}:{locator.line(('happening', index)) or 1}" for index, _ in happenings),
        kill=reading.kill(whole.worker_killed),
    )
    if reading.problems:
        raise ScenarioUnreadable(_located(reading.problems, toml, name))
    return scenario


class _Reading:
    """Reads the happenings one by one; `problems` grows with every mistake."""

    def __init__(self, timeline: Timeline, written: Iterable[Written], problems: list[Problem]) -> None:
        self.written = tuple(written)
        self.problems = problems
        self.days = Days.of(timeline)
        owners = tuple(each.addition.owner for _, each in self.written if each.addition)
        self.names = Names(timeline, owners)

    def silent(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the bodies that stay silent."""
        for index, code in enumerate(codes):
            self.problems += self.names.body(code, ("silent", index))
        return codes

    def kill(self, kill: Kill | None) -> Kill | None:
        """Return the letter before which the worker is killed."""
        if kill is not None:
            self.problems += self.names.letter(kill.before, ("worker_killed", "before"))
        return kill

    def happenings(self) -> tuple[tuple[int, Happening], ...]:
        """Return the acts that could be read, in the order of the file, each with its place there."""
        return tuple((index, act) for index, each in self.written for act in self._acts(each, ("happening", index)))

    def _acts(self, written: WrittenHappening, at: Path) -> Iterator[Happening]:
        wrong = [*self.names.happening(written, at), *needs(written, at, self.names.step_kind(written.step))]
        self.problems += wrong
        bodies = self.names.bodies_of(written) if not wrong else (None,)
        for body in bodies:
            dates = self._dates(written, body, at)
            if dates is not None and not wrong:
                yield from self._spread(written.model_copy(update={"body": body}), dates)

    def _dates(self, written: WrittenHappening, body: str | None, at: Path) -> dict[str, date] | None:
        texts = {"on": written.on, "until": written.until, "to": written.to}
        if written.addition:
            texts["addition.due"] = written.addition.due
        found = {name: self._day(text, body, (*at, *name.split("."))) for name, text in texts.items() if text}
        self.problems += _not_ahead(found, at)
        return None if None in found.values() else {name: day for name, day in found.items() if day}

    def _day(self, text: str, body: str | None, at: Path) -> date | None:
        try:
            return self.days.settle(text, body, at)
        except NoDateError as refusal:
            if refusal.problem not in self.problems:
                self.problems.append(refusal.problem)
            return None

    def _spread(self, written: WrittenHappening, dates: dict[str, date]) -> Iterator[Happening]:
        plain: dict[str, Any] = written.model_dump(exclude={"on", "until", "to", "addition"})
        made = written.addition
        if made is not None:
            plain["addition"] = AdditionMade(**made.model_dump(exclude={"due"}), due=dates.pop("addition.due"))
        if written.act != "respond":
            yield Happening(**plain, **dates)
            return
        for hearing_class, respondent in self.names.respondents_of(written):
            yield Happening(**(plain | {"hearing_class": hearing_class, "respondent": respondent}), **dates)


def _not_ahead(dates: dict[str, date | None], at: Path) -> Iterator[Problem]:
    on = dates["on"]
    for name, day in dates.items():
        if name != "on" and on and day and day <= on:
            key = name.rpartition(".")[2]
            da = f"»{key}« ({day}) ligger ikke efter handlingens egen dag ({on}). Vælg en senere dag."
            en = f"“{key}” ({day}) is not later than the act's own day ({on}). Choose a later day."
            yield Problem("not-ahead", da, en, (*at, *name.split(".")))


def _located(problems: Iterable[Problem], toml: str, name: str) -> tuple[Finding, ...]:
    locator = Locator(toml)
    found = [replace(problem.located(locator.line), file=name) for problem in problems]
    return tuple(sorted(found, key=lambda each: (each.line or 0, each.rule, each.sentence.en)))
