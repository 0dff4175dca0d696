"""The office's pages on a free port, and people with browsers: each keeps its cookies and fills in forms."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.applications import Starlette
from temporalio.client import Client

from desk.commands import Desk
from desk.delivery import Connect
from desk.doors import Doors
from desk.subscriptions import Subscriptions
from models.office import OfficeRole
from runtime.pages.drafting import writing_of as runtime_writing
from runtime.pages.workshop import workshop_of
from runtime.processes.http_server import HttpServer
from settings import CHECKOUT, Settings
from web.app import Rooms, office_app
from web.limits import MOST, Limits
from web.post.writing import Writing
from web.starting.workshop import Workshop

FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def multipart(form: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return the content type and the bytes of a form with files."""
    mark = "aarshjul-form"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in form.items()]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        for name, (file, content) in files.items()
    ]
    body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
    return f"multipart/form-data; boundary={mark}", body


@dataclass
class Clock:
    """A clock that somebody sets."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Answer:
    """What the office said."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def content(self) -> bytes:
        """The bytes as they came."""
        return self.text.encode("utf-8", "surrogateescape")

    @property
    def words(self) -> str:
        """The page's text without its tags, spaces folded."""
        main = self.text.partition("<main")[2] or self.text
        return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


@dataclass
class Browser:
    """One browser at the office's door."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page; `accept_language` becomes Accept-Language."""
        return self._ask("GET", path, None, headers)

    def raw(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Fetch a file: status, headers and bytes."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request("GET", path, headers={"Cookie": "; ".join(f"{name}={it}" for name, it in self.cookies.items())})
        answer = line.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        line.close()
        return found

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """Send a form as it is."""
        return self._ask("POST", path, urlencode(form).encode(), headers)

    def press(self, page: str, action: str) -> Answer:
        """Open a page and press the button of its form."""
        shown = self.get(page).text
        assert f'action="{action}"' in shown
        found = FORM_TOKEN.search(shown)
        assert found
        return self.post(action, {"form_token": found[1]})

    def fill(
        self, page: str, action: str, values: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Open a page, fill in the form with this action, and send it; with files as a browser sends them."""
        return self.post_again(action, self.hidden(page, action) | values, files)

    def hidden(self, page: str, action: str) -> dict[str, str]:
        """What the form with this action carries unseen."""
        shown = self.get(page).text
        form = shown.partition(f'action="{action}"')[2].partition("</form>")[0]
        assert form, f"{page} has no form for {action}"
        return dict(HIDDEN.findall(form))

    def post_again(
        self, action: str, form: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None
    ) -> Answer:
        """Send these fields, and files if there are any."""
        if files is None:
            return self.post(action, form)
        kind, body = multipart(form, files)
        return self.post_raw(action, body, kind)

    def post_raw(self, action: str, body: bytes, kind: str) -> Answer:
        """Send these bytes as a form of this content type."""
        return self._ask("POST", action, body, {"content_type": kind})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line.request(method, path, body=body, headers={**({"Cookie": cookies} if cookies else {}), **given})
        answer = line.getresponse()
        for header in answer.headers.get_all("set-cookie") or ():
            name, _, rest = header.partition("=")
            value = rest.partition(";")[0].strip('"')
            self.cookies.pop(name, None) if "Max-Age=0" in header else self.cookies.update({name: value})
        found = {name.lower(): value for name, value in answer.getheaders()}
        text = answer.read().decode("utf-8", "surrogateescape")
        line.close()
        return Answer(answer.status, found, text)


@dataclass
class Office:
    """The pages over one record."""

    port: int
    doors: Doors
    clock: Clock
    app: Starlette

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def stranger(self) -> Browser:
        """Somebody without a session."""
        return Browser(self.port)

    def link(self, role: OfficeRole = OfficeRole.SECRETARIAT, name: str = "sekretariat") -> str:
        """The path of a link that opens once."""
        return f"/door/{self.doors.new_link(name, role)}"

    def entered(self, role: OfficeRole = OfficeRole.SECRETARIAT, name: str = "sekretariat") -> Browser:
        """Somebody who came in by a link."""
        browser, link = self.stranger(), self.link(role, name)
        assert browser.press(link, link).status == 303
        return browser


async def away() -> Client:
    """Find nobody there."""
    raise ConnectionError("the engine is away")


def writing_of(engine: Engine, clock: Clock, relay: int = 9) -> Writing:
    """Return what letters are looked at and tried out with."""
    settings = Settings(smtp_host="127.0.0.1", smtp_port=relay, smtp_security="none", smtp_timeout=5)
    return runtime_writing(settings, engine, clock)


@cache
def workshop() -> Workshop:
    """Return what years are prepared with, in an office that has rehearsed nothing."""
    return workshop_of(Settings(home=Path("/nonexistent")))


@contextmanager
def office_of(
    engine: Engine,
    now: datetime,
    address: str | None = None,
    *,
    connect: Connect = away,
    relay: int = 9,
    most: int = MOST,
    port: int = 0,
    **other: Any,
) -> Iterator[Office]:
    """Open the office over this record; unless told how to connect, the engine is away and acts are stored.

    `relay` is the port that a letter's test leaves by; nobody listens on the given one. `most`: wrong
    links of one address. `other` is what else the rooms are made of.
    """
    clock = Clock(now)
    doors = Doors(engine=engine, clock=clock)
    desk = Desk(engine=engine, connect=connect, clock=clock, patience=0.5)
    where = address or "http://127.0.0.1"
    writing = writing_of(engine, clock, relay)
    folder, limits = CHECKOUT / "templates", Limits(most=most)
    made = {"writing": writing, "workshop": workshop(), **other}
    rooms = Rooms(engine, desk, doors, folder, where, clock, limits, **made)
    app = office_app(Subscriptions(engine=engine, domain="aarshjul.example", sender="a@aarshjul.example"), rooms)
    with serving(app, port) as served:
        yield Office(served, doors, clock, app)


@contextmanager
def serving(app: Starlette, port: int = 0) -> Iterator[int]:
    """Serve an application from a thread of its own; give its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = HttpServer(app, host="127.0.0.1", port=port)
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
    try:
        yield server.port
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()
