"""The part of a cycle's page that says what was decided, in which words, and what it was decided on."""

import textwrap
from collections.abc import Iterator
from itertools import groupby

from cli.shown.table import WIDTH, table
from cli.words import told, weekday_date
from desk.shown.proceedings import AdditionRow, AmendmentRow, DecisionRow, GroundRow
from desk.shown.rows import Status
from models.schedule import Text
from models.vocabulary import Language
from rendering.vocabulary import word


def decisions(page: Status, language: Language) -> Iterator[str]:
    """Yield every decision: meeting, body and day, outcome, wording, addition, amendments, who recorded it."""
    yield told(Text(da="Beslutninger:", en="Decisions:"), language)
    for row in page.decisions:
        yield from _filled(_decided(row, language), "  · ")
        if row.addition:
            yield from _filled(told(_addition(row.addition), language), "    + ")
        for amendment in row.amendments:
            yield from _filled(told(_amendment(amendment, language), language), "    ± ")


def grounds(page: Status, language: Language) -> str | None:
    """Return what each begun step has of what it needs, or went on with; None when no such step has begun."""
    titles = {row.key: told(row.title, language) for row in page.steps}
    rows = [
        (titles[step], titles[needs], told(_ground(list(found)), language))
        for (step, needs), found in groupby(page.grounds, lambda row: (row.step, row.needs))
    ]
    headings = told(Text(da="Trin|Bygger på|Gik videre med", en="Step|Builds on|Went on with"), language).split("|")
    return table(headings, rows) if rows else None


def _decided(row: DecisionRow, language: Language) -> str:
    day, outcome = weekday_date(row.on, language), word(row.outcome, language)
    wording = told(Text(da=f" »{row.text}«", en=f" “{row.text}”"), language) if row.text else ""
    by = told(Text(da=f"Noteret af {row.by}.", en=f"Recorded by {row.by}."), language)
    return f"{told(row.title, language)} ({row.body}), {day}: {outcome}.{wording} {by}"


def _addition(row: AdditionRow) -> Text:
    holds = ("; året venter på den", "; the year waits for it") if row.blocking else ("", "")
    da, en = (weekday_date(row.due, each) for each in (Language.DA, Language.EN))
    return Text(
        da=f"Tilføjelse: {row.text} ({row.owner}, senest {da}{holds[0]})",
        en=f"Addition: {row.text} ({row.owner}, by {en}{holds[1]})",
    )


def _amendment(row: AmendmentRow, language: Language) -> Text:
    day = weekday_date(row.on, language)
    return Text(da=f"Ændring ({row.body}, {day}): {row.text}", en=f"Amendment ({row.body}, {day}): {row.text}")


def _ground(rows: list[GroundRow]) -> Text:
    """One step's: bodies with their versions, then what is missing or awaited, and what nobody owes any longer."""
    there = ", ".join(f"{row.body} version {row.version}" for row in rows if row.version is not None)
    missing = ", ".join(row.body for row in rows if row.is_missing)
    awaited = ", ".join(row.body for row in rows if row.is_awaited)
    excused = ", ".join(row.body for row in rows if row.version is None and row.excused)
    parts = [Text(da=there, en=there)] if there else []
    if missing:
        parts.append(Text(da=f"MANGLER: {missing}", en=f"MISSING: {missing}"))
    if awaited:
        parts.append(Text(da=f"ventes fra: {awaited}", en=f"awaited from: {awaited}"))
    if excused:
        parts.append(Text(da=f"frafaldet: {excused}", en=f"waived: {excused}"))
    if rows and not rows[0].decided:
        parts.append(Text(da="(ikke behandlet endnu)", en="(not decided yet)"))
    return Text(da="; ".join(each.da for each in parts), en="; ".join(each.en for each in parts))


def _filled(line: str, bullet: str) -> list[str]:
    indent = " " * len(bullet)
    return textwrap.wrap(line, WIDTH, initial_indent=bullet, subsequent_indent=indent, break_on_hyphens=False)
