"""The same deadlines on our engine and on peers: how long until all wait, until all are sent, and what a kill costs."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Say, figure, until
from bench.peers.wire import PLANTED, WIRE, sent
from bench.scene import CHECKOUT, Numbers, play
from bench.starting import server


@dataclass(frozen=True)
class Peer:
    """An engine: its module, and how long planting one deadline may take on a busy machine."""

    name: str
    module: str
    each: float
    has_server: bool = False


PEERS = (
    Peer("Årshjul (Temporal, outbox)", "bench.peers.ours", 0.15, has_server=True),
    Peer("DBOS Transact, SQLite", "bench.peers.transact", 0.05),
    Peer("SQL table and a poller, SQLite", "bench.peers.poller", 0.002),
)

KILLED_AT = 0.2
"""The share of the messages after which the worker is killed with -9."""

_LEAD = 8.0
_AFTERMATH = 30.0
"""Seconds after the last first message in which a repeated one would still come."""

_PATIENCE = 240.0


async def measure(deadlines: int, say: Say) -> dict[str, tuple[Numbers, Numbers]]:
    """Return for each peer what an undisturbed life took, and one with a kill."""
    found = {}
    for peer in PEERS:
        calm = await play(race, peer=PEERS.index(peer), deadlines=deadlines, kill=False)
        torn = await play(race, peer=PEERS.index(peer), deadlines=deadlines, kill=True)
        say(
            f"{peer.name}: waiting {figure(calm['waiting'])} s, complete {figure(calm['complete'])} s; "
            f"killed {figure(torn['complete'])} s, {torn['twice']:.0f} twice, {torn['lost']:.0f} lost"
        )
        found[peer.name] = calm, torn
    return found


async def race(folder: Path, peer: int, deadlines: int, kill: bool) -> Numbers:
    """Plant, wait for the moment, and count."""
    engine = PEERS[peer]
    (folder / WIRE).mkdir()
    async with _port(engine, folder) as port:
        due = time.time() + _LEAD + engine.each * deadlines
        words = [str(folder), str(deadlines), str(due), *port]
        began = time.time()
        life = await _life(engine, words, folder)
        try:
            await until(lambda: (folder / PLANTED).exists() or life.returncode is not None, _PATIENCE)
            waiting = time.time() - began
            if waiting > due - began:
                raise RuntimeError(f"{engine.name} was not ready when the moment came")
            if kill:
                await until(lambda: len(sent(folder)) >= KILLED_AT * deadlines, _PATIENCE)
                life.kill()
                await life.wait()
                life = await _life(engine, words, folder)
            with contextlib.suppress(TimeoutError):
                await until(lambda: len(sent(folder)) >= deadlines, _PATIENCE)
            complete = time.time() - due
            await asyncio.sleep(_AFTERMATH if kill else 0)
        finally:
            if life.returncode is None:
                life.kill()
            await life.wait()
    times = sent(folder)
    twice = sum(times.values()) - len(times)
    return {"waiting": waiting, "complete": complete, "twice": twice, "lost": deadlines - len(times)}


async def _life(engine: Peer, words: list[str], folder: Path) -> asyncio.subprocess.Process:
    with (folder / "peer.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", engine.module, *words, cwd=CHECKOUT, stdout=log, stderr=log
        )


@contextlib.asynccontextmanager
async def _port(engine: Peer, folder: Path) -> AsyncIterator[list[str]]:
    if not engine.has_server:
        yield []
        return
    async with server(folder) as client:
        yield [client.service_client.config.target_host.rpartition(":")[2]]
