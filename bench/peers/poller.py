"""The peer that anybody can write: an SQL table, and a loop that looks for what is due."""

import sqlite3
import sys
import time
from pathlib import Path

from bench.peers.wire import PLANTED, plant, send

PULSE = 0.05


def work(folder: Path, deadlines: int, due: float) -> None:
    """Work until killed: sent first, then marked, so that nothing is lost."""
    table = sqlite3.connect(folder / "poller.db", isolation_level=None)
    table.execute("PRAGMA journal_mode = WAL")
    table.execute("PRAGMA synchronous = FULL")
    if not (folder / PLANTED).exists():
        table.execute("CREATE TABLE deadline (key TEXT PRIMARY KEY, due REAL, done INTEGER DEFAULT 0)")
        table.execute("BEGIN")
        table.executemany("INSERT INTO deadline (key, due) VALUES (?, ?)", [(f"d{n}", due) for n in range(deadlines)])
        table.execute("COMMIT")
        plant(folder)
    while True:
        for (key,) in table.execute("SELECT key FROM deadline WHERE NOT done AND due <= ?", (time.time(),)).fetchall():
            send(folder, key)
            table.execute("UPDATE deadline SET done = 1 WHERE key = ?", (key,))
        time.sleep(PULSE)


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
