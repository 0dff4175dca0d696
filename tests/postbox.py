"""A mail relay for tests: a real SMTP server on this machine, with the faults that relays have."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Mail:
    """One message as it came over the wire."""

    to: str
    raw: bytes

    @property
    def parsed(self) -> EmailMessage:
        """The message, read by the standard library."""
        return message_from_bytes(self.raw, policy=policy.default)  # type: ignore[return-value]  # -- by its policy

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.parsed["Subject"])

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.parsed["Message-ID"])

    @property
    def at(self) -> datetime:
        """Its Date."""
        return parsedate_to_datetime(str(self.parsed["Date"]))


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Postbox:
    """What has arrived. `refuses` answers a recipient with a code; `drops` takes that many messages and hangs up.

    `delay`: seconds between taking a message and saying so. While it `holds`, messages are taken and nothing is said.
    """

    mails: list[Mail] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    drops: int = 0
    delay: float = 0
    port: int = 0
    _says: asyncio.Event = field(default_factory=_open)

    def holds(self) -> None:
        """Take messages, and say nothing from now on."""
        self._says.clear()

    def answers(self) -> None:
        """Say of every message that waits that it has been taken."""
        self._says.set()

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if answer := self.refuses.get(address) or self.refuses.get("*"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Store a message; hang up before the answer while `drops` is positive."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails += [Mail(to, content) for to in envelope.rcpt_tos]
        await asyncio.sleep(self.delay)
        await self._says.wait()
        if self.drops:
            self.drops -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    def to(self, address: str) -> list[Mail]:
        """Return what one address got, in the order of arrival."""
        return [mail for mail in self.mails if mail.to == address]


@contextlib.asynccontextmanager
async def postbox() -> AsyncIterator[Postbox]:
    """Run a relay on a free port."""
    box = Postbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(box, hostname="relay.example", enable_SMTPUTF8=True), "127.0.0.1", 0
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
