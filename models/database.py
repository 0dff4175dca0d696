"""The way to the record: engines for SQLite and PostgreSQL, and its version.

Everything here is synchronous; asynchronous callers go through `asyncio.to_thread`. A session on `make_engine`'s engine
may write; one on `reading(engine)` may not, and waits for no writer.
"""

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, ExceptionContext, event, make_url
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
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
    record_words,
    sqlite,
)
from models.other_state import is_about_tables, lacking, unlike
from models.schedule import Text

SUBJECTS = (beats, bodies, correspondence, cycles, doors, feeds, forms, inbox, journal, links, obligations, preparing)
"""Every module that holds tables: the mappers need all of them, whichever the caller uses."""

MIGRATIONS = Path(__file__).parents[1] / "migrations"
CONNECT_SECONDS = 5
POOL_SECONDS = 30
"""How long a transaction waits for a free connection."""

UPGRADE_LOCK = 0x5541_5253  # any fixed number: PostgreSQL's advisory lock of this house


class RecordUnusable(Exception):  # noqa: N818 -- named for what it says, as its children are
    """The database cannot be used; `sentence` says what, where and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class DatabaseUnreachable(RecordUnusable):
    """No connection, or it broke. What was committed is safe; trying again is right."""


class DatabaseBusy(RecordUnusable):
    """All connections of this process are in use, and none came free in time. Nothing was changed."""


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

    A failed or broken connection raises DatabaseUnreachable, a damaged file RecordDamaged, and waiting in vain for a
    free connection DatabaseBusy. SQLite: write-ahead log, durable commits, foreign keys, and every transaction takes
    the write lock when it begins, so that what it read is still true when it writes.
    """
    address = _address(make_url(url))
    remote = address.get_backend_name() != "sqlite"  # a file does not hang up: nothing to ask before each transaction
    unescaped = partial(json.dumps, ensure_ascii=False)
    # What was asked with is people's: an error tells the question alone, for it ends in a log.
    engine = create_engine(
        address,
        poolclass=_Pool,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=remote,
        json_serializer=unescaped,
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _name_what_is_unreachable)
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)
    else:
        event.listen(engine, "connect", _speak_utc)
    return engine


class _Pool(QueuePool):
    """Connections of one process; who finds none free in time is told so in a sentence."""

    def connect(self) -> PoolProxiedConnection:
        """Return a connection; raises DatabaseBusy."""
        try:
            return super().connect()
        except NoneFree as error:
            raise DatabaseBusy(record_words.BUSY) from error


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
    shown = record_words.shown(connection.engine.url)
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
        raise OlderState(record_words.older(engine.url))


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


def _speak_utc(connection: Any, _record: Any) -> None:
    """Have instants come as `models.types.Moment` returns them, whatever zone the server or the role is set to."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()  # or the first rollback would take it back


def _name_what_is_unreachable(context: ExceptionContext) -> None:
    if _is_damage(context.original_exception):
        assert context.engine is not None
        raise RecordDamaged(record_words.damaged(context.engine.url, str(context.original_exception)))
    away = context.is_disconnect or context.connection is None or _is_hindrance(context.original_exception)
    if context.is_pre_ping or not away:
        return
    assert context.engine is not None
    raise DatabaseUnreachable(record_words.unreachable(context.engine.url, str(context.original_exception)))


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
        raise NewerState(record_words.newer(connection.engine.url, at))


def _refuse_damaged(connection: Connection) -> None:
    """Read every page of SQLite's file before anything is written to it."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise RecordDamaged(record_words.damaged(connection.engine.url, found))


def _refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not dangling, f"the migration left rows that refer to nothing: {dangling[:5]}"
