"""A mail server for one machine: takes every mail on a loopback port, stores it in a folder, and shows it on two pages.

It runs in the caller's event loop and delivers nothing to anybody.
"""

import asyncio
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from runtime.catcher.folder import MailFolder
from runtime.catcher.pages import mail_pages
from runtime.processes.http_server import HttpServer

_LOOPBACK = "127.0.0.1"
_LARGEST = 35_000_000


class MailCatcher:
    """The SMTP port and the pages. A port 0 takes any free one; `smtp_port` and `http_port` say which after `start`."""

    def __init__(self, *, folder: Path, templates: Path, smtp_port: int, http_port: int) -> None:
        self._folder = MailFolder(folder)
        self.smtp_port = smtp_port
        self._sessions: set[_CatchingSmtp] = set()
        self._smtp: asyncio.Server | None = None
        self._http = HttpServer(mail_pages(self._folder, templates), host=_LOOPBACK, port=http_port)

    async def start(self) -> None:
        """Open both ports; raises OSError when one of them is taken, and leaves none open."""
        self._smtp = await asyncio.get_running_loop().create_server(self._session, _LOOPBACK, self.smtp_port)
        try:
            await self._http.start()
        except OSError:
            await self.stop()
            raise
        self.smtp_port = self._smtp.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close both ports and every session; may be called twice."""
        if self._smtp:
            self._smtp.close()
            await self._smtp.wait_closed()
        for session in tuple(self._sessions):
            session.hang_up()
        await self._http.stop()
        self._smtp = None

    @property
    def http_port(self) -> int:
        """The port of the pages."""
        return self._http.port

    @property
    def inbox(self) -> str:
        """The address of the inbox page."""
        return f"http://{_LOOPBACK}:{self.http_port}/"

    def _session(self) -> "_CatchingSmtp":
        loop = asyncio.get_running_loop()
        return _CatchingSmtp(_Handler(self._folder), self._sessions, loop)


class _CatchingSmtp(SMTP):
    """One SMTP session, known to the catcher for as long as its line is open."""

    def __init__(self, handler: "_Handler", sessions: set["_CatchingSmtp"], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(handler, hostname="localhost", ident="Aarshjul", data_size_limit=_LARGEST, loop=loop)
        self._sessions = sessions

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """Close the line, whatever the client is doing."""
        if self.transport:
            self.transport.close()


class _Handler:
    def __init__(self, folder: MailFolder) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Store the mail before saying so; a full disk is a passing trouble."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            self._folder.store(content, ",".join(envelope.rcpt_tos))
        except OSError as error:
            return f"451 4.3.0 Cannot store the mail now: {error.strerror}"
        return "250 2.0.0 Stored"
