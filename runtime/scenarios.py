"""Scenarios on disk: a file that a person names, or the name of one that comes with a cycle."""

from collections.abc import Mapping
from pathlib import Path

from planning.scenarios.reading import FOLDER, SUFFIX, own_scenarios
from runtime.definitions import text_of
from runtime.refusal import Refused


def find_scenario(word: str, files: Mapping[str, str]) -> tuple[str, str]:
    """Return the scenario's path and text; `files` are those beside the definition, by their path below its folder.

    A name is looked for among the cycle's own scenarios, anything else on disk. Raises Refused.
    """
    own = f"{FOLDER}{word.removesuffix(SUFFIX)}{SUFFIX}"
    if own in files:
        return own, files[own]
    path = Path(word).expanduser()
    if path.is_file():
        return str(path), text_of(path)
    known = ", ".join(names(files)) or "–"
    raise Refused(
        f"»{word}« er hverken en fil eller et af årshjulets scenarier. De er: {known}.",
        f"“{word}” is neither a file nor one of the cycle's scenarios. They are: {known}.",
    )


def names(files: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the scenarios among a cycle's files."""
    return tuple(path.removeprefix(FOLDER).removesuffix(SUFFIX) for path in own_scenarios(files))
