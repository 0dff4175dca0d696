"""Files that people handed in, given back as they came: always to be saved, never to be shown or run by a browser."""

from urllib.parse import quote

from starlette.responses import Response

from rendering.clean import clean_file_name
from web.headers import secured


def download(name: str, content: bytes, *, tls: bool) -> Response:
    """Return the file under its own name, made safe."""
    safe = clean_file_name(name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"
    answer = Response(content, media_type="application/octet-stream", headers={"Content-Disposition": disposition})
    return secured(answer, tls=tls)
