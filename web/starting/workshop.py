"""What the pages that prepare a year need besides the desk; `runtime.pages.workshop` builds it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from desk.preparing.previews import Previews
from models.schedule import Text
from models.vocabulary import Language
from planning.format.source import Source


class RehearsalState(StrEnum):
    """How far a rehearsal is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Rehearsal:
    """One rehearsed year: `reached` is the month that it has come to; `said` what is to be known of how it ended."""

    id: str
    title: Text
    year: int
    scenario: str
    by: str
    begun_at: datetime
    state: RehearsalState
    reached: str = ""
    letters: int = 0
    said: tuple[Text, ...] = ()
    files: tuple[str, ...] = ()


class Rehearsals(Protocol):
    """Rehearses years beside the office, one at a time, and keeps what came of them."""

    def begin(self, source: Source, year: int, title: Text, scenario: str, language: Language, by: str) -> str:
        """Begin, and return the rehearsal's id; raises NotPermitted while another one runs."""

    def every(self) -> Sequence[Rehearsal]:
        """Return what is kept, the latest first."""

    def file(self, id_: str, path: str) -> bytes | None:
        """Return one file of a rehearsal; None when it has none of this name."""

    def forget(self, id_: str) -> None:
        """Delete one that does not run; nothing happens when there is none."""


@dataclass(frozen=True)
class Workshop:
    """Cycles that come with the program, letters of years to come, and rehearsals."""

    shipped: Callable[[], Sequence[Source]]
    previews: Previews
    rehearsals: Rehearsals
