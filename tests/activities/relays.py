"""Mail relays that really behave so: a scripted one on a plain socket, and aiosmtpd where TLS and login are wanted."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"
CERTIFICATE = Path(__file__).parent / "localhost.pem"  # self-signed for localhost; used by these tests alone

Answers = Mapping[str, str | None]


class ScriptedRelay:
    """Answers each SMTP verb as told; None closes the line instead. `.` is the answer to the message itself.

    `heard` keeps every line of every dialogue.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = {
            "greeting": "220 relay",
            "EHLO": "250 relay",
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go on",
            ".": "250 stored",
            "QUIT": "221 bye",
            **answers,
        }
        self.heard: list[str] = []
        self.stored: list[bytes] = []
        self.connections = 0
        self.open_now = 0
        self.open_at_most = 0
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        self.open_at_most = max(self.open_at_most, self.open_now)
        try:
            await self._dialogue(reader, writer)
        finally:
            self.open_now -= 1
            writer.close()

    async def _dialogue(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(writer, "greeting"):
            return
        while line := (await reader.readline()).decode().strip():
            self.heard.append(line)
            verb = line[:4].upper()
            if not await self._say(writer, verb) or verb == "QUIT":
                return
            if verb == "DATA" and str(self.answers["DATA"]).startswith("354"):
                self.stored.append((await reader.readuntil(b"\r\n.\r\n"))[:-3])
                if not await self._say(writer, "."):
                    return

    async def _say(self, writer: asyncio.StreamWriter, verb: str) -> bool:
        answer = self.answers.get(verb, "500 what?")
        if answer is None:
            return False
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
        return True


@contextlib.asynccontextmanager
async def scripted(answers: Answers | None = None) -> AsyncIterator[ScriptedRelay]:
    """Run a scripted relay on a free port."""
    relay = ScriptedRelay(answers or {})
    server = await asyncio.start_server(relay.talk, LOOPBACK, 0, limit=10_000_000)
    relay.port = server.sockets[0].getsockname()[1]
    async with server:
        yield relay


class Stored:
    """An aiosmtpd handler that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        assert isinstance(envelope.content, bytes)
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def server_tls() -> ssl.SSLContext:
    """Return the relay's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@contextlib.asynccontextmanager
async def real_relay(
    *, starttls: bool = False, tls: bool = False, password: bytes | None = None
) -> AsyncIterator[tuple[int, Stored]]:
    """Run aiosmtpd on a free port; yields the port and what it stored."""
    stored, loop = Stored(), asyncio.get_running_loop()
    open_lines: list[SMTP] = []

    def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == password
        return AuthResult(success=right, handled=False)  # not handled: aiosmtpd gives the answer

    def session() -> SMTP:
        smtp = SMTP(
            stored,
            hostname="relay",
            loop=loop,
            tls_context=server_tls() if starttls else None,
            require_starttls=starttls,
            auth_required=password is not None,
            auth_require_tls=starttls,
            authenticator=check,
        )
        open_lines.append(smtp)
        return smtp

    server = await loop.create_server(session, LOOPBACK, 0, ssl=server_tls() if tls else None)
    try:
        yield server.sockets[0].getsockname()[1], stored
    finally:
        server.close()
        for smtp in open_lines:
            if smtp.transport:
                smtp.transport.close()
        await server.wait_closed()
