"""Scenarios on disk: a file that a person names, or the name of one that comes with a cycle."""

from collections.abc import Mapping
from pathlib import Path

from runtime.refusal import Refused

FOLDER, SUFFIX = "scenarios/", ".toml"


def find_scenario(word: str, files: Mapping[str, str]) -> tuple[str, str]:
    """Return the scenario's name and text; `files` are those beside the definition, by their path below its folder.

    A name is looked for among the cycle's own scenarios, anything else on disk. Raises Refused.
    """
    own = f"{FOLDER}{word.removesuffix(SUFFIX)}{SUFFIX}"
    if own in files:
        return own, files[own]
    path = Path(word).expanduser()
    if path.is_file():
        return path.name, _text(path)
    known = ", ".join(names(files)) or "–"
    raise Refused(
        f"»{word}« er hverken en fil eller et af årshjulets scenarier. De er: {known}.",
        f"“{word}” is neither a file nor one of the cycle's scenarios. They are: {known}.",
    )


def names(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the scenarios among a cycle's files."""
    found = sorted(path for path in files if path.startswith(FOLDER) and path.endswith(SUFFIX))
    return tuple(path.removeprefix(FOLDER).removesuffix(SUFFIX) for path in found)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{path} er ikke gemt som UTF-8 (byte {error.start}). Gem filen som UTF-8.",
            f"{path} is not saved as UTF-8 (byte {error.start}). Save the file as UTF-8.",
        ) from error
    except OSError as error:
        raise Refused(
            f"{path} kan ikke læses ({error.strerror}). Giv læseadgang til filen.",
            f"{path} cannot be read ({error.strerror}). Grant read access to it.",
        ) from error
