"""The one folder below which an office keeps all its state, and the lock that keeps two offices apart."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.trouble import why
from runtime.refusal import Refused

LAYOUT = 1
"""How files lie in the folder. Raise it when an older program would misread a folder that this one has written."""


def check_layout(home: Path) -> None:
    """Raise Refused when the folder was written by a newer version of the program; an empty one is fine."""
    try:
        written = (home / "STATE").read_text("utf-8").split()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unusable(home, error) from error
    if len(written) != 2 or written[0] != "layout" or not written[1].isdecimal():
        raise Refused(
            f"Filen {home / 'STATE'} er ikke skrevet af Årshjul. Vælg en anden mappe med AARSHJUL_HOME.",
            f"The file {home / 'STATE'} was not written by Årshjul. Choose another folder with AARSHJUL_HOME.",
        )
    if int(written[1]) > LAYOUT:
        raise Refused(
            f"Mappen {home} er skrevet af en nyere version af Årshjul (udgave {written[1]}, denne kender {LAYOUT}). "
            "Intet er ændret; brug den nyere version, eller vælg en anden mappe med AARSHJUL_HOME.",
            f"The folder {home} was written by a newer version of Årshjul (layout {written[1]}, this knows {LAYOUT}). "
            "Nothing was changed; use the newer version, or choose another folder with AARSHJUL_HOME.",
        )


@contextmanager
def occupied(home: Path) -> Iterator[None]:
    """Hold the folder for one office as long as the block runs; the lock ends with the process, however it ends.

    Creates the folder. Raises Refused when it cannot be used, is newer, or another office holds it.
    """
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        check_layout(home)
        lock = os.open(home / "office.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(home, error) from error
    try:
        _take(lock, home)
        (home / "STATE").write_text(f"layout {LAYOUT}\n", "utf-8")
        yield
    finally:
        os.close(lock)


def _take(lock: int, home: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip() or "?"
        raise Refused(
            f"Et kontor kører allerede på mappen {home} (proces {holder}). "
            "Stop det med Ctrl-C, eller vælg en anden mappe med AARSHJUL_HOME.",
            f"An office already runs on the folder {home} (process {holder}). "
            "Stop it with Ctrl-C, or choose another folder with AARSHJUL_HOME.",
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)


def _unusable(home: Path, error: OSError) -> Refused:
    reason = why(error)
    return Refused(
        f"Mappen {home} kan ikke bruges ({reason.da}). Giv adgang til den, eller vælg en anden med AARSHJUL_HOME.",
        f"The folder {home} cannot be used ({reason.en}). Grant access, or choose another with AARSHJUL_HOME.",
    )
