"""One measured run in a process of its own: nothing is warm, and what one run leaves behind slows no other."""

import asyncio
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[1]

Numbers = dict[str, float]
Scene = Callable[..., Awaitable[Numbers]]


async def play(scene: Scene, **given: Any) -> Numbers:
    """Run `scene` with these JSON values in a new process, in an empty folder of its own; return its numbers."""
    name = f"{scene.__module__}:{scene.__name__}"
    with tempfile.TemporaryDirectory(prefix="aarshjul-bench-") as folder:
        words = ["-m", "bench.scene", name, folder, json.dumps(given)]
        log = Path(folder) / "scene.log"
        with log.open("wb") as noise:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *words, cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE, stderr=noise
            )
            said, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{name} ended with {process.returncode}:\n{log.read_text('utf-8')[-4000:]}")
    found: Numbers = json.loads(said.decode().splitlines()[-1])
    return found


def main() -> None:
    """Play the named scene, and print its numbers."""
    name, folder, given = sys.argv[1:]
    module, _, function = name.partition(":")
    scene: Scene = getattr(importlib.import_module(module), function)
    numbers = asyncio.run(_played(scene, Path(folder), json.loads(given)))
    print(json.dumps(numbers), flush=True)
    os._exit(0)  # Temporal's SDK can abort at the interpreter's own exit


async def _played(scene: Scene, folder: Path, given: dict[str, Any]) -> Numbers:
    return await scene(folder=folder, **given)


if __name__ == "__main__":
    main()
