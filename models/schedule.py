"""A deadline, its ladder and whom it is addressed to: what `planning` settles from a rule and a date."""

from datetime import date, time

from models.message import Instant, Message
from models.vocabulary import LetterKind, Role


class Text(Message):
    """One text for readers, in both languages."""

    da: str
    en: str


class Recipient(Message):
    """A role of a body; for a hearing the class of respondents stands where the body would."""

    body: str
    role: Role

    def __str__(self) -> str:
        return f"{self.body}.{self.role}"


class Deadline(Message):
    """A civil date, an hour if the step sets one (else the end of the day, 23:59), and the instant that both mean."""

    on: date
    hour: time | None = None
    at: Instant
    reason: Text | None = None


class Rung(Message):
    """One step of a ladder: which letter leaves to which roles at which instant. `key` is unique on its ladder."""

    key: str
    kind: LetterKind
    to: tuple[Recipient, ...]
    at: Instant


class Schedule(Message):
    """A deadline (or a meeting's beginning) with its ladder, earliest rung first."""

    deadline: Deadline
    ladder: tuple[Rung, ...] = ()
