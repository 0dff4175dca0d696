"""One cycle on one page of a terminal: its steps, what each committee owes, its meetings, letters and tasks."""

import textwrap
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from cli.shown import proceedings
from cli.shown.attendance import attendance
from cli.shown.table import WIDTH, table
from cli.words import moment, time_of_day, told, weekday_date
from desk.shown.rows import HearingRow, MeetingRow, ObligationRow, Status, StepRow
from models.schedule import Text
from models.vocabulary import Language, ObligationStage, Outcome, Precision
from rendering.vocabulary import text, word


def status_page(page: Status, language: Language) -> str:
    """Return the whole page."""
    return "\n".join(line for part in _parts(page, language) for line in (*part, "")).rstrip()


def _parts(page: Status, language: Language) -> Iterator[list[str]]:
    stage = word(page.cycle.stage, language)
    yield [f"{told(page.cycle.title, language)} · {page.cycle.slug} · {stage}"]
    headings = Text(da="Trin|Titel|Dato|Stade", en="Step|Title|Date|Stage")
    yield [table(_split(headings, language), [_step(row, language) for row in page.steps])]
    if page.obligations:
        yield [_matrix(page, language)]
    if page.meetings or page.hearings:
        headings = Text(da="Møde|Udvalg|Dato|Stade", en="Meeting|Body|Date|Stage")
        rows = [_meeting(row, language) for row in page.meetings] + [_hearing(row, language) for row in page.hearings]
        yield [table(_split(headings, language), rows)]
    if on := proceedings.grounds(page, language):
        yield [on]
    if page.decisions:
        yield list(proceedings.decisions(page, language))
    if page.answers:
        yield attendance(page.answers, page.meetings, language)
    yield list(_letters(page, language))
    if page.undelivered:
        yield [told(_undelivered(page.undelivered), language)]
    yield list(_tasks(page, language))


def _step(row: StepRow, language: Language) -> tuple[str, ...]:
    outcomes = [text(Outcome(each["outcome"])) for each in row.outcomes if "outcome" in each]
    decided = ", ".join(dict.fromkeys(told(each, language) for each in outcomes))
    stage = word(row.stage, language) + (f": {decided}" if decided else "")
    return row.key, told(row.title, language), _when(row, language), stage


def _when(row: StepRow, language: Language) -> str:
    if row.starts_on is None:
        return told(Text(da="ikke fastsat", en="not settled"), language)
    day = weekday_date(row.starts_on, language)
    if row.ends_on is None or row.ends_on == row.starts_on:
        return day
    about = "" if row.precision is Precision.DAY else "ca. "
    return f"{about}{day} – {weekday_date(row.ends_on, language)}"


def _matrix(page: Status, language: Language) -> str:
    """What each body owes: one row per body, one column per step."""
    steps = list(dict.fromkeys(row.step for row in page.obligations))
    bodies = list(dict.fromkeys(row.body for row in page.obligations))
    latest = {(row.body, row.step): row for row in page.obligations}  # rounds are in order: the last one stands
    rows = [(body, *(_owed(latest.get((body, step)), page, language) for step in steps)) for body in sorted(bodies)]
    return table((told(Text(da="Udvalg", en="Body"), language), *steps), rows)


def _owed(row: ObligationRow | None, page: Status, language: Language) -> str:
    if row is None:
        return "–"
    if row.id in page.received:
        return word(ObligationStage.HANDED_IN, language)
    if row.id in page.overdue:
        return told(Text(da=f"MANGLER siden {row.due_on}", en=f"OVERDUE since {row.due_on}"), language)
    if row.stage is ObligationStage.OPEN:
        return told(Text(da=f"frist {row.due_on}", en=f"due {row.due_on}"), language)
    if row.stage is ObligationStage.CLOSED and not row.versions:
        return told(Text(da="afsluttet uden aflevering", en="closed with nothing handed in"), language)
    version = f" (version {row.versions})" if row.versions else ""
    late = told(Text(da=", for sent", en=", late"), language) if row.late else ""
    pending = told(Text(da=", godkendelse mangler", en=", approval pending"), language) if row.approval_pending else ""
    return word(row.stage, language) + version + late + pending


def _meeting(row: MeetingRow, language: Language) -> tuple[str, ...]:
    hour = f" {time_of_day(row.hour, language)}" if row.hour else ""
    stage = f"{word(row.stage, language)}: {word(row.outcome, language)}" if row.outcome else word(row.stage, language)
    return told(row.title, language), row.body, weekday_date(row.on, language) + hour, stage


def _hearing(row: HearingRow, language: Language) -> tuple[str, ...]:
    answers = told(Text(da=f"{row.responses} svar", en=f"{row.responses} answers"), language)
    until = f"{weekday_date(row.opens_on, language)} – {weekday_date(row.closes_on, language)}"
    return told(row.title, language), "", until, f"{word(row.stage, language)}, {answers}"


def _letters(page: Status, language: Language) -> Iterator[str]:
    counted = ", ".join(f"{count} {word(state, language)}" for state, count in sorted(page.letters.items()))
    yield told(Text(da=f"Breve: {counted or 'ingen'}", en=f"Letters: {counted or 'none'}"), language)
    if page.oldest_waiting is not None:
        since = moment(page.oldest_waiting.at, ZoneInfo(page.cycle.zone))
        number = page.oldest_waiting.number
        yield told(
            Text(da=f"Ældste ventende: nr. {number} fra {since}", en=f"Oldest waiting: no. {number} of {since}"),
            language,
        )


def _tasks(page: Status, language: Language) -> Iterator[str]:
    if not page.tasks:
        yield told(Text(da="Ingen opgaver til sekretariatet.", en="No tasks for the secretariat."), language)
        return
    yield told(Text(da="Opgaver til sekretariatet:", en="Tasks for the secretariat:"), language)
    for task in page.tasks:
        line = f"{word(task.kind, language)}: {told(task.text, language)}"
        yield textwrap.fill(line, WIDTH, initial_indent="  · ", subsequent_indent="    ", break_on_hyphens=False)
        yield f"    aarshjul tasks done {task.key}"


def _undelivered(count: int) -> Text:
    return Text(
        da=f"Gemt og endnu ikke leveret til motoren: {count}.",
        en=f"Stored and not yet delivered to the engine: {count}.",
    )


def _split(headings: Text, language: Language) -> list[str]:
    return told(headings, language).split("|")
