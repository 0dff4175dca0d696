"""What a zip file says lies in it, checked before anything is unpacked: names, links, locks, doubles, numbers."""

import unicodedata
import zipfile
from collections.abc import Iterable

from planning.not_permitted import NotPermitted

MOST_FILES = 2_000
LONGEST_PATH = 200
_LINK, _KIND = 0o120000, 0o170000
_ENCRYPTED, _UTF8 = 0x1, 0x800
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others are not unpacked in bounded pieces
_LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")


def named_parts(zip_name: str, parts: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files by their checked paths, without folders and a computer's litter; raises NotPermitted."""
    found: dict[str, zipfile.ZipInfo] = {}
    taken: dict[str, str] = {}
    listed = list(parts)
    if len(listed) > MOST_FILES:
        raise NotPermitted(
            f"{zip_name} har {len(listed)} filer, og et årshjul har højst {MOST_FILES}. Pak kun årshjulets mappe.",
            f"{zip_name} has {len(listed)} files, and a cycle has {MOST_FILES} at most. Pack the cycle's folder only.",
        )
    for part in listed:
        path = _path(zip_name, part)
        _check_kind(zip_name, path, part)
        if part.is_dir() or any(each in _LITTER or each.startswith(".") for each in path.split("/")):
            continue
        if other := taken.get(path.casefold()):
            raise NotPermitted(
                f"{zip_name}: to filer hedder det samme ({other}, {path}). Slet eller omdøb den ene, og pak igen.",
                f"{zip_name}: two files have the same name ({other}, {path}). Delete or rename one and pack again.",
            )
        taken[path.casefold()] = path
        found[path] = part
    return found


def stranger(zip_name: str, path: str) -> NotPermitted:
    """Return the refusal of a file that no cycle has in this place."""
    return NotPermitted(
        f"{zip_name}: {path} hører ikke til et årshjul. Bilag ligger i papers/, tekster er .md. Tag filen ud, og pak "
        "igen.",
        f"{zip_name}: {path} is no part of a cycle. Papers lie in papers/, texts are .md. Take the file out and pack "
        "again.",
    )


def _path(zip_name: str, part: zipfile.ZipInfo) -> str:
    """Return the path with its signs in one form (NFC): one computer writes å as one sign, another as two."""
    path = unicodedata.normalize("NFC", _decoded(zip_name, part))
    steps = path.rstrip("/").split("/")
    outside = path.startswith("/") or "\\" in path or ":" in path or any(each in ("", ".", "..") for each in steps)
    if outside or not path.isprintable() or len(path) > LONGEST_PATH:
        shown = "".join(sign if sign.isprintable() else "?" for sign in path)[:LONGEST_PATH]
        raise NotPermitted(
            f"{zip_name}: navnet »{shown}« fører ud af mappen eller kan ikke bruges, så intet er læst. Pak mappen "
            "igen, uden den fil.",
            f"{zip_name}: the name “{shown}” leads out of the folder or cannot be used, so nothing was read. Pack the "
            "folder again, without that file.",
        )
    return path


def _decoded(zip_name: str, part: zipfile.ZipInfo) -> str:
    """Read a name as UTF-8, also where the zip file does not say so; other code pages cannot be told apart."""
    if part.flag_bits & _UTF8 or part.filename.isascii():
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except UnicodeError as error:
        raise NotPermitted(
            f"{zip_name}: filnavnet »{part.filename}« er ikke skrevet i UTF-8, så æ, ø og å kan ikke læses. Pak "
            "mappen med et program, der skriver UTF-8, eller skriv navnet uden æ, ø og å.",
            f"{zip_name}: the file name “{part.filename}” is not written in UTF-8, so that æ, ø and å cannot be read. "
            "Pack the folder with a program that writes UTF-8, or write the name without æ, ø and å.",
        ) from error


def _check_kind(zip_name: str, path: str, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise NotPermitted(
            f"{zip_name}: {path} er låst med en adgangskode. Pak mappen igen uden adgangskode.",
            f"{zip_name}: {path} is locked with a password. Pack the folder again without one.",
        )
    if part.create_system == 3 and (part.external_attr >> 16) & _KIND == _LINK:
        raise NotPermitted(
            f"{zip_name}: {path} er en genvej til en anden fil. Læg selve filen i mappen, og pak igen.",
            f"{zip_name}: {path} is a link to another file. Put the file itself into the folder and pack again.",
        )
    if part.compress_type not in _PACKINGS:
        raise NotPermitted(
            f"{zip_name}: {path} er pakket på en måde, der ikke kan læses. Pak mappen igen som almindelig zip.",
            f"{zip_name}: {path} is packed in a way that cannot be read. Pack the folder again as an ordinary zip.",
        )
