"""What an office at rest holds in memory: every process of `aarshjul run`, ten seconds after its sample year began."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bench.measure import Say, until
from bench.scene import CHECKOUT, Numbers, play
from bench.starting import free_port

_REST = 10.0
_OPEN = b"Ctrl-C"


async def measure(say: Say) -> Numbers:
    """Return the resident megabytes of each part, and of all together."""
    found = await play(office)
    say(", ".join(f"{part} {size:.0f} MB" for part, size in found.items()))
    return found


async def office(folder: Path) -> Numbers:
    """Open an office in the folder, let it come to rest, and look."""
    ports = ("TEMPORAL_PORT", "TEMPORAL_UI_PORT", "SMTP_PORT", "MAIL_PORT", "WEB_PORT")
    settings = {f"AARSHJUL_{port}": str(free_port()) for port in ports}
    environment = {
        **os.environ,
        **settings,
        "AARSHJUL_HOME": str(folder / "home"),
        "LANG": "en_GB.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }
    log = folder / "office.log"
    with log.open("wb") as said:
        running = await asyncio.create_subprocess_exec(
            Path(sys.executable).parent / "aarshjul", "run", cwd=CHECKOUT, env=environment, stdout=said, stderr=said
        )
    try:
        await until(lambda: _OPEN in log.read_bytes() or running.returncode is not None, 180)
        await asyncio.sleep(_REST)
        return _parts(running.pid)
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGINT)
        await running.wait()


def _parts(supervisor: int) -> Numbers:
    sizes = {"supervisor": _resident(supervisor), "worker": 0.0, "Temporal": 0.0}
    for pid in _below(supervisor):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"start-dev" in words:
            sizes["Temporal"] += _resident(pid)
        elif b"worker" in words:
            sizes["worker"] += _resident(pid)
        else:
            sizes["supervisor"] += _resident(pid)
    return {**sizes, "office": sum(sizes.values())}


def _below(pid: int) -> list[int]:
    own = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return own + [each for child in own for each in _below(child)]


def _resident(pid: int) -> float:
    """Megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
