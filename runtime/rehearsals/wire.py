"""Wires that end in a folder: what a rehearsal sends through instead of SMTP."""

import asyncio
import contextlib
import email
import os
import signal
from collections.abc import AsyncIterator, Callable
from email.policy import SMTP
from hashlib import sha256
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.correspondence import Letter
from models.cycles import Cycle
from models.database import reading
from runtime.rehearsals.folder import ascii_names, stem_of

Told = Callable[[], None]
"""Hears that a letter has left."""


def nobody() -> None:
    """Hear nothing."""


class FolderWire:
    """A wire that ends in a folder: one file per message; a message that comes again is counted in its name.

    `told` is called after each.
    """

    def __init__(self, folder: Path, told: Told = nobody) -> None:
        self._folder = folder
        self._told = told
        folder.mkdir(parents=True, exist_ok=True)

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator["FolderWire"]:
        """Hold a place: a folder has room for all."""
        yield self

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Write the message down."""
        await asyncio.to_thread(self._write, message)
        self._told()

    def _write(self, message: bytes) -> None:
        name = sha256(message).hexdigest()[:32]
        for number in count():
            with contextlib.suppress(FileExistsError), (self._folder / f"{name}.{number}.eml").open("xb") as file:
                file.write(message)
                return


class DeadlyWire(FolderWire):
    """A wire that kills its own process with SIGKILL when a named letter, or a digest that tells it, is to leave."""

    def __init__(self, folder: Path, engine: Engine, before: str) -> None:
        super().__init__(folder)
        self._engine = engine
        self._before = before

    async def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Write the message down, unless it is the one."""
        if await asyncio.to_thread(self._is_the_one, message):
            os.kill(os.getpid(), signal.SIGKILL)
        await super().send(sender, recipient, message)

    def _is_the_one(self, message: bytes) -> bool:
        message_id = str(email.message_from_bytes(message, policy=SMTP)["Message-ID"])
        with Session(reading(self._engine)) as session:
            letter = session.exec(select(Letter).where(Letter.message_id == message_id)).one()
            told = session.exec(select(Letter).where(Letter.told_in == letter.key)).all()
            zone = ZoneInfo(session.get_one(Cycle, letter.cycle).zone)
            ascii_ = ascii_names(session, letter.cycle)
            return any(self._before in (stem_of(each, zone, ascii_), _named(each)) for each in (letter, *told))


def _named(letter: Letter) -> str:
    return "/".join([letter.kind, letter.step, letter.recipient_body, letter.recipient_role])
