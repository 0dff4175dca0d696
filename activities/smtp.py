"""The thin wire: finished bytes to a mail relay over a few kept connections, and one classifier of what can go wrong.

It does not render, record or repeat. A caller repeats what is `Passing`, gives `Permanent` to a person, and decides by
the kind of the letter what to do about `InDoubt`. Certificates and passwords are settings: until they are mended,
letters wait.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Literal

import aiosmtplib

from models.schedule import Text

Security = Literal["none", "starttls", "tls"]


class WireError(Exception):
    """A message was not taken, or nobody knows; `code` is the relay's answer, `sentence` is for people."""

    def __init__(self, relay: str, code: int | None, text: str) -> None:
        super().__init__(f"{relay}: {code or ''} {text}".replace(":  ", ": "))
        self.relay, self.code, self.text = relay, code, text

    @property
    def sentence(self) -> Text:
        """What happened, at which address, and what follows."""
        raise NotImplementedError

    @property
    def _answer(self) -> str:
        return f"{self.code} {self.text}" if self.code else self.text


class Passing(WireError):  # noqa: N818 -- named for what the caller does
    """Not taken now (4xx, nobody there, TLS or login refused): the message has certainly not been stored; try again."""

    @property
    def sentence(self) -> Text:
        """Say that the letter waits."""
        return Text(
            da=f"Mailserveren {self.relay} tager ikke imod nu ({self._answer}). Brevet venter og sendes, når den gør.",
            en=f"The mail relay {self.relay} takes nothing now ({self._answer}). The letter waits until it does.",
        )


class Permanent(WireError):  # noqa: N818 -- named for what the caller does
    """Refused for good (5xx) for this sender, recipient or message: only a person can help."""

    @property
    def sentence(self) -> Text:
        """Say that the letter was refused."""
        return Text(
            da=f"Mailserveren {self.relay} afviste brevet ({self._answer}). Ret modtagerens adresse, og send det igen.",
            en=f"The mail relay {self.relay} refused the letter ({self._answer}). Correct the address, send it again.",
        )


class InDoubt(WireError):  # noqa: N818 -- named for what the caller does
    """The line dropped between the first byte of the message and the answer: it may have been stored, or not."""

    @property
    def sentence(self) -> Text:
        """Say that nobody knows."""
        return Text(
            da=f"Forbindelsen til {self.relay} faldt ud under afsendelsen ({self._answer}). Spørg, om brevet kom.",
            en=f"The line to {self.relay} dropped during delivery ({self._answer}). Ask whether the letter arrived.",
        )


class Mailer:
    """At most `connections` connections to one relay, kept open between messages and closed after `idle` seconds.

    Nothing is opened before the first message. `starttls` and `tls` are demands: without them there is no delivery.
    `trust` is a file of certificate authorities beside the system's own (a city's own CA). `timeout` is seconds per
    answer of the relay, so an activity's start-to-close must be several times longer.
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
    ) -> None:
        self._relay = f"{host}:{port}"
        self._host, self._port, self._security = host, port, security
        self._username = username or None
        self._password = password if username else None
        self._local_hostname, self._timeout, self._idle = local_hostname, timeout, idle
        self._tls = _tls_context(trust) if security != "none" else None
        self._free: list[aiosmtplib.SMTP] = []
        self._closers: dict[int, asyncio.TimerHandle] = {}
        self._slots = asyncio.Semaphore(connections)

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Hand one finished message to the relay for one recipient; raises `Passing`, `Permanent` or `InDoubt`."""
        async with self._slots, self._transaction(sender, recipient) as client:
            await self._deliver(client, message)

    async def close(self) -> None:
        """Close every idle connection politely; those in use are closed when their message is done or given up."""
        self._idle = 0
        while self._free:
            client = self._take()
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=2)
            client.close()

    @contextlib.asynccontextmanager
    async def _transaction(self, sender: str, recipient: str) -> AsyncIterator[aiosmtplib.SMTP]:
        client = await self._client_that_accepts(sender)
        try:
            await self._recipient(client, recipient)
            yield client
        except BaseException:
            client.close()
            raise
        self._keep(client)

    async def _client_that_accepts(self, sender: str) -> aiosmtplib.SMTP:
        """Return a connection that has taken the sender: a kept one if it still lives, else a new one."""
        while self._free:
            client = self._take()
            try:
                await client.mail(sender)
                return client
            except (aiosmtplib.SMTPException, OSError):
                client.close()
        client = await self._connected()
        try:
            await client.mail(sender)
        except BaseException as error:
            client.close()
            raise self._judged(error) from error
        return client

    async def _connected(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
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
        try:
            await client.connect()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise Passing(self._relay, getattr(error, "code", None), _words(error)) from error
        return client

    async def _recipient(self, client: aiosmtplib.SMTP, recipient: str) -> None:
        try:
            await client.rcpt(recipient)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise self._judged(error) from error

    async def _deliver(self, client: aiosmtplib.SMTP, message: bytes) -> None:
        try:
            await client.data(message)
        except aiosmtplib.SMTPResponseException as error:
            raise (self._judged(error) if error.code >= 400 else self._doubt(error)) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise self._doubt(error) from error

    def _judged(self, error: BaseException) -> BaseException:
        """Return what an error before the message's first byte, or the relay's answer, means: judged by code alone."""
        if not isinstance(error, aiosmtplib.SMTPException | OSError):
            return error
        code: int | None = getattr(error, "code", None)
        verdict = Permanent if code and code >= 500 and code not in _ABOUT_US else Passing
        return verdict(self._relay, code, _words(error))

    def _doubt(self, error: Exception) -> InDoubt:
        return InDoubt(self._relay, None, _words(error))

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


_ABOUT_US = frozenset({521, 530, 534, 535, 538})
"""Answers about the relay or our login, not about the letter: no service, authentication required, weak or refused."""


def _tls_context(trust: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if trust:
        context.load_verify_locations(cafile=trust)
    return context


def _words(error: BaseException) -> str:
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:300]
