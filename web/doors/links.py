"""The secretariat's page of ways in: calendars, committees' links and sessions, each given or taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.acts.feeds import Issued, feeds
from desk.commands import Desk
from desk.doors import Doors, Inside
from desk.shown import overviews
from desk.shown.links import committee_links
from models.database import reading
from models.schedule import Text
from models.vocabulary import FeedScope, Language
from web.acting import Acts
from web.forms import BLANK, MISSING, Fields, Tried
from web.guard import Asked
from web.pages import Pages, language_of
from web.words.table import said

PATH = "/links"
_SCOPES = {each.value: each for each in FeedScope}
_WHOSE = frozenset({FeedScope.COMMITTEE, FeedScope.PERSON})
_OUT = Text(da="Personen er logget ud i alle browsere.", en="The person is logged out in every browser.")


class LinkPages:
    """The page and what it does. An address is shown in the answer to the form that made it, and never again."""

    def __init__(
        self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts, doors: Doors, address: str
    ) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts
        self._doors = doors
        self._address = address.rstrip("/")

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "links": lambda asked: self._list(asked, BLANK),
            "feed_made": self.make,
            "feed_rotated": self.rotate,
            "feed_revoked": self.revoke,
            "committee_revoked": self.revoke_committee,
            "person_out": self.log_out,
        }

    def make(self, asked: Asked) -> Response:
        """Make a calendar, and show its address."""
        fields = Fields(asked)
        scope = fields.choice("scope", _SCOPES)
        whose, cycle = fields.text("whose", longest=200), fields.text("cycle", longest=200)
        language = fields.choice("language", {each.value: each for each in Language}, needed=False)
        if scope in _WHOSE and not whose:
            fields.wrong("whose", MISSING)
        if scope and scope not in _WHOSE and not cycle:
            fields.wrong("cycle", MISSING)
        if fields.errors or scope is None:
            return self._list(asked, fields.tried())
        named = whose if scope in _WHOSE else ""
        return self._issued(
            asked,
            lambda desk: desk.create_feed(scope, named, cycle=cycle or None, language=language, by=_who(asked)),
        )

    def rotate(self, asked: Asked) -> Response:
        """Give a calendar another address, and show it."""
        return self._issued(asked, lambda desk: desk.rotate_feed(_number(asked), by=_who(asked)))

    def revoke(self, asked: Asked) -> Response:
        """Take a calendar back."""
        return self._acts.do(
            asked, lambda desk: desk.revoke_feed(_number(asked), by=_who(asked)), then=PATH, again=self._again(asked)
        )

    def revoke_committee(self, asked: Asked) -> Response:
        """Take back every link of one committee in one cycle."""
        fields = Fields(asked)
        cycle, body = (fields.text(name, longest=200) for name in ("cycle", "body"))
        return self._acts.do(
            asked, lambda desk: desk.revoke_committee(cycle, body, by=_who(asked)), then=PATH, again=self._again(asked)
        )

    def log_out(self, asked: Asked) -> Response:
        """End every session of one person."""
        key = Fields(asked).text("person", longest=500)

        async def out(desk: Desk) -> Text:
            for each in await asyncio.to_thread(self._doors.inside):
                if key_of(each) == key:
                    await asyncio.to_thread(self._doors.leave_everywhere, each.visitor)
            return _OUT

        return self._acts.do(asked, out, then=PATH, again=self._again(asked))

    def _issued(self, asked: Asked, act: Callable[[Desk], Awaitable[Issued]]) -> Response:
        shown: list[Issued] = []

        async def acted(desk: Desk) -> Text:
            shown.append(await act(desk))
            return shown[0].what

        answer = self._acts.do(asked, acted, then=PATH, again=self._again(asked))
        if not shown:
            return answer
        address = f"{self._address}/{shown[0].path}"
        return self._pages.page(
            asked, "issued.html.j2", here="links", what=shown[0].what, address=address,
            secret=shown[0].path.startswith("feeds/"),
        )  # fmt: skip

    def _again(self, asked: Asked) -> Callable[[Tried], Response]:
        return lambda tried: self._list(asked, tried)

    def _list(self, asked: Asked, tried: Tried) -> Response:
        with Session(reading(self._engine)) as session:
            listed, committees = feeds(session), committee_links(session, self._clock())
            years = overviews.cycles(session)
        cycles = [(each.slug, f"{said(each.title, language_of(asked.request))} {each.year}") for each in years]
        people = [(key_of(each), each) for each in self._doors.inside()]
        return self._pages.page(
            asked, "links.html.j2", here="links", status=tried.status, tried=tried, feeds=listed, cycles=cycles,
            committees=committees, people=people, scopes=tuple(_SCOPES), languages=tuple(Language),
        )  # fmt: skip


def key_of(inside: Inside) -> str:
    """Return what stands for a person in a form: the subject, or the name of whoever came by a link."""
    who = inside.visitor
    return f"subject:{who.subject}" if who.subject is not None else f"name:{who.name}"


def _number(asked: Asked) -> int:
    return int(asked.request.path_params["number"])


def _who(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
