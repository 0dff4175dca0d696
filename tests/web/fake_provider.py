"""A provider of our own that says whatever a test wants: for what no certified one would ever say."""

from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from models.office import OfficeRole
from web.doors.openid import Attempt, Provider, Registration

NOW = 1_800_000_000.0  # fixed, for tests are named after it: every process must collect them alike
SECRET = "shared: æ&+%=, long enough to sign with"
KEY, NEXT, FOREIGN = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("one", "two", "one"))
GROUPS = {
    OfficeRole.READER: frozenset({"alle"}),
    OfficeRole.MANAGER: frozenset({"chefer"}),
    OfficeRole.SECRETARIAT: frozenset({"sek"}),
}
ATTEMPT = Attempt("state", "n", "v" * 64)


class Told:
    """What the provider says of itself, and which keys it shows."""

    def __init__(self) -> None:
        self.keys = [KEY]
        self.other: dict[str, Any] = {}
        self.issuer = ""
        self.answer: Any = {}
        self.status = 200
        self.more: dict[str, Any] = {}
        self.asked: dict[str, str] = {}

    def is_honest(self) -> None:
        """Say from now on what is right."""
        self.keys, self.other, self.more, self.status = [KEY], {}, {"sub": "1"}, 200
        self.gives()

    def gives(self, **other: Any) -> None:
        """Answer the next code with an ID token of these claims beside the right ones."""
        self.answer = {"token_type": "Bearer", "access_token": "of-access", "id_token": signed(claims(self, **other))}

    def facts(self, request: Request) -> Response:
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
        facts = {name: f"{self.issuer}/{name}" for name in names}
        return JSONResponse({"issuer": self.issuer, **facts, **self.other})

    def jwks(self, request: Request) -> Response:
        unknown = {"kty": "of a time to come", "kid": "x"}
        return JSONResponse({"keys": [unknown, *(key.as_dict(private=False) for key in self.keys)]})

    async def token(self, request: Request) -> Response:
        form = await request.form()
        self.asked = {"authorization": request.headers.get("authorization", ""), **{k: str(v) for k, v in form.items()}}
        return JSONResponse(self.answer, self.status)

    def userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer of-access"
        return JSONResponse(self.more)

    @property
    def app(self) -> Starlette:
        """Everything that it answers."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.facts), Route("/jwks_uri", self.jwks),
                Route("/token_endpoint", self.token, methods=["POST"]), Route("/userinfo_endpoint", self.userinfo),
            ]
        )  # fmt: skip


def provider(told: Told, **other: Any) -> Provider:
    given = {"issuer": told.issuer, "client_id": "aarshjul", "client_secret": SECRET, "groups": GROUPS, **other}
    return Provider(Registration(**given), "http://127.0.0.1/login/back")


def claims(told: Told, **other: Any) -> dict[str, Any]:
    right = {"iss": told.issuer, "aud": "aarshjul", "sub": "1", "nonce": "n", "iat": int(NOW), "exp": int(NOW) + 300}
    return {name: value for name, value in {**right, **other}.items() if value is not None}


def signed(content: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid}, content, key, algorithms=[algorithm])
