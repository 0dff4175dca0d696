"""SQLite as the record needs it: durable, one writer at a time, and readers that wait for nobody."""

import sqlite3
import threading
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30
_PURPOSE = "aarshjul_purpose"


def prepare(engine: Engine) -> None:
    """Have each connection set up, and each transaction begun, by its purpose: write, read or migrate."""
    event.listen(engine, "connect", _set_up)
    _take_turns(engine)  # before the transaction begins
    event.listen(engine, "begin", _begin)


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the module would begin on its own, too late: only before the first write
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")  # without it REPLACE deletes a row of the journal unseen


def _take_turns(engine: Engine) -> None:
    """Let the writers of this process queue here: SQLite would have each of them sleep, and look again later.

    A turn ends when the connection goes back to the pool. SQLite itself keeps other processes apart.
    """
    writing, turn = threading.Lock(), object()

    def begin(connection: Connection) -> None:
        info = connection.connection.record_info
        assert info is not None
        reads = connection.get_execution_options().get("purpose") == "read"
        if not reads and turn not in info and writing.acquire(timeout=BUSY_SECONDS):
            info[turn] = True

    def end(_connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
        if entry.record_info and entry.record_info.pop(turn, False):
            writing.release()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", end)


def _begin(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("purpose", "write")
    before = connection.info.get(_PURPOSE)
    if before != purpose:  # most transactions are as the one before them on this connection
        connection.info.pop(_PURPOSE, None)
        if before is None or "migrate" in (before, purpose):
            # A table that a migration rebuilds is dropped for a moment; the keys are checked at the end instead.
            connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if purpose == 'migrate' else 'ON'}")
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if purpose == 'read' else 'OFF'}")
        connection.info[_PURPOSE] = purpose
    connection.exec_driver_sql("BEGIN" if purpose == "read" else "BEGIN IMMEDIATE")
