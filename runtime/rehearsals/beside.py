"""Rehearsals beside a running office: each a child process that lives one year, and leaves a folder to be read."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Any

from models.schedule import Text
from models.vocabulary import Language
from planning.format.source import Source
from planning.not_permitted import NotPermitted
from planning.papers.zipped import zipped
from settings import CHECKOUT
from web.starting.workshop import Rehearsal, RehearsalState

KEPT = 10
"""So many rehearsals are kept; the oldest give way."""

ORDER, PROGRESS, RESULT, LOG, OUT, ZIP = "order.json", "progress.json", "result.json", "log.txt", "out", "cycle.zip"

_ONE = NotPermitted(
    "En anden prøve er i gang. Vent, til den er færdig, og prøv igen.",
    "Another rehearsal is going on. Wait until it is done, and try again.",
)
_CUT_OFF = Text(
    da="Prøven blev afbrudt, før året var omme. Begynd en ny.",
    en="The rehearsal was cut off before the year was over. Begin another one.",
)


class FolderRehearsals:
    """Rehearsals below `home`; every office has its own. `command` runs one, given its folder."""

    def __init__(self, home: Path, command: Sequence[str] = (), *, now: Callable[[], datetime] | None = None) -> None:
        self._home = home
        self._command = tuple(command) or (sys.executable, "-P", "-m", "runtime.rehearsals.child")
        self._now = now or (lambda: datetime.now(UTC))
        self._lock = threading.Lock()
        self._running: tuple[str, subprocess.Popen[bytes]] | None = None

    def begin(self, source: Source, year: int, title: Text, scenario: str, language: Language, by: str) -> str:
        """Begin, and return the rehearsal's id; raises NotPermitted while another one runs."""
        with self._lock:
            if self._running and self._running[1].poll() is None:
                raise _ONE
            id_ = f"{self._now():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
            folder = self._home / id_
            folder.mkdir(parents=True)
            (folder / ZIP).write_bytes(zipped(source))
            order = {
                "title": title.model_dump(),
                "year": year,
                "scenario": scenario,
                "language": language.value,
                "by": by,
                "begun_at": self._now().isoformat(),
            }
            (folder / ORDER).write_text(json.dumps(order, ensure_ascii=False), "utf-8")
            self._running = (id_, self._started(folder))
            self._clear()
            return id_

    def every(self) -> Sequence[Rehearsal]:
        """Return what is kept, the latest first."""
        found = (self._one(folder) for folder in sorted(self._folders(), reverse=True))
        return tuple(each for each in found if each is not None)

    def file(self, id_: str, path: str) -> bytes | None:
        """Return one file of a rehearsal; None when it has none of this name."""
        rehearsal = next((each for each in self.every() if each.id == id_), None)
        if rehearsal is None or path not in rehearsal.files:
            return None
        with contextlib.suppress(OSError):
            return (self._home / id_ / OUT / path).read_bytes()
        return None

    def forget(self, id_: str) -> None:
        """Delete one that does not run; nothing happens when there is none."""
        for folder in self._folders():
            if folder.name == id_ and not self._runs(id_):
                shutil.rmtree(folder, ignore_errors=True)

    def stop(self) -> None:
        """End the one that runs."""
        with self._lock:
            if self._running and self._running[1].poll() is None:
                self._running[1].terminate()
                self._running[1].wait()

    def _started(self, folder: Path) -> subprocess.Popen[bytes]:
        """Start the child from a thread that stays until it ends: the kernel ends it with the thread that made it."""
        made: Queue[subprocess.Popen[bytes] | OSError] = Queue()
        threading.Thread(target=self._kept, args=(folder, made), daemon=True, name="rehearsal").start()
        started = made.get()
        if isinstance(started, OSError):
            raise started
        return started

    def _kept(self, folder: Path, made: "Queue[subprocess.Popen[bytes] | OSError]") -> None:
        tether = [sys.executable, "-P", "-m", "runtime.processes.tether", str(os.getpid())]
        try:
            with (folder / LOG).open("wb") as log:
                command = [*tether, *self._command, str(folder)]
                child = subprocess.Popen(  # noqa: S603 -- our own program
                    command, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=CHECKOUT, start_new_session=True
                )
        except OSError as error:
            made.put(error)
            return
        made.put(child)
        child.wait()

    def _runs(self, id_: str) -> bool:
        return self._running is not None and self._running[0] == id_ and self._running[1].poll() is None

    def _folders(self) -> list[Path]:
        with contextlib.suppress(FileNotFoundError):
            return [each for each in self._home.iterdir() if (each / ORDER).is_file()]
        return []

    def _clear(self) -> None:
        for old in sorted(self._folders(), reverse=True)[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)

    def _one(self, folder: Path) -> Rehearsal | None:
        order = _read(folder / ORDER)
        if not order:
            return None
        runs = self._runs(folder.name)
        progress, result = _read(folder / PROGRESS), _read(folder / RESULT)
        ended = RehearsalState.DONE if result.get("done") else RehearsalState.FAILED
        said = [Text.model_validate(each) for each in result.get("said", ())]
        return Rehearsal(
            id=folder.name,
            title=Text.model_validate(order["title"]),
            year=order["year"],
            scenario=order["scenario"],
            by=order["by"],
            begun_at=datetime.fromisoformat(order["begun_at"]),
            state=RehearsalState.RUNNING if runs else ended,
            reached=progress.get("reached", ""),
            letters=result.get("letters", 0),
            said=tuple(said) if runs or result else (_CUT_OFF,),
            files=_files(folder / OUT) if result.get("done") and not runs else (),
        )


def _files(out: Path) -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()))


def _read(path: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads(path.read_text("utf-8")))
    return {}
