"""The mail catcher's two pages: the inbox, and one mail with its HTML in a frame that can do nothing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.vocabulary import Language
from rendering.dates import hour, short_date
from runtime.catcher.folder import Mail, MailFolder
from runtime.catcher.words import WORDS
from web.pages import language_of

PAGE_SIZE = 200
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; sandbox"
_COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def mail_pages(folder: MailFolder, templates: Path) -> Starlette:
    """Return the pages over this folder; they answer only to this machine's own names, so no site can read them."""
    pages = _Pages(folder, templates)
    return Starlette(
        routes=[
            Route("/", pages.inbox),
            Route("/mail/{number:int}", pages.mail),
            Route("/mail/{number:int}/html", pages.html),
            Route("/mail/{number:int}/source", pages.source),
            Route("/mail/{number:int}/part/{index:int}", pages.part),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={404: pages.not_found},
    )


class _Pages:
    def __init__(self, folder: MailFolder, templates: Path) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def inbox(self, request: Request) -> Response:
        words = request.query_params.get("q", "")[:200]
        found = [each for each in self._folder.summaries() if each.matches(words)]
        page = _number(request.query_params.get("page"), highest=max(0, (len(found) - 1) // PAGE_SIZE))
        shown = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        older = page + 1 if len(found) > (page + 1) * PAGE_SIZE else None
        return self._page(request, "inbox.html.j2", mails=shown, q=words, total=len(found), page=page, older=older)

    def mail(self, request: Request) -> Response:
        return self._page(request, "mail.html.j2", mail=self._mail(request))

    def html(self, request: Request) -> Response:
        part = self._mail(request).shown("text/html")
        if part is None:
            raise HTTPException(404)
        return _answer(part.text.encode(errors="replace"), "text/html; charset=utf-8", _FRAME_POLICY)

    def source(self, request: Request) -> Response:
        return _answer(self._mail(request).source, "text/plain; charset=utf-8", _FRAME_POLICY)

    def part(self, request: Request) -> Response:
        parts = {part.index: part for part in self._mail(request).attachments}
        if (part := parts.get(request.path_params["index"])) is None:
            raise HTTPException(404)
        name = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(part.file_name, safe='')}"}
        return _answer(part.content, part.media_type, _FRAME_POLICY, name)

    def not_found(self, request: Request, _: Exception) -> Response:
        return self._page(request, "missing.html.j2", status=404)

    def _mail(self, request: Request) -> Mail:
        mail = self._folder.mail(request.path_params["number"])
        if mail is None:
            raise HTTPException(404)
        return mail

    def _page(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        language = language_of(request)  # the office's, also where the browser itself prefers another
        html = self._environment.get_template(template).render(
            language=language.value,
            words=WORDS[language],
            when=lambda moment: _when(moment, language),
            link=lambda path, **query: _link(path, {"lang": language.value, **query}),
            other=_link(request.url.path, {**request.query_params, "lang": _OTHER[language].value}),
            **values,
        )
        return _answer(html.encode(errors="replace"), "text/html; charset=utf-8", _PAGE_POLICY, status=status)


_OTHER = {Language.DA: Language.EN, Language.EN: Language.DA}


def _answer(
    content: bytes, media_type: str, policy: str, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    security = {**_COMMON_HEADERS, "Content-Security-Policy": policy, "Content-Type": media_type, **(headers or {})}
    return Response(content, status, security)


def _link(path: str, query: Mapping[str, object]) -> str:
    return f"{path}?{urlencode({key: value for key, value in query.items() if value not in ('', None)})}"


def _number(text: str | None, highest: int) -> int:
    return min(int(text), highest) if text and text.isdecimal() and len(text) < 9 else 0


def _when(moment: datetime | None, language: Language) -> str:
    return f"{short_date(moment.date(), language)} {hour(moment.time(), language)}" if moment else "–"
