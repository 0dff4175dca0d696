"""The thin wire: finished bytes to a mail relay over a few kept connections.

It does not render, record or repeat. What goes wrong is said by `activities.wire`.
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator
from typing import Literal

import aiosmtplib
from aiosmtplib.protocol import SMTPProtocol

from activities.envelope import beyond_ascii, mail_options, rcpt_options, size_limit, too_large
from activities.pace import Pace
from activities.wire import TROUBLE, Passing, Undeliverable, judged, judged_after_data, unconnected

Security = Literal["none", "starttls", "tls"]

_GO_ON, _STORED = 354, 250
_LINE_END, _DOT = re.compile(rb"\r\n|\n|\r"), re.compile(rb"^\.", re.MULTILINE)

PATIENCE = 240.0
"""Seconds that a letter waits for its turn before it is told to come again: less than an activity's own time."""


class Mailer:
    """At most `connections` connections to one relay, kept open between messages and closed after `idle` seconds.

    Nothing is opened before the first message. `starttls` and `tls` are demands: without them there is no delivery.
    `trust` is a file of certificate authorities beside the system's own (a city's own CA). `timeout` is seconds per
    answer of the relay, so an activity's start-to-close must be several times longer. `max_bytes` is our own limit of a
    message beside the relay's, `per_minute` how many may leave.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        security: Security,
        username: str | None = None,
        password: str | None = None,
        local_hostname: str = "localhost",
        timeout: float = 60,
        connections: int = 4,
        idle: float = 30,
        trust: str | None = None,
        max_bytes: int | None = None,
        per_minute: int | None = None,
    ) -> None:
        self._relay = f"{host}:{port}"
        self._host, self._port, self._security = host, port, security
        self._username = username or None
        self._password = password if username else None
        self._local_hostname, self._timeout, self._idle = local_hostname, timeout, idle
        self._trust = trust
        self._tls: ssl.SSLContext | None = None  # made once, at the first connection
        self._free: list[aiosmtplib.SMTP] = []
        self._closers: dict[int, asyncio.TimerHandle] = {}
        self._slots = asyncio.Semaphore(connections)
        self._pace, self._max_bytes = Pace(per_minute), max_bytes

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator["Mailer"]:
        """Hold a place on the wire for one message, which is then `send`'s: before it, nothing is on its way.

        Raises `Passing` when the turn will not come soon.
        """
        async with self._slots:
            if self._pace.ahead > PATIENCE:
                raise Passing(self._relay, None, f"its turn comes in {self._pace.ahead:.0f} seconds")
            await self._pace.turn()
            yield self

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand one finished message to the relay for one recipient, inside a `turn`.

        Raises `Passing`, `Permanent` or `InDoubt`.
        """
        if not recipient.isascii():
            raise Undeliverable(self._relay, beyond_ascii(recipient))
        async with self._transaction(sender, recipient, message) as client:
            try:
                line = await _begun(client)
                line.write(_as_data(message))
            except TROUBLE as error:
                raise judged(self._relay, error) from error
            try:
                _expect(await line.read_response(self._timeout), _STORED)
            except TROUBLE as error:
                raise judged_after_data(self._relay, error) from error

    async def close(self) -> None:
        """Close every idle connection politely; those in use are closed when their message is done or given up."""
        self._idle = 0
        while self._free:
            client = self._take()
            with contextlib.suppress(*TROUBLE):
                await client.quit(timeout=2)
            client.close()

    @contextlib.asynccontextmanager
    async def _transaction(self, sender: str, recipient: str, message: bytes) -> AsyncIterator[aiosmtplib.SMTP]:
        client = await self._client_that_accepts(sender, message)
        try:
            await self._recipient(client, recipient)
            yield client
        except BaseException:
            client.close()
            raise
        self._keep(client)

    async def _client_that_accepts(self, sender: str, message: bytes) -> aiosmtplib.SMTP:
        """Return a connection that has taken the sender: a kept one if it still lives, else a new one."""
        while self._free:
            client = self._take()
            try:
                await self._sender(client, sender, message)
                return client
            except TROUBLE:
                client.close()
            except Undeliverable:
                self._keep(client)
                raise
        client = await self._connected()
        try:
            await self._sender(client, sender, message)
        except BaseException as error:
            client.close()
            raise judged(self._relay, error) from error
        return client

    async def _sender(self, client: aiosmtplib.SMTP, sender: str, message: bytes) -> None:
        limit = size_limit(client.esmtp_extensions, self._max_bytes)
        if limit is not None and len(message) > limit:
            raise Undeliverable(self._relay, too_large(self._relay, len(message), limit))
        await client.mail(sender, options=mail_options(client.esmtp_extensions, message))

    async def _recipient(self, client: aiosmtplib.SMTP, recipient: str) -> None:
        try:
            await client.rcpt(recipient, options=rcpt_options(client.esmtp_extensions, recipient))
        except TROUBLE as error:
            raise judged(self._relay, error, of_recipient=True) from error

    async def _connected(self) -> aiosmtplib.SMTP:
        try:
            client = self._new_client()
        except OSError as error:  # the file of certificates
            raise unconnected(self._relay, error) from error
        try:
            await client.connect()
            await _greet(client)
        except (*TROUBLE, ValueError) as error:
            client.close()
            raise unconnected(self._relay, error) from error
        return client

    def _new_client(self) -> aiosmtplib.SMTP:
        if self._tls is None and self._security != "none":
            self._tls = _tls_context(self._trust)
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._security == "tls",
            start_tls=self._security == "starttls",
            tls_context=self._tls,
            local_hostname=self._local_hostname,
            timeout=self._timeout,
            username=self._username,
            password=self._password,
        )

    def _take(self) -> aiosmtplib.SMTP:
        client = self._free.pop()
        self._closers.pop(id(client)).cancel()
        return client

    def _keep(self, client: aiosmtplib.SMTP) -> None:
        if self._idle <= 0 or not client.is_connected:
            client.close()
            return
        self._free.append(client)
        self._closers[id(client)] = asyncio.get_running_loop().call_later(self._idle, self._expire, client)

    def _expire(self, client: aiosmtplib.SMTP) -> None:
        self._free.remove(client)
        del self._closers[id(client)]
        client.close()


async def _begun(client: aiosmtplib.SMTP) -> SMTPProtocol:
    """Say DATA, and return the line on which the message follows.

    The library's own `data` does both in one, and whoever calls it cannot know whether the message was on its way.
    """
    _expect(await client.execute_command(b"DATA"), _GO_ON)
    if client.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("Connection lost")
    return client.protocol


def _as_data(message: bytes) -> bytes:
    """Return the message as it travels: lines that begin with a dot get another one, and a dot ends it."""
    lines = _LINE_END.sub(b"\r\n", message)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return _DOT.sub(b"..", whole) + b".\r\n"


def _expect(answer: aiosmtplib.SMTPResponse, code: int) -> None:
    if answer.code != code:
        raise aiosmtplib.SMTPDataError(answer.code, answer.message)


async def _greet(client: aiosmtplib.SMTP) -> None:
    """Ask what the relay offers, unless TLS or a login has asked already; an old one is greeted in its own way."""
    if not client.is_ehlo_or_helo_needed:
        return
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()


def _tls_context(trust: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if trust:
        context.load_verify_locations(cafile=trust)
    return context
