"""From one rule to one date in one year: a day with its reason, or a label for what nobody knows as a day."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from models.schedule import Text
from models.vocabulary import Precision
from planning import words as say
from planning.dates.meetings import meetings_between
from planning.dates.rule import (
    THE_COMMITTEE,
    Anchor,
    Day,
    MeetingBeside,
    MeetingInMonth,
    MonthOnly,
    Offset,
    Rule,
    SeasonOnly,
    WeekdayInMonth,
    WeekdayOfWeek,
    Window,
    words,
)
from planning.dates.timeline import PlannedDate
from planning.dates.workdays import Workdays
from planning.format.definition import FIRST_YEAR, LAST_YEAR, Definition
from planning.format.finding import Path, Problem, unknown

_HORIZON = timedelta(days=730)
_SEASON_BEGINS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_PARTS = {"early": (1, 10), "mid": (11, 20), "ultimo": (21, 31)}


class NoDateError(Exception):
    """The rule gives no date in this year; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.en)
        self.problem = problem


class _WaitsError(Exception):
    """The rule stands on a step that has no day yet."""

    def __init__(self, anchor: Anchor) -> None:
        super().__init__(anchor.step)
        self.anchor = anchor


@dataclass(frozen=True)
class Settling:
    """Settles rules for one step of one year; `anchored` gives the date of another step as this body sees it."""

    definition: Definition
    year: int
    workdays: Workdays
    anchored: Callable[[Anchor, str | None], PlannedDate]
    at: Path

    def settle(self, rule: Rule, body: str | None) -> PlannedDate:
        """Return the date by the rule alone, not yet rolled over closed days; raises NoDateError."""
        if isinstance(rule, Window | MonthOnly | SeasonOnly):
            return self._span(rule)
        try:
            day = self._day(rule, body)
        except _WaitsError as waiting:
            step = waiting.anchor.step
            label = Text(da=f"afventer en dag for {step}", en=f"waits for a day for {step}")
            return PlannedDate(precision=Precision.UNKNOWN, label=label, reason=words(rule))
        except OverflowError:  # a pin at the end of the calendar
            raise self._far_away() from None
        if day is None:
            return PlannedDate(precision=Precision.UNKNOWN, label=words(rule))
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self._far_away()
        reason = None if isinstance(rule, Day) else words(rule)
        return PlannedDate(precision=Precision.DAY, start=day, end=day, reason=reason)

    def _day(self, rule: Rule, body: str | None) -> date | None:
        match rule:
            case Day():
                return self._calendar_day(rule)
            case Offset():
                return self._offset(rule, self._anchor(rule.anchor, body))
            case MeetingInMonth():
                return self._meeting_in_month(rule, body)
            case MeetingBeside():
                return self._meeting_beside(rule, body)
            case WeekdayOfWeek():
                return self._weekday_of_week(rule)
            case WeekdayInMonth():
                return self._weekday_in_month(rule)
            case _:
                return None

    def _refusal(self, name: str, da: str, en: str) -> NoDateError:
        return NoDateError(Problem(name, da, en, self.at))

    def _far_away(self) -> NoDateError:
        da = f"Datoen ligger uden for {FIRST_YEAR}–{LAST_YEAR}. Ret reglen eller den dato, som den bygger på."
        en = f"The date is outside {FIRST_YEAR}–{LAST_YEAR}. Correct the rule or the date that it stands on."
        return self._refusal("out-of-range", da, en)

    def _anchor(self, anchor: Anchor, body: str | None) -> date:
        day = self.anchored(anchor, body).day
        if day is None:
            raise _WaitsError(anchor)
        return day

    def _calendar_day(self, rule: Day) -> date:
        year = rule.year if rule.year is not None else self.year + rule.next_years
        try:
            return date(year, rule.month, rule.day)
        except ValueError:
            name = say.month(rule.month)
            raise self._refusal(
                "impossible-date",
                f"{rule.day}. {name.da} findes ikke i {year}. Vælg en anden dag.",
                f"{rule.day} {name.en} does not exist in {year}. Choose another day.",
            ) from None

    def _offset(self, rule: Offset, day: date) -> date:
        if rule.unit == "working days":
            return self.workdays.shift(day, rule.count)
        return day + timedelta(**{rule.unit: rule.count})

    def _meetings(self, code: str, body: str | None, first: date, last: date) -> tuple[date, ...]:
        if code == THE_COMMITTEE and body is None:
            raise self._refusal(
                "no-body",
                "»the committee« kræver, at trinnet har udvalg i »bodies«. Tilføj dem, eller skriv udvalgets kode.",
                "“the committee” needs a step with “bodies”. Add them, or write the committee's code.",
            )
        meant = body if code == THE_COMMITTEE and body else code
        if meant not in self.definition.body:
            what = Text(da="Udvalget", en="body")
            raise NoDateError(unknown("unknown-body", what, meant, self.definition.body, (*self.at[:2], "bodies")))
        return meetings_between(self.definition.body[meant], first, last, self.workdays)

    def _meeting_in_month(self, rule: MeetingInMonth, body: str | None) -> date:
        first, last = _month(self.year + rule.next_years, rule.month)
        found = self._meetings(rule.body, body, first, last)
        index = rule.ordinal - 1 if rule.ordinal > 0 else -1
        if not -len(found) <= index < len(found):
            name = say.month(rule.month)
            count_da = "ingen møder" if not found else f"kun {len(found)} møder" if len(found) > 1 else "kun ét møde"
            count_en = "no meetings" if not found else f"only {len(found)} meeting{'s' * (len(found) > 1)}"
            shown = body if rule.body == THE_COMMITTEE else rule.body
            raise self._refusal(
                "no-meeting",
                f"{shown} har {count_da} i {name.da} {first.year}. Vælg et andet møde, eller ret mødekalenderen.",
                f"{shown} has {count_en} in {name.en} {first.year}. Choose another meeting or correct its calendar.",
            )
        return found[index]

    def _meeting_beside(self, rule: MeetingBeside, body: str | None) -> date:
        beside = rule.beside
        day = self._calendar_day(beside) if isinstance(beside, Day) else self._anchor(beside, body)
        side = 1 if rule.after else -1
        nearest = self.workdays.shift(day, side * rule.at_least) if rule.at_least else day + side * timedelta(days=1)
        first, last = sorted((nearest, nearest + side * _HORIZON))
        ordered = self._meetings(rule.body, body, first, last)[::side]
        if len(ordered) < rule.ordinal:
            raise self._no_such_meeting(body if rule.body == THE_COMMITTEE else rule.body, rule.after, day)
        return ordered[rule.ordinal - 1]

    def _no_such_meeting(self, code: str | None, after: bool, day: date) -> NoDateError:
        when, side = say.full_day(day), Text(da="efter", en="after") if after else Text(da="før", en="before")
        return self._refusal(
            "no-meeting",
            f"{code} har ikke et sådant møde {side.da} {when.da}. Tilføj mødet i kalenderen, eller ret reglen.",
            f"{code} has no such meeting {side.en} {when.en}. Add it to the calendar or correct the rule.",
        )

    def _weekday_of_week(self, rule: WeekdayOfWeek) -> date:
        year = self.year + rule.next_years
        try:
            return date.fromisocalendar(year, rule.week, rule.weekday + 1)
        except ValueError:
            raise self._refusal(
                "impossible-date",
                f"{year} har ingen uge {rule.week}. Vælg en anden uge.",
                f"{year} has no week {rule.week}. Choose another week.",
            ) from None

    def _weekday_in_month(self, rule: WeekdayInMonth) -> date:
        first, last = _month(self.year + rule.next_years, rule.month)
        days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
        meant = [
            day
            for day in days
            if (self.workdays.is_working(day) if rule.weekday is None else day.weekday() == rule.weekday)
        ]
        if not meant:
            raise self._refusal("impossible-date", "Måneden har ingen hverdage.", "The month has no working days.")
        return meant[rule.ordinal - 1] if rule.ordinal > 0 else meant[-1]

    def _span(self, rule: Window | MonthOnly | SeasonOnly) -> PlannedDate:
        match rule:
            case Window():
                first, last = self._calendar_day(rule.first), self._calendar_day(rule.last)
                precision, label = Precision.WINDOW, _window_label(first, last)
                if last < first:
                    raise self._refusal(
                        "impossible-date",
                        f"Vinduet slutter, før det begynder: {label.da}. Byt de to datoer om.",
                        f"The window ends before it begins: {label.en}. Swap the two dates.",
                    )
            case MonthOnly():
                first, last = _month(rule.year or self.year + rule.next_years, rule.month)
                precision, label = Precision.MONTH, words(MonthOnly(rule.month, first.year, part=rule.part))
                if rule.part:
                    start, end = _PARTS[rule.part]
                    first, last = first.replace(day=start), first.replace(day=min(end, last.day))
                    precision = Precision.WINDOW
            case SeasonOnly():
                first, last = _season(rule.season, rule.year or self.year)
                precision, label = Precision.SEASON, words(SeasonOnly(rule.season, first.year))
        return PlannedDate(precision=precision, start=first, end=last, label=label)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _season(season: str, year: int) -> tuple[date, date]:
    first = date(year, _SEASON_BEGINS[season], 1)
    after = date(year + (first.month == 12), (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _window_label(first: date, last: date) -> Text:
    start, end = say.day_and_month(first), say.day_and_month(last)
    year = f" {first.year}" if first.year != last.year else ""
    return Text(da=f"{start.da}{year} – {end.da} {last.year}", en=f"{start.en}{year} – {end.en} {last.year}")
