"""The years: their list, how one goes, and its wheel."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

from markupsafe import Markup
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk.record import cycle_there
from desk.shown import overviews, steering
from desk.shown.owed import owed_in
from desk.shown.todo import todos
from desk.shown.what_next import next_acts
from desk.shown.year_story import Story, picture, story
from models.database import reading
from rendering.wheel import wheel_svg
from web.guard import Asked
from web.pages import Pages, language_of
from web.steering.tasks import path_of
from web.watching.following import led_to
from web.ways import MANAGER, SECRETARIAT, may


class YearPages:
    """Pages about one cycle each, and the list that leads to them."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"cycles": self.cycles, "cycle": self.cycle, "wheel": self.wheel}

    def cycles(self, asked: Asked) -> Response:
        """List every cycle, the latest year first."""
        with Session(reading(self._engine)) as session:
            rows = overviews.cycles(session)
        return self._pages.page(asked, "cycles.html.j2", here="cycles", cycles=rows)

    def cycle(self, asked: Asked) -> Response:
        """Show one cycle: what can be done, who owes what, its dates with reasons, what was decided."""
        told = self._story(asked)
        stages = {step.key: step.stage for step in told.status.steps}
        steers, slug = may(asked.role, SECRETARIAT), told.status.cycle.slug
        with Session(reading(self._engine)) as session:
            acts = steering.reach(session, self._clock(), slug).offered if steers else frozenset()
            tasks = [(each, path_of(each)) for each in todos(session, slug)]
            findings = steering.findings(session, slug)
            coming = next_acts(session, [slug], self._clock()) if acts else []
        return self._pages.page(
            asked,
            "cycle.html.j2",
            here="cycles",
            told=told,
            stages=[stages.get(step.key) for step in told.wheel.steps],
            acts=[each for each in ("move", "pause", "resume", "cancel") if each in acts],
            tasks=tasks,
            steers=steers,
            manages=may(asked.role, MANAGER),
            following=led_to(coming, does=True),
            findings=findings,
            owed=owed_in(told.status),
        )

    def wheel(self, asked: Asked) -> Response:
        """Show the year as a wheel, with the table that says the same."""
        slug = str(asked.request.path_params["cycle"])
        with Session(reading(self._engine)) as session:
            cycle_there(session, slug)
            told = picture(session, self._clock(), slug, language_of(asked.request))
        if told is None:
            raise HTTPException(404)
        return self._pages.page(
            asked,
            "wheel.html.j2",
            here="cycles",
            told=told,
            page=SimpleNamespace(wheel=told.wheel),
            poster=Markup(wheel_svg(told.wheel, linked=True)),  # noqa: S704 -- escaped by the XML library
            small=Markup(wheel_svg(told.wheel, small=True, linked=True, ids="small")),  # noqa: S704 -- likewise
        )

    def _story(self, asked: Asked) -> Story:
        slug = str(asked.request.path_params["cycle"])
        with Session(reading(self._engine)) as session:
            cycle_there(session, slug)
            found = story(session, self._clock(), slug, language_of(asked.request))
        if found is None:
            raise HTTPException(404)
        return found
