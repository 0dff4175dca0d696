"""What the pages of one prepared year share: finding it, changing it, and the walk from its dates to its start."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.commands import Desk
from desk.preparing.copies import Change, prepared_year
from desk.preparing.prepared_year import Outlook, outlook
from models.database import reading
from models.schedule import Text
from web.acting import Acts
from web.forms import Tried
from web.guard import Asked
from web.pages import Pages
from web.starting.workshop import Workshop

_YEAR = re.compile(r"-(\d{4})$")
WALK = ("dates", "people", "papers", "letters")
"""The pages of the walk, in their order; the last one ends with the start."""


@dataclass(frozen=True)
class Table:
    """What every page of a prepared year works with."""

    pages: Pages
    engine: Engine
    acts: Acts
    workshop: Workshop
    tls: bool

    def outlook(self, asked: Asked) -> Outlook:
        """Return the year that the address names, worked out; raises Unknown."""
        with Session(reading(self.engine)) as session:
            return outlook(prepared_year(session, slug_of(asked)))

    def page(self, asked: Asked, here: str, tried: Tried, found: Outlook, **values: object) -> Response:
        """Show a page of the walk."""
        slug = found.prepared.slug
        return self.pages.page(
            asked,
            f"start_{here}.html.j2",
            here="cycles",
            status=tried.status,
            tried=tried,
            found=found,
            year=found.prepared,
            built_on=built_on,
            walk=[(each, path_of(slug, each), each == here) for each in WALK],
            **values,
        )

    def mend(self, asked: Asked, change: Change, said: Text, then: str, again: Callable[[Tried], Response]) -> Response:
        """Store a change of the year, and lead on."""
        slug, by, seen = slug_of(asked), name_of(asked), seen_of(asked)

        async def act(desk: Desk) -> Text:
            await desk.mend(slug, change, seen=seen, by=by)
            return said

        return self.acts.do(asked, act, then=then, again=again)


def built_on(origin: str) -> Text:
    """Say what a year is built on: another year, a zip file by its name, or a definition that ships."""
    if year := _YEAR.search(origin):
        return Text(da=f"året {year[1]}", en=f"the year {year[1]}")
    if origin.lower().endswith(".zip"):
        return Text(da=origin, en=origin)
    return Text(da="den medfølgende skabelon", en="the template that ships")


def slug_of(asked: Asked) -> str:
    """Return the slug of the year in the address."""
    return str(asked.request.path_params["year"])


def name_of(asked: Asked) -> str:
    """Return who asks."""
    return asked.visitor.name if asked.visitor else ""


def seen_of(asked: Asked) -> int:
    """Return the version that the form was shown for; 0 for one that says none."""
    wish = asked.form.get("version", "")
    return int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 9 else 0


def path_of(slug: str, part: str = "dates") -> str:
    """Return the address of a page of the walk."""
    return f"/start/{slug}" if part == "dates" else f"/start/{slug}/{part}"
