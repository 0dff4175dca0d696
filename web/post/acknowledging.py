"""The page behind a letter's link: GET shows the letter and changes nothing, POST says that it has arrived.

Mail scanners open every link; only the button acts. There is no script, no cookie and nothing from elsewhere. A link
that does not work is answered by one page, whatever the reason.
"""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from desk.acts.acknowledging import Acknowledgements, Received
from models.vocabulary import Language
from rendering import dates
from rendering.clean import clean_line
from web.limits import Limits

_LONGEST_TOKEN = 100
_PAGE, _GONE, _STYLE = "received.html.j2", "no_letter.html.j2", "received.css"


class LetterPages:
    """The routes below `/letters/`. `templates` holds the folder `letters`; who tries many links has to wait."""

    def __init__(self, acknowledgements: Acknowledgements, templates: Path, limits: Limits | None = None) -> None:
        self._acknowledgements = acknowledgements
        self._limits = limits or Limits()
        folder = templates / "letters"
        self._style = (folder / _STYLE).read_text("utf-8").strip()
        self._pages = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=True, trim_blocks=True
        )

    @property
    def routes(self) -> list[Route]:
        """What the office's application is made of, among others."""
        return [
            Route("/letters/{token}", self.show, methods=["GET"]),
            Route("/letters/{token}", self.act, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show which letter it is, and whether somebody has said that it arrived."""
        return await run_in_threadpool(self._answer, request, self._acknowledgements.shown, done=False)

    async def act(self, request: Request) -> Response:
        """Note that the letter has arrived."""
        return await run_in_threadpool(self._answer, request, self._acknowledgements.acknowledge, done=True)

    def _answer(self, request: Request, ask: Callable[[str], Received | None], *, done: bool) -> Response:
        token = str(request.path_params["token"])
        letter = ask(token) if len(token) <= _LONGEST_TOKEN else None
        if letter is None:
            self._limits.check(request)
            self._limits.failed(request)
            return self._written(_GONE, 404)
        language = _language(request, letter)
        at = letter.acknowledged_at.astimezone(ZoneInfo(letter.zone)) if letter.acknowledged_at else None
        return self._written(
            _PAGE,
            200,
            da=language is Language.DA,
            language=language.value,
            other=(Language.EN if language is Language.DA else Language.DA).value,
            subject=clean_line(letter.subject),
            to=clean_line(letter.to),
            cycle=letter.cycle.da if language is Language.DA else letter.cycle.en,
            sent=dates.long_date(letter.sent_at.astimezone(ZoneInfo(letter.zone)).date(), language),
            since=dates.long_date(at.date(), language) if at else "",
            before=letter.is_acknowledged,
            done=done,
        )

    def _written(self, template: str, status: int, **values: object) -> Response:
        html = self._pages.get_template(template).render(style=self._style, **values)
        mark = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{mark}'; img-src data:; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "X-Robots-Tag": "noindex",
        }
        return HTMLResponse(html, status, headers)


def _language(request: Request, letter: Received) -> Language:
    wish = request.query_params.get("lang")
    return Language(wish) if wish in tuple(Language) else letter.language
