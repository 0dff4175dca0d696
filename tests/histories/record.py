"""Records histories for the replay test: `python -m tests.histories.record`. An existing file is never overwritten.

A history is what a running year holds on to: when a change of code diverges from it, the change is made with
`workflow.patched`, and the history stays.
"""

import asyncio
import re
import sys
import tempfile
from datetime import date, time
from pathlib import Path

from models.vocabulary import Outcome
from tests.definitions import APPROVE, LETTERS, PLAN, READING, definition, step
from tests.engine import Office, Year, local, open_office
from tests.histories.many import MANY
from tests.histories.turns import NEXT_YEAR, TURNS

FOLDER = Path(__file__).parent
_IDENTITY = re.compile(r'"identity": "[^"]*"')
"""Whose process it was says nothing, and is another one each time."""

BEGINS = local(date(2011, 1, 10), time(9))
HEARING = step(
    "hearing",
    "hearing",
    date="2011-09-01",
    until="2011-09-30",
    gate=["reading"],
    **{
        "class": [
            {
                "key": "local",
                "name": {"da": "Lokaludvalg", "en": "Local committees"},
                "deadline": "2011-09-30",
                "contact": [
                    {"role": "respondent", "name": "Lokaludvalg {n}", "address": "local{n}@hoering.example", "count": 2}
                ],
            }
        ]
    },
)


async def whole_year(office: Office) -> Year:
    """Live a year with one late, one extended, one returned hand-in, an addition, a postponement and a hearing."""
    year = await office.start(definition(APPROVE, LETTERS, PLAN, READING, HEARING), BEGINS)
    await office.clock.travel_to(date(2011, 2, 7), time(14))
    await year.decide("approve", "BIU", Outcome.POSTPONED)
    await office.clock.travel_to(date(2011, 2, 21), time(14))
    await year.add("approve", "BIU", "at papiret sendes til kommentering", "BIU", date(2011, 3, 21))
    await office.clock.travel_to(date(2011, 5, 4))
    await year.request("plan", "TMU", date(2011, 5, 30))
    await year.extend("plan", "TMU", date(2011, 5, 30))
    await office.clock.travel_to(date(2011, 5, 18))
    await year.submit("plan", "BUU")
    await year.send_back("plan", "BUU", date(2011, 6, 6))
    await year.pause()
    await year.submit("plan", "BUU", version=2)
    await year.resume()
    await year.accept("plan", "BUU")
    await office.clock.travel_to(date(2011, 6, 20))
    await year.move("reading", date(2011, 8, 23))
    await office.clock.travel_to(date(2011, 8, 23), time(18))
    await year.decide("reading", "BIU")
    await office.clock.travel_to(date(2011, 9, 10))
    await year.respond("hearing", "local", "01")
    await office.clock.travel_to(date(2011, 10, 3))
    await year.close("hearing")
    return year


async def sent_back_and_cancelled(office: Office) -> Year:
    """Live a year whose council sends the matter back, and that is cancelled then."""
    reading = step("reading", "reading", bodies=["BIU"], date="2011-08-22")
    council = step("council", "approval", bodies=["BR"], date="2011-12-08", gate=["reading"], back_to="reading")
    year = await office.start(definition(reading, council), BEGINS)
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU")
    await office.clock.travel_to(date(2011, 9, 1))
    await year.move("council", date(2011, 10, 6))
    await office.clock.travel_to(date(2011, 10, 6), time(18))
    await year.decide("council", "BR", Outcome.SENT_BACK)
    await year.cancel()
    return year


async def rejected(office: Office) -> Year:
    """Live a year that a rejection ends."""
    reading = step("reading", "reading", bodies=["BIU"], date="2011-08-22")
    council = step("council", "approval", bodies=["BR"], date="2011-12-08", gate=["reading"])
    year = await office.start(definition(reading, council), BEGINS)
    await office.clock.travel_to(date(2011, 8, 22), time(18))
    await year.decide("reading", "BIU", Outcome.REJECTED)
    return year


YEARS = {
    "whole_year": whole_year,
    "sent_back_and_cancelled": sent_back_and_cancelled,
    "rejected": rejected,
    **TURNS,
    **MANY,
}


async def main() -> None:
    """Record every history of the years that have none yet: a code of today adds nothing to an older recording."""
    for name, live in YEARS.items():
        if any(FOLDER.glob(f"{name}.*.json")):
            continue
        with tempfile.TemporaryDirectory() as folder:
            async with open_office(Path(folder)) as office:
                year = await live(office)
                await office.clock.settle()
                await _write(name, year)


async def _write(name: str, year: Year) -> None:
    told = {entry.workflow_id for entry in year.journal() if entry.workflow_id.startswith("cycle:")}
    for id_ in [NEXT_YEAR] if name == "next_year" else sorted(told):
        target = FOLDER / f"{name}.{id_.removeprefix('cycle:').replace(':', '.')}.json"
        history = await year.client.get_workflow_handle(id_).fetch_history()
        target.write_text(_IDENTITY.sub('"identity": "worker"', history.to_json()) + "\n")
        sys.stdout.write(f"{target.name}\n")


if __name__ == "__main__":
    asyncio.run(main())
