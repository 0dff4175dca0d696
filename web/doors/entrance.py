"""Coming in and going out: the link that opens once, and the two ways to leave."""

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from desk.doors import LONGEST, Doors
from models.vocabulary import Language
from web.guard import Asked, Guard
from web.headers import secured
from web.limits import Limits
from web.pages import Pages, link
from web.ways import WAYS, may

_LONGEST_TOKEN = 100


class Entrance:
    """The door. What is shown changes nothing: a program that follows every link uses none up.

    Where people come in `by_login`, no link opens anything, and who leaves is led on to leave there too.
    """

    def __init__(self, pages: Pages, doors: Doors, guard: Guard, limits: Limits, *, by_login: bool = False) -> None:
        self._by_login = by_login
        self._pages = pages
        self._doors = doors
        self._guard = guard
        self._limits = limits

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {
            "front": self.front,
            "link": self.link,
            "enter": self.enter,
            "leave": self.leave,
            "leave_everywhere": self.leave_everywhere,
        }

    def front(self, asked: Asked) -> Response:
        """Lead to the first page that the visitor may see; say how to come in to who is not in."""
        if asked.visitor is None and self._by_login:
            return self._pages.page(asked, "login.html.j2", begin=WAYS["login"].path)
        if asked.visitor is None:
            return self._pages.page(asked, "closed.html.j2")
        first = "board" if may(asked.role, WAYS["board"].need) else "cycles"
        wish = asked.request.query_params.get("lang")
        return self._led(link(WAYS[first].path, {"lang": wish if wish in tuple(Language) else ""}))

    def link(self, asked: Asked) -> Response:
        """Show the door that the link opens."""
        self._limits.check(asked.request)
        token = str(asked.request.path_params["token"])
        if self._by_login or len(token) > _LONGEST_TOKEN or not self._doors.can_enter(token):
            return self._nothing(asked)
        return self._pages.page(asked, "door.html.j2", token=token)

    def enter(self, asked: Asked) -> Response:
        """Open a session, and end the one that this browser had."""
        self._limits.check(asked.request)
        token = str(asked.request.path_params["token"])[: _LONGEST_TOKEN + 1]
        opened = None if self._by_login else self._doors.enter(token)
        if opened is None:
            return self._nothing(asked)
        if asked.token:
            self._doors.leave(asked.token)
        response = self._led("/")
        response.set_cookie(
            self._guard.cookie, opened, max_age=int(LONGEST.total_seconds()), path="/", httponly=True, samesite="lax",
            secure=self._guard.secure,
        )  # fmt: skip
        return response

    def leave(self, asked: Asked) -> Response:
        """End this session."""
        self._doors.leave(asked.token)
        return self._gone()

    def leave_everywhere(self, asked: Asked) -> Response:
        """End all of the visitor's sessions."""
        assert asked.visitor is not None
        self._doors.leave_everywhere(asked.visitor)
        return self._gone()

    def _nothing(self, asked: Asked) -> Response:
        self._limits.failed(asked.request)
        return self._pages.page(asked, "used.html.j2", status=404)

    def _gone(self) -> Response:
        response = self._led(WAYS["left"].path if self._by_login else "/")
        response.delete_cookie(self._guard.cookie, path="/", httponly=True, samesite="lax", secure=self._guard.secure)
        return response

    def _led(self, path: str) -> Response:
        return secured(RedirectResponse(path, 303), tls=self._guard.secure)
