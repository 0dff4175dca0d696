"""The wire against relays that take, refuse, stall and vanish."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from activities.smtp import Mailer
from activities.wire import InDoubt, Passing, Permanent, WireError
from tests.activities.relays import CERTIFICATE, LOOPBACK, Answers, real_relay, scripted

SENDER, RECIPIENT = "aarshjul@kommune.example", "sekretaer.tmu@kommune.example"
MESSAGE = b"Subject: x\r\n\r\n.hidden dot\r\nFrom here\r\n"


@dataclass
class InTurn:
    """The wire as letters use it: each waits for its turn."""

    mailer: Mailer

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        async with self.mailer.turn() as wire:
            await wire.send(sender, recipient, message)


@contextlib.asynccontextmanager
async def mailer(port: int, **settings: Any) -> AsyncIterator[InTurn]:
    wire = Mailer(**{"host": LOOPBACK, "port": port, "security": "none", "timeout": 5, **settings})
    try:
        yield InTurn(wire)
    finally:
        await wire.close()


async def refusal(answers: Answers, **settings: Any) -> WireError:
    """What sending one message to a relay with these answers raises."""
    async with scripted(answers) as relay, mailer(relay.port, **settings) as wire:
        with pytest.raises(WireError) as raised:
            await wire.send(SENDER, RECIPIENT, MESSAGE)
        return raised.value


async def test_message_arrives_byte_for_byte() -> None:
    async with real_relay() as (port, stored), mailer(port) as wire:
        await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert stored.messages == [([RECIPIENT], MESSAGE)]


async def test_connection_is_kept_for_the_next_message() -> None:
    async with scripted() as relay, mailer(relay.port) as wire:
        for _ in range(5):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert (len(relay.stored), relay.connections) == (5, 1)


async def test_never_more_connections_than_allowed() -> None:
    async with scripted() as relay, mailer(relay.port, connections=4) as wire:
        await asyncio.gather(*(wire.send(SENDER, RECIPIENT, MESSAGE) for _ in range(40)))

        assert len(relay.stored) == 40
        assert relay.open_at_most == 4


async def test_idle_connection_is_closed() -> None:
    async with scripted() as relay, mailer(relay.port, idle=0.05) as wire:
        await wire.send(SENDER, RECIPIENT, MESSAGE)
        async with asyncio.timeout(5):
            while relay.open_now:  # noqa: ASYNC110 -- what the relay sees is the point
                await asyncio.sleep(0.01)
        await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert (len(relay.stored), relay.connections) == (2, 2)


async def test_kept_connection_that_the_relay_dropped_is_replaced_silently() -> None:
    async with scripted() as relay, mailer(relay.port) as wire:
        await wire.send(SENDER, RECIPIENT, MESSAGE)
        relay.answers["MAIL"] = None
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, MESSAGE)
        relay.answers["MAIL"] = "250 ok"
        await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert len(relay.stored) == 2


async def test_close_says_goodbye_and_leaves_nothing_open() -> None:
    async with scripted() as relay:
        async with mailer(relay.port) as wire:
            await asyncio.gather(*(wire.send(SENDER, RECIPIENT, MESSAGE) for _ in range(4)))
        async with asyncio.timeout(5):
            while relay.open_now:  # noqa: ASYNC110 -- what the relay sees is the point
                await asyncio.sleep(0.01)

        assert relay.connections == 4


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"RCPT": "450 4.2.0 greylisted, come back"}, 450),
        ({"RCPT": "452 4.2.2 mailbox full"}, 452),
        ({"MAIL": "421 4.3.2 shutting down"}, 421),
        ({"greeting": "421 too many connections"}, 421),
        ({"greeting": "554 no service here"}, 554),
        ({"DATA": "451 4.3.0 local error"}, 451),
        ({".": "451 4.3.0 disk full"}, 451),
        ({"MAIL": "530 5.7.0 authentication required"}, 530),
        ({"greeting": None}, None),
        ({"RCPT": None}, None),
        ({"DATA": None}, None),
        ({"DATA": "250 not what was asked"}, 250),
    ],
)
async def test_trouble_that_passes_is_passing(answers: Answers, code: int | None) -> None:
    error = await refusal(answers)

    assert (type(error), error.code) == (Passing, code)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"RCPT": "550 5.1.1 unknown user"}, 550),
        ({"RCPT": "553 5.1.3 bad address"}, 553),
        ({"MAIL": "550 5.7.1 sender not allowed"}, 550),
        ({".": "552 5.3.4 too large"}, 552),
        ({".": "554 5.6.0 content refused"}, 554),
    ],
)
async def test_refusal_for_good_is_permanent(answers: Answers, code: int) -> None:
    error = await refusal(answers)

    assert (type(error), error.code) == (Permanent, code)


@pytest.mark.parametrize("answer", [None, "garbage"])
async def test_line_lost_after_the_dot_leaves_doubt(answer: str | None) -> None:
    async with scripted({".": answer}) as relay, mailer(relay.port) as wire:
        with pytest.raises(InDoubt):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert len(relay.stored) == 1  # it was stored, and nobody could know


async def test_relay_that_falls_silent_after_the_dot_leaves_doubt() -> None:
    async with scripted({".": "250-not the end"}) as relay, mailer(relay.port, timeout=0.3) as wire:
        with pytest.raises(InDoubt):
            await wire.send(SENDER, RECIPIENT, MESSAGE)


async def test_relay_that_falls_silent_before_the_message_leaves_no_doubt() -> None:
    async with scripted({"DATA": "354-not the end"}) as relay, mailer(relay.port, timeout=0.3) as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert relay.heard[-1] == "DATA"  # the wire has given nothing away


@pytest.mark.parametrize(
    "message",
    [b".\r\n", b"..\r\n.\r\n", b"a\r\n.\r\nMAIL FROM:<x@kommune.example>\r\n", b"lone\n.\nlines\r.\r", b"no end"],
)
async def test_no_message_ends_before_its_end(message: bytes) -> None:
    async with real_relay() as (port, stored), mailer(port) as wire:
        await wire.send(SENDER, RECIPIENT, message)
        await wire.send(SENDER, RECIPIENT, MESSAGE)

    lines = b"\r\n".join(message.splitlines()) + b"\r\n"
    assert [content for _, content in stored.messages] == [lines, MESSAGE]


async def test_refused_recipient_does_not_spoil_the_next_letter() -> None:
    async with scripted({"RCPT": "550 5.1.1 unknown user"}) as relay, mailer(relay.port, connections=1) as wire:
        with pytest.raises(Permanent):
            await wire.send(SENDER, RECIPIENT, MESSAGE)
        relay.answers["RCPT"] = "250 ok"
        await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert len(relay.stored) == 1


async def test_port_where_nobody_listens_is_passing_and_named() -> None:
    with socket.socket() as reserved:
        reserved.bind((LOOPBACK, 0))
        port = reserved.getsockname()[1]
        async with mailer(port) as wire:
            with pytest.raises(Passing) as raised:
                await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert f"{LOOPBACK}:{port}" in raised.value.sentence.da
    assert "\n" not in raised.value.sentence.da + raised.value.sentence.en


async def test_host_that_does_not_exist_is_passing() -> None:
    async with mailer(25, host="relay.invalid") as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, MESSAGE)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_letter_travels_encrypted_to_a_trusted_relay(security: str) -> None:
    relay = real_relay(starttls=security == "starttls", tls=security == "tls")
    async with (
        relay as (port, stored),
        mailer(port, security=security, host="localhost", trust=str(CERTIFICATE)) as wire,
    ):
        await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert len(stored.messages) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_relay_with_an_unknown_certificate_gets_nothing(security: str) -> None:
    relay = real_relay(starttls=security == "starttls", tls=security == "tls")
    async with relay as (port, stored), mailer(port, security=security, host="localhost") as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert stored.messages == []


async def test_relay_without_starttls_gets_nothing_when_it_is_demanded() -> None:
    async with real_relay() as (port, stored), mailer(port, security="starttls") as wire:
        with pytest.raises(Passing):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert stored.messages == []


@pytest.mark.parametrize(("password", "arrives"), [("right", True), ("wrong", False)])
async def test_login_that_is_refused_is_our_trouble_and_passing(password: str, arrives: bool) -> None:
    settings = {"security": "starttls", "host": "localhost", "trust": str(CERTIFICATE), "username": "aarshjul"}
    relay = real_relay(starttls=True, password=b"right")
    async with relay as (port, stored), mailer(port, password=password, **settings) as wire:
        with contextlib.nullcontext() if arrives else pytest.raises(Passing, match="535"):
            await wire.send(SENDER, RECIPIENT, MESSAGE)

    assert len(stored.messages) == arrives


async def test_cancelled_delivery_leaves_the_wire_usable() -> None:
    async with scripted({".": "250-never ends"}) as relay, mailer(relay.port, connections=1) as wire:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await wire.send(SENDER, RECIPIENT, MESSAGE)
        relay.answers["."] = "250 stored"
        await wire.send(SENDER, RECIPIENT, MESSAGE)

        assert len(relay.stored) == 2
