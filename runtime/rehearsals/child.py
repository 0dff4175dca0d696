"""One rehearsal as a process of its own: `python -m runtime.rehearsals.child FOLDER`.

Begun by `runtime.rehearsals.beside`. Reads the order and the cycle in the folder, says how far it is while it goes on,
and writes what came of it.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from models.journal import JournalEntry
from models.schedule import Text
from models.vocabulary import Language
from planning.dates.resolver import Unresolvable, resolve
from planning.dates.timeline import Timeline
from planning.format.source import Source, Unreadable, parse
from planning.lint.folder import lint
from planning.papers.zipped import unzipped
from planning.scenarios.reading import ScenarioUnreadable, parse_scenario
from planning.scenarios.scenario import Scenario
from rendering.events import change_words, event_words
from runtime.rehearsals.beside import ORDER, OUT, PROGRESS, RESULT, ZIP
from runtime.rehearsals.folder import prepare
from runtime.rehearsals.year import Rehearsed, Spectator, rehearse
from runtime.scenarios import find_scenario
from settings import Settings


def main(folder: Path) -> int:
    """Rehearse what the folder orders; returns 0 when a year was lived, whatever came of it."""
    order = json.loads((folder / ORDER).read_text("utf-8"))
    try:
        done = asyncio.run(_lived(folder, order))
    except (Unreadable, Unresolvable, ScenarioUnreadable) as error:
        _write(folder / RESULT, {"done": False, "said": _dumped(each.sentence for each in error.findings)})
        return 1
    except Exception as error:
        sentence = getattr(error, "sentence", None)
        if not isinstance(sentence, Text):
            raise
        _write(folder / RESULT, {"done": False, "said": _dumped([sentence])})
        return 1
    said = _dumped((*done.refused, *done.failed, *done.waits))
    _write(folder / RESULT, {"done": True, "letters": done.letters, "said": said})
    return 0


async def _lived(folder: Path, order: dict[str, Any]) -> Rehearsed:
    source = unzipped(ZIP, (folder / ZIP).read_bytes())
    year, language = int(order["year"]), Language(order["language"])
    errors = tuple(each for each in lint(source, year) if each.severity == "error")
    if errors:
        raise Unreadable(errors)
    definition = parse(source)
    timeline = resolve(definition, None if definition.cycle.year is not None else year)
    out = folder / OUT
    prepare(out, force=True)

    def say(line: JournalEntry) -> tuple[str, str]:
        return event_words(line.event, language), change_words(line, language)

    return await rehearse(
        Settings(),
        timeline,
        source,
        _scenario(order["scenario"], timeline, source),
        out,
        language=language,
        say=say,
        spectator=_progress(folder),
    )


def _scenario(name: str, timeline: Timeline, source: Source) -> Scenario:
    if not name:
        return Scenario()
    path, text = find_scenario(name, source.files)
    return parse_scenario(text, timeline, path)


def _progress(folder: Path) -> Spectator:
    """Note each month that the year reaches."""
    noted: list[str] = []

    async def watch(moment: datetime) -> None:
        month = f"{moment:%Y-%m}"
        if month not in noted:
            noted.append(month)
            _write(folder / PROGRESS, {"reached": month})

    return watch


def _dumped(sentences: Iterable[Text]) -> list[dict[str, str]]:
    return [each.model_dump() for each in sentences]


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write the file whole: who reads meanwhile reads the one before."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
