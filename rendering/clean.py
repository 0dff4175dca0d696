"""Take out of texts what mail programs and calendars choke on: control characters, line breaks and paths in names."""

import re
import unicodedata

# NUL, VT and their like, C1 controls, lone surrogates, and the separators that some programs read as line breaks.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_UNSAFE_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_FILE_NAME_BYTES = 120


def clean_text(text: str) -> str:
    """Return the text with line ends as LF and without control characters; tab and LF stay."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return the text as one line: control characters gone, every run of white space one space."""
    return " ".join(clean_text(text).split())


def clean_file_name(name: str) -> str:
    """Return a file name that is safe to store anywhere: no path, no control or direction signs, at most 120 bytes.

    The suffix survives shortening. Nothing left over becomes "file".
    """
    name = unicodedata.normalize("NFC", _UNSAFE_IN_FILE_NAMES.sub("_", clean_line(name))).lstrip("._ ").rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, dot, suffix = name, "", ""
    room = _FILE_NAME_BYTES - len((dot + suffix).encode())
    return (stem.encode()[:room].decode(errors="ignore").rstrip() or "file") + dot + suffix
