"""A scenario as a person writes it: TOML whose dates are days or rules of the date grammar, not yet settled."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from planning.format.definition import Part
from planning.format.finding import Path, Problem
from planning.format.mistakes import Form, mistakes
from planning.format.source import Source, read_toml
from planning.scenarios.scenario import Deed, Habits, Kill

P = TypeVar("P", bound=Part)
Written = tuple[int, "WrittenHappening"]
"""A happening with its place in the file, counted from 0."""


def _as_rule(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise PydanticCustomError("date_type", "neither a day nor a rule")
    return value if isinstance(value, str) else value.isoformat()


When = Annotated[str, BeforeValidator(_as_rule)]


class WrittenAddition(Part):
    """The addition of a decision."""

    text: str
    owner: str
    due: When
    blocking: bool = False


class WrittenHappening(Deed):
    """One act. Its names and dates are checked against a timeline by `planning.scenarios.reading`."""

    step: str = ""
    on: When
    body: str | None = None
    until: When | None = None
    to: When | None = None
    addition: WrittenAddition | None = None


class WrittenScenario(Habits):
    """The whole file, its happenings not yet looked at."""

    silent: tuple[str, ...] = ()
    happening: tuple[Any, ...] = ()
    worker_killed: Kill | None = None


def read_form(toml: str, file: str) -> tuple[WrittenScenario, tuple[Written, ...], tuple[Problem, ...]]:
    """Return what could be read of the file, its sound happenings with their places, and a problem for each mistake.

    Raises Unreadable, with `cycle.toml` as the file of its finding, when the text is not TOML.
    """
    data = read_toml(Source(file, toml))
    problems: list[Problem] = []
    whole = _checked(WrittenScenario, data, data, file, (), problems) or _without_mistakes(data)
    happenings = tuple(_happenings(whole, data, file, problems))
    return whole, happenings, tuple(problems)


def _happenings(whole: WrittenScenario, data: dict[str, Any], file: str, problems: list[Problem]) -> Iterator[Written]:
    for index, each in enumerate(whole.happening):
        checked = _checked(WrittenHappening, each, data, file, ("happening", index), problems)
        if checked is not None:
            yield index, checked


def _checked(
    part: type[P], value: Any, data: dict[str, Any], file: str, below: Path, problems: list[Problem]
) -> P | None:
    try:
        return part.model_validate(value)
    except ValidationError as error:
        problems += mistakes(error, data, Form(_keys_at, file), below)
        return None


def _without_mistakes(data: dict[str, Any]) -> WrittenScenario:
    """Keep the happenings of a file whose head is wrong, so that their mistakes are told as well."""
    listed = data.get("happening")
    return WrittenScenario(happening=tuple(listed) if isinstance(listed, list) else ())


def _keys_at(path: Path) -> tuple[str, ...]:
    parts: dict[Path, type[Part]] = {
        (): WrittenScenario,
        ("happening",): WrittenHappening,
        ("happening", "addition"): WrittenAddition,
        ("worker_killed",): Kill,
    }
    part = parts.get(tuple(name for name in path if not isinstance(name, int)))
    return tuple(sorted(part.model_fields)) if part else ()
