"""How office and provider talk: what proves the office, where name and groups stand, and whom it trusts."""

import json
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest

from models.office import OfficeRole
from tests.activities.relays import CERTIFICATE
from tests.web.fake_provider import ATTEMPT, NOW, SECRET, Told, provider
from tests.web.office import serving
from web.doors.openid import LoginRefused, Person
from web.doors.openid_wire import ProviderAway, Wire


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """Give a provider that says what a test wants."""
    told = Told()
    with serving(told.app) as port:
        told.issuer = f"http://127.0.0.1:{port}"
        yield told


@pytest.fixture(autouse=True)
def honest(told: Told) -> None:
    """Let the provider say what is right."""
    told.is_honest()


def test_office_proves_itself_in_the_form_where_it_may_else_in_a_header_that_is_encoded(told: Told) -> None:
    told.other = {"token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"]}
    provider(told).person("code", ATTEMPT, NOW)
    assert (told.asked["client_secret"], told.asked["authorization"]) == (SECRET, "")

    told.other = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    provider(told).person("code", ATTEMPT, NOW)

    name, _, secret = b64decode(told.asked["authorization"].removeprefix("Basic ")).decode("ascii").partition(":")
    assert (unquote_plus(name), unquote_plus(secret)) == ("aarshjul", SECRET)
    assert "client_secret" not in told.asked


def test_office_without_a_secret_proves_itself_by_pkce(told: Told) -> None:
    provider(told, client_secret=None).person("code", ATTEMPT, NOW)

    assert told.asked == {
        "authorization": "", "grant_type": "authorization_code", "code": "code", "code_verifier": ATTEMPT.verifier,
        "redirect_uri": "http://127.0.0.1/login/back", "client_id": "aarshjul",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["alle"], OfficeRole.READER),
        (["alle", "sek", "chefer"], OfficeRole.SECRETARIAT),
        ("chefer", OfficeRole.MANAGER),
        (["andre"], None),
        ([], None),
        ([["sek"], 7, None], None),
        ({"sek": True}, None),
        ("SEK", None),
    ],
    ids=str,
)
def test_role_is_that_of_the_groups_that_sees_most(groups: Any, role: OfficeRole | None, told: Told) -> None:
    told.gives(groups=groups, preferred_username="chef")

    assert provider(told).person("code", ATTEMPT, NOW) == Person("1", "chef", role)


def test_groups_may_stand_deeper_and_the_name_in_another_claim(told: Told) -> None:
    told.gives(realm_access={"roles": ["sek"]}, email="s@by.example")
    asked = provider(told, groups_claim="realm_access.roles", name_claim="email")

    assert asked.person("code", ATTEMPT, NOW) == Person("1", "s@by.example", OfficeRole.SECRETARIAT)


def test_what_the_token_does_not_say_is_asked_for_and_must_be_about_the_same_person(told: Told) -> None:
    told.more = {"sub": "1", "preferred_username": "sekretær", "groups": ["sek"]}
    assert provider(told).person("code", ATTEMPT, NOW) == Person("1", "sekretær", OfficeRole.SECRETARIAT)

    told.more["sub"] = "2"
    with pytest.raises(LoginRefused):
        provider(told).person("code", ATTEMPT, NOW)


def test_what_the_signed_token_says_counts_more_than_what_is_asked_for(told: Told) -> None:
    told.gives(groups=["alle"])
    told.more = {"sub": "1", "preferred_username": "læser", "groups": ["sek"]}

    assert provider(told).person("code", ATTEMPT, NOW) == Person("1", "læser", OfficeRole.READER)


@pytest.mark.parametrize("name", ["chef\nsekretær", "  chef ", "chef\x00", "x" * 500, "", 7])
def test_name_fits_a_line_of_the_journal(name: object, told: Told) -> None:
    told.gives(preferred_username=name, groups=["alle"])

    shown = provider(told).person("code", ATTEMPT, NOW).name

    assert shown.isprintable()
    assert 0 < len(shown) <= 100


@pytest.mark.parametrize(
    ("answer", "status", "raised"),
    [
        ({"error": "invalid_grant"}, 400, LoginRefused),
        ({"access_token": "of-access"}, 200, LoginRefused),
        ({}, 500, ProviderAway),
        ([], 200, ProviderAway),
    ],
    ids=str,
)
def test_provider_that_gives_no_token_opens_nothing(
    answer: Any, status: int, raised: type[Exception], told: Told
) -> None:
    told.answer, told.status = answer, status

    with pytest.raises(raised):
        provider(told).person("code", ATTEMPT, NOW)


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
