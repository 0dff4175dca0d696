"""A definition as the text of a `cycle.toml`: what `planning.format.source.parse` reads back as the same definition."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from planning.format.definition import Definition

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NAMED = ("policy", "ladder", "body")
"""Tables of tables: each gets a heading of its own."""


def written(definition: Definition) -> str:
    """Return the definition as TOML, what is left to its default left out. The text follows from the values alone."""
    data = definition.model_dump(by_alias=True, exclude_defaults=True)
    return "\n\n".join("\n".join(lines) for lines in _tables(data)) + "\n"


def _tables(data: Mapping[str, Any]) -> Iterator[list[str]]:
    for name, value in data.items():
        if name == "step":
            yield from (["[[step]]", *_lines(each)] for each in value)
        elif name in _NAMED:
            yield from ([f"[{name}.{_key(key)}]", *_lines(each)] for key, each in value.items())
        else:
            yield [f"[{name}]", *_lines(value)]


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if value is not None:
            yield f"{_key(key)} = {_spread(value) if _is_spread(value) else _value(value)}"


def _is_spread(value: Any) -> bool:
    """Whether a list is one of tables: one to a line."""
    return isinstance(value, tuple | list) and any(isinstance(each, Mapping) for each in value)


def _spread(tables: Any) -> str:
    return "\n".join(["[", *(f"    {_value(each)}," for each in tables), "]"])


def _value(value: Any) -> str:
    if isinstance(value, Enum):
        return _quoted(str(value.value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date | time):
        assert not isinstance(value, datetime)
        return value.isoformat()
    if isinstance(value, Mapping):
        parts = [f"{_key(key)} = {_value(each)}" for key, each in value.items() if each is not None]
        return f"{{ {', '.join(parts)} }}"
    if isinstance(value, tuple | list | set | frozenset):
        return f"[{', '.join(_value(each) for each in value)}]"
    return str(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """JSON's way of quoting is one of TOML's; DEL must be told too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
