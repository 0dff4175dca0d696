"""The office's web application, put together; whoever runs it builds what it is given (`runtime.web_server`)."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from desk.subscriptions import Subscriptions
from models.database import RecordUnusable
from models.schedule import Text
from web.feeds import Feeds

NOTHING_HERE = Text(
    da="Her er ingenting. Er adressen hel? En kalenders adresse kan også være trukket tilbage: spørg sekretariatet.",
    en="There is nothing here. Is the address whole? That of a calendar can also be taken back: ask the secretariat.",
)
COMMON = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_RETRY = {"Retry-After": "60"}


def office_app(subscriptions: Subscriptions) -> Starlette:
    """Return the application; it reads the record and writes nothing."""
    feeds = Feeds(subscriptions)
    return Starlette(
        routes=[
            Route("/feeds/{token}.ics", feeds.by_token),
            Route("/public/{cycle}.ics", feeds.public),
        ],
        exception_handlers={404: _nothing_here, 405: _not_so, RecordUnusable: _later},
    )


def _nothing_here(request: Request, error: Exception) -> Response:
    """Answer the same for what never was and what was taken back."""
    return _told(404, NOTHING_HERE)


def _not_so(request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, HTTPException) else None
    return _told(405, Text(da="Her kan man kun læse.", en="This can only be read."), dict(headers or {}))


def _later(request: Request, error: Exception) -> Response:
    """The record cannot be read now: a calendar program keeps what it has and asks again."""
    return _told(503, error.sentence if isinstance(error, RecordUnusable) else NOTHING_HERE, _RETRY)


def _told(status: int, text: Text, headers: dict[str, str] | None = None) -> Response:
    shown = {**COMMON, "Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{text.da}\n\n{text.en}\n", status, shown)
