"""Steering a year: a date is moved with its impact seen before, letters are paused, a year goes on or is cancelled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.answers import Unknown
from desk.commands import Desk
from desk.shown import ahead, steering
from desk.shown.ahead import Leaving, together
from desk.shown.steering import Movable, Reach
from models.database import reading
from models.schedule import Text
from models.vocabulary import cycle_id
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from planning.dates.slots import END
from planning.foresight.impact import DateChange, Impact
from planning.words import joined
from web.acting import Acts
from web.form_data import FormData
from web.forms import BLANK, Fields, Tried, blank
from web.guard import Asked
from web.pages import Pages

WRONG_NAME = Text(
    da="Skriv årshjulets korte navn, som det står ovenfor, for at bekræfte.",
    en="Type the cycle's short name as it stands above, to confirm.",
)
ENDS = Text(da="slutter", en="ends")
BACKWARDS = Text(
    da="Den sidste dag ligger før den første. Byt om.", en="The last day lies before the first. Swap them."
)


@dataclass(frozen=True)
class DateLine:
    """A date that an act changes: of a step, of bodies that have it in common, of a hearing's class or end."""

    step: Text
    bodies: tuple[str, ...]
    named: Text | None
    before: date
    after: date


@dataclass(frozen=True)
class Sheet:
    """An impact as a page shows it: dates in their order, letters put together."""

    impact: Impact
    dates: tuple[DateLine, ...]
    dropped: tuple[Text, ...]
    leaving: tuple[Leaving, ...]
    gone: tuple[Leaving, ...]
    new: tuple[Leaving, ...]


def sheet_of(impact: Impact, titles: dict[str, Text]) -> Sheet:
    """Return what a page shows of an impact; `titles` are those of the year's steps and classes."""
    return Sheet(
        impact,
        tuple(_dates(impact, titles)),
        tuple(_named(each, titles) for each in impact.dropped),
        tuple(together(impact.leaving, titles)),
        tuple(together(impact.gone, titles)),
        tuple(together(impact.new, titles)),
    )


def _dates(impact: Impact, titles: dict[str, Text]) -> Iterator[DateLine]:
    """In the order of the new days; bodies of a step that move alike stand together."""
    ordered = sorted(impact.dates, key=lambda each: (each.after, each.step, each.before, each.body))
    for (after, step, before, named), found in groupby(
        ordered, lambda each: (each.after, each.step, each.before, _class(each, titles))
    ):
        bodies = () if named else tuple(each.body for each in found if each.body)
        yield DateLine(_named(step, titles), bodies, named, before, after)


def _class(each: DateChange, titles: dict[str, Text]) -> Text | None:
    return ENDS if each.body == END else titles.get(f"{each.step}/{each.body}")


def _named(key: str, titles: dict[str, Text]) -> Text:
    return titles.get(key) or Text(da=key, en=key)


@dataclass(frozen=True)
class Wish:
    """Which step (of which body) shall have which day."""

    step: str
    body: str | None
    to: date
    hour: time | None


class SteeringPages:
    """Pages that act on a whole year, and the forecast that says what is coming."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "move": self.look_at_move,
            "moved": self.move,
            "year_act": self.before_act,
            "year_acted": self.act,
            "forecast": self.forecast,
        }

    def look_at_move(self, asked: Asked) -> Response:
        """Ask which step shall have which day, and show what that changes."""
        query = asked.request.query_params
        if "to" not in query:
            return self._move_page(asked, blank(place=query.get("place", "")))
        return self._impact(asked, queried(asked), None)

    def move(self, asked: Asked) -> Response:
        """Move, when the year is still as it was seen."""
        slug, fields, by = _slug(asked), Fields(asked), _by(asked)
        wish, seen = self._wish(fields), fields.number("on_version")
        reason = fields.text("reason")
        if wish is None or seen is None:
            return self._move_page(asked, fields.tried())
        return self._acts.do(
            asked,
            lambda desk: desk.move(
                slug, wish.step, wish.to, hour=wish.hour, body=wish.body, reason=reason, on_version=seen, by=by
            ),
            then=f"/cycles/{slug}",
            again=lambda tried: self._impact(asked, asked, self._with_others(asked, tried)),
        )

    def before_act(self, asked: Asked) -> Response:
        """Say what pausing, resuming or cancelling would do."""
        return self._act_page(asked, BLANK)

    def act(self, asked: Asked) -> Response:
        """Pause, resume or cancel."""
        slug, act, fields, by = _slug(asked), _act(asked), Fields(asked), _by(asked)
        reason = fields.text("reason", needed=act == "cancel") if act != "resume" else ""
        if act == "cancel" and fields.text("confirm").casefold() != slug.casefold():
            fields.wrong("confirm", WRONG_NAME)
        if fields.errors:
            return self._act_page(asked, fields.tried())
        deeds: dict[str, Callable[[Desk], Any]] = {
            "pause": lambda desk: desk.pause(slug, reason, by=by),
            "resume": lambda desk: desk.resume(slug, by=by),
            "cancel": lambda desk: desk.cancel(slug, reason, by=by),
        }
        return self._acts.do(
            asked,
            deeds[act],
            then=f"/cycles/{slug}",
            again=lambda tried: self._act_page(asked, tried),
            about=cycle_id(slug),
        )

    def forecast(self, asked: Asked) -> Response:
        """Show which letters will leave from a day to a day, else in the next sixty days."""
        query, fields = asked.request.query_params, Fields(queried(asked))
        first, last = fields.day("from"), fields.day("to")
        if first and last and last < first:
            fields.wrong("to", BACKWARDS)
        span = (None, None) if fields.errors else (first, last)
        with Session(reading(self._engine)) as session:
            found = ahead.ahead(session, self._clock(), _slug(asked), *span)
        typed = {"from": found.first.isoformat(), "to": found.last.isoformat()} | dict(query)
        tried = Tried(typed, fields.errors, status=422 if fields.errors else 200)
        return self._pages.page(asked, "forecast.html.j2", here="cycles", status=tried.status, ahead=found, tried=tried)

    def _with_others(self, asked: Asked, tried: Tried) -> Tried:
        """Say beside the refusal who did what to the year since it was looked at."""
        refusal = joined(tried.refusal, self._acts.since(asked, cycle_id(_slug(asked))), by=" ")
        return replace(tried, refusal=refusal)

    def _wish(self, fields: Fields) -> Wish | None:
        place, to, hour = fields.text("place", needed=True), fields.day("to", needed=True), fields.hour("hour")
        if fields.errors or to is None:
            return None
        step, _, body = place.partition("/")
        return Wish(step, body or None, to, hour)

    def _impact(self, asked: Asked, typed: Asked, tried: Tried | None) -> Response:
        """Show what a move changes; `tried`: it was confirmed, and refused."""
        slug, fields = _slug(asked), Fields(typed)
        wish = self._wish(fields)
        if wish is None:
            return self._move_page(asked, fields.tried())
        try:
            found = self._acts.ask(lambda desk: desk.impact(slug, wish.step, wish.to, hour=wish.hour, body=wish.body))
        except (NotPermitted, Unresolvable, Unknown) as error:
            return self._move_page(asked, fields.tried((tried and tried.refusal) or sentence_of(error)))
        return self._move_page(asked, tried or Tried(typed.form), found)

    def _move_page(self, asked: Asked, tried: Tried, impact: Impact | None = None) -> Response:
        slug = _slug(asked)
        with Session(reading(self._engine)) as session:
            places: tuple[Movable, ...] = steering.movables(session, self._clock(), slug)
            titles, reached = steering.titles(session, slug), steering.reach(session, self._clock(), slug)
        return self._pages.page(
            asked,
            "move.html.j2",
            here="cycles",
            status=tried.status,
            cycle=reached.cycle,
            places=places,
            tried=tried,
            sheet=sheet_of(impact, titles) if impact else None,
        )

    def _act_page(self, asked: Asked, tried: Tried) -> Response:
        slug, act = _slug(asked), _act(asked)
        with Session(reading(self._engine)) as session:
            reached: Reach = steering.reach(session, self._clock(), slug)
        return self._pages.page(
            asked, "year_act.html.j2", here="cycles", status=tried.status, act=act, reach=reached, tried=tried
        )


def queried(asked: Asked) -> Asked:
    """Return the request with what stands in its address as if it had been typed into a form."""
    query = asked.request.query_params
    return replace(asked, data=FormData({name: (query[name],) for name in query}))


def sentence_of(error: NotPermitted | Unresolvable | Unknown) -> Text:
    """Return what a person is told of what cannot be foreseen."""
    if isinstance(error, Unresolvable):
        found = [finding.sentence for finding in error.findings]
        return Text(da=" ".join(each.da for each in found), en=" ".join(each.en for each in found))
    return error.sentence


def _slug(asked: Asked) -> str:
    return str(asked.request.path_params["cycle"])


def _act(asked: Asked) -> str:
    act = str(asked.request.path_params["act"])
    if act not in ("pause", "resume", "cancel"):
        raise HTTPException(404)
    return act


def _by(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
