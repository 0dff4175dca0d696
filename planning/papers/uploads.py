"""What may be taken in as a file, by its content: PDF, Word, Excel, ODT. Pure: name and bytes to kind, or a sentence.

A file is a stranger's: what its name says is only held against what it is, what its directory says only against what
comes out, and nothing in it is followed or kept unpacked.
"""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from planning.not_permitted import NotPermitted
from planning.papers.packs import file_type

LARGEST = 25_000_000
"""Bytes of one file, unless a setting says otherwise."""

MOST_PARTS = 5_000
MOST_UNPACKED = 250_000_000
MOST_RATIO = 100
"""How many times its size a file that is packed may have unpacked; a small one may always have `FREELY`."""

FREELY = 20_000_000
LONGEST_NAME = 150
_CHUNK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others are not unpacked in bounded pieces
_TYPES = "[Content_Types].xml"
_ACTING_TYPES = (b"macroenabled", b"vbaproject")
_LONGEST_TYPE = 20
_MACROS = ("/vbaproject.bin", "/vbadata.xml", "/xl/macrosheets/", "/activex/", "/scripts/", "/basic/")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError)


def check_upload(name: str, content: bytes, largest: int = LARGEST) -> str:
    """Return what a file is (a key of `packs.MEDIA_TYPES`); raises NotPermitted, and what to do, for others."""
    _check_size(name, content, largest)
    if content.startswith(b"PK"):
        _check_archive(name, content)
    kind = file_type(content)
    if kind is None:
        raise _not_taken(name, content)
    suffix = PurePosixPath(name).suffix.lower().removeprefix(".")
    if suffix != kind:
        raise NotPermitted(
            f"Filen {name} hedder ikke, hvad den er: indholdet er {kind}. Kald den {_stem(name)}.{kind}, og prøv igen.",
            f"The file {name} is not named as what it is: its content is {kind}. Call it {_stem(name)}.{kind}, and try "
            "again.",
        )
    return kind


def plain_name(name: str) -> str:
    """Return the name under which a file is kept: no folders, nothing that cannot be seen, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split()).lstrip(".")
    suffix = PurePosixPath(seen).suffix
    return seen if len(seen) <= LONGEST_NAME else seen[: LONGEST_NAME - len(suffix)].rstrip() + suffix


def too_large(name: str, size: int, largest: int = LARGEST) -> NotPermitted:
    """Return the refusal of a file of this many bytes."""
    has, most = f"{size / 1e6:.1f}", f"{largest / 1e6:.0f}"
    return NotPermitted(
        f"Filen {name} fylder {has.replace('.', ',')} MB, og højst {most} MB tages imod. Gem den mindre (billeder i "
        "lavere opløsning), eller del den.",
        f"The file {name} has {has} MB, and {most} MB at most are taken. Save it smaller (pictures with fewer dots), "
        "or split it.",
    )


def _check_size(name: str, content: bytes, largest: int) -> None:
    if not content:
        raise NotPermitted(
            f"Filen {name} er tom. Intet er afleveret; aflevér filen med indhold.",
            f"The file {name} is empty. Nothing was handed in; hand in the file with its content.",
        )
    if len(content) > largest:
        raise too_large(name, len(content), largest)


def _check_archive(name: str, content: bytes) -> None:
    """Word, Excel and ODT are archives: refuse one that unpacks to more than it should, or holds what acts."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_directory(name, content, parts)
            _check_unpacked(name, content, archive, parts)
    except _UNREADABLE as error:
        raise NotPermitted(
            f"Filen {name} er i stykker eller ikke hel. Åbn den, gem den igen, og aflevér den nye fil.",
            f"The file {name} is broken or not whole. Open it, save it again, and hand in the new file.",
        ) from error


def _check_directory(name: str, content: bytes, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _locked(name)
    if any(mark in f"/{part.filename.lower()}" for part in parts for mark in _MACROS):
        raise _acting(name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > _most(content):
        raise _swells(name)
    if any(part.compress_type not in _PACKINGS for part in parts):
        raise ValueError("packed in a way that no office program uses")


def _check_unpacked(name: str, content: bytes, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once and keep none of it: a directory can lie, and parts can lie on top of each other."""
    left = _most(content)
    for part in parts:
        types = part.filename.casefold() == _TYPES.casefold()
        with archive.open(part) as unpacked:
            before = b""
            while chunk := unpacked.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _swells(name)
                plain = before + chunk.replace(b"\x00", b"").lower() if types else b""  # it can be UTF-16
                if any(mark in plain for mark in _ACTING_TYPES):
                    raise _acting(name)
                before = plain[-_LONGEST_TYPE:]


def _most(content: bytes) -> int:
    return min(max(FREELY, len(content) * MOST_RATIO), MOST_UNPACKED)


def _swells(name: str) -> NotPermitted:
    return NotPermitted(
        f"Filen {name} fylder langt mere udpakket, end et dokument gør, og åbnes ikke. Gem den som PDF, og aflevér "
        "den.",
        f"The file {name} unpacks to far more than a document has, and is not opened. Save it as PDF and hand that in.",
    )


def _acting(name: str) -> NotPermitted:
    return NotPermitted(
        f"Filen {name} indeholder makroer eller anden kode, og det tages ikke imod. Gem den uden makroer (.docx, "
        ".xlsx) eller som PDF.",
        f"The file {name} holds macros or other code, which is not taken. Save it without macros (.docx, .xlsx) or as "
        "PDF.",
    )


def _locked(name: str) -> NotPermitted:
    return NotPermitted(
        f"Filen {name} er låst med en adgangskode. Gem den uden, og aflevér den igen.",
        f"The file {name} is locked with a password. Save it without one, and hand it in again.",
    )


def _not_taken(name: str, content: bytes) -> NotPermitted:
    if content.startswith(_OLD_OFFICE):
        return NotPermitted(
            f"Filen {name} er i et gammelt format (.doc, .xls) eller låst med en adgangskode. Gem den som .docx, .xlsx "
            "eller PDF uden adgangskode.",
            f"The file {name} has an old format (.doc, .xls) or is locked with a password. Save it as .docx, .xlsx or "
            "PDF without a password.",
        )
    return NotPermitted(
        f"Filen {name} er efter sit indhold hverken PDF, Word (.docx), Excel (.xlsx) eller ODT, uanset hvad den "
        "hedder. Gem den som et af dem, og prøv igen.",
        f"The file {name} is by its content neither PDF, Word (.docx), Excel (.xlsx) nor ODT, whatever its name says. "
        "Save it as one of them, and try again.",
    )


def _stem(name: str) -> str:
    return PurePosixPath(name).stem or "fil"
