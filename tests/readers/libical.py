"""libical, the library of Evolution, KOrganizer and Thunderbird's past, through ctypes: parse, check, read."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

NAMES = ("libical.so.3", "libical.so.4", "libical.3.dylib")
_VEVENT = 4  # icalcomponent_kind: ICAL_VEVENT_COMPONENT
_ERRORS = b"X-LIC-ERROR"


class _Time(ctypes.Structure):
    _fields_ = (
        *[(name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")],
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


@dataclass(frozen=True)
class Read:
    """One event as libical reads it; `at` is the Unix time of its beginning."""

    uid: str
    summary: str
    at: int
    is_date: bool


class Libical:
    """The few functions that the tests need."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._call = library
        for name in ("parser_parse_string", "component_get_first_component", "component_get_next_component"):
            getattr(library, f"ical{name}").restype = ctypes.c_void_p
        for name in ("uid", "summary"):
            getattr(library, f"icalcomponent_get_{name}").restype = ctypes.c_char_p
        library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
        library.icalcomponent_get_dtstart.restype = _Time
        library.icaltime_as_timet_with_zone.restype = ctypes.c_long

    def objections(self, content: bytes) -> list[str]:
        """Return what the parser and the restrictions of RFC 5546 for its METHOD hold against a calendar."""
        with self._parsed(content) as calendar:
            permitted = self._call.icalrestriction_check(calendar)
            written = self._call.icalcomponent_as_ical_string(calendar) or b""
        unfolded = written.replace(b"\r\n ", b"").decode(errors="replace")
        found = [line for line in unfolded.splitlines() if line.startswith(_ERRORS.decode())]
        return found or ([] if permitted else ["refused without a word"])

    def events(self, content: bytes) -> list[Read]:
        """Return every event, its beginning by the calendar's own VTIMEZONE."""
        with self._parsed(content) as calendar:
            return [self._read(event) for event in self._events(calendar)]

    def _events(self, calendar: ctypes.c_void_p) -> Iterator[ctypes.c_void_p]:
        event = self._call.icalcomponent_get_first_component(calendar, _VEVENT)
        while event:
            yield ctypes.c_void_p(event)
            event = self._call.icalcomponent_get_next_component(calendar, _VEVENT)

    def _read(self, event: ctypes.c_void_p) -> Read:
        start = self._call.icalcomponent_get_dtstart(event)
        at = self._call.icaltime_as_timet_with_zone(start, ctypes.c_void_p(start.zone))
        uid, summary = self._call.icalcomponent_get_uid(event), self._call.icalcomponent_get_summary(event)
        return Read(uid.decode(), (summary or b"").decode(), at, bool(start.is_date))

    @contextmanager
    def _parsed(self, content: bytes) -> Iterator[ctypes.c_void_p]:
        found = self._call.icalparser_parse_string(ctypes.c_char_p(content))
        assert found, "libical reads nothing"
        calendar = ctypes.c_void_p(found)
        yield calendar
        self._call.icalcomponent_free(calendar)


def loaded() -> Libical | None:
    """Return the library; None where it is not installed."""
    for name in NAMES:
        try:
            return Libical(ctypes.CDLL(name))
        except OSError:
            continue
    return None
