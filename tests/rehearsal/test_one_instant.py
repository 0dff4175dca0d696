"""What falls on one instant happens in one order, in the forecast and in the rehearsal: acts first, then rungs."""

from datetime import date, time
from pathlib import Path

import pytest

from models.vocabulary import Language, LetterKind
from planning.dates.resolver import resolve
from planning.format.source import Source, parse
from planning.scenarios.scenario import Happening, Kill, Scenario
from runtime.rehearsals.year import rehearse
from tests.planning.building import YEAR
from tests.planning.small import TOML
from tests.rehearsal.comparing import SETTINGS, differences, foreseen, rehearsed

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


@pytest.mark.timeout(300)
async def test_worker_that_is_to_be_killed_before_a_letter_that_never_leaves_is_told_of(tmp_path: Path) -> None:
    source = Source("small", TOML, {})
    timeline = resolve(parse(source), YEAR)
    silent = Scenario(decide="never", kill=Kill(before="reminder/plan/TMU/secretary"))

    done = await rehearse(
        SETTINGS, timeline, source, silent, tmp_path, language=Language.EN, say=lambda line: (line.event, "")
    )

    assert [each.en for each in done.refused] == [
        "The letter “reminder/plan/TMU/secretary” never left, so the worker was not killed. Correct “worker_killed”."
    ]


@pytest.mark.timeout(300)
async def test_every_act_of_the_instant_precedes_a_pack_that_begins_at_it() -> None:
    own_day = 'kind = "letter_pack"\ndate = "2027-02-01"\n'
    source = Source("small", TOML.replace('kind = "letter_pack"\n', own_day), {})
    timeline = resolve(parse(source), YEAR)
    begins = date(2027, 2, 1)
    scenario = Scenario(
        happening=(
            Happening(act="move", step="council", on=begins, hour=MORNING, to=date(2027, 12, 2)),
            Happening(act="pause", on=begins, hour=MORNING),
            Happening(act="resume", on=date(2027, 2, 6), hour=MORNING),
        ),
    )

    lived, letters = await rehearsed(source, timeline, scenario)

    assert differences(letters, foreseen(timeline, scenario).letters) == ([], [])
    assert lived.refused == ()
    assert {f"{each.at:%a %Y-%m-%d}" for each in letters if each.kind is LetterKind.CHALLENGE} == {"Mon 2027-02-08"}
