"""A mail relay in a process of its own: it takes every message, keeps none, and says on which port it listens."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from typing import Any

from aiosmtpd.smtp import SMTP

from bench.scene import CHECKOUT


@contextlib.asynccontextmanager
async def relay() -> AsyncIterator[int]:
    """Give the port of a running relay; it ends with the measurement."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.relay", cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


class _Sink:
    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        return "250 OK"


async def _listen() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(_Sink(), hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_listen())
