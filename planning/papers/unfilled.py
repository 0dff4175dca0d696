"""Fields that nobody has filled in, in a cycle's texts as they are stored: what holds a letter pack back."""

import re
from collections.abc import Iterator, Mapping

from models.schedule import Text
from models.vocabulary import Language, StepKind
from planning.format.definition import Definition, Step
from planning.papers import packs

_SIGN = re.compile(r"(\{\{|\{%|\}\}|%\})")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line's number with its first field that a person was to fill in; template signs are none."""
    for number, line in enumerate(text.splitlines(), 1):
        if field := packs.unfilled_in(_outside_signs(line)):
            yield number, field


def belongs_to_pack(path: str, definition: Definition) -> bool:
    """Whether this text travels in a letter pack: as a paper, or as what the letter itself says."""
    return any(path in _paths(step, (path,)) for step in definition.step if step.kind is StepKind.LETTER_PACK)


def held_back(definition: Definition, files: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    """Yield each pack's step with the sentence about the first field that keeps its letters from leaving."""
    for step in definition.step:
        found = _first(step, files) if step.kind is StepKind.LETTER_PACK else None
        if found:
            place, field = found
            yield (
                step.key,
                Text(
                    da=f"Brevene i »{step.title.da}« sendes ikke, før »{field}« er udfyldt ({place}).",
                    en=f"The letters of “{step.title.en}” do not leave until “{field}” is filled in ({place}).",
                ),
            )


def _first(step: Step, files: Mapping[str, str]) -> tuple[str, str] | None:
    for path in _paths(step, files):
        if not packs.is_packed(files[path]):
            found = next(lines(files[path]), None)
            if found:
                return f"{path}:{found[0]}", found[1]
        elif field := packs.unfilled_in_file(packs.unpacked(files[path])):
            return path, field
    return None


def _paths(step: Step, among: Mapping[str, str] | tuple[str, ...]) -> list[str]:
    """Return which of these paths are texts and papers of this pack, sorted."""
    known = dict.fromkeys(among, "")
    papers = {packs.path_of(paper, language, known) for paper in step.paper for language in Language}
    own = (f"texts/{step.key}.", f"texts/{step.key}/")
    return sorted(path for path in among if path in papers or path.startswith(own))


def _outside_signs(line: str) -> str:
    """Return what of a line stands outside template signs: what is in them, the template's own check looks at."""
    outside, within = "", False
    for part in _SIGN.split(line):
        if part in ("{{", "{%"):
            within = True
        elif part in ("}}", "%}"):
            outside, within = (outside if within else ""), False  # closed without having been opened: all before it
        elif not within:
            outside += part
    return outside
