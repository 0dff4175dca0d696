"""The one place where every request to the pages is checked: host, session, role, and where a form came from."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.doors import Doors, Visitor
from models.database import RecordUnusable
from models.office import OfficeRole
from web.form_data import LARGEST_FORM, FormData, Upload, read_form
from web.headers import secured
from web.ways import Way, may

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_FORWARDED = {"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"}
"""What a server in front says of whom it asks for."""

_LONGEST_TOKEN = 100
MOST_ACTING = 40
"""Forms that act at once. They wait for an engine that may not answer, in threads of their own: pages go on."""


@dataclass(frozen=True)
class Asked:
    """A request that was let through: by whom, under which session, with which form."""

    request: Request
    visitor: Visitor | None
    token: str
    data: FormData = field(default_factory=FormData)

    @property
    def form(self) -> Mapping[str, str]:
        """What was typed, by the names of the fields; of several values the last."""
        return {name: values[-1] for name, values in self.data.values.items()}

    def many(self, name: str) -> tuple[str, ...]:
        """Return all values of one field: what was ticked."""
        return self.data.values.get(name, ())

    def files(self, name: str) -> tuple[Upload, ...]:
        """Return the files of one field."""
        return self.data.files.get(name, ())

    @property
    def role(self) -> OfficeRole | None:
        """The visitor's role; None without a session."""
        return self.visitor.role if self.visitor else None

    @property
    def form_token(self) -> str:
        """What every form of this visitor's pages carries."""
        return form_token(self.secret)

    @property
    def secret(self) -> str:
        """What only this visitor and the office know: the session's token, else the one of the link."""
        return self.token or str(self.request.path_params.get("token", ""))[:_LONGEST_TOKEN]


Page = Callable[[Asked], Response]


class Guard:
    """Lets through what may pass. `address` is the one that people reach the office by.

    Who has no session is led to `login`, which is told the page that was wished for; without one to the front page.
    `is_guest` tells whether a committee's link works.
    """

    def __init__(
        self, doors: Doors, address: str, login: str = "", is_guest: Callable[[str], bool] = lambda token: False
    ) -> None:
        self._doors = doors
        self._is_guest = is_guest
        self._acting = CapacityLimiter(MOST_ACTING)
        self._login = login
        self.address = address.rstrip("/")
        self._address = urlsplit(address)
        self.secure = self._address.scheme == "https"
        self.cookie = "__Host-aarshjul" if self.secure else "aarshjul"

    def guarded(self, way: Way, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return the page behind every check that this way needs."""

        async def answer(request: Request) -> Response:
            self._check_host(request, way)
            _make_storable(request)
            if way.method != "POST":
                return await run_in_threadpool(self._answer, way, page, request, FormData())
            form = await read_form(request, way.largest) if await self._is_heard(way, request) else None
            return await to_thread.run_sync(self._answer, way, page, request, form, limiter=self._acting)

        return answer

    async def _is_heard(self, way: Way, request: Request) -> bool:
        """Whether a form is read at all: a large one not of somebody who may not send it, or who has no link."""
        size = request.headers.get("content-length", "")
        small = size.isdecimal() and len(size) < 9 and int(size) <= LARGEST_FORM
        if way.largest <= LARGEST_FORM or small:
            return True
        if way.need is None:
            return await run_in_threadpool(self._is_guest, str(request.path_params.get("token", "")))
        return may((await run_in_threadpool(self.visited, request)).role, way.need)

    def visited(self, request: Request) -> Asked:
        """Return who asks, without asking for any role: for pages that tell of an error."""
        return self._asked(request, FormData())

    def _answer(self, way: Way, page: Page, request: Request, sent: FormData | None) -> Response:
        form = sent or FormData()
        if _is_ours(request):
            request.state.typed = form
        asked = self._perhaps(request, form) if way.apart else self._asked(request, form)
        if way.need is not None and asked.visitor is None:
            if form.written:
                raise HTTPException(401)
            return secured(RedirectResponse(self._outside(request), 303), tls=self.secure)
        if not may(asked.role, way.need):
            raise HTTPException(403)
        if way.method == "POST" and sent is not None:  # nothing can be done with a form that was not read
            self._check_origin(asked)
        return page(asked)

    def _outside(self, request: Request) -> str:
        if not self._login or request.method != "GET":
            return "/"
        wish = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return f"{self._login}?{urlencode({'next': wish})}"

    def _asked(self, request: Request, form: FormData) -> Asked:
        token = request.cookies.get(self.cookie, "")
        unasked = request.headers.get("x-refresh") == "1"
        visitor = self._doors.visitor(token, unasked=unasked) if 0 < len(token) <= _LONGEST_TOKEN else None
        return Asked(request, visitor, token if visitor else "", form)

    def _perhaps(self, request: Request, form: FormData) -> Asked:
        """Who asks; nobody while the record cannot be read."""
        try:
            return self._asked(request, form)
        except RecordUnusable:
            return Asked(request, None, "", form)

    def _check_host(self, request: Request, way: Way) -> None:
        """Refuse a name that is not ours: a foreign site can let its own name point to this machine.

        Where links open the office, its pages are for this machine: not under the public name, not through a server
        in front. What everybody may see is not theirs alone.
        """
        host = _parts(f"//{request.headers.get('host', '')}").hostname
        named = f"[{host}]" if host and ":" in host else host
        anywhere = bool(self._login) or way.need is None
        here = named in _LOOPBACK and (anywhere or not _FORWARDED & {name.lower() for name in request.headers})
        if not here and not (anywhere and named == self._address.hostname):
            raise HTTPException(421)

    def _check_origin(self, asked: Asked) -> None:
        """Refuse a form that is not from one of our pages, as the browser says it and as the form itself proves."""
        proof = asked.form.get("form_token", "")
        if not _is_ours(asked.request) or not hmac.compare_digest(proof.encode(), asked.form_token.encode()):
            raise HTTPException(403, "form")


def _is_ours(request: Request) -> bool:
    """Whether the browser says that a form is from one of our pages, or says nothing."""
    site, origin = request.headers.get("sec-fetch-site", "same-origin"), request.headers.get("origin")
    return site == "same-origin" and (origin is None or _parts(origin).netloc == request.headers.get("host"))


def _make_storable(request: Request) -> None:
    """Put another sign that no name has in the place of NUL, for which no database can be asked."""
    names = request.path_params
    request.scope["path_params"] = {
        key: name.replace("\x00", "\ufffd") if isinstance(name, str) else name for key, name in names.items()
    }


def _parts(address: str) -> SplitResult:
    """Take an address apart; what is none has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def form_token(secret: str) -> str:
    """Return what proves that a form was made for this session or link, without telling its token."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()
