"""What the lint and the resolver say about a definition: a sentence in both languages, with file, line and rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from models.schedule import Text

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
CYCLE_FILE = "cycle.toml"


@dataclass(frozen=True)
class Finding:
    """One finding. `rule` is a stable short name; `line` counts from 1, None when the whole file is meant."""

    severity: Severity
    rule: str
    sentence: Text
    file: str
    line: int | None = None


@dataclass(frozen=True)
class Problem:
    """A finding before its line is known: `at` is a path into the definition, such as `("step", 3, "date")`."""

    rule: str
    da: str
    en: str
    at: Path = ()
    severity: Severity = "error"

    def located(self, line_of: Callable[[Path], int | None] = lambda path: None) -> Finding:
        """Return the finding at its line in the cycle's file."""
        return Finding(self.severity, self.rule, Text(da=self.da, en=self.en), CYCLE_FILE, line_of(self.at))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant."""
    by_lower = {each.lower(): each for each in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def unknown(rule: str, what: Text, word: str, known: Iterable[str], at: Path) -> Problem:
    """Say that a name is not there, with the nearest one or the known ones."""
    names = sorted(known)
    meant = nearest(word, names)
    listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    da = f"Mente du »{meant}«?" if meant else f"Kendte er: {listed}." if names else "Der er ingen at vælge."
    en = f"Did you mean “{meant}”?" if meant else f"Known ones are: {listed}." if names else "There are none to choose."
    return Problem(rule, f"{what.da} »{word}« findes ikke. {da}", f"There is no {what.en} “{word}”. {en}", at)
