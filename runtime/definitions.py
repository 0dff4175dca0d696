"""Definitions on disk: a folder that a person names, read into the text that `planning` understands."""

from pathlib import Path

from models.trouble import why
from planning.format.finding import CYCLE_FILE
from planning.format.source import Source
from planning.papers.packs import FOLDER, LIMIT, packed
from planning.papers.zipped import TEXTS
from runtime.refusal import Refused


def read(name: str, shipped: Path) -> Source:
    """Return the folder `name` as text: a path, or the name of a definition in the folder `shipped`.

    Raises Refused when there is none, or when a file of it cannot be read as text.
    """
    folder = _folder(name, shipped)
    files = {path.relative_to(folder).as_posix(): text_of(path) for path in sorted(folder.rglob("*")) if _is_text(path)}
    files |= {f"{FOLDER}{path.name}": _packed(path) for path in sorted((folder / FOLDER).glob("*")) if _is_file(path)}
    return Source(name, files.pop(CYCLE_FILE), files)


def _folder(name: str, shipped: Path) -> Path:
    for folder in (Path(name).expanduser(), shipped / name):
        if (folder / CYCLE_FILE).is_file():
            return folder
    known = ", ".join(sorted(path.parent.name for path in shipped.glob(f"*/{CYCLE_FILE}")))
    raise Refused(
        f"»{name}« er hverken en mappe med {CYCLE_FILE} eller et medfølgende årshjul. Medfølgende: {known}.",
        f"“{name}” is neither a folder with {CYCLE_FILE} nor a shipped cycle. Shipped ones: {known}.",
    )


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix in TEXTS and not path.name.startswith(".")


def _is_file(path: Path) -> bool:
    """Whether it is a paper that travels as it is: whatever is no text; the lint tells which of them may."""
    return path.is_file() and path.suffix not in TEXTS and not path.name.startswith(".")


def _packed(path: Path) -> str:
    """Return a paper that travels as it is; raises Refused when no letter could carry it."""
    if (size := path.stat().st_size) > LIMIT:
        raise Refused(
            f"{path} fylder {size / 1e6:.0f} MB, og et brev kan højst have {LIMIT / 1e6:.0f} MB med. Gør den mindre.",
            f"{path} has {size / 1e6:.0f} MB, and a letter carries {LIMIT / 1e6:.0f} MB at most. Make it smaller.",
        )
    try:
        return packed(path.read_bytes())
    except OSError as error:
        raise Refused(
            f"{path} kan ikke læses. Giv læseadgang til filen.", f"{path} cannot be read. Grant read access to it."
        ) from error


def text_of(path: Path) -> str:
    """Return a file's text; raises Refused when it is not UTF-8 or cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{path} er ikke gemt som UTF-8 (byte {error.start}). Gem filen som UTF-8.",
            f"{path} is not saved as UTF-8 (byte {error.start}). Save the file as UTF-8.",
        ) from error
    except OSError as error:
        reason = why(error)
        raise Refused(
            f"{path} kan ikke læses ({reason.da}). Giv læseadgang til filen.",
            f"{path} cannot be read ({reason.en}). Grant read access to it.",
        ) from error
