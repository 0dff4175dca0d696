"""The server of pages and calendars."""

import socket

from starlette.applications import Starlette

from runtime.processes.http_server import HttpServer


async def test_body_of_an_answer_does_not_wait_for_its_head_to_be_acknowledged() -> None:
    server = HttpServer(Starlette(), host="127.0.0.1", port=0)
    await server.start()
    assert server._server is not None

    [listener] = [each for opened in server._server.servers for each in opened.sockets]

    assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await server.stop()
