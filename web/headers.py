"""What every answer of the office's pages carries: nothing from elsewhere, no script but our own, no frame."""

from collections.abc import Mapping

from starlette.responses import Response

POLICY = (
    "default-src 'self'; img-src 'self' data:; script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""For a letter's own HTML, which brings its style with it: it can do nothing, and only our page may frame it."""


def secured(response: Response, *, tls: bool, policy: str = POLICY, kept: str = "no-store") -> Response:
    """Put on what keeps an answer where it belongs."""
    headers: Mapping[str, str] = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",  # with none at all, a browser hides where a form came from
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        "Cache-Control": kept,
    }
    response.headers.update(headers)
    if tls:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
