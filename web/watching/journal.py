"""The journal: the latest lines first, those that are wanted; and how a cycle stood on a day."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.shown import lines, overviews, post
from desk.shown.as_of import as_of
from desk.shown.rows import CycleRow, JournalRow
from models.database import reading
from models.vocabulary import Language
from planning.dates import typed
from rendering.events import change_words, event_words
from web.forms import Fields
from web.guard import Asked
from web.pages import Pages, language_of, link, short
from web.steering.year import queried
from web.ways import WAYS
from web.words.table import said

_LONGEST = 200


class JournalPages:
    """Pages over the journal."""

    def __init__(self, pages: Pages, engine: Engine) -> None:
        self._pages = pages
        self._engine = engine

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"journal": self.journal, "as_of": self.as_of}

    def journal(self, asked: Asked) -> Response:
        """Show the latest lines that are wanted."""
        language, fields = language_of(asked.request), Fields(queried(asked))
        query = {name: _asked(asked.request, name) for name in ("cycle", "event", "by", "q", "from", "to")}
        wanted = lines.Wanted(
            cycle=query["cycle"],
            event=query["event"],
            words=query["q"],
            before=_number(asked.request, "before"),
            by=query["by"],
            first=fields.day("from"),
            last=fields.day("to"),
        )
        with Session(reading(self._engine)) as session:
            cycles, found = overviews.cycles(session), lines.lines(session, wanted)
            events = [(each, event_words(each, language)) for each in lines.events(session)]
            people = lines.people(session)
            names = _names(session, cycles, {row.cycle for row in found.rows}, language)
        return self._pages.page(
            asked,
            "journal.html.j2",
            here="journal",
            status=422 if fields.errors else 200,
            tried=fields.tried(),
            zones={cycle.slug: cycle.zone for cycle in cycles},
            cycles=cycles,
            people=people,
            events=sorted(events, key=lambda each: each[1]),
            query=query,
            lines=[(row, *_told(row, language, names)) for row in found.rows],
            older=link(WAYS["journal"].path, {**query, "before": found.older}) if found.older else None,
        )

    def as_of(self, asked: Asked) -> Response:
        """Show how a cycle stood at the end of a day."""
        slug, language = str(asked.request.path_params["cycle"]), language_of(asked.request)
        day, wrong = _day(asked.request)
        with Session(reading(self._engine)) as session:
            cycle = overviews.cycle(session, slug)
            found = as_of(session, slug, day) if day else None
        if cycle is None:
            raise HTTPException(404)
        rows = [(row, event_words(row.event, language)) for row in found.rows] if found else []
        return self._pages.page(
            asked,
            "as_of.html.j2",
            here="journal",
            status=422 if wrong else 200,
            cycle=cycle,
            found=found,
            rows=rows,
            wrong=wrong,
            typed=_asked(asked.request, "on"),
        )


def _day(request: Request) -> tuple[date | None, object]:
    text = _asked(request, "on")
    try:
        return (typed.day(text), None) if text else (None, None)
    except typed.Mistyped as error:
        return None, error.sentence


def _names(
    session: Session, cycles: Sequence[CycleRow], wanted: Collection[str], language: Language
) -> Mapping[str, Mapping[str, str]]:
    """Return what the reader calls each of these years, under "", and its steps, by their keys."""
    return {
        each.slug: {
            "": f"{said(each.title, language)} {each.year}",
            **{key: said(title, language) for key, title in post.steps(session, each.slug).items()},
        }
        for each in cycles
        if each.slug in wanted
    }


def _told(row: JournalRow, language: Language, names: Mapping[str, Mapping[str, str]]) -> tuple[str, str, str, str]:
    """The event, what it is about, of which year, and what changed, in the reader's words."""
    known = names.get(row.cycle, {})
    year = known.get("", row.cycle)
    of_a_workflow = row.workflow_id.startswith("cycle:")
    about = row.about or (row.workflow_id.removeprefix(f"cycle:{row.cycle}").lstrip(":") if of_a_workflow else "")
    step, *rest = about.replace(":", "/").split("/")
    of_what = " – ".join((known.get(step, step), *(["/".join(rest)] if rest else []))) if step else year
    return (
        event_words(row.event, language),
        of_what,
        year,
        change_words(row, language, lambda day: short(day, language)),
    )


def _asked(request: Request, name: str) -> str:
    return request.query_params.get(name, "").replace("\x00", "")[:_LONGEST]


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
