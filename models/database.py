"""The way to the record: engines for SQLite and PostgreSQL, and its version.

Everything here is synchronous; asynchronous callers go through `asyncio.to_thread`. A session on `make_engine`'s engine
may write; one on `reading(engine)` may not, and waits for no writer.
"""

import json
import sqlite3
import threading
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, ExceptionContext, event, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import create_engine

from models import (
    beats,
    bodies,
    correspondence,
    cycles,
    doors,
    feeds,
    forms,
    inbox,
    journal,
    links,
    obligations,
    preparing,
)
from models.other_state import is_about_tables, lacking, unlike
from models.schedule import Text

SUBJECTS = (beats, bodies, correspondence, cycles, doors, feeds, forms, inbox, journal, links, obligations, preparing)
"""Every module that holds tables: the mappers need all of them, whichever the caller uses."""

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_SECONDS = 30
CONNECT_SECONDS = 5
_PURPOSE = "aarshjul_purpose"
UPGRADE_LOCK = 0x5541_5253  # any fixed number: PostgreSQL's advisory lock of this house


class RecordUnusable(Exception):  # noqa: N818 -- named for what it says, as its children are
    """The database cannot be used; `sentence` says what, where and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class DatabaseUnreachable(RecordUnusable):
    """No connection, or it broke. What was committed is safe; trying again is right."""


class RecordDamaged(RecordUnusable):
    """The database file is no database, or a part of it cannot be read. Nothing was changed; the backup is needed."""


class NewerState(RecordUnusable):
    """The database was written by a newer version of the program."""


class OtherState(RecordUnusable):
    """The database was written by a version of the program that was never released. Nothing was changed."""


class OlderState(RecordUnusable):
    """The database has not been upgraded to this version of the program."""


def make_engine(url: str) -> Engine:
    """Return an engine that connects on first use, and again after the database was away.

    A failed or broken connection raises DatabaseUnreachable, a damaged file RecordDamaged. SQLite: write-ahead log,
    durable commits, foreign keys, and every transaction takes the write lock when it begins, so that what it read is
    still true when it writes.
    """
    address = _address(make_url(url))
    remote = address.get_backend_name() != "sqlite"  # a file does not hang up: nothing to ask before each transaction
    unescaped = partial(json.dumps, ensure_ascii=False)
    # What was asked with is people's: an error tells the question alone, for it ends in a log.
    engine = create_engine(address, pool_pre_ping=remote, json_serializer=unescaped, hide_parameters=True)
    event.listen(engine, "handle_error", _name_what_is_unreachable)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        _take_turns(engine)  # before the transaction begins
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _speak_utc)
    return engine


def reading(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read; the database refuses a write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(purpose="read")
    return engine.execution_options(postgresql_readonly=True)


def upgrade(engine: Engine) -> None:
    """Bring the database to this program's version: all of it, or nothing; two at once wait for each other.

    Raises NewerState, OtherState, RecordDamaged and DatabaseUnreachable.
    """
    with engine.execution_options(purpose="migrate").begin() as connection:
        _refuse_damaged(connection)
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        _refuse_newer(connection)
        _migrate(connection)
        _refuse_dangling(connection)


def _migrate(connection: Connection) -> None:
    """Raise OtherState when the tables are not those that the migrations make: then the transaction is undone."""
    shown = _shown(connection.engine.url)
    try:
        command.upgrade(alembic_config(connection), "head")
    except (OperationalError, ProgrammingError) as error:
        if is_about_tables(error):
            raise OtherState(unlike(shown, str(error.orig))) from error
        raise
    if lacks := lacking(connection):
        raise OtherState(unlike(shown, lacks))


def check_version(engine: Engine) -> None:
    """Raise NewerState or OlderState when the database is not of this program's version."""
    with reading(engine).begin() as connection:
        _refuse_newer(connection)
        at, head = _revision(connection), _scripts().get_current_head()
    if at != head:
        raise OlderState(_older(engine.url))


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for this connection; the caller owns its transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _address(url: URL) -> URL:
    if url.get_backend_name() not in ("postgresql", "postgres"):
        return url
    query = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "aarshjul", **url.query}
    return url.set(drivername="postgresql+psycopg", query=query)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the module would begin on its own, too late: only before the first write
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA recursive_triggers = ON")  # without it REPLACE deletes a row of the journal unseen


def _speak_utc(connection: Any, _record: Any) -> None:
    """Have instants come as `models.types.Moment` returns them, whatever zone the server or the role is set to."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()  # or the first rollback would take it back


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


def _begin_sqlite(connection: Connection) -> None:
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


def _name_what_is_unreachable(context: ExceptionContext) -> None:
    if _is_damage(context.original_exception):
        assert context.engine is not None
        raise RecordDamaged(_damaged(context.engine.url, str(context.original_exception)))
    away = context.is_disconnect or context.connection is None or _is_hindrance(context.original_exception)
    if context.is_pre_ping or not away:
        return
    assert context.engine is not None
    raise DatabaseUnreachable(_unreachable(context.engine.url, str(context.original_exception)))


def _is_damage(error: BaseException) -> bool:
    return _family(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _is_hindrance(error: BaseException) -> bool:
    """Whether SQLite's file cannot be used now: another program keeps it, or the disk is full or fails."""
    return _family(error) in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }


def _family(error: BaseException) -> int:
    """The low byte says which family an extended code is of."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    at = _revision(connection)
    if at is not None and at not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerState(_newer(connection.engine.url, at))


def _refuse_damaged(connection: Connection) -> None:
    """Read every page of SQLite's file before anything is written to it."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise RecordDamaged(_damaged(connection.engine.url, found))


def _refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not dangling, f"the migration left rows that refer to nothing: {dangling[:5]}"


def _shown(url: URL) -> str:
    """The address as a person may see it: without the password, also one that stands in the query."""
    return url.set(query={}).render_as_string(hide_password=True)


def _unreachable(url: URL, cause: str) -> Text:
    cause = " ".join(cause.split()).rstrip(".")
    return Text(
        da=f"Databasen {_shown(url)} kan ikke nås{_in_danish(cause)}. "
        "Det gemte er i behold; kontrollér adressen, og at databasen kører.",
        en=f"The database {_shown(url)} cannot be reached ({cause}). "
        "What is stored is safe; check the address and that the database runs.",
    )


_CAUSES = {
    "Connection refused": "ingen lytter på adressen",
    "password authentication failed": "brugeren eller adgangskoden er forkert",
    "could not translate host name": "værtens navn kendes ikke",
    "Name or service not known": "værtens navn kendes ikke",
    "timeout": "intet svar i tide",
    "does not exist": "basen eller brugeren findes ikke",
    "unable to open database file": "filen kan ikke åbnes",
    "database is locked": "et andet program holder den optaget",
    "disk I/O error": "disken fejler",
    "disk is full": "disken er fuld",
}
"""The drivers' English for what people meet, in Danish; they give no codes for it."""


def _in_danish(cause: str) -> str:
    return next((f" ({danish})" for english, danish in _CAUSES.items() if english in cause), "")


def _damaged(url: URL, cause: str) -> Text:
    cause = " ".join(cause.split()).rstrip(".")
    return Text(
        da=f"Databasefilen {url.database} er beskadiget eller ikke en database. Intet er ændret i den. Stop "
        "kontoret, gem filen og dens »-wal« et andet sted, læg sikkerhedskopien på plads, start igen, og kør "
        "»aarshjul rehydrate«.",
        en=f"The database file {url.database} is damaged or no database ({cause}). Nothing was changed in it. Stop the "
        "office, keep the file and its “-wal” elsewhere, put the backup in its place, start again and run "
        "“aarshjul rehydrate”.",
    )


def _newer(url: URL, revision: str) -> Text:
    return Text(
        da=f"Databasen {_shown(url)} er skrevet af en nyere version af Årshjul (udgave {revision}). "
        "Intet er ændret; brug den nyere version af programmet.",
        en=f"The database {_shown(url)} was written by a newer version of Årshjul (revision {revision}). "
        "Nothing was changed; use the newer version of the program.",
    )


def _older(url: URL) -> Text:
    return Text(
        da=f"Databasen {_shown(url)} er ikke opgraderet til denne version af Årshjul. Opgradér den, og prøv igen.",
        en=f"The database {_shown(url)} has not been upgraded to this version of Årshjul. Upgrade it and try again.",
    )
