"""The year's picture and its dates, filled from a timeline: numbered by date, reasons with titles instead of keys."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from models.schedule import Text
from models.vocabulary import Language
from planning.dates.timeline import PlannedDate, PlannedStep, Timeline
from planning.words import MONTHS
from rendering.wheel import Wheel, WheelClosure, WheelMark, WheelStep, WheelTrack
from rendering.year_page import PageDate

_OPENS, _ENDS = Text(da="åbner", en="opens"), Text(da="slutter", en="ends")
_TRACKS = {
    "plan": Text(da="Handleplan", en="Plan"),
    "action-plan": Text(da="Handleplan", en="Action plan"),
    "policy": Text(da="Politik", en="Policy"),
    "status": Text(da="Status", en="Status"),
}


def wheel_of(timeline: Timeline, language: Language, today: date | None = None) -> Wheel:
    """Return the picture's values: whole months from January of the year (or the first step) to the last step."""
    days = [day for planned in timeline.steps for day in _days(planned)]
    first = min([*days, date(timeline.year, 1, 1)]).replace(day=1)
    last = _month_end(max([*days, date(timeline.year, 12, 31)]))
    steps = tuple(_step(planned, timeline, language) for planned in in_order(timeline))
    return Wheel(
        title=_said(timeline.definition.cycle.title, language),
        year=timeline.year,
        language=language,
        first=first,
        last=last,
        tracks=tuple(_tracks(timeline, language)),
        steps=steps,
        closed=tuple(_closures(timeline, first, last)),
        today=today,
    )


def in_order(timeline: Timeline) -> tuple[PlannedStep, ...]:
    """Return the steps by date; one without any stands where the definition has it, after its predecessor."""
    keys, reached = {}, date.min
    for index, planned in enumerate(timeline.steps):
        reached = _start(planned) or reached
        keys[planned.step.key] = (reached, index)
    return tuple(sorted(timeline.steps, key=lambda planned: keys[planned.step.key]))


def reason_of(planned: PlannedStep, dated: PlannedDate, timeline: Timeline, language: Language) -> str:
    """Return why a date of the step is what it is, with the titles of the steps that its rule names by their keys."""
    text = _said(dated.reason, language)
    named = {*re.findall(r"[a-z0-9-]+", dated.rule), *planned.step.gate, *planned.step.after}
    for other in timeline.steps:
        if other.step.key in named:
            title = _said(other.step.title, language)
            quoted = f"»{title}«" if language is Language.DA else f"“{title}”"
            text = re.sub(rf"(?<![\w»“-]){re.escape(other.step.key)}(?![\w«”-])", quoted.replace("\\", r"\\"), text)
    return text


def dates_of(timeline: Timeline, language: Language) -> tuple[PageDate, ...]:
    """Return every date with its reason: of steps, bodies and classes, and of both ends of a hearing."""
    return tuple(
        PageDate(
            step=_said(planned.step.title, language),
            number=number,
            who=who,
            start=each.start,
            hour=each.hour if each.day else None,
            label=_said(each.label, language) if each.day is None else "",
            reason=reason_of(planned, each, timeline, language),
        )
        for number, planned in enumerate(in_order(timeline), start=1)
        for who, each in _parts(planned, language)
    )


def _parts(planned: PlannedStep, language: Language) -> Iterator[tuple[str, PlannedDate]]:
    names = {each.key: _said(each.name, language) for each in planned.step.classes}
    if planned.until is not None:
        yield _said(_OPENS, language), planned.date
        for each in planned.dates:
            yield names.get(each.body, each.body), each.date
        yield _said(_ENDS, language), planned.until
    elif len({each.date for each in planned.dates}) > 1 and any(each.date.day for each in planned.dates):
        for each in planned.dates:
            yield each.body, each.date
    else:
        yield ", ".join(planned.step.bodies), planned.date


def _step(planned: PlannedStep, timeline: Timeline, language: Language) -> WheelStep:
    step, end = planned.step, planned.until
    days = _days(planned)
    fuzzy = any(each.day is None for each in (planned.date, *(one.date for one in planned.dates)))
    start = min(days, default=None)
    return WheelStep(
        key=step.key,
        title=_said(step.title, language),
        kind=step.kind,
        track=step.track,
        start=start,
        end=max(days, default=None),
        hour=planned.date.hour if not planned.dates and end is None else None,
        fuzzy=fuzzy and start is not None,
        label=_label(planned, language),
        bodies=step.bodies,
        marks=() if fuzzy else tuple(_marks(planned, language)),
        reason=reason_of(planned, planned.date, timeline, language),
    )


def _days(planned: PlannedStep) -> list[date]:
    dates = [planned.date, *(each.date for each in planned.dates), *([planned.until] if planned.until else [])]
    return [day for each in dates for day in (each.start, each.end) if day is not None]


def _start(planned: PlannedStep) -> date | None:
    return min(_days(planned), default=None)


def _label(planned: PlannedStep, language: Language) -> str:
    if planned.date.label is not None:
        return _said(planned.date.label, language)
    return next((_said(each.date.label, language) for each in planned.dates if each.date.label), "")


def _marks(planned: PlannedStep, language: Language) -> Iterator[WheelMark]:
    names = {each.key: _said(each.name, language) for each in planned.step.classes}
    dated = [(each.date.day, each) for each in planned.dates if each.date.day is not None]
    for on, each in sorted(dated, key=lambda pair: (pair[0], pair[1].body)):
        yield WheelMark(label=names.get(each.body, each.body), on=on, hour=each.date.hour)


def _tracks(timeline: Timeline, language: Language) -> Iterator[WheelTrack]:
    keys = list(dict.fromkeys(planned.step.track for planned in timeline.steps))
    for key in keys:
        words = _TRACKS.get(key) or Text(da=(name := key.replace("-", " ").capitalize()), en=name)
        yield WheelTrack(key=key, title=_said(words, language) if len(keys) > 1 else "")


def _closures(timeline: Timeline, first: date, last: date) -> Iterator[WheelClosure]:
    closed = timeline.definition.closed
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for shut, run in groupby(
        days, key=lambda day: day.isocalendar().week in closed.weeks or MONTHS[day.month - 1] in closed.months
    ):
        if shut:
            span = list(run)
            yield WheelClosure(start=span[0], end=span[-1])


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _said(text: Text | None, language: Language) -> str:
    if text is None:
        return ""
    return text.da if language is Language.DA else text.en
