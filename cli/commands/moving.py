"""`move`: first the impact sheet, then, confirmed, the move."""

import asyncio
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from cli import dates
from cli.call import Call
from cli.counter import act, confirmed, cycle_of, desk_of, place, who
from cli.shown.table import WIDTH, table
from cli.words import moment, weekday_date
from models.schedule import Text
from planning.foresight.forecast import Foreseen
from planning.foresight.impact import DateChange, Impact
from rendering.vocabulary import word

NOTHING = Text(da="Intet er ændret.", en="Nothing was changed.")


def move(call: Call) -> int:
    """Show what a move changes; move once confirmed."""
    cycle, (step, body), given = cycle_of(call), place(call), call.arguments
    to, hour = dates.day(given.date), dates.hour(given.hour) if given.hour else None
    impact = asyncio.run(_impact(call, cycle, step))
    stop = shown_and_confirmed(call, impact, Text(da="Flyt? [j/N]", en="Move? [y/N]"))
    if stop is not None:
        return stop
    confirmed_on = {"on_version": impact.version, "reason": given.reason, "by": who(call)}
    return act(call, lambda desk: desk.move(cycle, step, to, hour=hour, body=body, **confirmed_on))


def shown_and_confirmed(call: Call, impact: Impact, question: Text) -> int | None:
    """Show what an act changes and ask; return None to go on, else the exit status with which to stop.

    Raises Refused where nobody can be asked and `--yes` is missing.
    """
    print(impact_sheet(call, impact), flush=True)
    if not call.arguments.dry_run and confirmed(call, question):
        return None
    call.say(NOTHING)
    return 0 if call.arguments.dry_run else 1


async def _impact(call: Call, cycle: str, step: str) -> Impact:
    given = call.arguments
    hour = dates.hour(given.hour) if given.hour else None
    return await desk_of(call).impact(cycle, step, dates.day(given.date), hour=hour, body=place(call)[1])


def impact_sheet(call: Call, impact: Impact) -> str:
    """Return what an act changes: dates, letters (at once, and later), calendar entries, people, a person's tasks."""
    parts = [_dates(call, impact.dates)] if impact.dates else []
    if impact.dropped:
        steps = ", ".join(impact.dropped)
        parts.append(call.text(Text(da=f"Trin, der bortfalder: {steps}.", en=f"Steps that fall away: {steps}.")))
    leave, held = ([each for each in impact.leaving if each.held is kept] for kept in (False, True))
    for letters, title in (
        (leave, Text(da="Breve, der sendes med det samme", en="Letters that leave at once")),
        (held, Text(da="Breve, der tilbageholdes til frigivelse", en="Letters that are held for release")),
        (impact.gone, Text(da="Breve, der bortfalder", en="Letters that fall away")),
        (impact.new, Text(da="Nye breve", en="New letters")),
    ):
        if letters:
            parts.append(f"{call.text(title)}: {len(letters)}\n{_letters(call, letters, ZoneInfo(impact.zone))}")
    parts.append(call.text(_sum(impact.calendar_entries, len(impact.people))))
    parts += [call.text(impact.remark)] if impact.remark else []
    parts += [
        textwrap.fill(f"! {call.text(each)}", WIDTH, subsequent_indent="  ")
        for each in (*impact.warnings, *impact.tasks)
    ]
    return "\n\n".join(parts) + "\n"


def _sum(entries: int, people: int) -> Text:
    return Text(
        da=f"Kalenderposter, der ændres: {entries}. Modtagere, der berøres: {people}.",
        en=f"Calendar entries that change: {entries}. Recipients concerned: {people}.",
    )


def _dates(call: Call, changes: Sequence[DateChange]) -> str:
    headings = call.text(Text(da="Trin|Udvalg|Før|Efter", en="Step|Body|Before|After")).split("|")
    rows = [
        (each.step, each.body, weekday_date(each.before, call.language), weekday_date(each.after, call.language))
        for each in changes
    ]
    return table(headings, rows)


def _letters(call: Call, letters: Sequence[Foreseen], zone: ZoneInfo) -> str:
    headings = call.text(Text(da="Hvornår|Brev|Trin|Til", en="When|Letter|Step|To")).split("|")
    rows = [
        (moment(at, zone), word(kind, call.language), f"{step} {body}".rstrip(), _to(recipients))
        for (at, kind, step, body), recipients in groupby(
            letters, lambda each: (each.at, each.kind, each.step, each.body)
        )
    ]
    return table(headings, rows)


def _to(letters: Iterable[Foreseen]) -> str:
    """The recipients of one letter; a class is counted, not listed: `BR.member (55)`."""
    roles = Counter(".".join(each.to.split(".")[:2]) for each in letters)
    return ", ".join(role if number == 1 else f"{role} ({number})" for role, number in roles.items())
