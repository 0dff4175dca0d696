"""A mail relay in a process of its own, that a test can kill: `python -m tests.survival.relay PORT FOLDER`.

Each message is a file in the folder before the relay says that it has taken it, half a second after it came.
"""

import asyncio
import sys
from email import message_from_bytes
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

DELAY = 0.5


class Shelf:
    """Puts messages into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(len(list(folder.iterdir())))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Store a message, and say so."""
        await asyncio.sleep(DELAY)
        content = envelope.content
        assert isinstance(content, bytes)
        (self._folder / f"{next(self._numbers):03d}.eml").write_bytes(content)
        return "250 OK"


def arrived(folder: Path) -> list[str]:
    """Return the Message-IDs of what the relay has taken, in that order."""
    return [str(message_from_bytes(file.read_bytes())["Message-ID"]) for file in sorted(folder.iterdir())]


async def main(port: int, folder: Path) -> None:
    """Take mails until the process is killed."""
    shelf = Shelf(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(shelf, hostname="relay.example", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
