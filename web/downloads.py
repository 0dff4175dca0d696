"""Files given to be saved: what people handed in is never shown or run by a browser, a letter's PDF may be opened."""

from urllib.parse import quote

from starlette.responses import Response

from rendering.clean import clean_file_name
from web.guard import Asked
from web.headers import POLICY, secured

PDF = "application/pdf"
TYPES = frozenset({PDF, "application/ics", "text/calendar", "text/plain", "message/rfc822"})
OPEN_DOCUMENTS = "application/vnd."  # Word, Excel and OpenDocument
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
"""For a PDF that is opened: the browser's own viewer needs its style, and nothing else."""


def file_wished(asked: Asked) -> int:
    """Return which file of a version is asked for (`?file=2`): the first one, unless another is named."""
    wish = asked.request.query_params.get("file", "1")
    return int(wish) if wish.isascii() and wish.isdecimal() and len(wish) < 5 else 1


def download(name: str, content: bytes, *, tls: bool) -> Response:
    """Return the file under its own name, made safe."""
    return _given("attachment", name, "application/octet-stream", content, tls=tls)


def attachment(name: str, media_type: str, content: bytes, *, shown: bool, tls: bool) -> Response:
    """Return a file of a letter as what it is; only a PDF that begins like one is `shown`, all else is saved."""
    safe = media_type if media_type in TYPES or media_type.startswith(OPEN_DOCUMENTS) else "application/octet-stream"
    if shown and safe == PDF and content.startswith(b"%PDF-"):
        return _given("inline", name, PDF, content, tls=tls, policy=PDF_POLICY)
    return _given("attachment", name, safe, content, tls=tls)


def _given(how: str, name: str, media_type: str, content: bytes, *, tls: bool, policy: str = POLICY) -> Response:
    safe = clean_file_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
    answer = Response(content, headers={"Content-Disposition": disposition, "Content-Type": media_type})
    return secured(answer, tls=tls, policy=policy)
