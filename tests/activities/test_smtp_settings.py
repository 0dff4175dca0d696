"""The operator's settings reach the wire: certificates, size, and how many connections."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from activities.smtp import Mailer
from activities.wire import Permanent
from settings import Settings
from tests.activities.relays import CERTIFICATE, LOOPBACK, real_relay, scripted
from worker import build_mailer

SENDER, RECIPIENT, MESSAGE = "aarshjul@kommune.example", "tmu@kommune.example", b"Subject: x\r\n\r\nHej\r\n"


class Wires:
    """The wires that a test has opened."""

    def __init__(self, environment: pytest.MonkeyPatch) -> None:
        self.environment = environment
        self.opened: list[Mailer] = []

    def __call__(self, port: int, host: str = LOOPBACK, **settings: Any) -> Mailer:
        """Return the wire of an office with these settings."""
        for name, value in {"host": host, "port": port, **settings}.items():
            self.environment.setenv(f"AARSHJUL_SMTP_{name.upper()}", str(value))
        self.opened.append(build_mailer(Settings()))
        return self.opened[-1]


@pytest_asyncio.fixture
async def wires(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wires]:
    """Give wires, and close them."""
    wires = Wires(monkeypatch)
    yield wires
    for wire in wires.opened:
        await wire.close()


async def send(wire: Mailer, message: bytes = MESSAGE) -> None:
    async with wire.turn() as turn:
        await turn.send(SENDER, RECIPIENT, message)


async def test_citys_own_certificate_is_trusted_when_it_is_set(wires: Wires) -> None:
    async with real_relay(starttls=True) as (port, stored):
        await send(wires(port, "localhost", security="starttls", trust=CERTIFICATE))

    assert len(stored.messages) == 1


async def test_limit_of_size_that_is_set_holds(wires: Wires) -> None:
    async with scripted() as relay:
        wire = wires(relay.port, max_bytes=20_000)
        with pytest.raises(Permanent):
            await send(wire, b"x" * 20_001)
        await send(wire)

        assert relay.stored == [MESSAGE]


async def test_number_of_connections_that_is_set_holds(wires: Wires) -> None:
    async with scripted() as relay:
        wire = wires(relay.port, connections=2)
        await asyncio.gather(*(send(wire) for _ in range(12)))

        assert (len(relay.stored), relay.open_at_most) == (12, 2)


async def test_name_that_is_set_is_said_to_the_relay(wires: Wires) -> None:
    async with scripted() as relay:
        await send(wires(relay.port, local_hostname="aarshjul.kommune.example"))

        assert relay.heard[0] == "EHLO aarshjul.kommune.example"
