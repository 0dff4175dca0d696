"""One year as a page tells it: its picture, every date with its reason, what waits for what, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from activities.books import open_book
from desk.loading import LIVE
from desk.record import year_of
from desk.shown import overviews
from desk.shown.in_force import in_force
from desk.shown.rows import CycleRow, Status
from desk.shown.wheel import dates_of, wheel_of
from models.cycles import Cycle
from models.schedule import Text
from models.vocabulary import Language
from planning.transitions import progress
from planning.transitions.waiting import waits_of
from rendering.wheel import Wheel
from rendering.year_page import PageDate


@dataclass(frozen=True)
class Waiting:
    """A step that has not ended, and what it waits for, by title where it is a step."""

    step: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Story:
    """Texts of the wheel and of the dates are in one language; the others in both."""

    status: Status
    lead: Text
    today: date
    wheel: Wheel
    dates: tuple[PageDate, ...]
    waits: tuple[Waiting, ...]


@dataclass(frozen=True)
class Picture:
    """One year's wheel, drawn from its dates in force, in one language; nothing of what is owed is read for it."""

    cycle: CycleRow
    wheel: Wheel


def picture(session: Session, now: datetime, slug: str, language: Language) -> Picture | None:
    """Return the wheel at this instant of the clock; None when there is no cycle of this name."""
    cycle = overviews.cycle(session, slug)
    if cycle is None:
        return None
    book = open_book(session, slug)
    today = book.workdays.civil(now + timedelta(seconds=cycle.offset_seconds)).date()
    return Picture(cycle, wheel_of(in_force(session, book.timeline), language, today))


def story(session: Session, now: datetime, slug: str, language: Language) -> Story | None:
    """Return what there is to tell of a cycle at this instant of the clock; None when there is none of this name."""
    status = overviews.status(session, now, slug)
    if status is None:
        return None
    book = open_book(session, slug)
    timeline = in_force(session, book.timeline)
    today = book.workdays.civil(now + timedelta(seconds=status.cycle.offset_seconds)).date()
    lead = book.definition.body[status.cycle.lead].name
    return Story(
        status=status,
        lead=lead,
        today=today,
        wheel=wheel_of(timeline, language, today),
        dates=tuple(sorted(dates_of(timeline, language), key=_place)),
        waits=_waits(session, slug) if status.cycle.stage in LIVE else (),
    )


def _place(each: PageDate) -> tuple[date, time, int]:
    """By day and hour; what nobody knows the day of comes last."""
    return each.start or date.max, each.hour or time.max, each.number


def _waits(session: Session, slug: str) -> tuple[Waiting, ...]:
    state = year_of(session.get_one(Cycle, slug))
    titles = {plan.key: plan.title for plan in state.plan}
    own = {"?": Text(da="en dag", en="a day"), "–": Text(da="sin afslutning", en="its end")}
    return tuple(
        Waiting(
            titles[wait.step],
            tuple(own.get(each) or titles.get(each) or Text(da=each, en=each) for each in wait.reason.split(", ")),
        )
        for wait in waits_of(state)
        if progress.progress_of(state, wait.step).stage not in progress.ENDED
    )
