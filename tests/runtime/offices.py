"""A real office in a process of its own: started by the program, looked at and acted on by the program."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROGRAM = [sys.executable, "-c", "from cli.main import run; run()"]
PORTS = ("TEMPORAL_PORT", "TEMPORAL_UI_PORT", "SMTP_PORT", "MAIL_PORT", "WEB_PORT")


def free_ports(number: int) -> list[int]:
    """Return so many ports that nobody has."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Office:
    """One folder with its ports; it can be opened, closed and opened again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        settings = {f"AARSHJUL_{name}": str(port) for name, port in ports.items()}
        self.environment = {**os.environ, **settings, "AARSHJUL_HOME": str(home), "AARSHJUL_LANG": "en"}
        self.said = home.parent / "said.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Open the office."""
        with self.said.open("wb") as said:
            self.process = subprocess.Popen([*PROGRAM, "run"], env=self.environment, stdout=said, stderr=said)
        until(lambda: "The office is open" in self.words() or self.process_has_ended())
        assert not self.process_has_ended(), self.words()

    def close(self, number: signal.Signals = signal.SIGINT) -> int:
        """Close the office as Ctrl-C does; returns its exit status."""
        assert self.process is not None
        if not self.process_has_ended():
            self.process.send_signal(number)
        return self.process.wait(60)

    def words(self) -> str:
        """Return what the office has said since it was opened."""
        return self.said.read_text("utf-8")

    def process_has_ended(self) -> bool:
        """Whether the supervisor is gone."""
        return self.process is not None and self.process.poll() is not None

    def child(self, word: str) -> int | None:
        """Return the process id of the child whose command holds the word."""
        assert self.process is not None
        for pid in children_of(self.process.pid):
            if word in command_of(pid):
                return pid
        return None

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command line beside the office."""
        return subprocess.run(
            [*PROGRAM, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )


def children_of(pid: int) -> list[int]:
    """Return a process's children."""
    listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in listing.stdout.split()]


def command_of(pid: int) -> str:
    """Return a process's command line; empty when it has ended."""
    listing = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip()


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so; fail when it does not become so in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
