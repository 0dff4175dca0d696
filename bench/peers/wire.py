"""What every peer sends through: one file per message; one that comes again is seen by its number."""

import contextlib
from collections import Counter
from itertools import count
from pathlib import Path

PLANTED = "planted"
WIRE = "wire"


def send(folder: Path, key: str) -> None:
    """Write the message down."""
    for number in count():
        with contextlib.suppress(FileExistsError), (folder / WIRE / f"{key}.{number}").open("xb") as file:
            file.write(f"The deadline {key} is today.\n".encode())
            return


def sent(folder: Path) -> Counter[str]:
    """Return how often each message was sent."""
    return Counter(path.name.partition(".")[0] for path in (folder / WIRE).iterdir())


def plant(folder: Path) -> None:
    """Say that every deadline is stored and waits."""
    (folder / PLANTED).touch()
