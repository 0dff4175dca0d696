"""Where mails come from: a mailbox or a folder, seen alike by whoever polls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from inbox.filing import Arrived
from models.schedule import Text


class Unreachable(Exception):  # noqa: N818 -- named for what it says
    """A source cannot be read now; `sentence` says which, why, and what is safe."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Text(da=da, en=en)


@dataclass(frozen=True)
class Position:
    """How far a source has been read; `since` is the day before which nothing can concern us."""

    validity: int | None
    last_uid: int
    since: date


class Source(Protocol):
    """Something that mails arrive in. It is only read: nothing in it is moved, marked or deleted."""

    @property
    def name(self) -> str:
        """What it is called in lists, and remembered by; free of passwords."""

    def new(self, position: Position) -> Iterator[Arrived]:
        """Yield what has arrived since, in order; raises Unreachable, also after some."""
