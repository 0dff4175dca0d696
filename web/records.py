"""What was done and what was written: the journal, the outbox, and one letter as its recipient sees it."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from desk import lines, overviews, post
from desk.views import JournalRow, LetterInFull
from models.database import reading
from models.vocabulary import Language, LetterState
from rendering.events import change_words, event_words
from rendering.opened import opened
from web.guard import Asked
from web.headers import LETTER_POLICY, secured
from web.pages import Pages, language_of, link
from web.ways import WAYS

_LONGEST = 200


class RecordPages:
    """Pages over the journal and the outbox."""

    def __init__(self, pages: Pages, engine: Engine, *, tls: bool) -> None:
        self._pages = pages
        self._engine = engine
        self._tls = tls

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "journal": self.journal,
            "outbox": self.outbox,
            "letter": self.letter,
            "letter_shown": self.letter_shown,
        }

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

    def outbox(self, asked: Asked) -> Response:
        """Show the letters, the latest decided first."""
        cycle, page = _asked(asked.request, "cycle"), _number(asked.request, "page") or 0
        state = next((each for each in LetterState if each == asked.request.query_params.get("state")), None)
        with Session(reading(self._engine)) as session:
            cycles, found = overviews.cycles(session), post.letters(session, cycle, state, page)
        query: dict[str, object] = {"cycle": cycle, "state": state}
        more = (page + 1) * post.PAGE < found.total
        return self._pages.page(
            asked,
            "outbox.html.j2",
            here="outbox",
            zones={each.slug: each.zone for each in cycles},
            cycles=cycles,
            cycle=cycle,
            state=state,
            letters=found,
            newer=link(WAYS["outbox"].path, {**query, "page": page - 1 or ""}) if page else None,
            older=link(WAYS["outbox"].path, {**query, "page": page + 1}) if more else None,
        )

    def letter(self, asked: Asked) -> Response:
        """Show one letter with all that its recipient gets."""
        letter = self._letter(asked)
        with Session(reading(self._engine)) as session:
            zones = {each.slug: each.zone for each in overviews.cycles(session)}
        return self._pages.page(
            asked,
            "letter.html.j2",
            here="outbox",
            letter=replace(letter, message=None),
            zone=zones[letter.cycle],
            shown=opened(letter.message) if letter.message else None,
        )

    def letter_shown(self, asked: Asked) -> Response:
        """Give the letter's own HTML, for a frame that can do nothing."""
        letter = self._letter(asked)
        html = opened(letter.message).html if letter.message else ""
        if not html:
            raise HTTPException(404)
        return secured(HTMLResponse(html), tls=self._tls, policy=LETTER_POLICY)

    def _letter(self, asked: Asked) -> LetterInFull:
        number = int(asked.request.path_params["number"])
        with Session(reading(self._engine)) as session:
            found = overviews.letter(session, number) if number < 1 << 31 else None
        if found is None:
            raise HTTPException(404)
        return found


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
