"""Mistakes of form in a definition, each as a sentence: unknown keys, missing ones, values of the wrong kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.schedule import Text
from planning.format.definition import FIRST_YEAR, LAST_YEAR
from planning.format.finding import CYCLE_FILE, Path, Problem, nearest
from planning.format.schema import keys_at

_TAGS = frozenset({"days", "rule"})  # of the union in `Body.meetings`; no keys that a person writes

_KINDS: dict[str, Text] = {
    "string": Text(da="tekst i anførselstegn", en="text in quotes"),
    "int": Text(da="et helt tal", en="a whole number"),
    "float": Text(da="et tal", en="a number"),
    "bool": Text(da="true eller false", en="true or false"),
    "date": Text(da="en dato som 2011-05-16", en="a date such as 2011-05-16"),
    "time": Text(da="et klokkeslæt som 12:00:00", en="an hour such as 12:00:00"),
    "tuple": Text(da="en liste i klammer", en="a list in brackets"),
    "dict": Text(da="en tabel", en="a table"),
    "model": Text(da="en tabel", en="a table"),
}


@dataclass(frozen=True)
class Form:
    """What a text is checked against: which keys may stand at a path, and the file's name for the root of it."""

    keys_at: Callable[[Path], tuple[str, ...]]
    file: str


CYCLE_FORM = Form(keys_at, CYCLE_FILE)


def mistakes(
    error: ValidationError, data: dict[str, Any], form: Form = CYCLE_FORM, below: Path = ()
) -> tuple[Problem, ...]:
    """Return a problem for each error of the form; `data` is what was read, `below` the path of the part checked."""
    return tuple(_problem(each, data, form, below) for each in error.errors(include_url=False))


def written_path(location: tuple[int | str, ...]) -> Path:
    """Return the path as a person wrote it, without what the model adds to an error's location."""
    tagged = "meetings" in location[:-1] and location[location.index("meetings") + 1] in _TAGS
    without = location.index("meetings") + 1 if tagged else -1
    return tuple(part for index, part in enumerate(location) if index != without and part != "[key]")


def _problem(error: ErrorDetails, data: dict[str, Any], form: Form, below: Path) -> Problem:
    path = (*below, *written_path(error["loc"]))
    place = _place(path[:-1], data, form)
    name = str(path[-1]) if path else ""
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, name, place, form)
    if error["type"] == "missing":
        da = f"{place.da}: »{name}« mangler. Tilføj den."
        return Problem("missing-key", da, f"{place.en}: “{name}” is missing. Add it.", path)
    what, value = wanted(error), _shown(error["input"])
    if path and isinstance(path[-1], int):
        name = str(path[-1] + 1)
    da = f"{place.da}: »{name}« kan ikke være »{value}«. Skriv {what.da}."
    en = f"{place.en}: “{name}” cannot be “{value}”. Write {what.en}."
    return Problem("wrong-value", da, en, path)


def _unknown_key(path: Path, name: str, place: Text, form: Form) -> Problem:
    known = form.keys_at(path[:-1])
    meant = nearest(name, known)
    listed = ", ".join(known)
    da = f"Mente du »{meant}«?" if meant else f"Her kan stå: {listed}."
    en = f"Did you mean “{meant}”?" if meant else f"Known here are: {listed}."
    return Problem(
        "unknown-key", f"{place.da}: »{name}« kendes ikke. {da}", f"{place.en}: there is no “{name}”. {en}", path
    )


def _place(path: Path, data: dict[str, Any], form: Form) -> Text:
    """Name the part of the definition that a path leads to: the step by its key, the rest as written."""
    if len(path) >= 2 and path[0] == "step" and isinstance(path[1], int):
        key = _key_of_step(path[1], data)
        rest = _dotted(path[2:])
        comma = ", " if rest else ""
        return Text(da=f"Trinnet {key.da}{comma}{rest}", en=f"Step {key.en}{comma}{rest}")
    shown = _dotted(path) or form.file
    return Text(da=shown, en=shown)


def _dotted(path: Path) -> str:
    """Write a path such as `body.TMU.contact[2]`, counted from 1."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _key_of_step(index: int, data: dict[str, Any]) -> Text:
    steps = data.get("step")
    step = steps[index] if isinstance(steps, list) and index < len(steps) else None
    key = step.get("key") if isinstance(step, dict) else None
    if isinstance(key, str):
        return Text(da=f"»{key}«", en=f"“{key}”")
    return Text(da=f"nr. {index + 1}", en=f"no. {index + 1}")


def wanted(error: ErrorDetails) -> Text:
    """Return what a value should have been, as what follows “write”."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("enum", "literal_error"):
        options = context["expected"].replace("'", "")
        return Text(da=f"en af: {_or(options, 'eller')}", en=f"one of: {options}")
    if limits := _LIMITS.get(kind):
        return limits(context)
    family = kind.split("_")[0]
    return _KINDS.get(family, Text(da="noget andet", en="something else"))


def _or(options: str, word: str) -> str:
    return options.replace(" or ", f" {word} ")


def _pattern(context: dict[str, Any]) -> Text:
    if context["pattern"].startswith("^[a-z0-9]"):
        return Text(da="små bogstaver a–z, tal og bindestreger", en="lower-case letters a–z, digits and hyphens")
    return Text(da="bogstaver, tal og bindestreger", en="letters, digits and hyphens")


_LIMITS: dict[str, Callable[[dict[str, Any]], Text]] = {
    "string_pattern_mismatch": _pattern,
    "year_out_of_range": lambda _: Text(
        da=f"en dato i årene {FIRST_YEAR}–{LAST_YEAR}", en=f"a date in the years {FIRST_YEAR}–{LAST_YEAR}"
    ),
    "string_too_long": lambda c: Text(da=f"højst {c['max_length']} tegn", en=f"at most {c['max_length']} characters"),
    "greater_than_equal": lambda c: Text(da=f"mindst {c['ge']}", en=f"at least {c['ge']}"),
    "greater_than": lambda c: Text(da=f"mere end {c['gt']:g}", en=f"more than {c['gt']:g}"),
    "less_than_equal": lambda c: Text(da=f"højst {c['le']}", en=f"at most {c['le']}"),
}


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = str(value).replace("\n", " ")
    return f"{text[:57]}…" if len(text) > 60 else text
