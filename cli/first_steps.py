"""What an office says when it is open: where to look, and the act that comes first, as it can be typed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from cli.counter import OVER
from desk.shown.what_next import NextAct, next_act
from models.cycles import Cycle
from models.database import reading
from models.schedule import Text
from planning.words import full_day

_COMMANDS = {
    "resume": "resume {cycle}",
    "release": "outbox release --step {step}",
    "decide": "decide {step}/{body} approved",
    "submit": "submit {step}/{body} {file}",
    "close": "close {step}",
}
_SAID = {
    "resume": Text(da="{title} er på pause. Genoptag det:", en="{title} is paused. Go on with it:"),
    "release": Text(
        da="Breve er tilbageholdt ({title}). Se dem i udbakken, og frigiv dem:",
        en="Letters are held ({title}). Look at them in the outbox, and release them:",
    ),
    "decide": Text(
        da="Det næste er en beslutning: {title} ({body}), {day}. Registrér den, så sendes det, der venter på den:",
        en="Next is a decision: {title} ({body}), {day}. Record it, and what waits for it leaves:",
    ),
    "submit": Text(
        da="Det næste er en aflevering: {title} ({body}), frist {day}. Registrér den med jeres fil:",
        en="Next is a hand-in: {title} ({body}), due {day}. Record it with your file:",
    ),
    "close": Text(
        da="Høringsfristen er ovre: {title}, {day}. Luk høringen:",
        en="The hearing's deadline is over: {title}, {day}. Close the hearing:",
    ),
}


def first_steps(engine: Engine, program: str, now: datetime) -> Text:
    """Return how to look and act from another terminal; `program` is the command line as it can be typed there."""
    with Session(reading(engine)) as session:
        cycles = session.exec(select(Cycle).order_by(col(Cycle.slug))).all()
        found = [each for cycle in cycles if (each := next_act(session, cycle, now))]
        several = sum(cycle.stage not in OVER for cycle in cycles) > 1
    pages = (
        ("status", "hvor langt årshjulet er", "how far the cycle is"),
        ("overdue", "hvem der mangler at aflevere", "who has not handed in"),
        ("outbox", "hvilke breve der er sendt og venter", "which letters have left and wait"),
    )
    da, en = ("\n".join(f"  {program} {name:<8} {said[place]}" for name, *said in pages) + "\n" for place in range(2))
    act = _first(found, program, several)
    return Text(
        da=f"Se og handl fra en anden terminal:\n\n{da}{act.da}",
        en=f"Look and act from another terminal:\n\n{en}{act.en}",
    )


def _first(found: Sequence[NextAct], program: str, several: bool) -> Text:
    if not found:
        return Text(da="", en="")
    first = min(found, key=lambda each: str(each.on or ""))
    typed = _COMMANDS[first.act].format(cycle=first.cycle, step=first.step, body=first.body, file=f"{first.step}.pdf")
    typed += f" --cycle {first.cycle}" if several and first.act != "resume" else ""
    day = full_day(first.on) if first.on else Text(da="", en="")
    said = _SAID[first.act]
    return Text(
        da=f"\n{said.da.format(title=first.title.da, body=first.body, day=day.da)}\n\n  {program} {typed}\n",
        en=f"\n{said.en.format(title=first.title.en, body=first.body, day=day.en)}\n\n  {program} {typed}\n",
    )
