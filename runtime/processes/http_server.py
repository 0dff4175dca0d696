"""A web application on a port of this machine, in the caller's event loop, beside whatever else runs there."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp


class HttpServer:
    """Serves one application. A port 0 takes any free one; `port` says which after `start`.

    No line of a request is logged: an address can be a secret.
    """

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self.port = port
        self._server: _QuietServer | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the port and answer; raises OSError when it is taken."""
        listener = socket.create_server((self._host, self.port))
        # Lines inherit it. Else the body of an answer waits for its head to be acknowledged: 40 ms of every page.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listener.getsockname()[1]
        self._server = _QuietServer(
            uvicorn.Config(
                self._app,
                log_level="warning",
                access_log=False,
                lifespan="off",
                server_header=False,
                proxy_headers=False,
            )
        )
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.ready.wait()

    async def stop(self) -> None:
        """Close the port and every line; may be called twice."""
        if self._server and self._serving:
            self._server.should_exit = self._server.force_exit = True
            await self._serving
        self._server = self._serving = None


class _QuietServer(uvicorn.Server):
    """A server that leaves the process's signals to the process, and says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
