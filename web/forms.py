"""What a person typed into a form: read field by field, with a sentence for each that is wrong, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from models.schedule import Text
from planning.dates import typed
from web.guard import Asked

T = TypeVar("T")
LONGEST = 4_000
"""Characters of one field, unless the form says otherwise."""

MISSING = Text(da="Udfyld feltet.", en="Fill in this field.")
NOT_OFFERED = Text(da="Vælg en af mulighederne.", en="Choose one of what is offered.")


@dataclass(frozen=True)
class Tried:
    """A form that comes back: what was typed, what is wrong with which field, and what the rules said to the whole."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Text] = field(default_factory=dict)
    refusal: Text | None = None
    status: int = 200

    def __getitem__(self, name: str) -> str:
        """What was typed into a field; empty when nothing was."""
        return self.values.get(name, "")


BLANK = Tried()
"""A form that nobody has filled in yet."""


def blank(**values: str) -> Tried:
    """Return a form that is shown for the first time, with what it proposes."""
    return Tried(values)


class Fields:
    """Reads the fields of one form. What is wrong is collected; the value of such a field is then None or empty."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.errors: dict[str, Text] = {}

    def text(self, name: str, *, needed: bool = False, longest: int = LONGEST) -> str:
        """Return the text without spaces around it."""
        value = self._asked.form.get(name, "").strip()
        if needed and not value:
            self.errors[name] = MISSING
        if len(value) > longest:
            self.errors[name] = Text(
                da=f"Teksten har {len(value)} tegn. Skriv højst {longest}.",
                en=f"The text has {len(value)} characters. Write {longest} at most.",
            )
        return value

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Return the date; None for an empty field."""
        return self._read(name, typed.day, needed=needed)

    def hour(self, name: str, *, needed: bool = False) -> time | None:
        """Return the time of day; None for an empty field."""
        return self._read(name, typed.hour, needed=needed)

    def number(self, name: str, *, needed: bool = False) -> int | None:
        """Return a whole number from 0; None for an empty field."""
        return self._read(name, _number, needed=needed)

    def choice(self, name: str, offered: Mapping[str, T], *, needed: bool = True) -> T | None:
        """Return what was chosen of what is offered, by its value in the form."""
        value = self.text(name, needed=needed)
        if value and value not in offered:
            self.errors[name] = NOT_OFFERED
        return offered.get(value)

    def wrong(self, name: str, sentence: Text) -> None:
        """Note what else is wrong with a field."""
        self.errors[name] = sentence

    def tried(self, refusal: Text | None = None) -> Tried:
        """Return the form as it comes back for mending."""
        return Tried(self._asked.form, self.errors, refusal, 422)

    def _read(self, name: str, read: Callable[[str], T], *, needed: bool) -> T | None:
        value = self.text(name, needed=needed, longest=100)
        if not value or name in self.errors:
            return None
        try:
            return read(value)
        except typed.Mistyped as error:
            self.errors[name] = error.sentence
            return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise typed.Mistyped(f"»{text}« er ikke et helt tal.", f"“{text}” is not a whole number.")
    return int(text)
