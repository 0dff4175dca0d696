"""Dates and hours on the command line, as `planning.dates.typed` reads them."""

from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from planning.dates import typed
from runtime.refusal import Refused

T = TypeVar("T")


def day(text: str) -> date:
    """Return the date that a person typed; raises Refused."""
    return _read(typed.day, text)


def hour(text: str) -> time:
    """Return the time of day that a person typed; raises Refused."""
    return _read(typed.hour, text)


def _read(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except typed.Mistyped as error:
        raise Refused(error.sentence.da, error.sentence.en) from error
