"""Days that look wrong in themselves: on closed days, in closed weeks, or contradicted by another source."""

from collections.abc import Iterator
from datetime import date

from models.schedule import Text
from models.vocabulary import DECIDING_KINDS, MEETING_KINDS, OBLIGATION_KINDS, StepKind
from planning.dates.timeline import PlannedDate, PlannedStep
from planning.format.definition import MeetingRule, Published
from planning.format.finding import Path, Problem
from planning.lint.case import Case, days_of
from planning.words import full_day

_SUNDAY = 6
_DEADLINE_KINDS = OBLIGATION_KINDS | {StepKind.LETTER_PACK, StepKind.HEARING}


def check(case: Case) -> Iterator[Problem]:
    """Yield warnings about single days."""
    yield from _meeting_calendars(case)
    for index, planned in case.numbered():
        at: Path = ("step", index)
        for where, day, bodies in _days(planned):
            yield from _closed_day(case, planned, day, (*at, *where))
            yield from _closed_week(case, planned, day, bodies, (*at, *where))
        yield from _sundays(planned, at)
        yield from _two_dates(planned, at)


def _days(planned: PlannedStep) -> Iterator[tuple[Path, date, str]]:
    """Yield each known day of a step once, where it is written, and whose it is."""
    if planned.step.kind is not StepKind.HEARING:
        for day, bodies in _by_day(days_of(planned)).items():
            yield ("date",), day, ", ".join(body for body in bodies if planned.dates)
        return
    if planned.date.day:
        yield ("date",), planned.date.day, ""
    if planned.until and planned.until.day and planned.step.until:
        yield ("until",), planned.until.day, ""
    for number, each in enumerate(planned.dates):
        if each.date.day:
            yield ("class", number, "deadline"), each.date.day, each.body


def _by_day(dates: dict[str, PlannedDate]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for body, planned in dates.items():
        if planned.day is not None:
            found.setdefault(planned.day, []).append(body)
    return found


def _closed_day(case: Case, planned: PlannedStep, day: date, at: Path) -> Iterator[Problem]:
    """Only a day that the source itself names can stand here: rules roll forward, or are an error for meetings."""
    why, when, key = case.workdays.why_closed(day), full_day(day), planned.step.key
    if why is None or _is_rule_error(case, at):
        return
    if planned.step.kind in MEETING_KINDS and day.weekday() == _SUNDAY:
        return  # `_sundays` says it
    what_da, what_en = ("Fristen", "The deadline") if planned.step.kind in _DEADLINE_KINDS else ("Mødet", "The meeting")
    da = f"{what_da} for »{key}« ligger {when.da} ({why.da}), hvor kontorerne holder lukket. Overvej en anden dag."
    en = f"{what_en} of “{key}” is on {when.en} ({why.en}), when the offices are closed. Consider another day."
    yield Problem("closed-day", da, en, at, "warning")


def _is_rule_error(case: Case, at: Path) -> bool:
    return any(problem.rule == "meeting-on-closed-day" and problem.at == at for problem in case.date_problems)


def _closed_week(case: Case, planned: PlannedStep, day: date, bodies: str, at: Path) -> Iterator[Problem]:
    if not case.workdays.in_closed_week(day):
        return
    when, key, whose = full_day(day), planned.step.key, f" ({bodies})" if bodies else ""
    da = f"»{key}«{whose} ligger {when.da}, i en lukket uge eller måned. Overvej en anden dag."
    en = f"“{key}”{whose} is on {when.en}, in a closed week or month. Consider another day."
    yield Problem("closed-week", da, en, at, "warning")


def _sundays(planned: PlannedStep, at: Path) -> Iterator[Problem]:
    step = planned.step
    if step.kind in MEETING_KINDS:
        for day in _by_day(days_of(planned)):
            if day.weekday() == _SUNDAY:
                yield _sunday(step.key, day, (*at, "date"), "", "")
    if step.kind in DECIDING_KINDS:
        for number, each in enumerate(step.published):
            if each.date.weekday() == _SUNDAY:
                place: Path = (*at, "published", number)
                yield _sunday(step.key, each.date, place, f" ifølge {each.source}", f" according to {each.source}")


def _sunday(key: str, day: date, at: Path, by_da: str, by_en: str) -> Problem:
    when = full_day(day)
    da = f"»{key}« er{by_da} besluttet {when.da}. Udvalg mødes ikke om søndagen; kontrollér datoen."
    en = f"“{key}” is decided on {when.en}{by_en}. Committees do not meet on Sundays; check the date."
    return Problem("decided-on-sunday", da, en, at, "warning")


def _two_dates(planned: PlannedStep, at: Path) -> Iterator[Problem]:
    """Warn once when what the sources printed contradicts the step or each other."""
    published = planned.step.published
    spans = _spans(planned)
    differing = [each for each in published if not _agrees(each, spans)]
    if not differing and (spans or len({(each.date, each.until) for each in published}) < 2):
        return
    shown = [(_printed(each), each.source) for each in published]
    da = "; ".join(f"{when.da} ({source})" for when, source in shown)
    en = "; ".join(f"{when.en} ({source})" for when, source in shown)
    key, place = planned.step.key, (*at, "published", published.index(differing[0]) if differing else 0)
    yield Problem(
        "two-dates",
        f"Kilderne er uenige om datoen for »{key}«: {da}. Årshjulet bruger {_used(planned).da}.",
        f"The sources disagree about the date of “{key}”: {en}. The cycle uses {_used(planned).en}.",
        place,
        "warning",
    )


def _spans(planned: PlannedStep) -> list[tuple[date, date]]:
    dates = [planned.date, *days_of(planned).values(), *([planned.until] if planned.until else [])]
    return [(each.start, each.end) for each in dates if each.start and each.end]


def _agrees(published: Published, spans: list[tuple[date, date]]) -> bool:
    """Tell whether the printed day or span lies within one of the step's, or the other way round."""
    start, end = published.date, published.until or published.date
    return not spans or any(first <= start <= end <= last or start <= first <= last <= end for first, last in spans)


def _printed(published: Published) -> Text:
    first = full_day(published.date)
    if published.until is None:
        return first
    last = full_day(published.until)
    return Text(da=f"{first.da} til {last.da}", en=f"{first.en} to {last.en}")


def _used(planned: PlannedStep) -> Text:
    if planned.date.day:
        return full_day(planned.date.day)
    return planned.date.label or Text(da="ingen dag", en="no day")


def _meeting_calendars(case: Case) -> Iterator[Problem]:
    for code, body in case.definition.body.items():
        if isinstance(body.meetings, MeetingRule):
            continue
        for number, day in enumerate(body.meetings):
            why, when = case.workdays.why_closed(day), full_day(day)
            if why is not None:
                da = f"{code} har et møde i kalenderen {when.da} ({why.da}). Kontrollér datoen."
                en = f"{code} has a meeting in its calendar on {when.en} ({why.en}). Check the date."
                yield Problem("closed-day", da, en, ("body", code, "meetings", number), "warning")
