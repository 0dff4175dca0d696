"""A folder of `.eml` files: for cities that export their mailbox, and for what somebody saved by hand.

A file belongs here when it is complete: write it under another name, then rename it. Files stay where they are.
"""

from collections.abc import Iterator
from pathlib import Path

from inbox.filing import Arrived
from inbox.sources import Position, Unreachable
from models.trouble import why


class Folder:
    """The files of one folder, each given once per process; filing knows those of earlier ones by their bytes."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder, self._max_bytes = folder, max_bytes
        self._given: set[tuple[str, int, int]] = set()

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self._folder)

    def new(self, position: Position) -> Iterator[Arrived]:
        """Yield the files that are new or changed, the oldest first."""
        for mark, path in self._files():
            if mark not in self._given:
                yield self._arrived(path, mark[1])
                self._given.add(mark)

    def _files(self) -> list[tuple[tuple[str, int, int], Path]]:
        try:
            paths = [path for path in self._folder.iterdir() if path.suffix.lower() == ".eml" and path.is_file()]
            marked = [((path.name, (stat := path.stat()).st_size, stat.st_mtime_ns), path) for path in paths]
        except OSError as error:
            reason = why(error)
            raise Unreachable(
                f"Mappen {self._folder} kan ikke læses ({reason.da}). Intet er tabt; "
                "opret mappen, eller ret AARSHJUL_INBOX_FOLDER.",
                f"The folder {self._folder} cannot be read ({reason.en}). Nothing is lost; "
                "make the folder, or correct AARSHJUL_INBOX_FOLDER.",
            ) from error
        return sorted(marked, key=lambda each: (each[0][2], each[0][0]))

    def _arrived(self, path: Path, size: int) -> Arrived:
        try:
            with path.open("rb") as file:
                raw = file.read(self._max_bytes + 1)
        except OSError as error:
            reason = why(error)
            raise Unreachable(
                f"Filen {path} kan ikke læses ({reason.da}). Ret dens rettigheder.",
                f"The file {path} cannot be read ({reason.en}). Correct its permissions.",
            ) from error
        return Arrived(raw[: self._max_bytes], size, whole=len(raw) <= self._max_bytes)
