"""To which address somebody tries letters out: typed once, kept by the browser for this session and no other."""

import hashlib
import hmac

from starlette.responses import Response

from web.guard import Asked

NAME = "aarshjul_test_to"
_LONGEST = 500


class TrialAddress:
    """Kept in a cookie that is sealed to the session: who logs in next in this browser does not see it."""

    def __init__(self, *, tls: bool) -> None:
        self._tls = tls
        self._name = f"__Host-{NAME}" if tls else NAME

    def of(self, asked: Asked) -> str:
        """Return the address of this session; empty when none was typed."""
        seal, _, packed = asked.request.cookies.get(self._name, "")[:_LONGEST].partition(".")
        if not hmac.compare_digest(seal.encode(), _seal(asked, packed).encode()):
            return ""
        return bytes.fromhex(packed).decode()

    def remembered(self, answer: Response, asked: Asked, address: str) -> Response:
        """Return the answer with the address in it."""
        packed = address.encode().hex()
        value = f"{_seal(asked, packed)}.{packed}"
        answer.set_cookie(self._name, value, httponly=True, samesite="lax", secure=self._tls)
        return answer


def _seal(asked: Asked, packed: str) -> str:
    return hmac.new(asked.secret.encode(), f"test-to:{packed}".encode(), hashlib.sha256).hexdigest()
