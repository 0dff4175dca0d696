"""What falls on one instant happens in one order, in the forecast and in the rehearsal: acts first, then rungs."""

from datetime import date, time

import pytest

from models.vocabulary import LetterKind
from planning.resolver import resolve
from planning.scenario import Happening, Scenario
from planning.source import Source, parse
from tests.planning.building import YEAR
from tests.planning.small import TOML
from tests.rehearsal.comparing import differences, foreseen, rehearsed

MORNING = time(8)
DUE, ASKED = date(2027, 5, 10), date(2027, 8, 31)


@pytest.mark.timeout(300)
async def test_acts_precede_the_rungs_of_their_instant() -> None:
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)
    scenario = Scenario(
        hand_in="never",
        happening=(
            Happening(act="submit", step="plan", body="TMU", on=DUE, hour=MORNING),
            Happening(act="request", step="plan", body="BUU", on=DUE, hour=MORNING, until=date(2027, 6, 1)),
            Happening(act="refuse", step="plan", body="BUU", on=DUE, hour=MORNING),
            Happening(act="decide", step="first", body="BIU", on=ASKED, hour=MORNING, outcome="approved"),
        ),
    )

    lived, letters = await rehearsed(source, timeline, scenario)

    assert differences(letters, foreseen(timeline, scenario).letters) == ([], [])
    assert lived.refused == ()
    assert [each.to for each in letters if (each.kind, each.step) == (LetterKind.DUE_TODAY, "plan")] == [
        "BUU.secretary"
    ]
    assert not [each for each in letters if (each.kind, each.step) == (LetterKind.OUTCOME_WANTED, "first")]
