"""The record of a rehearsal: a database in its folder, which nothing needs to outlive."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from models.correspondence import Letter
from models.database import make_engine, reading

NAME = "aarshjul.db"
"""As in an office's own folder, so that the commands that read can be pointed at a rehearsal's."""


def record(folder: Path) -> Engine:
    """Return an engine for the rehearsal's database. One that is cut off is played again: it need not be durable."""
    engine = make_engine(f"sqlite:///{folder / NAME}")
    event.listen(engine, "connect", _in_a_hurry)
    return engine


def letters_of(folder: Path, slug: str) -> Sequence[Letter]:
    """Return every letter of a rehearsed year, by key."""
    engine = record(folder)
    with Session(reading(engine), expire_on_commit=False) as session:
        letters = session.exec(select(Letter).where(Letter.cycle == slug).order_by(col(Letter.key))).all()
    engine.dispose()
    return letters


def _in_a_hurry(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")
