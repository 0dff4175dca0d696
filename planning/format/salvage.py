"""What can still be checked of a definition with mistakes of form: the rest of it, without the bad parts."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from planning.format.definition import Definition
from planning.format.finding import Path, Problem
from planning.format.locator import Locator
from planning.format.mistakes import mistakes, written_path
from planning.format.schema import part_at

_ROUNDS = 40
_GONE = object()
_LEFT_OUT = "left-out"
_TEXT = {"da": "…", "en": "…"}


@dataclass
class Salvage:
    """Reads as much as there is. `definition` is None when nothing holds together; `lost` names what was left out.

    `problems` are the mistakes, with paths into what was written; paths into `definition` go through `line`.
    """

    data: dict[str, Any]
    locator: Locator
    definition: Definition | None = None
    problems: tuple[Problem, ...] = ()
    lost: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._marked: Any = deepcopy(self.data)
        self._kept: dict[Path, list[int]] = {}
        for _ in range(_ROUNDS):
            self._kept = {}
            try:
                self.definition = Definition.model_validate(self._without_gone(self._marked, ()))
            except ValidationError as error:
                self.problems = self.problems or mistakes(error, self.data)
                if not self._leave_out(error):
                    return
            else:
                return

    def line(self, path: Path) -> int | None:
        """Return the line of a path into the salvaged definition."""
        return self.locator.line(self._original(path))

    def _original(self, path: Path) -> Path:
        """Count the elements again that were left out of the lists on the way."""
        original: Path = ()
        for index, part in enumerate(path):
            kept = self._kept.get(path[:index])
            known = kept is not None and isinstance(part, int) and part < len(kept)
            original += (kept[part] if known and kept and isinstance(part, int) else part,)
        return original

    def _without_gone(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return {key: self._without_gone(each, (*path, key)) for key, each in value.items()}
        if not isinstance(value, list):
            return value
        kept = [index for index, each in enumerate(value) if each is not _GONE]
        self._kept[path] = kept
        return [self._without_gone(value[index], (*path, number)) for number, index in enumerate(kept)]

    def _leave_out(self, error: ValidationError) -> bool:
        """Repair or remove what the errors name; False when that is the whole."""
        goes_on = True
        for each in error.errors(include_url=False):
            path = self._original(written_path(each["loc"]))
            goes_on = (self._complete(path) if each["type"] == "missing" else self._remove(path)) and goes_on
        return goes_on

    def _complete(self, path: Path) -> bool:
        """Put a stand-in where a required text is missing; without one, remove what misses it."""
        container = self._at(path[:-1])
        if not isinstance(container, dict):
            return True  # another error of this round has removed it
        stand_in = _stand_in(path)
        if stand_in is None:
            return self._remove(path[:-1])
        if stand_in == _LEFT_OUT:
            self.lost.add(_LEFT_OUT)
        container[path[-1]] = stand_in
        return True

    def _remove(self, path: Path) -> bool:
        if not path:
            return False
        container, last = self._at(path[:-1]), path[-1]
        if isinstance(container, list) and isinstance(last, int) and last < len(container):
            self._lose(container[last])
            container[last] = _GONE
        elif isinstance(container, dict) and last in container:
            self.lost.add(str(last))
            self._lose(container.pop(last))
        return True

    def _lose(self, value: Any) -> None:
        """Remember the keys of what is removed, so that nobody is blamed for mentioning them."""
        if isinstance(value, dict):
            self.lost.update(each for each in (value.get("key"),) if isinstance(each, str))
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self._lose(each)

    def _at(self, path: Path) -> Any:
        value = self._marked
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            else:
                value = value[part] if isinstance(value, list) and isinstance(part, int) and part < len(value) else None
        return value


def _stand_in(path: Path) -> Any:
    part = part_at(path)
    if part.get("type") == "string" and not {"enum", "format"} & part.keys():
        in_cycle = path[:-1] == ("cycle",)
        return (_LEFT_OUT if in_cycle else None) if "pattern" in part else "…"
    if set(part.get("properties", {})) == set(_TEXT):
        return dict(_TEXT)
    empty: dict[str, Any] = {"array": [], "object": {}}
    return empty.get(part.get("type", "")) if len(path) == 1 and path != ("cycle",) else None
