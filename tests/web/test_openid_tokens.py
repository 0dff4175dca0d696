"""What an ID token must be: tokens of every wrong kind, signed by keys of our own, before one that is right."""

from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import OctKey

from tests.web.fake_provider import FOREIGN, KEY, NEXT, NOW, SECRET, Told, claims, provider, signed
from tests.web.office import serving
from web.doors.openid import LoginRefused
from web.doors.openid_wire import ProviderAway


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
