"""What the city's login provider says of itself and its keys, read over lines that nobody else hears.

Asked for once an hour (OpenID Connect Discovery 1.0); the keys again when a token names one that is not known yet.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests.adapters import HTTPAdapter

from web.words.doors import AWAY

TIMEOUT = 5.0
_KNOWN_FOR = 3600.0
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProviderAway(Exception):  # noqa: N818 -- a state, said as one
    """The provider does not answer, or not as one."""

    def __init__(self) -> None:
        super().__init__(AWAY.en)
        self.sentence = AWAY


@dataclass
class _Known:
    """What the provider said last, and when."""

    facts: dict[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    at: float | None = None


class Wire:
    """Asks one provider. `trust` is a file of certificate authorities beside the system's."""

    def __init__(self, issuer: str, trust: Path | None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer.rstrip("/")
        self._monotonic = monotonic
        self._known = _Known()
        self._context = ssl.create_default_context()
        if trust:
            self._context.load_verify_locations(cafile=trust)

    def facts(self) -> dict[str, Any]:
        """Return what the provider says of itself; raises ProviderAway."""
        known = self._known
        if known.at is None or self._monotonic() - known.at >= _KNOWN_FOR:
            known = self._known = _Known(self._discovered(), None, self._monotonic())
        return known.facts

    def keys(self, *, anew: bool = False) -> KeySet:
        """Return the keys that the provider signs with; raises ProviderAway."""
        address, known = self.facts()["jwks_uri"], self._known
        if anew or known.keys is None:
            known.keys = _key_set(self._read(address))
        return known.keys

    def trusting(self, session: requests.Session) -> None:
        """Let a session trust whom the office trusts."""
        session.mount("https://", _Trusting(self._context))

    def _discovered(self) -> dict[str, Any]:
        facts = self._read(f"{self._issuer}/.well-known/openid-configuration")
        ours = str(facts.get("issuer", "")).rstrip("/") == self._issuer
        if not ours or not all(_unheard(str(facts.get(name, ""))) for name in _NEEDED):
            raise ProviderAway
        return facts

    def _read(self, address: str) -> dict[str, Any]:
        with requests.Session() as session:
            self.trusting(session)
            return json_of(lambda: session.get(address, timeout=TIMEOUT, allow_redirects=False))


class _Trusting(HTTPAdapter):
    """Hands one TLS context to every connection."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named, ssl_context=self._context)


def json_of(ask: Callable[[], requests.Response]) -> dict[str, Any]:
    """Return the object that the provider answers with; raises ProviderAway for anything else."""
    try:
        answer = ask()
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, OAuthError, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(found, dict):
        raise ProviderAway
    return found


def _key_set(told: Mapping[str, Any]) -> KeySet:
    try:
        signing = [key for key in told["keys"] if key.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": signing})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderAway from error


def _unheard(address: str) -> bool:
    """Whether what is said there is heard by nobody else: TLS, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
