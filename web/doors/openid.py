"""The city's login, by OpenID Connect: where a person is sent, and who came back, with which role.

Authorization code with PKCE, by Authlib. No token of the provider is stored, and none leaves this module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from desk.acting import LONGEST_NAME
from models.office import OfficeRole
from models.schedule import Text
from web.doors.openid_wire import TIMEOUT, ProviderAway, Wire, json_of
from web.words.doors import NOT_AS_ASKED

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the provider can have made; "none" and those by a shared secret are not among them."""


@dataclass(frozen=True)
class Registration:
    """How provider and office know each other; `groups`: those that have each role; `skew`: seconds a clock may err."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    groups: Mapping[OfficeRole, frozenset[str]]
    scope: str = "openid profile email"
    name_claim: str = "preferred_username"
    groups_claim: str = "groups"
    trust: Path | None = None
    skew: float = 60.0


@dataclass(frozen=True)
class Person:
    """Who came back. `subject` is theirs for ever at this provider; without a role nobody is let in."""

    subject: str
    name: str
    role: OfficeRole | None


@dataclass(frozen=True)
class Attempt:
    """What one attempt to log in is bound to: known to the browser that began it, and to nobody else."""

    state: str
    nonce: str
    verifier: str


class LoginRefused(Exception):  # noqa: N818 -- a state, said as one
    """What came back opens nothing; `sentence` says why, without a word of what it was."""

    def __init__(self, sentence: Text = NOT_AS_ASKED) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class Provider:
    """Asks the provider. `back` is the office's own address that it sends people back to."""

    def __init__(self, registration: Registration, back: str) -> None:
        self._registration = registration
        self._back = back
        self._wire = Wire(registration.issuer, registration.trust)

    def address(self, attempt: Attempt) -> str:
        """Return where to send somebody who wants to come in; raises ProviderAway."""
        with self._session() as session:
            address, _ = session.create_authorization_url(
                self._wire.facts()["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address)

    def person(self, code: str, attempt: Attempt, now: float, issuer: str | None = None) -> Person:
        """Return who came back with this code; `issuer` as the answer names it, `now` in seconds since 1970.

        Raises LoginRefused for what was not meant for this attempt, and ProviderAway.
        """
        facts = self._wire.facts()
        if issuer is not None and issuer != facts["issuer"]:
            raise LoginRefused
        with self._session() as session:
            token = self._token(session, code, attempt)
            told = self.verified(str(token.get("id_token", "")), attempt.nonce, now, token.get("access_token"))
            claims = {**self._more(session, told), **told}
        return self._person(claims)

    def verified(self, id_token: str, nonce: str, now: float, access_token: str | None = None) -> dict[str, Any]:
        """Return what an ID token says, once issuer, audience, times, nonce and signature are as they must be."""
        asked = self._registration
        options = {
            "iss": {"essential": True, "value": self._wire.facts()["issuer"]},
            "aud": {"essential": True, "value": asked.client_id},
            "sub": {"essential": True},
        }
        params = {"nonce": nonce, "client_id": asked.client_id, "access_token": access_token}
        try:
            decoded = self._decoded(id_token)
            claims = CodeIDToken(decoded.claims, decoded.header, options, params)
            claims.validate(now=int(now), leeway=int(asked.skew))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise LoginRefused from error
        return dict(claims)

    def goodbye(self, after: str) -> str | None:
        """Return where to log out at the provider, which leads back to `after`; None when it offers that nowhere.

        The ID token is not sent along as a hint: it would stand in the address, and in the provider's logs.
        """
        end = self._wire.facts().get("end_session_endpoint")
        query = {"client_id": self._registration.client_id, "post_logout_redirect_uri": after}
        return f"{end}{'&' if '?' in end else '?'}{urlencode(query)}" if end else None

    def _token(self, session: OAuth2Session, code: str, attempt: Attempt) -> dict[str, Any]:
        try:
            token = session.fetch_token(
                self._wire.facts()["token_endpoint"], code=code, code_verifier=attempt.verifier, allow_redirects=False,
                grant_type="authorization_code", auth=self._basic(),
            )  # fmt: skip
        except OAuthError as error:
            raise LoginRefused from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderAway from error
        return dict(token)

    def _basic(self) -> tuple[str, str] | None:
        """What the office says in a header of its own, encoded as RFC 6749 (2.3.1) has it; None for other proofs."""
        asked = self._registration
        if not asked.client_secret or _proof(self._wire.facts(), asked.client_secret) != "client_secret_basic":
            return None
        return quote_plus(asked.client_id), quote_plus(asked.client_secret)

    def _more(self, session: OAuth2Session, told: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells only when asked with the access token; it must be about the same person."""
        wanted = (self._registration.name_claim, self._registration.groups_claim)
        endpoint = self._wire.facts().get("userinfo_endpoint")
        if endpoint is None or all(_claim(told, name) is not None for name in wanted):
            return {}
        more = json_of(lambda: session.get(endpoint, allow_redirects=False))
        if more.get("sub") != told["sub"]:
            raise LoginRefused
        return more

    def _person(self, claims: Mapping[str, Any]) -> Person:
        subject, name = str(claims["sub"]), _claim(claims, self._registration.name_claim)
        groups = _words(_claim(claims, self._registration.groups_claim))
        roles = [role for role, names in self._registration.groups.items() if names & groups]
        shown = (_line(name) if isinstance(name, str) else "") or _line(subject)
        return Person(subject, shown, max(roles, key=lambda role: role.rank, default=None))

    def _decoded(self, id_token: str) -> jwt.Token:
        offered = self._wire.facts().get("id_token_signing_alg_values_supported") or ["RS256"]
        allowed = [name for name in ALGORITHMS if name in offered]
        try:
            return jwt.decode(id_token, self._wire.keys(), algorithms=allowed)
        except InvalidKeyIdError:
            return jwt.decode(id_token, self._wire.keys(anew=True), algorithms=allowed)

    def _session(self) -> OAuth2Session:
        asked = self._registration
        session = OAuth2Session(
            asked.client_id, asked.client_secret, scope=asked.scope, redirect_uri=self._back,
            code_challenge_method="S256", default_timeout=TIMEOUT,
            token_endpoint_auth_method=_proof(self._wire.facts(), asked.client_secret),
        )  # fmt: skip
        self._wire.trusting(session)
        return session


def _proof(facts: Mapping[str, Any], secret: str | None) -> str:
    """How the office proves that it is the office: in the form, where there is a choice."""
    if not secret:
        return "none"
    offered = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_post" if "client_secret_post" in offered else "client_secret_basic"


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """Return a claim by its name, or by the way to it ("realm_access.roles"); None when there is none."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _words(value: Any) -> frozenset[str]:
    listed: Iterable[Any] = value if isinstance(value, list) else [value]
    return frozenset(each for each in listed if isinstance(each, str))


def _line(text: str) -> str:
    """The text as it can stand on a line of the journal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_NAME]
