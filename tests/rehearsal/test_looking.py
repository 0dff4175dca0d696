"""A rehearsal reads again only what has changed, and sees what a look at the whole record sees."""

from datetime import datetime
from pathlib import Path

import pytest

from planning.dates.resolver import resolve
from planning.format.source import Source, parse
from planning.scenarios.reading import parse_scenario
from runtime.rehearsals import year as rehearsal
from runtime.rehearsals.lookout import Lookout
from runtime.rehearsals.quiet import Glance
from runtime.rehearsals.record import record
from tests.planning.building import YEAR
from tests.planning.small import TOML
from tests.rehearsal.comparing import SETTINGS

SCENARIO = """
[[happening]]
act = "extend"
step = "plan"
body = "TMU"
on = 2027-05-03
until = 2027-05-18
reason = "Sommerferie"

[[happening]]
act = "pause"
on = 2027-05-06
reason = "Valg"

[[happening]]
act = "resume"
on = 2027-05-12

[[happening]]
act = "move"
step = "council"
on = 2027-09-01
to = 2027-12-16
reason = "Rådet er optaget"
"""


@pytest.mark.timeout(300)
async def test_every_child_that_has_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Glance | None] = []
    moments: list[datetime] = []

    class Remembering(Lookout):
        def look(self, *, though_letters_move: bool = False) -> Glance | None:
            seen.append(super().look(though_letters_move=though_letters_move))
            return seen[-1]

    async def compared(moment: datetime) -> None:
        mine, whole = seen[-1], Lookout(record(tmp_path), timeline.slug).look()
        assert mine
        assert whole
        assert {child.id: child for child in mine.children} == {child.id: child for child in whole.children}
        assert (mine.year, mine.held, mine.next_moment(moment)) == (whole.year, whole.held, whole.next_moment(moment))
        assert whole.is_quiet(moment) == mine.is_quiet(moment)
        moments.append(moment)

    monkeypatch.setattr(rehearsal, "Lookout", Remembering)
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)
    scenario = parse_scenario(SCENARIO, timeline, "looking")

    lived = await rehearsal.live(SETTINGS, timeline, source, scenario, tmp_path, spectator=compared)

    assert lived.glance.is_over
    assert len(moments) > len(lived.glance.children)
