"""What an ID token must be: tokens of every wrong kind, signed by keys of our own, before one that is right."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from models.office import OfficeRole
from tests.activities.relays import CERTIFICATE
from tests.web.office import serving
from web.openid import LoginRefused, Provider, Registration
from web.openid_wire import ProviderAway, Wire

NOW = time.time()
SECRET = "shared-with-the-office-and-long-enough"
KEY, NEXT, FOREIGN = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("one", "two", "one"))
GROUPS = {OfficeRole.READER: frozenset({"alle"}), OfficeRole.SECRETARIAT: frozenset({"sek"})}


class Told:
    """What the provider says of itself, and which keys it shows."""

    def __init__(self) -> None:
        self.keys = [KEY]
        self.other: dict[str, Any] = {}
        self.issuer = ""

    def facts(self, request: Request) -> Response:
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
        facts = {name: f"{self.issuer}/{name}" for name in names}
        return JSONResponse({"issuer": self.issuer, **facts, **self.other})

    def jwks(self, request: Request) -> Response:
        unknown = {"kty": "of a time to come", "kid": "x"}
        return JSONResponse({"keys": [unknown, *(key.as_dict(private=False) for key in self.keys)]})


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """Give a provider that says what a test wants."""
    told = Told()
    routes = [Route("/.well-known/openid-configuration", told.facts), Route("/jwks_uri", told.jwks)]
    with serving(Starlette(routes=routes)) as port:
        told.issuer = f"http://127.0.0.1:{port}"
        yield told


@pytest.fixture(autouse=True)
def honest(told: Told) -> None:
    """Let the provider say what is right."""
    told.keys, told.other = [KEY], {}


def provider(told: Told, **other: Any) -> Provider:
    given = {"issuer": told.issuer, "client_id": "aarshjul", "client_secret": SECRET, "groups": GROUPS, **other}
    return Provider(Registration(**given), "http://127.0.0.1/login/back")


def claims(told: Told, **other: Any) -> dict[str, Any]:
    right = {"iss": told.issuer, "aud": "aarshjul", "sub": "1", "nonce": "n", "iat": int(NOW), "exp": int(NOW) + 300}
    return {name: value for name, value in {**right, **other}.items() if value is not None}


def signed(content: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid}, content, key, algorithms=[algorithm])


def test_right_token_is_believed(told: Told) -> None:
    assert provider(told).verified(signed(claims(told)), "n", NOW)["sub"] == "1"


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-office"},
        {"aud": None},
        {"aud": ["aarshjul", "another-office"]},
        {"aud": ["aarshjul", "another-office"], "azp": "another-office"},
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"sub": None},
        {"exp": int(NOW) - 61},
        {"exp": None},
        {"exp": "soon"},
        {"iat": int(NOW) + 120},
        {"nbf": int(NOW) + 120},
        {"at_hash": "of another token"},
    ],
    ids=str,
)
def test_token_that_is_not_for_this_login_is_refused(other: dict[str, Any], told: Told) -> None:
    with pytest.raises(LoginRefused):
        provider(told).verified(signed(claims(told, **other)), "n", NOW, "an access token")


def test_clocks_may_differ_by_as_much_as_is_set(told: Told) -> None:
    late = signed(claims(told, exp=int(NOW) - 50, iat=int(NOW) - 350))

    assert provider(told, skew=60.0).verified(late, "n", NOW)
    with pytest.raises(LoginRefused):
        provider(told, skew=10.0).verified(late, "n", NOW)


def test_token_that_the_provider_did_not_sign_is_refused(told: Told) -> None:
    shared = OctKey.import_key(SECRET)
    unsigned = signed(claims(told)).rpartition(".")[0] + "."
    forged = (
        signed(claims(told), FOREIGN),
        signed(claims(told), FOREIGN, kid="none of theirs"),
        signed(claims(told), shared, "HS256"),
        unsigned,
        "eyJhbGciOiJub25lIn0." + signed(claims(told)).split(".")[1] + ".",
        "", "x", "a.b.c",
    )  # fmt: skip
    for token in forged:
        with pytest.raises(LoginRefused):
            provider(told).verified(token, "n", NOW)


def test_provider_s_new_key_is_asked_for_when_a_token_names_it(told: Told) -> None:
    asked = provider(told)
    asked.verified(signed(claims(told)), "n", NOW)
    told.keys = [NEXT, KEY]

    assert asked.verified(signed(claims(told), NEXT, kid="two"), "n", NOW)["sub"] == "1"


@pytest.mark.parametrize(
    "other",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": ""},
     {"authorization_endpoint": "javascript:alert(1)"}],
    ids=str,
)  # fmt: skip
def test_provider_that_is_another_or_speaks_in_the_open_is_none(other: dict[str, Any], told: Told) -> None:
    told.other = other

    with pytest.raises(ProviderAway):
        provider(told).verified(signed(claims(told)), "n", NOW)


@pytest.mark.parametrize(("trust", "believed"), [(CERTIFICATE, True), (None, False)])
def test_city_s_own_certificate_is_trusted_when_it_is_set(trust: Path | None, believed: bool) -> None:
    facts = {name: "https://localhost/" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    with over_tls(facts) as port:
        wire = Wire(f"https://localhost:{port}", trust)

        if believed:
            assert wire.facts()["issuer"] == f"https://localhost:{port}"
        else:
            with pytest.raises(ProviderAway):
                wire.facts()


@contextmanager
def over_tls(facts: dict[str, str]) -> Iterator[int]:
    """Say this to whoever asks over TLS, under a certificate that no system knows."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({**facts, "issuer": f"https://localhost:{server.server_port}"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)
