"""What was done: the journal."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from desk import lines, overviews
from desk.views import JournalRow
from models.database import reading
from models.vocabulary import Language
from rendering.events import change_words, event_words
from web.guard import Asked
from web.pages import Pages, language_of, link
from web.ways import WAYS

_LONGEST = 200


class RecordPages:
    """Pages over the journal."""

    def __init__(self, pages: Pages, engine: Engine) -> None:
        self._pages = pages
        self._engine = engine

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"journal": self.journal}

    def journal(self, asked: Asked) -> Response:
        """Show the latest lines that are wanted."""
        language = language_of(asked.request)
        wanted = lines.Wanted(
            cycle=_asked(asked.request, "cycle"),
            event=_asked(asked.request, "event"),
            words=_asked(asked.request, "q"),
            before=_number(asked.request, "before"),
        )
        with Session(reading(self._engine)) as session:
            cycles, found = overviews.cycles(session), lines.lines(session, wanted)
            events = [(each, event_words(each, language)) for each in lines.events(session)]
        query = {"cycle": wanted.cycle, "event": wanted.event, "q": wanted.words}
        older = link(WAYS["journal"].path, {**query, "before": found.older}) if found.older else None
        return self._pages.page(
            asked,
            "journal.html.j2",
            here="journal",
            zones={cycle.slug: cycle.zone for cycle in cycles},
            cycles=cycles,
            events=sorted(events, key=lambda each: each[1]),
            wanted=wanted,
            lines=[(row, *_told(row, language)) for row in found.rows],
            older=older,
        )


def _told(row: JournalRow, language: Language) -> tuple[str, str, str]:
    """The event, what it is about, and what changed, in the reader's words."""
    of_a_workflow = row.workflow_id.startswith("cycle:")
    about = row.about or (row.workflow_id.removeprefix(f"cycle:{row.cycle}").lstrip(":") if of_a_workflow else "")
    return event_words(row.event, language), about.replace(":", "/") or row.cycle, change_words(row, language)


def _asked(request: Request, name: str) -> str:
    return request.query_params.get(name, "").replace("\x00", "")[:_LONGEST]


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
