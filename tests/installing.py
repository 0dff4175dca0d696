"""What only Debian has, for tests: installed when root and missing, or one line to type."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def debian_program(name: str, package: str, without: str) -> str:
    """Return the program's path, its package installed if need be; fails with the line to type."""
    install(package, lambda: shutil.which(name, path=PLACES))
    return shutil.which(name, path=PLACES) or pytest.fail(
        f"{name} is missing. On Debian, as root: apt-get update && apt-get install -y {package} "
        f"(or leave these tests out: AARSHJUL_WITHOUT={without} make test)",
        pytrace=False,
    )


def install(package: str, there: Callable[[], object]) -> None:
    """Install a package of Debian's unless it is there; one at a time, for a second apt-get beside it would give up."""
    with alone("apt"):
        if not there() and os.geteuid() == 0 and shutil.which("apt-get"):
            for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
                subprocess.run(["apt-get", "-qq", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let only one of several test processes install at a time."""
    with (Path(tempfile.gettempdir()) / f"aarshjul-install-{name}-{os.getuid()}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
