"""The words of a PDF file, read by a process of its own: what a hostile file can cost is that one's time and memory.

Run as a program, it is that process: a file comes in, and its words go out page by page, so that those of the first
pages count even when the others take too long.
"""

import contextlib
import hashlib
import io
import resource
import subprocess
import sys
from threading import Lock

from pypdf import PdfReader

PATIENCE = 20.0
"""Seconds after which the rest of a file stays unread."""

_MEMORY = 1_500_000_000
_LONGEST = 5_000_000
_KEPT = 200


class PdfWords:
    """Reads PDF files, each once. What cannot be read, or is locked, has no words."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._known: dict[str, str] = {}
        self._one_at_a_time = Lock()  # letters of one pack ask for the same papers at the same moment

    def of(self, content: bytes) -> str:
        """Return what the file says, as far as it could be read within `patience` seconds."""
        name = hashlib.sha256(content).hexdigest()
        with self._one_at_a_time:
            if name not in self._known:
                while len(self._known) >= _KEPT:
                    del self._known[next(iter(self._known))]
                self._known[name] = self._read(content)
            return self._known[name]

    def _read(self, content: bytes) -> str:
        words = [sys.executable, "-I", "-m", "activities.pdf_words"]
        try:
            said = subprocess.run(words, input=content, capture_output=True, timeout=self._patience).stdout  # noqa: S603 -- our own
        except subprocess.TimeoutExpired as late:
            said = late.stdout or b""
        return said.decode("utf-8", "replace")


def main() -> None:
    """Print the words of the file that comes in."""
    with contextlib.suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    left = _LONGEST
    with contextlib.suppress(Exception):  # a stranger wrote the file: whatever it breaks, the rest is unread
        for page in PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages:
            with contextlib.suppress(Exception):
                text = page.extract_text()[:left]
                left -= len(text)
                sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
                sys.stdout.buffer.flush()
            if left <= 0:
                return


if __name__ == "__main__":
    main()
