"""Whether anything was committed to the record since: SQLite's own counter, which costs microseconds.

The counter belongs to a connection and grows with every commit of another one, so one connection is kept for it, which
writes nothing and holds nothing open. PostgreSQL has none: there every question is asked anew.
"""

import sqlite3
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from models.database import RecordUnusable


class Watch:
    """Marks the state of the record; two equal marks say that nothing was committed between them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counts = engine.dialect.name == "sqlite"
        self._connection: PoolProxiedConnection | None = None
        self._one_at_a_time = Lock()

    def mark(self) -> int | None:
        """Return the present mark, without ever waiting for a writer; None when it cannot be known now."""
        if not self._counts:
            return None
        try:
            with self._one_at_a_time:
                return self._ask()
        except (sqlite3.Error, RecordUnusable):
            return None

    def _ask(self) -> int:
        if self._connection is None:
            self._connection = self._opened()
        return self._pragma(self._connection, "data_version")

    def _opened(self) -> PoolProxiedConnection:
        connection = self._engine.raw_connection()
        connection.detach()  # its own, and not the pool's any more
        self._pragma(connection, "busy_timeout = 0")
        return connection

    def _pragma(self, connection: PoolProxiedConnection, words: str) -> int:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {words}")
        [found] = cursor.fetchone() or [0]
        cursor.close()
        return int(found)
