"""Calendars to subscribe to: GET and HEAD, told "not modified" by tag, packed for whoever can unpack."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.subscriptions import Subscription, Subscriptions, hash_of
from models.vocabulary import FeedScope

FRESH_SECONDS = 300
"""For how long a program need not ask again; how often it does ask, the calendar itself says (REFRESH-INTERVAL)."""

_MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST_TOKEN = 100


class Feeds:
    """The routes. What they answer depends on the address alone: no cookie, no login, nothing in a log."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    async def by_token(self, request: Request) -> Response:
        """Answer with the calendar that the token in the path opens."""
        token = str(request.path_params["token"])
        if len(token) > _LONGEST_TOKEN:
            raise HTTPException(404)
        return await self._answer(request, hash_of(token), lambda: self._subscriptions.by_token(token))

    async def public(self, request: Request) -> Response:
        """Answer with what is published of a cycle."""
        cycle = str(request.path_params["cycle"])
        return await self._answer(request, f"public/{cycle}", lambda: self._subscriptions.public(cycle))

    async def _answer(self, request: Request, address: str, ask: Callable[[], Subscription | None]) -> Response:
        """Whoever has the latest is told so at once, as long as nothing has changed; all else is work for a thread."""
        found = self._subscriptions.at_hand(address)
        if found and _has_it(request.headers.get("if-none-match", ""), found.tag):
            return Response(status_code=304, headers=_headers(request, found))
        return await run_in_threadpool(self._read, request, ask)

    def _read(self, request: Request, ask: Callable[[], Subscription | None]) -> Response:
        found = ask()
        if found is None:
            raise HTTPException(404)
        headers = _headers(request, found)
        if _has_it(request.headers.get("if-none-match", ""), found.tag):
            return Response(status_code=304, headers=headers)
        content = self._subscriptions.content(found)
        if _packed(request):
            return Response(content.packed, media_type=_MEDIA_TYPE, headers={**headers, "Content-Encoding": "gzip"})
        return Response(content.plain, media_type=_MEDIA_TYPE, headers=headers)


def _headers(request: Request, found: Subscription) -> dict[str, str]:
    shared = "public" if found.scope is FeedScope.PUBLIC else "private"
    return {
        "ETag": f'"{found.tag}-gzip"' if _packed(request) else f'"{found.tag}"',
        "Cache-Control": f"{shared}, max-age={FRESH_SECONDS}",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


def _packed(request: Request) -> bool:
    return _takes_gzip(request.headers.get("accept-encoding", ""))


def _takes_gzip(accepted: str) -> bool:
    """Whether the header allows gzip (RFC 9110, 12.5.3); a weight of 0 forbids it."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _has_it(asked: str, tag: str) -> bool:
    """Whether one of the tags that the program has is the present one, packed or not; weak ones count as well."""
    has = {each.strip().removeprefix("W/").strip('"').removesuffix("-gzip") for each in asked.split(",")}
    return asked.strip() == "*" or tag in has
