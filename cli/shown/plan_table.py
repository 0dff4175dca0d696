"""A timeline for readers: a table of every date with its week, weekday and reason, and the same as JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cli.shown.table import table
from cli.words import time_of_day, told, weekday_date
from models.schedule import Text
from models.vocabulary import Language
from planning.dates.timeline import PlannedDate, PlannedStep, Timeline

HEADINGS = {
    Language.DA: ("Trin", "Hvem", "Dato", "Kl.", "Uge", "Begrundelse"),
    Language.EN: ("Step", "Who", "Date", "Time", "Week", "Reason"),
}
_OPENS = Text(da="åbner", en="opens")
_ENDS = Text(da="slutter", en="ends")


def as_table(timeline: Timeline, language: Language) -> str:
    """Return the plan as a table below its title, in the definition's order of steps."""
    title = told(timeline.definition.cycle.title, language)
    rows = [row for planned in timeline.steps for row in _rows(planned, language)]
    return f"{title} · {timeline.slug}\n\n{table(HEADINGS[language], rows)}"


def as_json(timeline: Timeline) -> dict[str, Any]:
    """Return the plan for other programs."""
    return {
        "slug": timeline.slug,
        "year": timeline.year,
        "title": timeline.definition.cycle.title.model_dump(),
        "steps": [_step_json(planned) for planned in timeline.steps],
    }


def _rows(planned: PlannedStep, language: Language) -> Iterator[tuple[str, ...]]:
    name = planned.step.key
    if planned.until is not None:
        yield _row(name, told(_OPENS, language), planned.date, language)
        for each in planned.dates:
            yield _row("", each.body, each.date, language)
        yield _row("", told(_ENDS, language), planned.until, language)
    elif len({each.date for each in planned.dates}) > 1:
        for number, each in enumerate(planned.dates):
            yield _row("" if number else name, each.body, each.date, language)
    else:
        yield _row(name, ", ".join(planned.step.bodies), planned.date, language)


def _row(name: str, who: str, planned: PlannedDate, language: Language) -> tuple[str, ...]:
    day, hour, week = _when(planned, language)
    return (name, who, day, hour, week, told(planned.reason, language))


def _when(planned: PlannedDate, language: Language) -> tuple[str, str, str]:
    """The date as honest as it is: a day with its hour and week, or the label that stands for it."""
    if planned.day is None:
        return told(planned.label, language) or _span(planned, language), "", ""
    hour = time_of_day(planned.hour, language) if planned.hour else ""
    return weekday_date(planned.day, language), hour, str(_week(planned.day))


def _span(planned: PlannedDate, language: Language) -> str:
    if planned.start is None or planned.end is None:
        return "—"
    return f"{weekday_date(planned.start, language)} – {weekday_date(planned.end, language)}"


def _step_json(planned: PlannedStep) -> dict[str, Any]:
    step = planned.step
    return {
        "key": step.key,
        "kind": step.kind.value,
        "title": step.title.model_dump(),
        "track": step.track,
        "bodies": list(step.bodies),
        "date": _date_json(planned.date),
        "dates": {each.body: _date_json(each.date) for each in planned.dates},
        "until": _date_json(planned.until) if planned.until else None,
    }


def _date_json(planned: PlannedDate) -> dict[str, Any]:
    return {
        **planned.model_dump(mode="json", exclude={"rule"}),
        "week": _week(planned.day),
        "weekday": planned.day.isoweekday() if planned.day else None,
    }


def _week(day: date | None) -> int | None:
    return day.isocalendar().week if day else None
