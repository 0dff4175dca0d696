"""`letters`: every letter of a cycle on one page, before anything runs. Free of the engine and of the record."""

import sys
from pathlib import Path

from cli.call import Call
from cli.shown.findings import ERRORS, print_findings
from cli.timelines import timeline_of
from models.schedule import Text
from planning.dates.resolver import Unresolvable
from planning.format.source import Unreadable
from planning.lint.folder import lint
from rendering.kinds import kind_words
from runtime.definitions import read
from runtime.gallery.folder import write_gallery


def letters(call: Call) -> int:
    """Write the gallery and say where it is; 2 when the definition or its texts have errors."""
    source = read(call.arguments.cycle or "annual", call.settings.cycles)
    folder = Path(call.arguments.gallery).expanduser()
    try:
        timeline = timeline_of(source, call.arguments.year)
        errors = tuple(each for each in lint(source, timeline.year) if each.severity == "error")
        if errors:
            raise Unreadable(errors)
    except (Unreadable, Unresolvable) as error:
        print_findings(call, source, error.findings, sys.stderr)
        return ERRORS
    done = write_gallery(call.settings, timeline, source, folder, call.language)
    call.say(
        Text(
            da=f"{done.letters} breve er skrevet. Se {done.page}.",
            en=f"{done.letters} letters are written. See {done.page}.",
        )
    )
    if done.absent:
        names = ", ".join(kind_words(kind, call.language) for kind in done.absent)
        call.say(Text(da=f"Årshjulet sender ikke: {names}.", en=f"The cycle never sends: {names}."))
    return 0
