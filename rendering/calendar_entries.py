"""What stands in a calendar before it is written: a meeting, a deadline, a window of days; each with its revision."""

from dataclasses import dataclass
from datetime import date, datetime

from models.schedule import Deadline


@dataclass(frozen=True, kw_only=True)
class Revision:
    """Which entry, in which state: what decides whether a client replaces what it has."""

    uid: str  # `models.vocabulary.calendar_uid`
    sequence: int
    stamp: datetime  # aware: when this revision was stored


@dataclass(frozen=True, kw_only=True)
class MeetingEntry:
    """A meeting with a beginning and an end."""

    revision: Revision
    title: str
    starts: datetime  # aware
    ends: datetime  # aware, after `starts`
    place: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class DeadlineEntry:
    """A deadline: a whole day that makes nobody busy; its hour stands in the text."""

    revision: Revision
    title: str
    deadline: Deadline
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class WindowEntry:
    """Days from `first` to `last`, both included: a hearing."""

    revision: Revision
    title: str
    first: date
    last: date
    description: str = ""


Entry = MeetingEntry | DeadlineEntry | WindowEntry
