"""A cycle's folder as one zip file, and back. Pure: bytes to text. A zip is a stranger's: nothing in it is believed.

Names are only ever keys of a mapping, never paths of ours; what it says of sizes is held against what comes out.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from planning.format.finding import CYCLE_FILE
from planning.format.source import Source
from planning.not_permitted import NotPermitted
from planning.papers.packs import FOLDER, is_packed, packed, unpacked
from planning.papers.zip_names import named_parts, stranger

TEXTS = frozenset({".md", ".toml", ".txt", ".j2"})
"""Suffixes of a folder's files that are read as text; papers of other kinds travel as they are."""

MOST_BYTES = 80_000_000
MOST_OF_A_TEXT = 2_000_000
MOST_RATIO = 200
FREELY = 5_000_000
"""So many bytes may be packed as small as they like."""

_CHUNK = 1 << 18
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError)


def zipped(source: Source) -> bytes:
    """Return the folder as a zip file. The bytes follow from the content alone: no clock, no order of a disk."""
    files = {CYCLE_FILE: source.toml, **source.files}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            part = zipfile.ZipInfo(path)  # of 1980, as a zip file's time begins
            part.create_system, part.external_attr = 3, 0o644 << 16
            text = files[path]
            archive.writestr(part, unpacked(text) if is_packed(text) else text.encode())
    return made.getvalue()


def unzipped(name: str, content: bytes) -> Source:
    """Return the folder in the zip file; raises NotPermitted, with the file's name and what to do."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = named_parts(name, archive.infolist())
            parts = _below(name, parts)
            files = {path: text for path, text in _files(name, archive, parts, len(content))}
    except _BROKEN as error:
        raise NotPermitted(
            f"{name} kan ikke åbnes som en zip-fil. Pak mappen igen, og prøv med den nye fil.",
            f"{name} cannot be opened as a zip file. Pack the folder again and try with the new file.",
        ) from error
    return Source(PurePosixPath(name).stem, files.pop(CYCLE_FILE), files)


def _below(zip_name: str, parts: Mapping[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files of the folder that holds `cycle.toml`, by their path in it: people pack folder or content."""
    found = [path for path in parts if path.rpartition("/")[2] == CYCLE_FILE]
    if len(found) != 1:
        da = f"har {len(found)} filer, der hedder {CYCLE_FILE}" if found else f"har ingen {CYCLE_FILE}"
        en = f"has {len(found)} files called {CYCLE_FILE}" if found else f"has no {CYCLE_FILE}"
        raise NotPermitted(
            f"{zip_name} {da}. Pak én mappe med ét årshjul.", f"{zip_name} {en}. Pack one folder with one cycle."
        )
    folder = found[0].removesuffix(CYCLE_FILE)
    if outside := next((path for path in parts if not path.startswith(folder)), None):
        raise stranger(zip_name, outside)
    return {path.removeprefix(folder): part for path, part in parts.items()}


def _files(
    zip_name: str, archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo], size: int
) -> Iterator[tuple[str, str]]:
    left = min(max(FREELY, size * MOST_RATIO), MOST_BYTES)
    for path, part in parts.items():
        is_text = PurePosixPath(path).suffix in TEXTS
        if not is_text and not (path.startswith(FOLDER) and path.count("/") == 1):
            raise stranger(zip_name, path)
        content = _content(zip_name, path, archive, part, min(left, MOST_OF_A_TEXT) if is_text else left)
        left -= len(content)
        yield path, _text(zip_name, path, content) if is_text else packed(content)


def _content(zip_name: str, path: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack one file, in pieces, and never more than `most` bytes whatever its heading says."""
    chunks, size = [], 0
    with archive.open(part) as unpacking:
        while chunk := unpacking.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise NotPermitted(
                    f"{zip_name}: {path} fylder mere udpakket, end et årshjul kan. Gør filen mindre, og pak igen.",
                    f"{zip_name}: {path} unpacks to more than a cycle can hold. Make the file smaller and pack again.",
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _text(zip_name: str, path: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotPermitted(
            f"{zip_name}: {path} er ikke gemt som UTF-8 (byte {error.start}). Gem filen som UTF-8, og pak igen.",
            f"{zip_name}: {path} is not saved as UTF-8 (byte {error.start}). Save the file as UTF-8 and pack again.",
        ) from error
    if "\x00" in text:
        raise NotPermitted(
            f"{zip_name}: {path} er ikke tekst, selv om den hedder sådan. Læg den under {FOLDER}, eller slet den.",
            f"{zip_name}: {path} is no text although it is named so. Put it below {FOLDER}, or delete it.",
        )
    return text.replace("\r\n", "\n")
