"""Children die and are started again, end with the office, and do not outlive a killed supervisor."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.schedule import Text
from runtime.processes.children import Child

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]
SUPERVISOR = """
import asyncio, os, sys
from pathlib import Path
from runtime.processes.children import Child

async def main():
    child = Child("sleeper", sys.argv[2:], log=Path(sys.argv[1]), environment=os.environ, tell=print)
    child.start()
    while child.pid is None:
        await asyncio.sleep(0.01)
    print(child.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
async def child(tmp_path, told):
    children: list[Child] = []

    def make(command: list[str]) -> Child:
        def tell(text: Text) -> None:
            told.append(text.en)

        children.append(Child("worker", command, log=tmp_path / "worker.log", environment=os.environ, tell=tell))
        return children[-1]

    yield make
    for each in children:
        await each.stop(grace=0.5)


async def test_a_child_that_is_killed_is_started_again_and_said_so(child, told, tmp_path):
    worker = child(SLEEPER)
    worker.start()
    await until(lambda: worker.pid is not None)
    first = worker.pid
    os.kill(first, signal.SIGKILL)
    await until(lambda: worker.pid not in (None, first))
    assert told == [f"worker ended (-9) and is started again in 2 s. See {tmp_path / 'worker.log'}"]


async def test_stopping_ends_the_child_and_starts_no_other(child, told):
    worker = child(SLEEPER)
    worker.start()
    await until(lambda: worker.pid is not None)
    pid = worker.pid
    await worker.stop()
    assert (alive(pid), worker.pid, worker.started, told) == (False, None, 1, [])


async def test_a_child_that_does_not_listen_is_killed_after_its_grace(child, tmp_path):
    worker = child(STUBBORN)
    worker.start()
    await until(lambda: (tmp_path / "worker.log").exists() and b"deaf" in (tmp_path / "worker.log").read_bytes())
    pid = worker.pid
    await worker.stop(grace=0.2)
    assert not alive(pid)


async def test_a_child_has_a_session_of_its_own_so_ctrl_c_does_not_reach_it(child):
    worker = child(SLEEPER)
    worker.start()
    await until(lambda: worker.pid is not None)
    assert os.getsid(worker.pid) == worker.pid


def test_children_end_when_their_supervisor_is_killed(tmp_path):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path / "log"), *SLEEPER], stdout=subprocess.PIPE, text=True
    )
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline())
    assert alive(pid)
    supervisor.kill()
    supervisor.wait()
    asyncio.run(until(lambda: not alive(pid)))


def test_where_the_kernel_cannot_do_it_the_pipe_ends_the_child(tmp_path):
    watch = f"import sys; from runtime.processes import tether; sys.exit(tether._watched({SLEEPER!r}))"
    tether = subprocess.Popen([sys.executable, "-c", watch], stdin=subprocess.PIPE)
    children = Path(f"/proc/{tether.pid}/task/{tether.pid}/children")
    asyncio.run(until(lambda: bool(children.read_text().split())))
    pid = int(children.read_text().split()[0])
    assert tether.stdin is not None
    tether.stdin.close()
    asyncio.run(until(lambda: not alive(pid)))
    assert tether.wait(5) == 256 - signal.SIGTERM
