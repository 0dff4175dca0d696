"""The definition format as a JSON Schema, for editors and for the question which keys may stand where."""

from functools import lru_cache
from typing import Any

from planning.format.definition import Definition
from planning.format.finding import Path


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `cycle.toml`; a fresh value at each call."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Definition.model_json_schema(by_alias=True),
        "title": "Årshjul: cycle.toml",
    }


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return json_schema()


def part_at(path: Path) -> dict[str, Any]:
    """Return the schema of the value at this path; empty when the format knows no such place."""
    part = _schema()
    for name in path:
        part = _below(part, name)
    return part


def keys_at(path: Path) -> tuple[str, ...]:
    """Return the keys that may stand in the table at this path, sorted."""
    part = part_at(path)
    return tuple(sorted({key for option in _options(part) for key in _resolved(option).get("properties", {})}))


def _options(part: dict[str, Any]) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = part.get("oneOf", part.get("anyOf", [part]))
    return options


def _below(part: dict[str, Any], name: str | int) -> dict[str, Any]:
    for option in _options(part):
        resolved = _resolved(option)
        if isinstance(name, int):
            found = resolved.get("items")
        else:
            found = resolved.get("properties", {}).get(name) or resolved.get("additionalProperties")
            found = found or next(iter(resolved.get("patternProperties", {}).values()), None)
        if isinstance(found, dict):
            return _resolved(found)
    return {}


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        part = _schema()["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return part
