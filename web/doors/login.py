"""Coming in by the city's login: led there, back once with what proves it, and led out again.

State, nonce and PKCE verifier follow from a cookie of the browser that began: what comes back in another one, a second
time or too late opens nothing. Whatever comes back, its address is left at once, and no page shows a word of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from starlette.responses import RedirectResponse, Response

from desk.doors import ATTEMPT_LIVES, LONGEST, Doors, Visitor
from models.schedule import Text
from web.doors.openid import Attempt, LoginRefused, Provider
from web.doors.openid_wire import ProviderAway
from web.guard import Asked, Guard
from web.headers import secured
from web.limits import Limits
from web.pages import Pages, link
from web.words.doors import AWAY, BROKEN_OFF, NOT_AS_ASKED, NOT_FOR_US

LONGEST_WISH = 500
MOST_BEGUN = 600
"""Logins that one address may begin in ten minutes: a whole town hall can be behind one."""

_LONGEST_WORD = 4_000
_TOKEN_BYTES = 32
_FAILED: Mapping[str, tuple[int, str, Text]] = {
    "away": (503, "login_away_title", AWAY),
    "answer": (403, "login_refused_title", NOT_AS_ASKED),
    "broken": (403, "login_refused_title", BROKEN_OFF),
    "group": (403, "login_group_title", NOT_FOR_US),
}
"""Why nobody came in: status, title and sentence of the page."""


class Login:
    """The way through the city's login; without a provider every part of it leads to the front page."""

    def __init__(
        self,
        pages: Pages,
        doors: Doors,
        guard: Guard,
        limits: Limits,
        provider: Provider | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages = pages
        self._doors = doors
        self._guard = guard
        self._limits = limits
        self._begun = Limits(most=MOST_BEGUN, proxies=limits.proxies, clock=limits.clock)
        self._provider = provider
        self._clock = clock
        self._cookie = f"{guard.cookie}_login"

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"login": self.begin, "login_back": self.back, "login_failed": self.failed, "left": self.left}

    def begin(self, asked: Asked) -> Response:
        """Lead to the city's login; `next` in the address is where to go on afterwards."""
        wish = own_path(asked.request.query_params.get("next", "/"))
        if self._provider is None or asked.visitor is not None:
            return self._led(wish)
        self._begun.check(asked.request)
        self._begun.failed(asked.request)
        browser, state = self._browser(asked) or _random(), _random()
        try:
            address = self._provider.address(_attempt(browser, state))
        except ProviderAway:
            return self._told(asked, "away", wish)
        self._doors.expect(f"{browser}.{state}", wish)
        response = secured(RedirectResponse(address, 303), tls=self._guard.secure)
        self._set(response, self._cookie, browser, int(ATTEMPT_LIVES.total_seconds()))
        return response

    def back(self, asked: Asked) -> Response:
        """Take what came back from the city's login, once; lead on to the page that was wished for, or say why not."""
        if self._provider is None:
            return self._led("/")
        self._limits.check(asked.request)
        browser, given = self._browser(asked), asked.request.query_params
        state, code = given.get("state", ""), given.get("code", "")
        wish = self._doors.came_back(f"{browser}.{state[:_LONGEST_WORD]}") if browser else None
        if wish is None:
            self._limits.failed(asked.request)
            return self._failed("answer", "/")
        if "error" in given or not 0 < len(code) <= _LONGEST_WORD:
            return self._failed("broken", wish)
        try:
            person = self._provider.person(
                code, _attempt(browser, state), self._clock().timestamp(), given.get("iss")
            )  # fmt: skip
        except ProviderAway:
            return self._failed("away", wish)
        except LoginRefused:
            self._limits.failed(asked.request)
            return self._failed("answer", wish)
        if person.role is None:
            return self._failed("group", wish)
        return self._admitted(asked, Visitor(person.name, person.role, person.subject), wish)

    def failed(self, asked: Asked) -> Response:
        """Say why nobody came in, and how to go on."""
        why = asked.request.query_params.get("because", "")
        wish = own_path(asked.request.query_params.get("next", "/"))
        return self._told(asked, why, wish) if self._provider and why in _FAILED else self._led("/")

    def left(self, asked: Asked) -> Response:
        """Say that one is out here, and lead on to log out at the city's login too."""
        if self._provider is None or asked.visitor is not None:
            return self._led("/")
        try:
            there = self._provider.goodbye(f"{self._guard.address}/")
        except ProviderAway:
            there = None
        return self._pages.page(asked, "left.html.j2", there=there)

    def _admitted(self, asked: Asked, visitor: Visitor, wish: str) -> Response:
        if asked.token:
            self._doors.leave(asked.token)
        response = self._led(wish)
        self._set(response, self._guard.cookie, self._doors.admit(visitor), int(LONGEST.total_seconds()))
        self._set(response, self._cookie, "", 0)
        return response

    def _told(self, asked: Asked, why: str, wish: str) -> Response:
        status, title, sentence = _FAILED[why]
        page = self._pages.page(asked, "login_failed.html.j2", status=status, title=title, why=why, sentence=sentence,
                                again=link("/login", {"next": wish}))  # fmt: skip
        if status == 503:
            page.headers["Retry-After"] = "60"
        return page

    def _failed(self, why: str, wish: str) -> Response:
        return self._led(link("/login/failed", {"because": why, "next": wish}))

    def _led(self, path: str) -> Response:
        return secured(RedirectResponse(path, 303), tls=self._guard.secure)

    def _browser(self, asked: Asked) -> str:
        """The secret of the browser; empty when it has none."""
        found = asked.request.cookies.get(self._cookie, "")
        return found if len(found) == len(_random()) else ""

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self._guard.secure
        )


def own_path(wish: str) -> str:
    """Return the wish when it is the path of a page here; the front page for anything else."""
    path = wish.startswith("/") and not wish.startswith("//") and "\\" not in wish
    return wish if path and wish.isascii() and wish.isprintable() and len(wish) <= LONGEST_WISH else "/"


def _attempt(browser: str, state: str) -> Attempt:
    def follows(what: str) -> str:
        return hmac.new(browser.encode(), f"{what}:{state}".encode(), hashlib.sha256).hexdigest()

    return Attempt(state, follows("nonce"), follows("verifier"))


def _random() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)
