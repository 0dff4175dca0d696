"""Calendars to subscribe to: GET and HEAD, told "not modified" by tag, packed for whoever can unpack."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.subscriptions import Subscription, Subscriptions
from models.vocabulary import FeedScope

FRESH_SECONDS = 300
"""For how long a program need not ask again; how often it does ask, the calendar itself says (REFRESH-INTERVAL)."""

_MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST_TOKEN = 100


class Feeds:
    """The routes. What they answer depends on the address alone: no cookie, no login, nothing in a log."""

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions

    def by_token(self, request: Request) -> Response:
        """Answer with the calendar that the token in the path opens."""
        token = str(request.path_params["token"])
        found = self._subscriptions.by_token(token) if len(token) <= _LONGEST_TOKEN else None
        return self._answer(request, found)

    def public(self, request: Request) -> Response:
        """Answer with what is published of a cycle."""
        return self._answer(request, self._subscriptions.public(str(request.path_params["cycle"])))

    def _answer(self, request: Request, found: Subscription | None) -> Response:
        if found is None:
            raise HTTPException(404)
        packed = _takes_gzip(request.headers.get("accept-encoding", ""))
        tag = f'"{found.tag}-gzip"' if packed else f'"{found.tag}"'
        shared = "public" if found.scope is FeedScope.PUBLIC else "private"
        headers = {
            "ETag": tag,
            "Cache-Control": f"{shared}, max-age={FRESH_SECONDS}",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
        }
        if _has_it(request.headers.get("if-none-match", ""), found.tag):
            return Response(status_code=304, headers=headers)
        content = self._subscriptions.content(found)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Response(content.packed if packed else content.plain, media_type=_MEDIA_TYPE, headers=headers)


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
