"""The outbox: every letter, found by what it is and whom it is to; and above, what waits for a release."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.shown import held, overviews, post
from models.database import reading
from models.vocabulary import LetterKind, LetterState
from rendering.vocabulary import word
from web.guard import Asked
from web.pages import Pages, language_of, link
from web.ways import WAYS

_LONGEST = 200


class OutboxPages:
    """The list of letters."""

    def __init__(self, pages: Pages, engine: Engine) -> None:
        self._pages = pages
        self._engine = engine

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"outbox": self.outbox}

    def outbox(self, asked: Asked) -> Response:
        """Show the letters that are wanted, the latest decided first."""
        wanted, page = wanted_of(asked), _page(asked)
        with Session(reading(self._engine)) as session:
            cycles, found = overviews.cycles(session), post.letters(session, wanted, page)
            steps, waiting = post.steps(session, wanted.cycle), held.held_steps(session)
        language = language_of(asked.request)
        kinds = sorted(((each, word(each, language)) for each in LetterKind), key=lambda each: each[1])
        more = (page + 1) * post.PAGE < found.total
        return self._pages.page(
            asked,
            "outbox.html.j2",
            here="outbox",
            zones={each.slug: each.zone for each in cycles},
            cycles=cycles,
            wanted=wanted,
            steps=steps,
            kinds=kinds,
            letters=found,
            waiting=waiting,
            newer=_link(wanted, page - 1) if page else None,
            older=_link(wanted, page + 1) if more else None,
        )


def wanted_of(asked: Asked) -> post.Wanted:
    """Return which letters the address asks for; what is no kind and no state is not asked for."""
    query = asked.request.query_params
    cycle, step, to = (query.get(name, "").replace("\x00", "")[:_LONGEST].strip() for name in ("cycle", "step", "to"))
    kind = next((each for each in LetterKind if each == query.get("kind")), None)
    state = next((each for each in LetterState if each == query.get("state")), None)
    return post.Wanted(cycle, step, kind, state, to)


def _link(wanted: post.Wanted, page: int) -> str:
    return link(WAYS["outbox"].path, {**vars(wanted), "page": page or ""})


def _page(asked: Asked) -> int:
    text = asked.request.query_params.get("page", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
