"""Where in a TOML text a table, a key or an element of a list stands. The text is known to be valid TOML."""

import re
from dataclasses import dataclass, field

from planning.format.finding import Path

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*")
_PART = re.compile(_KEY)
_SKIPPED = re.compile(
    r"""\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[^"'#\[\]{},=\n]+|.""",
    re.DOTALL,
)


@dataclass
class Locator:
    """Maps paths such as `("step", 3, "date")` to lines, counted from 1."""

    toml: str
    lines: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        self._at = 0
        self._line = 1
        while self._at < len(self.toml):
            self._statement()

    def line(self, path: Path) -> int | None:
        """Return the line of the path, or of the nearest thing around it that the text names."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None

    def _statement(self) -> None:
        """Read one line of the file: a header, a key with its value, or nothing."""
        text = self.toml
        while self._at < len(text) and text[self._at] in " \t":
            self._at += 1
        if text.startswith("[[", self._at):
            self._header(2)
        elif text.startswith("[", self._at):
            self._header(1)
        elif match := _DOTTED.match(text, self._at):
            path = (*self._table, *_parts(match[0]))
            self._note(path)
            self._advance(match.end())
            self._value(path)
        self._skip_line()

    def _header(self, brackets: int) -> None:
        match = _DOTTED.search(self.toml, self._at + brackets)
        if match is None:
            return
        names = _parts(match[0])
        path = self._inside(names[:-1]) + names[-1:]
        if brackets == 2:
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            self.lines.setdefault(path, self._line)
            path = (*path, number)
        self._table = path
        self._note(path)
        self._advance(match.end() + brackets)

    def _inside(self, names: Path) -> Path:
        """Return the path of a table, with the number of the latest element of each list of tables on the way."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _value(self, path: Path) -> None:
        """Read a value to its end; note the elements of its outermost list."""
        depth, number, listed, fresh = 0, 0, False, False
        while match := _SKIPPED.match(self.toml, self._at):
            piece = match[0]
            if depth == 0 and (piece == "\n" or piece.startswith("#")):
                return
            if fresh and piece.strip() and not piece.startswith("#") and piece != "]":
                self._note((*path, number))
                fresh = False
            if depth == 1 and piece == "," and listed:
                number, fresh = number + 1, True
            if piece in ("[", "{"):
                if depth == 0:
                    listed = fresh = piece == "["
                depth += 1
            elif piece in ("]", "}"):
                depth -= 1
            self._advance(match.end())

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._line)

    def _advance(self, to: int) -> None:
        self._line += self.toml.count("\n", self._at, to)
        self._at = to

    def _skip_line(self) -> None:
        end = self.toml.find("\n", self._at)
        self._advance(len(self.toml) if end < 0 else end + 1)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
