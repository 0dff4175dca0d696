"""Run a program that ends when its supervisor ends, even by `kill -9`.

`python -m runtime.processes.tether SUPERVISOR PROGRAM …`

SUPERVISOR is its process id. On Linux the kernel does it, and the program takes this process's place. Elsewhere this
process stays beside the program and watches its standard input, a pipe that the supervisor holds and never writes to.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 10


def main(supervisor: int, command: list[str]) -> int:
    """Run the command tethered to its supervisor; returns its exit status, if at all."""
    if sys.platform == "linux":
        _die_with(supervisor)
        os.execvp(command[0], command)  # noqa: S606 -- the supervisor chose the program
    return _watched(command)


def _die_with(supervisor: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:  # it ended before the kernel was told
        os._exit(1)


def _watched(command: list[str]) -> int:
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 -- the supervisor chose the program
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    threading.Thread(target=_end_with_pipe, args=(program,), daemon=True).start()
    return program.wait()


def _end_with_pipe(program: subprocess.Popen[bytes]) -> None:
    while sys.stdin.buffer.read(1):
        pass
    program.terminate()
    try:
        program.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
