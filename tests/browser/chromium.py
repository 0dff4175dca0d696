"""A real Chromium without a driver: its own protocol over a pipe, its files in a folder that goes away, no network."""

import base64
import fcntl
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0


class Chromium:
    """One page of a running browser; every call waits for its answer."""

    def __init__(self, to: int, of: int) -> None:
        self._to, self._of, self._rest, self._number = to, of, b"", 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")
        self.requests: list[str] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something; raises what it answers when it cannot."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters}
        os.write(
            self._to, json.dumps({**order, **({"sessionId": self._session} if self._session else {})}).encode() + b"\0"
        )
        while (message := self._read()).get("id") != self._number:
            self._note(message)
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']['message']}")
        return dict(message["result"])

    def open(self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Show a file as a reader would: at this width, on a light or a dark screen."""
        self.visit(page.resolve().as_uri(), width=width, height=height, dark=dark)

    def visit(self, url: str, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Show an address of this machine."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.requests = []
        self.call("Page.navigate", url=url)
        deadline = time.monotonic() + PATIENCE
        while self.value("document.readyState") != "complete" and time.monotonic() < deadline:
            time.sleep(0.02)

    def value(self, script: str) -> Any:
        """Return what a script says, promises awaited."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def printed(self, *, width: float = 8.27, height: float = 11.69) -> bytes:
        """Return the page as PDF; the size of the paper in inches, A4 unless said otherwise."""
        page = self.call(
            "Page.printToPDF", paperWidth=width, paperHeight=height, printBackground=True, preferCSSPageSize=True
        )
        return base64.b64decode(page["data"])

    def _read(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            if not select([self._of], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError(f"Chromium said nothing for {PATIENCE:.0f} seconds.")
            found = os.read(self._of, 1 << 20)
            if not found:
                raise ConnectionError("Chromium has gone.")
            self._rest += found
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])


@contextmanager
def running(program: str) -> Iterator[Chromium]:
    """Start the browser, give its page, and end it and its folder afterwards."""
    with tempfile.TemporaryDirectory(prefix="aarshjul-chromium-", ignore_cleanup_errors=True) as folder:
        command_read, to = os.pipe()
        of, answer_write = os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (command_read, answer_write)]
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs[0], 3),
            (os.POSIX_SPAWN_DUP2, theirs[1], 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        argv = [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
        pid = os.posix_spawn(program, argv, {**os.environ, "HOME": folder}, file_actions=actions, setpgroup=0)
        for end in (command_read, answer_write, *theirs):
            os.close(end)
        try:
            yield Chromium(to, of)
        finally:
            os.killpg(pid, signal.SIGKILL)  # its own group: everything that it started
            os.waitpid(pid, 0)
            os.close(to)
            os.close(of)
