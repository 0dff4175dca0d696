"""Errors as pages: what is wrong and the way on, in the visitor's language; calendars keep their plain text."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from desk.answers import Unknown
from models.database import RecordUnusable
from web.form_data import FormData
from web.guard import Asked, Guard
from web.pages import Pages, language_of
from web.words.table import said, words

Handler = Callable[[Request, Exception], Response]
STATUSES = (400, 401, 403, 404, 405, 409, 413, 421, 429)
BEHIND_LINKS = "/committee/"
_LOGGER = logging.getLogger(__name__)
_RETRY = {"Retry-After": "60"}


class Errors:
    """Answers with a page where pages are, and leaves the other addresses to who answers there."""

    def __init__(self, pages: Pages, guard: Guard) -> None:
        self._pages = pages
        self._guard = guard

    def page(self, request: Request, error: Exception) -> Response:
        """Return the page for a status of ours, for what is not there, or for a record that cannot be read."""
        language = language_of(request)
        if isinstance(error, RecordUnusable):
            _LOGGER.error("%s", error.sentence.en)
            text = words(language)["error_503_text"]
            return _later(self._written(Asked(request, None, ""), 503, "error_503", text), _RETRY)
        if isinstance(error, Unknown):
            visitor = self._guard.visited(request)
            return self._written(visitor, 404, "error_404", said(error.sentence, language))
        assert isinstance(error, HTTPException)
        name = "error_form" if error.detail == "form" else f"error_{error.status_code}"
        page = self._written(self._visitor(request, error), error.status_code, name, words(language)[f"{name}_text"])
        return _later(page, error.headers or {})

    def ours(self, request: Request, error: Exception) -> Response:
        """Return the page for a mistake of ours; the server writes it into its log, and nothing of it is shown."""
        words_ = words(language_of(request))
        try:
            return self._written(Asked(request, None, ""), 500, "error_500", words_["error_500_text"])
        except Exception:  # the mistake may lie in the frame of every page
            return PlainTextResponse(f"{words_['error_500']}. {words_['error_500_text']}\n", 500)

    def _visitor(self, request: Request, error: HTTPException) -> Asked:
        """Who asks, for the menu: nobody, under a foreign name of ours or while the record cannot be read."""
        if error.status_code != 421:
            with suppress(RecordUnusable):
                return self._guard.visited(request)
        return Asked(request, None, "")

    def _written(self, asked: Asked, status: int, name: str, sentence: str) -> Response:
        of_committee = asked.request.url.path.startswith(BEHIND_LINKS)
        template = "committee_error.html.j2" if of_committee else "error.html.j2"
        return self._pages.page(
            asked,
            template,
            status=status,
            error=name,
            sentence=sentence,
            typed=getattr(asked.request.state, "typed", FormData()).written,
        )


def _later(page: Response, headers: Mapping[str, str]) -> Response:
    """Tell a browser when to come again, where that is known."""
    page.headers.update(headers)
    return page
