"""A cycle's folder as text, and its reading: what a person got wrong comes back as sentences with lines."""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from models.schedule import Text
from planning.format.definition import Definition
from planning.format.finding import CYCLE_FILE, Finding
from planning.format.locator import Locator
from planning.format.mistakes import mistakes

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_TWICE = re.compile(r"Cannot (?:declare|mutate|overwrite)[^(]*\((?P<names>.*?),?\)")

_UNCLEAR = Text(
    da="Mangler der anførselstegn, lighedstegn eller klammer?",
    en="Is a quote, an equals sign or a bracket missing?",
)

_MENDS = {
    "Expected '='": Text(
        da="Skriv et lighedstegn mellem nøglen og værdien.", en="Write an equals sign between key and value."
    ),
    "Invalid value": Text(
        da="Værdien mangler, eller er tekst uden anførselstegn.", en="The value is missing, or is text without quotes."
    ),
    "Illegal character": Text(
        da="Teksten mangler sit sidste anførselstegn, eller har et styretegn i sig.",
        en="The text lacks its closing quote, or has a control character in it.",
    ),
    "Unterminated string": Text(da="Teksten mangler sit sidste anførselstegn.", en="The text lacks its closing quote."),
    "Expected newline": Text(
        da="Der står mere på linjen end en nøgle og en værdi. Sæt resten på en linje for sig.",
        en="There is more on the line than a key and a value. Put the rest on a line of its own.",
    ),
    "Unclosed array": Text(da="Listen mangler sin ].", en="The list lacks its ]."),
    "Unclosed inline table": Text(da="Tabellen mangler sin }.", en="The table lacks its }."),
    "Expected ']": Text(da="Tabellens navn mangler sin ].", en="The name of the table lacks its ]."),
    "Unescaped": Text(da="Skriv en omvendt skråstreg dobbelt: \\\\.", en="Write a backslash twice: \\\\."),
    "Invalid statement": Text(
        da="En linje begynder med en nøgle eller et [navn].", en="A line begins with a key or a [name]."
    ),
    "the brackets": Text(da="Klammerne står for dybt i hinanden.", en="The brackets are nested too deep."),
}
"""What a person does about what the reader says, by how it begins."""


@dataclass(frozen=True)
class Source:
    """A cycle's folder: the text of `cycle.toml`, and every other text file by its path below the folder."""

    name: str
    toml: str
    files: dict[str, str] = field(default_factory=dict)


class Unreadable(Exception):  # noqa: N818 -- reads as what the source is
    """The source is no definition; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.sentence.en for finding in findings))
        self.findings = findings


def parse(source: Source) -> Definition:
    """Read the definition; raises Unreadable with every mistake of its form. `planning.lint.folder` finds the rest."""
    data = read_toml(source)
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        locator = Locator(source.toml)
        raise Unreadable(tuple(each.located(locator.line) for each in mistakes(error, data))) from None


def read_toml(source: Source) -> dict[str, Any]:
    """Return the tables of the TOML text; raises Unreadable with the one thing that stopped the reader."""
    try:
        return tomllib.loads(source.toml)
    except RecursionError:
        raise Unreadable((_syntax("the brackets are nested too deep", None, None),)) from None
    except ValueError as error:  # TOMLDecodeError, and what a number or a date of impossible size raises
        raise Unreadable((_told(str(error), source.toml),)) from None


def _told(message: str, toml: str) -> Finding:
    place = _PLACE.search(message)
    line = int(place["line"]) if place and place["line"] else toml.rstrip().count("\n") + 1
    column = int(place["column"]) if place and place["column"] else None
    plain = _PLACE.sub("", message)
    if plain == "Invalid date or datetime":
        return _finding(
            "impossible-date",
            "Datoen findes ikke i kalenderen. Skriv en dag, der findes, som 2011-05-16.",
            "The date is not in the calendar. Write a day that exists, such as 2011-05-16.",
            line,
        )
    if plain == "Cannot overwrite a value":
        da = "Nøglen på denne linje står der allerede. Slet den ene."
        return _finding("toml", da, "The key on this line is there already. Delete one of the two.", line)
    if twice := _TWICE.match(plain):
        return _twice([name.strip("' ") for name in twice["names"].split(",")], line)
    return _syntax(plain, line, column)


def _twice(names: list[str], line: int) -> Finding:
    shown = ".".join(names)
    if len(names) == 2 and names[0] == "body":
        da = f"To udvalg har koden »{names[1]}«. Giv det ene en anden kode, eller slet det."
        en = f"Two bodies have the code “{names[1]}”. Give one of them another code, or delete it."
        return _finding("two-bodies", da, en, line)
    da = f"»{shown}« står to gange. Slet den ene, eller saml dem."
    return _finding("toml", da, f"“{shown}” is there twice. Delete one, or join them.", line)


def _syntax(plain: str, line: int | None, column: int | None) -> Finding:
    where_da = f" ved tegn {column}" if column else ""
    where_en = f" at character {column}" if column else ""
    mend = next((mend for start, mend in _MENDS.items() if plain.startswith(start)), None)
    mend = mend or Text(da=_UNCLEAR.da, en=f"{_UNCLEAR.en} ({plain})")
    return _finding(
        "toml",
        f"Linjen kan ikke læses som TOML{where_da}. {mend.da}",
        f"The line cannot be read as TOML{where_en}. {mend.en}",
        line,
    )


def _finding(rule: str, da: str, en: str, line: int | None) -> Finding:
    return Finding("error", rule, Text(da=da, en=en), CYCLE_FILE, line)
