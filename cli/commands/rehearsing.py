"""`rehearse`: the whole year, lived by the engine in seconds, and left in a folder to be read."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from cli.call import Call
from cli.shown.findings import ERRORS, print_findings
from cli.timelines import timeline_of
from models.schedule import Text
from planning.dates.resolver import Unresolvable
from planning.dates.timeline import Timeline
from planning.foresight.forecast import forecast
from planning.format.source import Source, Unreadable
from planning.lint.folder import lint
from planning.scenarios.reading import ScenarioUnreadable, parse_scenario
from planning.scenarios.scenario import Scenario
from rendering.events import change_words, event_words
from runtime.definitions import read
from runtime.refusal import Refused
from runtime.rehearsals.folder import prepare
from runtime.rehearsals.year import PAGE, Rehearsed
from runtime.rehearsals.year import rehearse as live
from runtime.scenarios import find_scenario

MANY = 2000
"""More bodies than this take minutes: an estimate is shown, and `--yes` wanted."""

SECONDS_PER_TURN = 0.25
"""What one body of one step takes on a small machine: its letters, its hand-in or meeting, its end."""


def rehearse(call: Call) -> int:
    """Live the year; 1 when an act was refused, a letter failed or the year cannot end, 2 on a wrong definition."""
    source = read(call.arguments.cycle, call.settings.cycles)
    try:
        timeline = timeline_of(source, call.arguments.year)
        _lint(source, timeline)
        scenario = scenario_of(call, timeline, source)
    except (Unreadable, Unresolvable, ScenarioUnreadable) as error:
        print_findings(call, source, error.findings, sys.stderr)
        return ERRORS
    _warn_of_many(call, timeline)
    out = _folder(call, timeline)
    prepare(out, call.arguments.force)
    done = asyncio.run(_live(call, timeline, source, scenario, out))
    _print(call, done)
    return 1 if done.refused or done.waits or done.failed else 0


def _lint(source: Source, timeline: Timeline) -> None:
    """Raise Unreadable for what the lint calls an error, such as a text that names an unknown field."""
    errors = tuple(each for each in lint(source, timeline.year) if each.severity == "error")
    if errors:
        raise Unreadable(errors)


async def _live(call: Call, timeline: Timeline, source: Source, scenario: Scenario, out: Path) -> Rehearsed:
    shown = Progress(call, timeline, scenario)
    try:
        return await live(
            call.settings,
            timeline,
            source,
            scenario,
            out,
            language=call.language,
            say=lambda line: (event_words(line.event, call.language), change_words(line, call.language)),
            spectator=shown.reached,
            told=shown.letter,
        )
    finally:
        shown.clear()


def scenario_of(call: Call, timeline: Timeline, source: Source) -> Scenario:
    """Return the scenario that was asked for, else the habits: everyone in time."""
    if not call.arguments.scenario:
        return Scenario()
    name, text = find_scenario(call.arguments.scenario, source.files)
    return parse_scenario(text, timeline, name)


def _folder(call: Call, timeline: Timeline) -> Path:
    chosen = call.arguments.out or call.settings.home / "rehearsals" / timeline.slug
    return Path(chosen).expanduser()


def _warn_of_many(call: Call, timeline: Timeline) -> None:
    count = len(timeline.definition.body)
    if count > MANY and not call.arguments.yes:
        turns = sum(len(planned.step.bodies) for planned in timeline.steps)
        minutes = max(2, round(turns * SECONDS_PER_TURN / 60))
        raise Refused(
            f"Årshjulet har {count} udvalg; prøven tager omkring {minutes} minutter. Gentag med --yes.",
            f"The cycle has {count} bodies; the rehearsal takes about {minutes} minutes. Repeat it with --yes.",
        )


class Progress:
    """The month that the year has reached, and how many of its letters have left, where somebody watches."""

    def __init__(self, call: Call, timeline: Timeline, scenario: Scenario) -> None:
        self._call = call
        self._watched = sys.stderr.isatty()
        self._of = forecast(timeline, scenario).mails if self._watched else 0
        self._letters = 0
        self._month = ""
        self._line = ""

    async def reached(self, moment: datetime) -> None:
        """The year goes on to this moment."""
        self._month = f"{moment:%Y-%m}"
        self._show()

    def letter(self) -> None:
        """A letter has left."""
        self._letters += 1
        self._show()

    def clear(self) -> None:
        """Make room for what is said at the end."""
        if self._watched:
            print("\r" + " " * len(self._line) + "\r", end="", file=sys.stderr)

    def _show(self) -> None:
        if self._watched:
            count = Text(da=f"{self._letters} af {self._of} breve", en=f"{self._letters} of {self._of} letters")
            self._line = f"{self._month}: {self._call.text(count)} …"
            print(f"\r{self._line}", end="", file=sys.stderr, flush=True)


def _print(call: Call, done: Rehearsed) -> None:
    for refusal in done.refused:
        print(call.text(refusal), file=sys.stderr)
    for failure in done.failed:
        call.say(failure)
    page = done.folder / PAGE
    call.say(
        Text(
            da=f"{done.letters} breve er skrevet. Læs {page}.",
            en=f"{done.letters} letters are written. Read {page}.",
        )
    )
    if done.older:
        call.say(
            Text(
                da=f"I {done.folder} ligger stadig breve og kalendere fra en tidligere prøve ({done.older}); intet "
                "slettes.",
                en=f"Letters and calendars of an earlier rehearsal still lie in {done.folder} ({done.older}); nothing "
                "is deleted.",
            )
        )
    for wait in done.waits:
        call.say(wait)
