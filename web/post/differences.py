"""What differs between two writings of a letter, line by line as a person reads it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk.acts.drafts import Written

_HEADS = {"To: ": "to", "Reply-To: ": "reply", "Subject: ": "subject"}
_FILE = re.compile(r"\[(.+), [0-9a-f]{8}\]")


@dataclass(frozen=True)
class Line:
    """One line: `sign` is "+", "-" or a space; `what` is to, reply, subject or file, empty for the text."""

    sign: str
    what: str
    text: str


@dataclass(frozen=True)
class Changed:
    """A letter whose draft is, or would be, another."""

    number: int
    address: str
    lines: tuple[Line, ...]


def changed(written: Sequence[Written]) -> list[Changed]:
    """Return those that differ from the draft before."""
    return [Changed(each.number, each.address, tuple(_lines(each.lines))) for each in written if each.lines]


def _lines(lines: Sequence[str]) -> Iterator[Line]:
    for line in lines[2:]:
        sign, said = line[:1], line[1:]
        if line.startswith("@@") or not said.strip():
            continue
        head = next((each for each in _HEADS if said.startswith(each)), "")
        file = _FILE.fullmatch(said)
        if file:
            yield Line(sign, "file", file[1])
        else:
            yield Line(sign, _HEADS.get(head, ""), said.removeprefix(head))
